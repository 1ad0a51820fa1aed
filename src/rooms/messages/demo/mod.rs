//! A year of messages in a fictive school: families and teachers, colleagues, the direction and the team; one that waits for
//! the morning and a draft. Each act by the permit of whoever does it, in the order of time.

mod texts;

use super::{
    Answers, How, Message, Thread,
    addressing::{self, Part},
    answering::{self, Answer},
    delivering::{self, DeliverMessage},
    policy::{AnswerThread, BeginMessage, PutAwayThread, WriteMessage},
    reading, sending,
    writing::{self, Sheet, Written},
};
use crate::{
    base::{
        clock::Instant,
        db::Id,
        error::{Error, Result},
        jobs::store as queue,
        rich_text,
    },
    door::{Demo, demo::Chance},
    school::{
        Class, Person, Pupil, account,
        class::{self, Duty, DutyKind},
        correspondence::{self, Party},
        guardianship::{self, Given},
        person,
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use texts::{COLLEAGUES, FROM_FAMILIES, FROM_TEACHERS, TO_CLASSES, TO_TEAM, Talk};

/// What came since then is still to be read.
const FRESH: i64 = 4 * Instant::DAY;

pub fn year(demo: &mut Demo) -> Result<()> {
    let mut cast = Cast::read(demo)?;
    let end = demo.end();
    for (day, at) in cast.moments(demo)? {
        if at.plus(Instant::DAY) > end {
            break;
        }
        demo.now = at;
        skip_refused(one(demo, &mut cast, day))?;
    }
    if demo.is_last_year() {
        skip_refused(in_work(demo, &mut cast))?;
    }
    Ok(())
}

/// A tie restricted since, a substitute gone: the door would have refused too.
fn skip_refused(done: Result<()>) -> Result<()> {
    match done {
        Err(Error::NotFound | Error::Forbidden | Error::Conflict) => Ok(()),
        done => done,
    }
}

/// The child, their first name, a guardian who reads and has an account.
type Family = (Id<Pupil>, String, Id<Person>);

/// Who is there this year.
struct Cast {
    chance: Chance,
    duties: Vec<Duty>,
    classes: Vec<Id<Class>>,
    families: BTreeMap<Id<Class>, Vec<Family>>,
}

impl Cast {
    fn read(demo: &Demo) -> Result<Cast> {
        let (tx, by) = (&demo.tx, &demo.by);
        let active: BTreeSet<Id<Person>> =
            account::store::all(tx, by)?.into_iter().filter(|one| one.is_activated).map(|one| one.person).collect();
        let pupils: BTreeMap<Id<Pupil>, (Option<Id<Class>>, String)> =
            person::store::pupils(tx, by)?.into_iter().map(|one| (one.id, (one.class, one.first_name))).collect();
        let mut families: BTreeMap<Id<Class>, Vec<Family>> = BTreeMap::new();
        for tie in guardianship::store::all(tx, by)? {
            let Some((Some(class), first_name)) = pupils.get(&tie.pupil) else { continue };
            if Given::of(&tie.facts, demo.today()).reads && active.contains(&tie.guardian) {
                families.entry(*class).or_default().push((tie.pupil, first_name.clone(), tie.guardian));
            }
        }
        let duties = class::store::duties(tx, demo.year.first_day(), by)?;
        let classes = families.keys().copied().collect();
        Ok(Cast { chance: demo.chance("messages"), duties, classes, families })
    }

    /// Two or three conversations begun on a day of class.
    fn moments(&mut self, demo: &Demo) -> Result<Vec<(Date, Instant)>> {
        let mut all = Vec::new();
        for day in demo.school_days()? {
            for _ in 0..self.chance.between(1, 3) {
                let (hour, minute) = (self.chance.between(8, 17) as i8, self.chance.below(60) as i8);
                all.push((day, demo.instant(day, hour, minute)));
            }
        }
        all.sort_by_key(|(_, at)| *at);
        Ok(all)
    }

    fn on_duty(&self, day: Date) -> impl Iterator<Item = &Duty> {
        self.duties.iter().filter(move |duty| duty.from_on <= day && duty.until_on.is_none_or(|until| until >= day))
    }

    fn teacher(&self, class: Id<Class>, day: Date) -> Option<Id<Person>> {
        let of = |kind| self.on_duty(day).find(|duty| duty.kind == kind && duty.class == Some(class));
        of(DutyKind::Substitute).or(of(DutyKind::Teacher)).map(|duty| duty.person)
    }

    fn director(&self, day: Date) -> Option<Id<Person>> {
        self.on_duty(day).find(|duty| duty.kind == DutyKind::Director).map(|duty| duty.person)
    }

    fn class(&mut self) -> Option<Id<Class>> {
        (!self.classes.is_empty()).then(|| *self.chance.pick(&self.classes))
    }

    fn family(&mut self, class: Id<Class>) -> Option<Family> {
        let all = self.families.get(&class).filter(|all| !all.is_empty())?;
        Some(self.chance.pick(all).clone())
    }
}

/// One conversation, of the kind that chance says.
fn one(demo: &mut Demo, cast: &mut Cast, day: Date) -> Result<()> {
    let Some(class) = cast.class() else { return Ok(()) };
    let Some(teacher) = cast.teacher(class, day) else { return Ok(()) };
    match cast.chance.below(10) {
        0..=4 => {
            let Some((_, child, guardian)) = cast.family(class) else { return Ok(()) };
            let talk = cast.chance.pick(&FROM_FAMILIES);
            converse(demo, cast, talk, &child, guardian, &[Part::Person(teacher)], &[teacher])
        }
        5 | 6 => {
            let Some((pupil, child, guardian)) = cast.family(class) else { return Ok(()) };
            let talk = cast.chance.pick(&FROM_TEACHERS);
            converse(demo, cast, talk, &child, teacher, &[Part::Guardian(guardian, pupil)], &[guardian])
        }
        7 => {
            let talk = cast.chance.pick(&TO_CLASSES);
            let answering: Vec<Id<Person>> = (0..2).filter_map(|_| cast.family(class)).map(|(_, _, who)| who).collect();
            converse(demo, cast, talk, "", teacher, &[Part::Class(class)], &answering)
        }
        8 => {
            let Some(other) = cast.class().and_then(|class| cast.teacher(class, day)) else { return Ok(()) };
            let talk = cast.chance.pick(&COLLEAGUES);
            converse(demo, cast, talk, "", teacher, &[Part::Person(other)], &[other])
        }
        _ => {
            let Some(director) = cast.director(day) else { return Ok(()) };
            let talk = cast.chance.pick(&TO_TEAM);
            converse(demo, cast, talk, "", director, &[Part::Team], &[teacher])
        }
    }
}

/// Said in turn, each some hours after the other, within the same day of work.
fn converse(
    demo: &mut Demo,
    cast: &mut Cast,
    talk: &Talk,
    child: &str,
    opener: Id<Person>,
    to: &[Part],
    others: &[Id<Person>],
) -> Result<()> {
    let turns: Vec<String> = talk.turns.iter().map(|text| text.replace("{}", child)).collect();
    let author = viewer(demo, opener)?;
    let Some(thread) = open(demo, &author, talk.subject, &turns[0], to)? else { return Ok(()) };
    let end = demo.instant(demo.today(), 18, 30);
    let is_wide = others.len() > 1;
    for (place, text) in turns.iter().enumerate().skip(1) {
        let by = match others {
            [] => break,
            // A class answers one by one; two people take turns.
            _ if is_wide => others[(place - 1) % others.len()],
            [other, ..] if place % 2 == 1 => *other,
            _ => opener,
        };
        demo.now = demo.now.plus(cast.chance.between(6, 90) * Instant::MINUTE);
        if demo.now >= end {
            break;
        }
        let may = demo.may::<AnswerThread>(&viewer(demo, by)?, thread)?;
        let body = rich_text::from_plain(text).unwrap_or_default();
        let answer = Answer { body: &body, only_to: None, how: How::Application };
        let _sent = answering::send(&demo.tx, &may, &answer, demo.now, demo.today())?;
        reading::store::mark_read(&demo.tx, &may)?;
    }
    if demo.now < demo.end().plus(-FRESH) {
        read(demo, thread)?;
    }
    Ok(())
}

fn read(demo: &Demo, thread: Id<Thread>) -> Result<()> {
    for person in reading::store::members(&demo.tx, thread, &demo.by)? {
        if let Some(viewer) = demo.viewer_of(person)?
            && let Ok(may) = demo.may::<PutAwayThread>(&viewer, thread)
        {
            reading::store::mark_read(&demo.tx, &may)?;
        }
    }
    Ok(())
}

fn viewer(demo: &Demo, person: Id<Person>) -> Result<Viewer> {
    demo.viewer_of(person)?.ok_or(Error::NotFound)
}

fn draft(demo: &Demo, author: &Viewer, subject: &str, text: &str, to: &[Part]) -> Result<Id<Message>> {
    let mailbox = demo.may::<BeginMessage>(author, ())?;
    let message = writing::store::begin(&demo.tx, &mailbox, demo.now)?;
    let may = demo.may::<WriteMessage>(author, message)?;
    let sheet = Sheet { subject: subject.to_owned(), to: to.iter().copied().collect(), ..Sheet::default() };
    let body = rich_text::from_plain(text).unwrap_or_default();
    writing::store::write(&demo.tx, &may, &Written { body, ..Written::blank(sheet) }, demo.now)?;
    Ok(message)
}

/// Sent, and handed over at its hour; nothing when nobody is there whom its author may write to.
fn open(demo: &Demo, author: &Viewer, subject: &str, text: &str, to: &[Part]) -> Result<Option<Id<Thread>>> {
    let parts: BTreeSet<Part> = to.iter().copied().collect();
    let from = correspondence::store::parties(&demo.tx, &[author.person], demo.today())?;
    let from = from.into_iter().next().unwrap_or(Party::none(author.person));
    let reached = addressing::addressed(&demo.tx, &from, &parts, None, demo.today())?;
    if reached.recipients.is_empty() {
        return Ok(None);
    }
    let message = draft(demo, author, subject, text, to)?;
    let leaves_at = correspondence::store::leaves_at(&demo.tx, &from, &reached.parties(), demo.now)?;
    let said = addressing::store::said(&demo.tx, &parts)?;
    let answers: Answers = sending::usual(&reached);
    let opened = sending::store::Opened { subject, answers, said: &said, own: &reached.own };
    let may = demo.may::<WriteMessage>(author, message)?;
    let thread = sending::store::open(&demo.tx, &may, &opened, reached.recipients.len(), leaves_at, demo.now)?;
    if leaves_at > demo.now {
        queue::enqueue(&demo.tx, &DeliverMessage::of(message, leaves_at), leaves_at)?;
    } else {
        delivering::first(&demo.tx, message, &reached, demo.now)?;
    }
    Ok(Some(thread))
}

/// Of the last day of class: what a teacher has just written to each family, and a family to the teacher. On the eve of the
/// visit: a message that waits for the morning, and a draft.
fn in_work(demo: &mut Demo, cast: &mut Cast) -> Result<()> {
    let eve = demo.plan.date.yesterday().unwrap_or(demo.plan.date);
    let Some(last) = demo.school_days()?.last().copied() else { return Ok(()) };
    for (place, class) in cast.classes.clone().into_iter().enumerate() {
        let (Some(teacher), Some((_, child, guardian))) = (cast.teacher(class, last), cast.family(class)) else {
            continue;
        };
        demo.now = demo.instant(last, 16, 40 + (place % 15) as i8);
        let (talk, news) = (cast.chance.pick(&FROM_FAMILIES), &TO_CLASSES[3 + place % 2]);
        let (author, text) = (viewer(demo, guardian)?, talk.turns[0].replace("{}", &child));
        open(demo, &author, talk.subject, &text, &[Part::Person(teacher)])?;
        let author = viewer(demo, teacher)?;
        open(demo, &author, news.subject, news.turns[0], &[Part::Class(class)])?;
        demo.now = demo.instant(eve, 21, 10);
        open(demo, &author, TO_CLASSES[0].subject, TO_CLASSES[0].turns[0], &[Part::Class(class)])?;
        let unfinished = "Bonjour,\n\nAvant les vacances, je vous propose un moment pour";
        draft(demo, &author, "Avant les vacances", unfinished, &[Part::Class(class)])?;
    }
    Ok(())
}
