//! Filling a slip: one sending, the answers with the signature or the « lu » that covers them. A word without questions
//! goes the same way with nothing to fill.

use super::{Asked, Filled, Kind, Sent, pages, sent::Values, store};
use crate::{
    base::{
        db::Rx,
        error::{Error, Result},
    },
    door::{Beats, Cx, Draft, Faults, Page, page::Placement},
    rooms::liaison::{
        Asks, NoteFor,
        answers::{self, Answers, How},
        path,
        policy::{AcknowledgeNote, ReadNote, ReadNoteFor, SignNote},
    },
    school::permit::{May, Rule},
};
use std::borrow::Borrow;

/// The slip alone, for one child: where a change is made, and where faults come back.
pub fn sign_page(cx: &Cx, word: &May<SignNote>, draft: &Draft) -> Result<Page> {
    page(cx, word, "signature", draft)
}

pub fn acknowledge_page(cx: &Cx, word: &May<AcknowledgeNote>, draft: &Draft) -> Result<Page> {
    page(cx, word, "lu", draft)
}

pub fn sign(beats: &Beats, sent: Sent) -> Result<Page> {
    answer::<SignNote>(beats, sent, crate::rooms::liaison::pages::SIGNED)
}

pub fn acknowledge(beats: &Beats, sent: Sent) -> Result<Page> {
    answer::<AcknowledgeNote>(beats, sent, crate::rooms::liaison::pages::ACKNOWLEDGED)
}

/// What was sent, against the word: its text as it was read, its date, its questions. Called before anything is kept; the
/// one who writes calls `still_fits` again in the transaction.
pub fn judge<R: Rule<On = NoteFor>, D: Borrow<Rx>>(
    cx: &Cx<D>,
    word: &May<R>,
    sent: &Sent,
) -> Result<std::result::Result<Values, Faults>> {
    still_fits(word, sent)?;
    let rx = cx.db.borrow();
    let questions = if word.has_slip { store::of_word(rx, word)? } else { Vec::new() };
    let held = if word.has_slip { store::own_for(rx, word)? } else { None };
    if held.is_some() && is_closed(cx, word) {
        return Ok(Err(Faults::one("", pages::CLOSED)));
    }
    Ok(sent.against(&questions, held.as_ref()))
}

/// What was corrected since the page was drawn is read again before it is signed.
pub fn still_fits<R: Rule<On = NoteFor>>(word: &May<R>, sent: &Sent) -> Result<()> {
    if word.version == sent.version { Ok(()) } else { Err(Error::Conflict) }
}

/// After its date an answer changes no more; a first one is still taken.
pub fn is_closed<D: Borrow<Rx>>(cx: &Cx<D>, word: &NoteFor) -> bool {
    word.deadline_on.is_some_and(|day| day < cx.today)
}

/// A file that the viewer sent.
pub fn own_file(cx: &Cx, word: May<ReadNoteFor>) -> Result<Page> {
    download_own(cx, &word)
}

/// The same by whichever permit: what stands in the path opens the holder's own and nothing else.
pub fn download_own(cx: &Cx, word: &May<ReadNoteFor>) -> Result<Page> {
    let (answer, question) = numbers(cx)?;
    let found = store::own_file(&cx.db, word, answer, question)?.ok_or(Error::NotFound)?;
    Ok(Page::stored(found.file, &found.media_type, Some(found.name), Placement::Download))
}

/// Which answer and which question stand in the path.
pub fn numbers(cx: &Cx) -> Result<(i64, i64)> {
    use crate::school::permit::Params;
    match (cx.ask.id("answer"), cx.ask.id("question")) {
        (Some(answer), Some(question)) => Ok((answer, question)),
        _ => Err(Error::NotFound),
    }
}

fn page<R: Rule<On = NoteFor>>(cx: &Cx, word: &May<R>, what: &str, draft: &Draft) -> Result<Page> {
    if !fits_asks::<R>(word.asks) {
        return Err(Error::NotFound);
    }
    let questions = store::of_word(&cx.db, word)?;
    let note = cx.may::<ReadNote>(word.id)?;
    let text = crate::rooms::liaison::store::text(&cx.db, &note, note.version)?;
    let held = store::own_for(&cx.db, word)?;
    let child = cx.viewer()?.child(word.pupil.pupil).ok_or(Error::NotFound)?;
    let slip = pages::Slip { questions: &questions, held: held.as_ref(), first_name: &child.first_name };
    let action = path::for_pupil(word.id, word.pupil.pupil, what);
    Ok(pages::answer(cx, word, &text, &slip, &action, draft))
}

fn answer<R: Answers>(beats: &Beats, sent: Sent, said: &str) -> Result<Page> {
    let judged = beats.read(|cx, word: May<R>| {
        if !fits_asks::<R>(word.asks) {
            return Err(Error::Conflict);
        }
        judge(cx, &word, &sent)
    })?;
    let values = match judged {
        Ok(values) => values,
        Err(faults) => return Ok(Page::again(faults)),
    };
    let version = sent.version;
    let filled = sent.keep(values, &beats.house.files)?;
    beats.write(|cx, word: May<R>| {
        if word.version != version {
            return Err(Error::Conflict);
        }
        answers::store::answer(&cx.db, &word, &filled, How::Application, cx.now)?;
        let said = if word.has_slip { pages::ANSWERED } else { said };
        Ok(Page::go(path::note(word.id)).saying(said))
    })
}

/// A word that asks « lu » takes no signature, and the other way round.
fn fits_asks<R: Rule>(asks: Asks) -> bool {
    if R::NAME == SignNote::NAME { asks.is_signed() } else { asks == Asks::Read }
}

/// A slip whose only question is « oui ou non » may be answered by a letter that says so.
pub fn only_yes_or_no(questions: &[Asked]) -> Option<&Asked> {
    match questions {
        [asked] if asked.kind == Kind::YesNo => Some(asked),
        _ => None,
    }
}

impl Filled {
    /// The same slip answered outside of its form: refused where it leaves a required question blank.
    pub fn is_enough(&self, questions: &[Asked]) -> bool {
        questions.iter().all(|asked| !asked.is_required || self.0.iter().any(|(id, _, _)| *id == asked.id))
    }
}
