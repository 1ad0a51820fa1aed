//! Talons that come back: ticked on the list, one after another or several at once, or told by their code. What stands
//! already is never written over, and what was noted by mistake is cancelled, not erased.

mod answers;
mod forms;
mod pages;

pub use answers::{copy, read};

use self::forms::{Cancelled, Code, Ticked, Whose};
use super::{
    plan::{self, OfPupil},
    store::{self, Answer, Recorded, Standing},
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Page, SignedIn},
    rooms::liaison::{
        Asks, Note, path,
        policy::{HandlePaper, RecordPaper},
        questions::consents,
        store as notes,
    },
    school::{Person, Pupil, login, permit::May},
};
use std::borrow::Borrow;

/// A pupil's line: what is still awaited of them, and what came back.
pub struct Row {
    pub of: OfPupil,
    /// Its talon holds answers to copy.
    pub must_be_read: bool,
    /// Another of its talons may be noted though the word is signed.
    pub asks_consents: bool,
    pub recorded: Vec<Recorded>,
}

/// What became of a talon that was held before the camera, or typed.
pub enum Outcome {
    Recorded(Id<Answer>),
    Double(Standing),
    /// It goes with a text that was corrected since, and the answer was asked for anew.
    OldText,
    /// Whose it is may answer no more.
    NoRight,
    /// It holds answers that somebody must read: where that is done.
    ToRead(String),
}

pub fn list(cx: &Cx, note: &May<HandlePaper>, draft: &Draft) -> Result<Page> {
    must_ask(note)?;
    let title = notes::text(&cx.db, note, note.version)?.title;
    let held = login::normalise_code(cx.ask.query.get("talon"));
    let held = held.map(|code| Ok::<_, Error>((store::talon(&cx.db, &code)?, code))).transpose()?;
    let held = held.and_then(|(talon, code)| talon.filter(|talon| talon.note == note.id).map(|talon| (talon, code)));
    let rows = rows(cx, note, None)?;
    Ok(pages::list(cx, note, &title, &rows, held.as_ref(), draft))
}

/// The boxes of the list, without leaving it: each is one pupil's, or one guardian's where everybody signs.
pub fn take_ticked(cx: &Cx<Tx>, note: May<HandlePaper>, ticked: Ticked) -> Result<Page> {
    must_ask(&note)?;
    if note.version != ticked.version {
        return Ok(Page::again(Faults::one("", pages::CORRECTED_MEANWHILE)));
    }
    if answers::must_be_read(cx, &note)? {
        return Ok(Page::again(Faults::one("", pages::READ_FIRST)));
    }
    let mut taken = 0;
    for (pupil, whose) in &ticked.slips {
        let word = cx.may::<RecordPaper>((note.id, *pupil))?;
        for guardian in signers(cx, &note, *pupil, *whose)? {
            taken += usize::from(matches!(take(cx, &word, guardian, note.version)?, Outcome::Recorded(_)));
        }
    }
    match ticked.slips.first() {
        Some((pupil, _)) if ticked.is_quiet => fragment(cx, &note, *pupil),
        _ => Ok(Page::go(path::of(note.id, "papier")).saying(pages::taken(taken))),
    }
}

/// A talon by its code: scanned, typed, or held before a telephone's own camera.
pub fn take_code(cx: &Cx<Tx>, note: May<HandlePaper>, code: Code) -> Result<Page> {
    must_ask(&note)?;
    let talon = store::talon(&cx.db, &code.code)?.filter(|talon| talon.note == note.id);
    let word = talon.as_ref().map(|talon| cx.may_perhaps::<RecordPaper>((note.id, talon.pupil))).transpose()?.flatten();
    let (Some(talon), Some(word)) = (talon, word) else {
        return Ok(if code.is_quiet {
            pages::foreign_fragment()
        } else {
            Page::again(Faults::one("code", pages::FOREIGN))
        });
    };
    let outcome = judged(cx, &note, &word, &talon)?;
    let row = row(cx, &note, talon.pupil)?;
    match (&outcome, code.is_quiet) {
        (_, true) => Ok(pages::scanned(cx, &note, &row, &outcome)),
        (Outcome::Recorded(_), false) => {
            Ok(Page::go(path::of(note.id, "papier")).saying(pages::told(cx, &row.of.name(), &outcome)))
        }
        (Outcome::ToRead(path), false) => Ok(Page::go(path)),
        (_, false) => Ok(Page::again(Faults::one("code", pages::told(cx, &row.of.name(), &outcome)))),
    }
}

pub fn cancel(cx: &Cx<Tx>, note: May<HandlePaper>, cancelled: Cancelled) -> Result<Page> {
    let word = cx.may::<RecordPaper>((note.id, cancelled.pupil))?;
    store::cancel(&cx.db, &word, cancelled.answer, cx.now)?;
    consents::cancel(&cx.db, &word, cancelled.answer.number(), cx.now)?;
    cx.journal("CancelPaper", "note", Some(note.id.number()))?;
    if cancelled.is_quiet {
        return fragment(cx, &note, cancelled.pupil);
    }
    Ok(Page::go(path::of(note.id, "papier")).saying(pages::CANCELLED))
}

/// Where a telephone's own camera leads. To whoever may not record it the code tells nothing, not even that it exists.
pub fn by_code(cx: &Cx, _: SignedIn) -> Result<Page> {
    let code = cx.ask.text("code").and_then(login::normalise_code).ok_or(Error::NotFound)?;
    let talon = store::talon(&cx.db, &code)?.ok_or(Error::NotFound)?;
    let word = cx.may_perhaps::<RecordPaper>((talon.note, talon.pupil))?.ok_or(Error::NotFound)?;
    Ok(Page::go(format!("{}?talon={code}", path::of(word.id, "papier"))))
}

fn judged(cx: &Cx<Tx>, note: &May<HandlePaper>, word: &May<RecordPaper>, talon: &store::Talon) -> Result<Outcome> {
    if talon.version < note.asks_since {
        // A refusal on it is one all the same.
        return Ok(match answers::asks_consents(cx, note)? {
            true => Outcome::ToRead(answers::path_of_old(note, talon.pupil, talon.guardian)),
            false => Outcome::OldText,
        });
    }
    if !answers::must_be_read(cx, note)? {
        return take(cx, word, talon.guardian, talon.version);
    }
    let guardian = talon.guardian.filter(|_| word.asks == Asks::All);
    match store::standing(&cx.db, word, guardian)? {
        Some(standing) if !answers::asks_consents(cx, note)? => Ok(Outcome::Double(standing)),
        _ => Ok(Outcome::ToRead(answers::path_of(note, talon.pupil, talon.guardian))),
    }
}

/// One answer on paper, unless one stands that is enough. `guardian` none: whose hand it was is not told.
fn take(cx: &Cx<Tx>, word: &May<RecordPaper>, guardian: Option<Id<Person>>, version: i64) -> Result<Outcome> {
    let asked = if word.asks == Asks::All { guardian } else { None };
    if let Some(guardian) = guardian {
        let given = store::given(&cx.db, word, guardian, cx.today)?;
        if !(if word.asks == Asks::Read { given.reads } else { given.signs }) {
            return Ok(Outcome::NoRight);
        }
    }
    if let Some(standing) = store::standing(&cx.db, word, asked)? {
        return Ok(Outcome::Double(standing));
    }
    let answer = store::record(&cx.db, word, guardian, version, cx.now)?;
    cx.journal("RecordPaper", "note", Some(word.id.number()))?;
    Ok(Outcome::Recorded(answer))
}

/// Whose answers a box stands for.
fn signers(cx: &Cx<Tx>, note: &May<HandlePaper>, pupil: Id<Pupil>, whose: Whose) -> Result<Vec<Option<Id<Person>>>> {
    match (note.asks, whose) {
        (Asks::All, Whose::Guardian(guardian)) => Ok(vec![Some(guardian)]),
        (Asks::All, Whose::All) => {
            let row = row(cx, note, pupil)?;
            Ok(row.of.missing().into_iter().map(|adult| Some(adult.guardian)).collect())
        }
        (Asks::All, Whose::Family) => Err(Error::NotFound),
        (_, Whose::Guardian(_) | Whose::All) => Err(Error::NotFound),
        (_, Whose::Family) => Ok(vec![None]),
    }
}

fn fragment(cx: &Cx<Tx>, note: &May<HandlePaper>, pupil: Id<Pupil>) -> Result<Page> {
    let row = row(cx, note, pupil)?;
    Ok(Page::document(pages::row(cx, note, &row)))
}

fn row<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<HandlePaper>, pupil: Id<Pupil>) -> Result<Row> {
    rows(cx, note, Some(pupil))?.pop().ok_or(Error::NotFound)
}

fn rows<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<HandlePaper>, only: Option<Id<Pupil>>) -> Result<Vec<Row>> {
    let mut recorded = store::recorded(cx.db.borrow(), &plan::follows(note)?)?;
    let must_be_read = answers::must_be_read(cx, note)?;
    let asks_consents = answers::asks_consents(cx, note)?;
    let rows = plan::pupils(cx, note, only)?.into_iter().map(|of| {
        let own = |one: &mut Recorded| one.pupil == of.pupil.pupil;
        let recorded = recorded.extract_if(.., own).collect();
        Row { of, must_be_read, asks_consents, recorded }
    });
    Ok(rows.collect())
}

/// Nothing comes back of a word that asks nothing, or that is withdrawn.
fn must_ask(note: &Note) -> Result<()> {
    if note.is_withdrawn() || note.asks == Asks::Nothing { Err(Error::NotFound) } else { Ok(()) }
}

/// An answer of this row, as its button names it.
fn value(pupil: Id<Pupil>, answer: Id<Answer>) -> String {
    format!("{pupil}-{answer}")
}
