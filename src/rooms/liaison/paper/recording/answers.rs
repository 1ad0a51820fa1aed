//! A talon with questions: what the family wrote on it is copied from the paper, then noted with its signature. What it left
//! blank stays blank, and a document joined to the paper stays paper.

use super::{Outcome, Row, forms::Copied, pages, rows, take};
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

/// Whether a talon may hold a refusal to be noted, though the word is signed already: no answer of another's stands in its place.
pub fn asks_consents<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<HandlePaper>) -> Result<bool> {
    let asked = if note.has_slip { questions::of_note(cx.db.borrow(), note)? } else { Vec::new() };
    Ok(asked.iter().any(|asked| asked.kind == Kind::Consent))
}

pub fn path_of(note: &May<HandlePaper>, pupil: Id<Pupil>, guardian: Option<Id<Person>>) -> String {
    let path = path::for_pupil(note.id, pupil, "papier");
    guardian.map_or_else(|| path.clone(), |guardian| format!("{path}?de={guardian}"))
}

/// The same for a talon of an older text.
pub fn path_of_old(note: &May<HandlePaper>, pupil: Id<Pupil>, guardian: Option<Id<Person>>) -> String {
    let path = path_of(note, pupil, guardian);
    format!("{path}{}{}=oui", if guardian.is_some() { '&' } else { '?' }, pages::OLD)
}

pub fn read(cx: &Cx, word: &May<RecordPaper>, draft: &Draft) -> Result<Page> {
    let note = cx.may::<HandlePaper>(word.id)?;
    super::must_ask(&note)?;
    if !word.has_slip {
        return Err(Error::NotFound);
    }
    let text = crate::rooms::liaison::store::text(&cx.db, &note, note.version)?;
    let asked = asked(cx, word)?;
    let row = row(cx, &note, word)?;
    let fields = if draft.is_blank() { &cx.ask.query } else { &draft.fields };
    let guardian: Option<Id<Person>> = fields.get("de").parse().ok();
    let talon = pages::Read { guardian, is_old: fields.has(pages::OLD) };
    Ok(pages::read(word, &text.title, &asked, &row, &talon, draft))
}

pub fn copy(beats: &Beats, copied: Copied) -> Result<Page> {
    let Copied { sent, guardian, is_old } = copied;
    let judged = beats.read(|cx, word: May<RecordPaper>| {
        if word.version != sent.version {
            return Ok(Err(Faults::one("", pages::CORRECTED_MEANWHILE)));
        }
        let asked = asked(cx, &word)?;
        Ok(sent.against(&asked, None).map(|values| (asked, values)))
    })?;
    let (version, (asked, values)) = match judged {
        Ok(judged) => (sent.version, judged),
        Err(faults) => return Ok(Page::again(faults)),
    };
    let mut filled = sent.keep(values, &beats.house.files)?;
    if is_old {
        // A refusal is one whatever the text was. Its yes, and its signature, were asked for anew.
        filled = filled.refused(&asked);
        if filled.is_nothing() {
            return Ok(Page::again(Faults::one(pages::OLD, pages::OLD_YES)));
        }
    }
    beats.write(|cx, word: May<RecordPaper>| {
        let note = cx.may::<HandlePaper>(word.id)?;
        super::must_ask(&note)?;
        // Where everybody signs, it is somebody's; else whose hand it was is told by a talon alone.
        if word.version != version || (word.asks == Asks::All && guardian.is_none()) {
            return Err(Error::Conflict);
        }
        if is_old {
            consents::note(&cx.db, &word, guardian, &filled, cx.now)?;
            let told = pages::refusal_noted(&row(cx, &note, &word)?.of.name());
            return Ok(Page::go(path::of(word.id, "papier")).saying(told));
        }
        let outcome = take(cx, &word, guardian, version)?;
        let name = row(cx, &note, &word)?.of.name();
        match outcome {
            Outcome::Recorded(answer) => {
                let consents = consents::note(&cx.db, &word, guardian, &filled, cx.now)?;
                questions::put(&cx.db, answer.number(), &filled, &consents, cx.now)?;
            }
            // The word was signed by another hand, or elsewhere: what this one says of images is said all the same.
            Outcome::Double(_) if !consents::note(&cx.db, &word, guardian, &filled, cx.now)?.is_empty() => {
                cx.journal("RecordPaper", "note", Some(word.id.number()))?;
                return Ok(Page::go(path::of(word.id, "papier")).saying(pages::consents_noted(&name)));
            }
            _ => {}
        }
        Ok(Page::go(path::of(word.id, "papier")).saying(pages::told(cx, &name, &outcome)))
    })
}

fn row<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<HandlePaper>, word: &May<RecordPaper>) -> Result<Row> {
    rows(cx, note, Some(word.pupil.pupil))?.pop().ok_or(Error::NotFound)
}

/// The questions that a pencil answers, none of them required of who copies.
fn asked<D: Borrow<Rx>>(cx: &Cx<D>, word: &May<RecordPaper>) -> Result<Vec<Asked>> {
    let all = questions::of_word(cx.db.borrow(), word)?.into_iter().filter(|asked| asked.kind != Kind::File);
    let loose = |asked: Asked| Asked::new(asked.id, asked.place, Question { is_required: false, ..(*asked).clone() });
    Ok(all.map(loose).collect())
}
