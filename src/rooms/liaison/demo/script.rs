//! Who would write when, and who would answer when: chance within the habits of a school. Nothing is written here.

use super::{
    To, Write,
    texts::{ALL, For},
};
use crate::{
    base::{clock::Instant, db::Id, error::Result},
    door::{Demo, demo::Chance},
    rooms::liaison::{
        Asks,
        questions::{Asked, Kind, Value},
    },
    school::{
        Class, Group, Person, Pupil, account,
        class::{self, Duty, DutyKind},
        consent::Purpose,
        grade::Grade,
        guardianship::{self, Given},
        person,
    },
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Who is there this year.
pub struct Cast {
    pub chance: Chance,
    duties: Vec<Duty>,
    /// Guardians who may answer and have an account, by pupil, in the order of the register; the flag: may sign.
    guardians: BTreeMap<Id<Pupil>, Vec<(Id<Person>, bool)>>,
    maternelles: BTreeSet<Id<Class>>,
    /// Each with somebody who leads it.
    groups: Vec<(Id<Group>, Id<Person>)>,
}

/// One answer to come.
pub struct Reply {
    pub at: Instant,
    pub pupil: Id<Pupil>,
    pub guardian: Id<Person>,
}

impl Cast {
    pub fn read(demo: &Demo) -> Result<Cast> {
        let (tx, by) = (&demo.tx, &demo.by);
        let active: BTreeSet<Id<Person>> = account::store::all(tx, by)?
            .into_iter()
            .filter(|account| account.is_activated)
            .map(|account| account.person)
            .collect();
        let mut guardians: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for tie in guardianship::store::all(tx, by)? {
            let given = Given::of(&tie.facts, demo.today());
            if given.reads && active.contains(&tie.guardian) {
                guardians.entry(tie.pupil).or_default().push((tie.guardian, given.signs));
            }
        }
        let pupils = person::store::pupils(tx, by)?;
        let is_maternelle = |grade: &str| Grade::parse(grade).is_some_and(Grade::is_maternelle);
        let elder: BTreeSet<_> =
            pupils.iter().filter(|pupil| !is_maternelle(&pupil.grade)).filter_map(|pupil| pupil.class).collect();
        let maternelles = pupils.iter().filter_map(|pupil| pupil.class).filter(|class| !elder.contains(class));
        let duties = class::store::duties(tx, demo.year.first_day(), by)?;
        let maternelles = maternelles.collect();
        let groups = groups(demo, &duties)?;
        Ok(Cast { chance: demo.chance("liaison"), maternelles, duties, guardians, groups })
    }

    pub fn director(&self) -> Option<Id<Person>> {
        self.duties.iter().find(|duty| duty.kind == DutyKind::Director).map(|duty| duty.person)
    }

    fn classes(&self) -> BTreeSet<Id<Class>> {
        self.duties.iter().filter(|duty| duty.kind == DutyKind::Teacher).filter_map(|duty| duty.class).collect()
    }

    /// Who has the class that day: the substitute while she is there, else its teacher, now and then the other one.
    fn author(&mut self, class: Id<Class>, day: Date) -> Option<Id<Person>> {
        let on_duty = |duty: &&Duty| {
            duty.class == Some(class) && duty.from_on <= day && duty.until_on.is_none_or(|until| until >= day)
        };
        let of = |kind| self.duties.iter().filter(on_duty).filter(move |duty| duty.kind == kind);
        if let Some(substitute) = of(DutyKind::Substitute).next() {
            return Some(substitute.person);
        }
        let mut teachers = of(DutyKind::Teacher).map(|duty| duty.person);
        let (first, second) = (teachers.next(), teachers.next());
        if self.chance.happens(25) { second.or(first) } else { first }
    }

    pub fn replies(&mut self, demo: &Demo, pupils: &[Id<Pupil>], asks: Asks) -> Vec<Reply> {
        let rate = self.chance.between(82, 96) as u64;
        let mut evenings: BTreeMap<Id<Person>, Option<Instant>> = BTreeMap::new();
        let mut replies = Vec::new();
        for pupil in pupils {
            let mut able: Vec<Id<Person>> = self
                .guardians
                .get(pupil)
                .into_iter()
                .flatten()
                .filter(|(_, signs)| *signs || !asks.is_signed())
                .map(|(guardian, _)| *guardian)
                .collect();
            if asks != Asks::All && able.len() > 1 {
                able.rotate_left((pupil.number() % 3 == 0).into());
                able.truncate(if self.chance.happens(12) { 2 } else { 1 });
            }
            for guardian in able {
                // Brothers and sisters are answered for in one go.
                let chance = &mut self.chance;
                let at = *evenings.entry(guardian).or_insert_with(|| moment(demo, guardian, rate, chance));
                replies.extend(at.map(|at| Reply { at, pupil: *pupil, guardian }));
            }
        }
        replies
    }
}

/// What a family answers to a slip: its own chance, so that a question more disturbs nothing else.
pub fn answers(questions: &[Asked], seed: i64) -> Vec<(i64, Value)> {
    const WORDS: [&str; 4] =
        ["Allergie aux arachides", "Mal des transports", "Il porte des lunettes", "Rien à signaler"];
    let mut chance = Chance::new(seed.unsigned_abs());
    let mut answers = Vec::new();
    for asked in questions {
        let is_left_blank = !asked.is_required && chance.happens(if asked.kind == Kind::Text { 85 } else { 20 });
        let value = match asked.kind {
            Kind::YesNo if chance.happens(if asked.is_required { 94 } else { 15 }) => Value::Yes,
            Kind::YesNo => Value::No,
            Kind::One => Value::Chosen(vec![if chance.happens(70) { 0 } else { chance.below(asked.choices.len()) }]),
            Kind::Several => Value::Chosen((0..asked.choices.len()).filter(|_| chance.happens(75)).collect()),
            Kind::Number => Value::Number(100 * chance.between(1, 2)),
            Kind::Amount => Value::Amount(*chance.pick(&[200, 500, 500, 1000, 1250])),
            Kind::Date => Value::Date(jiff::civil::date(2026, 12, chance.between(7, 18) as i8)),
            Kind::Text => Value::Text((*chance.pick(&WORDS)).to_owned()),
            Kind::Consent if chance.happens(agreeing(asked)) => Value::Yes,
            Kind::Consent => Value::No,
            Kind::File => continue,
        };
        if !is_left_blank && value != Value::Chosen(Vec::new()) {
            answers.push((asked.id, value));
        }
    }
    answers
}

/// Of a hundred guardians, those who say yes to a consent: the fewer, the farther it is shown.
fn agreeing(asked: &Asked) -> u64 {
    match asked.image.as_ref().map(|image| image.purpose) {
        Some(Purpose::Class) => 93,
        Some(Purpose::School) => 82,
        _ => 55,
    }
}

/// The groups of this year with who leads each: whoever among the staff may see it without directing.
fn groups(demo: &Demo, duties: &[Duty]) -> Result<Vec<(Id<Group>, Id<Person>)>> {
    let mut led = Vec::new();
    for person in duties.iter().filter(|duty| duty.kind != DutyKind::Director).map(|duty| duty.person) {
        let Some(viewer) = demo.viewer_of(person)? else { continue };
        for group in viewer.leads {
            if !led.iter().any(|(known, _)| *known == group) {
                led.push((group, person));
            }
        }
    }
    led.sort_unstable();
    Ok(led)
}

/// When this guardian takes the telephone; `None`: not this time. One family in twelve often forgets.
fn moment(demo: &Demo, guardian: Id<Person>, rate: u64, chance: &mut Chance) -> Option<Instant> {
    let forgets = guardian.number() % 12 == 5;
    if !chance.happens(if forgets { 45 } else { rate }) {
        return None;
    }
    let days = *chance.pick(&[0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, 6]) + if forgets { 2 } else { 0 };
    let day = demo.now.plus(days * Instant::DAY).date(&demo.zone);
    let at = demo.instant(day, chance.between(17, 22) as i8, chance.below(60) as i8);
    // The first evening begins when the word is there.
    let soon = demo.now.plus(chance.between(3, 200) * Instant::MINUTE);
    Some(at.plus(chance.between(0, 59)).max(soon))
}

/// The year's words with their moments, not yet in order.
pub fn words(demo: &Demo, cast: &Cast) -> Result<Vec<(Instant, Write)>> {
    let mut weeks: BTreeMap<Date, Vec<Date>> = BTreeMap::new();
    for day in demo.school_days()? {
        let monday = day.saturating_sub(jiff::Span::new().days(i64::from(day.weekday().to_monday_zero_offset())));
        weeks.entry(monday).or_default().push(day);
    }
    let mut cast = cast.scratch();
    let mut words = Vec::new();
    for class in cast.classes() {
        let is_maternelle = cast.maternelles.contains(&class);
        let own = if is_maternelle { For::Maternelle } else { For::Elementaire };
        let mut deck = Deck::new(&[For::AnyClass, own], &mut cast.chance);
        for days in weeks.values() {
            let wanted = if days.len() < 3 { 1 } else { 2 + usize::from(cast.chance.happens(40)) };
            for day in some(days, wanted, &mut cast.chance) {
                let Some(author) = cast.author(class, day) else { continue };
                let at = break_time(demo, day, &mut cast.chance);
                let model = deck.draw(day, &mut cast.chance);
                words.push((at, Write { author, to: To::Class(class), model }));
            }
        }
    }
    for (group, leader) in cast.groups.clone() {
        let mut deck = Deck::new(&[For::Group], &mut cast.chance);
        // Every third week, and never in the first one.
        for days in weeks.values().skip(1).step_by(3) {
            for day in some(days, 1, &mut cast.chance) {
                let model = deck.draw(day, &mut cast.chance);
                words.push((
                    break_time(demo, day, &mut cast.chance),
                    Write { author: leader, to: To::Group(group), model },
                ));
            }
        }
    }
    let Some(director) = cast.director() else { return Ok(words) };
    let mut deck = Deck::new(&[For::School], &mut cast.chance);
    for days in weeks.values() {
        for day in some(days, 1, &mut cast.chance) {
            let model = deck.draw(day, &mut cast.chance);
            words.push((break_time(demo, day, &mut cast.chance), Write { author: director, to: To::School, model }));
        }
    }
    Ok(words)
}

impl Cast {
    /// To write the script without disturbing the draws of the answers.
    fn scratch(&self) -> Cast {
        Cast {
            chance: Chance::new(self.chance.clone().next()),
            duties: self.duties.clone(),
            guardians: BTreeMap::new(),
            maternelles: self.maternelles.clone(),
            groups: self.groups.clone(),
        }
    }
}

/// At noon, or once the children are gone: the default quiet hours are never touched.
fn break_time(demo: &Demo, day: Date, chance: &mut Chance) -> Instant {
    let (hour, from, to) = if chance.happens(45) { (12, 0, 59) } else { (17, 0, 55) };
    demo.instant(day, hour, chance.between(from, to) as i8).plus(chance.between(0, 59))
}

/// Some days of a week, all different, in order.
fn some(days: &[Date], wanted: usize, chance: &mut Chance) -> Vec<Date> {
    let mut days = days.to_vec();
    chance.shuffle(&mut days);
    days.truncate(wanted);
    days.sort_unstable();
    days
}

/// What an author has not written yet this year; shuffled again when all has been said.
struct Deck {
    whole: Vec<usize>,
    left: Vec<usize>,
}

impl Deck {
    fn new(whom: &[For], chance: &mut Chance) -> Deck {
        let whole: Vec<usize> = (0..ALL.len()).filter(|at| whom.contains(&ALL[*at].whom)).collect();
        let mut left = whole.clone();
        chance.shuffle(&mut left);
        Deck { whole, left }
    }

    fn draw(&mut self, day: Date, chance: &mut Chance) -> usize {
        if let Some(at) = self.left.iter().position(|model| ALL[*model].is_of(day)) {
            return self.left.remove(at);
        }
        self.left = self.whole.clone();
        chance.shuffle(&mut self.left);
        let at = self.left.iter().position(|model| ALL[*model].is_of(day)).unwrap_or_default();
        self.left.remove(at)
    }
}
