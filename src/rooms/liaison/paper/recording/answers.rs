//! A talon with questions: what the family wrote on it is copied from the paper, then noted with its signature. What it left
//! blank stays blank, and a document joined to the paper stays paper.

use super::{Outcome, forms::Copied, pages, rows, take};
use crate::{
    base::{
        db::{Id, Rx},
        error::{Error, Result},
    },
    door::{Beats, Cx, Draft, Faults, Page},
    rooms::liaison::{
        Asks, path,
        policy::{HandlePaper, RecordPaper},
        questions::{Asked, Kind, Question, consents, store as questions},
    },
    school::{Person, Pupil, permit::May},
};
use std::borrow::Borrow;

/// Whether a talon says more than a signature, so that somebody must read it.
pub fn must_be_read<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<HandlePaper>) -> Result<bool> {
    if !note.has_slip {
        return Ok(false);
    }
    let asked = questions::of_note(cx.db.borrow(), note)?;
    let says_more = |asked: &Asked| (asked.is_required && asked.kind != Kind::File) || asked.kind == Kind::Consent;
    Ok(asked.iter().any(says_more))
}

pub fn path_of(note: &May<HandlePaper>, pupil: Id<Pupil>, guardian: Option<Id<Person>>) -> String {
    let path = path::for_pupil(note.id, pupil, "papier");
    guardian.map_or_else(|| path.clone(), |guardian| format!("{path}?de={guardian}"))
}

pub fn read(cx: &Cx, word: &May<RecordPaper>, draft: &Draft) -> Result<Page> {
    let note = cx.may::<HandlePaper>(word.id)?;
    super::must_ask(&note)?;
    if !word.has_slip {
        return Err(Error::NotFound);
    }
    let text = crate::rooms::liaison::store::text(&cx.db, &note, note.version)?;
    let asked = asked(cx, word)?;
    let row = rows(cx, &note, Some(word.pupil.pupil))?.pop().ok_or(Error::NotFound)?;
    let fields = if draft.is_blank() { &cx.ask.query } else { &draft.fields };
    let guardian: Option<Id<Person>> = fields.get("de").parse().ok();
    Ok(pages::read(word, &text.title, &asked, &row, guardian, draft))
}

pub fn copy(beats: &Beats, copied: Copied) -> Result<Page> {
    let Copied { sent, guardian } = copied;
    let judged = beats.read(|cx, word: May<RecordPaper>| {
        if word.version != sent.version {
            return Ok(Err(Faults::one("", pages::CORRECTED_MEANWHILE)));
        }
        Ok(sent.against(&asked(cx, &word)?, None))
    })?;
    let (version, values) = match judged {
        Ok(values) => (sent.version, values),
        Err(faults) => return Ok(Page::again(faults)),
    };
    let filled = sent.keep(values, &beats.house.files)?;
    beats.write(|cx, word: May<RecordPaper>| {
        let note = cx.may::<HandlePaper>(word.id)?;
        super::must_ask(&note)?;
        // Where everybody signs, it is somebody's; else whose hand it was is told by a talon alone.
        if word.version != version || (word.asks == Asks::All && guardian.is_none()) {
            return Err(Error::Conflict);
        }
        let outcome = take(cx, &word, guardian, version)?;
        let row = rows(cx, &note, Some(word.pupil.pupil))?.pop().ok_or(Error::NotFound)?;
        if let Outcome::Recorded(answer) = outcome {
            let consents = consents::note(&cx.db, &word, guardian, &filled, cx.now)?;
            questions::put(&cx.db, answer.number(), &filled, &consents, cx.now)?;
        }
        Ok(Page::go(path::of(word.id, "papier")).saying(pages::told(cx, &row.of.name(), &outcome)))
    })
}

/// The questions that a pencil answers, none of them required of who copies.
fn asked<D: Borrow<Rx>>(cx: &Cx<D>, word: &May<RecordPaper>) -> Result<Vec<Asked>> {
    let all = questions::of_word(cx.db.borrow(), word)?.into_iter().filter(|asked| asked.kind != Kind::File);
    let loose = |asked: Asked| Asked::new(asked.id, asked.place, Question { is_required: false, ..(*asked).clone() });
    Ok(all.map(loose).collect())
}
