//! What a term shows by chance or not at all, set up on its last morning for those whose accounts are ready-made: a word that
//! waits for its hour, a follow-up that is shared, families on paper and a talon that came back.

use super::{
    Book, dated,
    texts::{ALL, For},
};
use crate::{
    base::{
        db::Id,
        error::{Error, Result},
        jobs,
    },
    door::Demo,
    rooms::liaison::{
        Asks, Note, paper,
        policy::{HandlePaper, RecordPaper, ShareFollowUp, WriteWord},
        sharing, store,
        waiting::DeliverNote,
    },
    school::{
        account,
        audience::Addressed,
        permit::May,
        person::{self, Channel},
        policy::WriteToClass,
        viewer::Viewer,
    },
};

/// Families on paper, of whom the first has brought its talon back.
const ON_PAPER: usize = 3;

pub fn play(demo: &mut Demo, book: &Book) -> Result<()> {
    demo.now = demo.end();
    let teachers = ready_made(demo)?;
    for (turn, teacher) in teachers.iter().enumerate() {
        waits(demo, book, teacher, turn)?;
    }
    for (teacher, colleague) in teachers.iter().zip(teachers.iter().skip(1)) {
        share(demo, book, teacher, colleague)?;
    }
    for teacher in teachers.iter().filter(|teacher| !teacher.is_director) {
        if let Some(note) = book.asked.get(&teacher.person) {
            on_paper(demo, teacher, *note)?;
        }
    }
    Ok(())
}

/// Those who teach among the accounts that a visitor may open.
fn ready_made(demo: &Demo) -> Result<Vec<Viewer>> {
    let mut teachers = Vec::new();
    for part in &demo.parts {
        let Some(account) = account::store::by_login(&demo.tx, &part.login, &demo.by)? else { continue };
        teachers.extend(demo.viewer_of(account.person)?.filter(|viewer| !viewer.teaches.is_empty()));
    }
    Ok(teachers)
}

/// To leave at the end of the next day of class: what this teacher has not written yet.
fn waits(demo: &Demo, book: &Book, teacher: &Viewer, turn: usize) -> Result<()> {
    let day = book.calendar.class_after(demo.today(), 1);
    let fits = |at: &usize| {
        let model = &ALL[*at];
        model.whom == For::AnyClass && model.asks != Asks::Nothing && model.is_of(day) && !model.is_withdrawn
    };
    let fitting: Vec<usize> = (0..ALL.len()).filter(fits).collect();
    let (told, untold): (Vec<usize>, Vec<usize>) =
        fitting.into_iter().partition(|at| book.told.contains(&(teacher.person, *at)));
    // Who has said it all begins again.
    let left = if untold.is_empty() { told } else { untold };
    let (Some(at), Some(class)) = (left.iter().cycle().nth(turn), teacher.teaches.first()) else { return Ok(()) };
    let model = &ALL[*at];
    let leaves_at = demo.instant(day, 16, 45);
    let mut to = Addressed::by(teacher);
    to.class(&demo.may::<WriteToClass>(teacher, *class)?);
    let new = dated(model, &book.calendar, day);
    let note = store::add(&demo.tx, &demo.may::<WriteWord>(teacher, ())?, &to, &new, leaves_at, demo.now)?;
    jobs::store::enqueue(&demo.tx, &DeliverNote::of(note, leaves_at), leaves_at)
}

fn share(demo: &Demo, book: &Book, teacher: &Viewer, colleague: &Viewer) -> Result<()> {
    let Some(note) = book.asked.get(&teacher.person) else { return Ok(()) };
    // A word withdrawn since: the door would have refused too.
    match demo.may::<ShareFollowUp>(teacher, *note) {
        Ok(note) if note.is_withdrawn() => Ok(()),
        Ok(note) => sharing::store::add(&demo.tx, &note, colleague.person, demo.now),
        Err(Error::NotFound | Error::Forbidden) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The first families that have not answered yet: they chose paper, and one talon is back.
fn on_paper(demo: &Demo, teacher: &Viewer, note: Id<Note>) -> Result<()> {
    let note: May<HandlePaper> = demo.may(teacher, note)?;
    let adults = paper::store::adults(&demo.tx, &note, demo.today())?;
    let mut found = 0;
    for pupil in note.reached.iter().map(|one| one.pupil).filter(|pupil| adults.contains_key(pupil)) {
        let word: May<RecordPaper> = demo.may(teacher, (note.id, pupil))?;
        let signs = adults[&pupil].iter().any(|adult| adult.counts(note.asks));
        if found == ON_PAPER || !signs || paper::store::standing(&demo.tx, &word, None)?.is_some() {
            continue;
        }
        for adult in adults[&pupil].iter().filter(|adult| adult.given.reads) {
            person::store::set_channel(&demo.tx, adult.guardian, Channel::Paper, &demo.by)?;
        }
        if found == 0 {
            paper::store::record(&demo.tx, &word, None, note.version, demo.now)?;
        }
        found += 1;
    }
    Ok(())
}
