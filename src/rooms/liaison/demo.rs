//! A year of words in a fictive school: teachers and director write, families answer, late ones are reminded, a few words
//! are corrected and one withdrawn. All through the room's own stores, each act by the permit of whoever does it, in the
//! order of time.

mod images;
mod scenes;
mod script;
mod texts;

use super::{
    Asks, Note,
    answers::{self, Answers},
    follow_up::store as follow_up,
    paper,
    policy::{AcknowledgeNote, CorrectNote, ReadNote, RecordPaper, RemindFamilies, SignNote, WithdrawNote, WriteWord},
    questions::{self, Filled},
    store,
    writing::New,
};
use crate::{
    base::{
        clock::Instant,
        db::Id,
        error::{Error, Result},
    },
    door::{Demo, demo::Calendar},
    school::{
        Class, Group, Person, Pupil,
        audience::Addressed,
        permit::May,
        policy::{WriteToClass, WriteToGroup, WriteToSchool},
        viewer::Viewer,
    },
};
use script::{Cast, Reply};
use std::collections::{BTreeMap, BTreeSet};
use texts::{ALL, Model};

pub fn year(demo: &mut Demo) -> Result<()> {
    let mut book = Book {
        calendar: Calendar::read(&demo.tx)?,
        cast: Cast::read(demo)?,
        acts: BTreeMap::new(),
        turn: 0,
        corrected: 0,
        withdrawn: 0,
        asked: BTreeMap::new(),
        told: BTreeSet::new(),
    };
    for (at, write) in script::words(demo, &book.cast)? {
        book.then(at, Act::Write(write));
    }
    book.plan_images(demo);
    let end = demo.end();
    while let Some(((at, _), act)) = book.acts.pop_first() {
        // What would come after the visit has not happened.
        if at > end {
            break;
        }
        demo.now = at;
        book.play(demo, act)?;
    }
    if demo.is_last_year() { scenes::play(demo, &book) } else { Ok(()) }
}

/// A model with its dates, as its author sends it that day.
fn dated(model: &Model, calendar: &Calendar, day: jiff::civil::Date) -> New {
    New {
        title: model.title(),
        body: model.body(day, calendar),
        category: model.category,
        asks: model.asks,
        deadline_on: (model.days > 0).then(|| calendar.class_after(day, model.days)),
        event_on: None,
        shown_until: None,
        text_in_mail: false,
        is_urgent: false,
        reminds: true,
        questions: model.questions.clone(),
    }
}

/// Who writes what to whom.
pub struct Write {
    pub author: Id<Person>,
    pub to: To,
    pub model: usize,
}

#[derive(Clone, Copy)]
pub enum To {
    School,
    Class(Id<Class>),
    Group(Id<Group>),
}

enum Act {
    Write(Write),
    Answer { note: Id<Note>, asks: Asks, pupil: Id<Pupil>, guardian: Id<Person> },
    Remind(Id<Note>, Id<Person>),
    Correct { note: Id<Note>, author: Id<Person>, model: usize, written_on: jiff::civil::Date },
    Withdraw(Id<Note>, Id<Person>),
    AskForImages(Id<Person>),
    NotePaper(Id<Note>, Id<Person>),
    TakeBackTalon { note: Id<Note>, pupil: Id<Pupil>, author: Id<Person> },
}

/// One in so many of the silent families.
const BRING_TALON: i64 = 4;

struct Book {
    calendar: Calendar,
    cast: Cast,
    acts: BTreeMap<(Instant, usize), Act>,
    turn: usize,
    corrected: usize,
    withdrawn: usize,
    /// The newest word of each that asks a signature of a class, without a slip.
    asked: BTreeMap<Id<Person>, Id<Note>>,
    /// Which models each has sent.
    told: BTreeSet<(Id<Person>, usize)>,
}

impl Book {
    fn then(&mut self, at: Instant, act: Act) {
        self.turn += 1;
        self.acts.insert((at, self.turn), act);
    }

    fn play(&mut self, demo: &Demo, act: Act) -> Result<()> {
        let done = match act {
            Act::Write(write) => self.write(demo, &write),
            Act::Answer { note, asks, pupil, guardian } => answer(demo, (note, pupil), asks, guardian),
            Act::Remind(note, author) => remind(demo, note, author),
            Act::Correct { note, author, model, written_on } => self.correct(demo, note, author, model, written_on),
            Act::Withdraw(note, author) => withdraw(demo, note, author),
            Act::AskForImages(director) => self.ask_for_images(demo, director),
            Act::NotePaper(note, director) => images::note_paper(demo, note, director),
            Act::TakeBackTalon { note, pupil, author } => take_back_talon(demo, (note, pupil), author),
        };
        // A word withdrawn since, a tie restricted since: the door would have refused too.
        match done {
            Err(Error::NotFound | Error::Forbidden) => Ok(()),
            done => done,
        }
    }

    fn write(&mut self, demo: &Demo, write: &Write) -> Result<()> {
        let (author, model, today) = (viewer(demo, write.author)?, &ALL[write.model], demo.today());
        let mut to = Addressed::by(&author);
        match write.to {
            To::Class(class) => to.class(&demo.may::<WriteToClass>(&author, class)?),
            To::Group(group) => to.group(&demo.may::<WriteToGroup>(&author, group)?),
            To::School => to.school(&demo.may::<WriteToSchool>(&author, ())?),
        }
        let new = dated(model, &self.calendar, today);
        let book = demo.may::<WriteWord>(&author, ())?;
        let note = store::add(&demo.tx, &book, &to, &new, demo.now, demo.now)?;
        store::deliver(&demo.tx, note, author.closed(), demo.now, today)?;
        self.schedule_answers(demo, note, &author)?;
        self.told.insert((write.author, write.model));
        if matches!(write.to, To::Class(_)) && new.asks == Asks::One && new.questions.is_empty() && !model.is_withdrawn
        {
            self.asked.insert(write.author, note);
        }
        let reminds = new.deadline_on.filter(|_| model.asks != Asks::Nothing && self.cast.chance.happens(45));
        if let Some(eve) = reminds.and_then(|day| day.yesterday().ok()) {
            self.then(demo.instant(eve, 8, 5), Act::Remind(note, write.author));
        }
        self.schedule_second_thoughts(demo, note, write);
        Ok(())
    }

    /// Who will answer, and when: most soon, some late, a few never.
    fn schedule_answers(&mut self, demo: &Demo, note: Id<Note>, author: &Viewer) -> Result<()> {
        let word = demo.may::<ReadNote>(author, note)?;
        if word.asks == Asks::Nothing {
            return Ok(());
        }
        let pupils: Vec<Id<Pupil>> = word.reached.iter().map(|one| one.pupil).collect();
        let mut silent: BTreeSet<Id<Pupil>> = pupils.iter().copied().collect();
        for Reply { at, pupil, guardian } in self.cast.replies(demo, &pupils, word.asks) {
            silent.remove(&pupil);
            self.then(at, Act::Answer { note, asks: word.asks, pupil, guardian });
        }
        if word.asks == Asks::One && questions::store::of_note(&demo.tx, &word)?.is_empty() {
            self.schedule_talons(demo, note, author, &silent);
        }
        Ok(())
    }

    /// Of the families who say nothing on a screen, some bring the talon in the school bag: no draw of the cast's chance, so
    /// that nobody else answers otherwise for it.
    fn schedule_talons(&mut self, demo: &Demo, note: Id<Note>, author: &Viewer, silent: &BTreeSet<Id<Pupil>>) {
        for pupil in silent.iter().copied().filter(|pupil| (note.number() * 7 + pupil.number()) % BRING_TALON == 0) {
            let day = self.calendar.class_after(demo.today(), 2 + pupil.number() % 3);
            self.then(demo.instant(day, 8, 40), Act::TakeBackTalon { note, pupil, author: author.person });
        }
    }

    /// The first word that may be corrected is, and one in three after it; the same for those withdrawn.
    fn schedule_second_thoughts(&mut self, demo: &Demo, note: Id<Note>, write: &Write) {
        let (model, today, author) = (&ALL[write.model], demo.today(), write.author);
        let has_correction = model.corrected(today, &self.calendar).is_some();
        if has_correction && (self.corrected == 0 || self.cast.chance.happens(30)) {
            self.corrected += 1;
            let at = demo.instant(self.calendar.class_after(today, 1), 12, 10);
            self.then(at, Act::Correct { note, author, model: write.model, written_on: today });
        }
        if model.is_withdrawn && (self.withdrawn == 0 || self.cast.chance.happens(30)) {
            self.withdrawn += 1;
            self.then(demo.now.plus(25 * Instant::MINUTE), Act::Withdraw(note, author));
        }
    }

    /// When families must read again, they answer again.
    fn correct(
        &mut self,
        demo: &Demo,
        note: Id<Note>,
        author: Id<Person>,
        model: usize,
        written_on: jiff::civil::Date,
    ) -> Result<()> {
        let (author, model) = (viewer(demo, author)?, &ALL[model]);
        let word = demo.may::<CorrectNote>(&author, note)?;
        let Some(body) = model.corrected(written_on, &self.calendar) else { return Ok(()) };
        let asks_again = word.asks.is_signed() && self.corrected % 2 == 1;
        store::correct(
            &demo.tx,
            &word,
            (&model.title(), &body),
            [word.deadline_on, word.event_on],
            asks_again,
            &[],
            demo.now,
        )?;
        if asks_again { self.schedule_answers(demo, note, &author) } else { Ok(()) }
    }
}

fn viewer(demo: &Demo, person: Id<Person>) -> Result<Viewer> {
    demo.viewer_of(person)?.ok_or(Error::NotFound)
}

fn answer(demo: &Demo, word: (Id<Note>, Id<Pupil>), asks: Asks, guardian: Id<Person>) -> Result<()> {
    let guardian = viewer(demo, guardian)?;
    if asks == Asks::Read {
        return write_answer(demo, &demo.may::<AcknowledgeNote>(&guardian, word)?);
    }
    write_answer(demo, &demo.may::<SignNote>(&guardian, word)?)
}

fn write_answer<R: Answers>(demo: &Demo, word: &May<R>) -> Result<()> {
    let questions = questions::store::of_word(&demo.tx, word)?;
    let filled = Filled::of(script::answers(&questions, word.id.number() * 7919 + word.pupil.pupil.number()));
    answers::store::answer(&demo.tx, word, &filled, answers::How::Application, demo.now).map(drop)
}

/// As the teacher ticks it on the list in the morning.
fn take_back_talon(demo: &Demo, word: (Id<Note>, Id<Pupil>), author: Id<Person>) -> Result<()> {
    let slip = demo.may::<RecordPaper>(&viewer(demo, author)?, word)?;
    if paper::store::standing(&demo.tx, &slip, None)?.is_some() {
        return Ok(());
    }
    paper::store::record(&demo.tx, &slip, None, slip.version, demo.now).map(drop)
}

fn remind(demo: &Demo, note: Id<Note>, author: Id<Person>) -> Result<()> {
    let author = viewer(demo, author)?;
    follow_up::remind(&demo.tx, &demo.may::<RemindFamilies>(&author, note)?, demo.now)
}

fn withdraw(demo: &Demo, note: Id<Note>, author: Id<Person>) -> Result<()> {
    let author = viewer(demo, author)?;
    store::withdraw(&demo.tx, &demo.may::<WithdrawNote>(&author, note)?, demo.now)
}
