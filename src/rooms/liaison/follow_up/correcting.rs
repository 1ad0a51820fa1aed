//! Correcting a word: its text, its date, its pieces. What stood before is kept with the answers that it got.

use super::{must_stand, pages};
use crate::{
    base::error::{Error, Result},
    door::{Beats, Cx, Draft, Faults, Page},
    rooms::liaison::{
        Asks, letters, path, pieces,
        policy::CorrectNote,
        store as notes, waiting,
        writing::{self, Corrected},
    },
    school::{permit::May, quiet},
};

pub fn correct_page(cx: &Cx, note: &May<CorrectNote>, draft: &Draft) -> Result<Page> {
    must_stand(note)?;
    let text = notes::text(&cx.db, note, note.version)?;
    let deadline = note.deadline_on.map(|day| day.to_string()).unwrap_or_default();
    let [event, shown] =
        [note.event_on, note.shown_until].map(|day| day.map(|day| day.to_string()).unwrap_or_default());
    let version = note.version.to_string();
    let standing = [
        ("titre", text.title.as_str()),
        ("texte", &text.body),
        ("avant_le", &deadline),
        ("evenement_le", &event),
        ("affiche_jusqu_au", &shown),
        ("version", &version),
    ];
    let pieces = pieces::store::of_note(&cx.db, note)?;
    Ok(writing::pages::correct(cx, note, &pieces, &draft.or_standing(&standing)))
}

/// Judged in one transaction, files put in their place outside of any, written in another.
pub fn correct(beats: &Beats, mut new: Corrected) -> Result<Page> {
    let (mut faults, is_shown_alone) = beats.read(|cx, note: May<CorrectNote>| {
        // A date without a question asks nothing of anybody.
        new.deadline_on = new.deadline_on.filter(|_| note.asks != Asks::Nothing);
        late_faults(cx, &note, &new)
    })?;
    if !faults.is_empty() {
        if !new.pieces.is_empty() {
            faults.add("pieces", writing::pages::CHOOSE_AGAIN);
        }
        return Ok(Page::again(faults));
    }
    let kept = pieces::keep(&beats.house.files, std::mem::take(&mut new.pieces))?;
    beats.write(|cx, note: May<CorrectNote>| {
        must_stand(&note)?;
        if note.version != new.version {
            return Err(Error::Conflict);
        }
        notes::show_until(&cx.db, &note, new.shown_until)?;
        // How long it is shown is no part of what families read.
        if is_shown_alone {
            return Ok(Page::go(path::note(note.id)).saying(pages::SHOWN_OTHERWISE));
        }
        let asks_again = new.asks_again && note.asks != Asks::Nothing;
        pieces::store::correct(&cx.db, &note, &new.removed, &kept, cx.now)?;
        let closed = cx.viewer()?.closed();
        let days = [new.deadline_on, new.event_on];
        notes::correct(&cx.db, &note, (&new.title, &new.body), days, asks_again, closed, cx.now)?;
        cx.refers("note", note.id.number(), &new.body)?;
        // Reading is always open: the text is there at once. Its letters wait for the calm to end.
        let opens_at = quiet::store::quiet(&cx.db)?.opens_at(cx.now).unwrap_or(cx.now);
        letters::correct(&cx.db, note.id, asks_again, opens_at)?;
        Ok(Page::go(path::note(note.id)).saying(pages::corrected(cx, asks_again, opens_at)))
    })
}

/// What is wrong with it, and whether only the time for which it is shown changes.
fn late_faults(cx: &Cx, note: &May<CorrectNote>, new: &Corrected) -> Result<(Faults, bool)> {
    must_stand(note)?;
    if note.version != new.version {
        return Ok((Faults::one("", pages::CORRECTED_MEANWHILE), false));
    }
    let text = notes::text(&cx.db, note, note.version)?;
    let standing = pieces::store::of_note(&cx.db, note)?;
    let left = standing.iter().filter(|piece| !new.removed.contains(&piece.id)).count();
    let same_pieces = left == standing.len() && new.pieces.is_empty();
    let same_days = note.deadline_on == new.deadline_on && note.event_on == new.event_on;
    let is_same = text.title == new.title && text.body == new.body && same_days && same_pieces;
    if is_same && note.shown_until == new.shown_until {
        return Ok((Faults::one("texte", pages::NOTHING_CHANGED), false));
    }
    let mut faults = Faults::default();
    // A deadline that has passed may stay; a new one lies ahead.
    if new.deadline_on.is_some_and(|day| day < cx.today) && new.deadline_on != note.deadline_on {
        faults.add("avant_le", writing::pages::DAY_IS_PAST);
    } else if let Some(day) = new.deadline_on.filter(|day| note.deadline_on != Some(*day))
        && let Some(sentence) = waiting::leaving::quiet_deadline(day, &quiet::store::quiet(&cx.db)?, cx.today)
    {
        faults.add("avant_le", sentence);
    }
    if let Some(until) = new.shown_until.filter(|until| note.shown_until != Some(*until) || !same_days) {
        if until < cx.today && note.shown_until != Some(until) {
            faults.add("affiche_jusqu_au", writing::pages::DAY_IS_PAST);
        } else if new.deadline_on.is_some_and(|deadline| until < deadline) {
            faults.add("affiche_jusqu_au", waiting::pages::SHOWN_BEFORE_DEADLINE);
        }
    }
    if left + new.pieces.len() > pieces::FILES {
        faults.add("pieces", writing::pages::TOO_MANY);
    }
    Ok((faults, is_same && !new.asks_again))
}
