//! The rows of answers: « lu », signatures, filled slips. Nothing is written over: of one guardian for one pupil the newest counts.

use super::{Answers, How, Own};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::liaison::{
        NoteFor,
        policy::{AcknowledgeNote, ReadNote, SignNote},
        questions::{self, Filled},
        store::formal,
    },
    school::permit::{May, Rule},
};
use rusqlite::{Row, params};

const OWN: &str =
    "SELECT o.pupil, o.version, o.answered_at, o.how, coalesce(p.civility, ''), coalesce(p.first_name, ''),
     CASE WHEN p.usage_name <> '' THEN p.usage_name ELSE coalesce(p.last_name, '') END
     FROM liaison_answer o LEFT JOIN person p ON p.id = o.recorded_by";

/// Signed twice is signed once, at the first moment; the number of the answer that counts. A paper that the school noted is
/// none of one's own: were it cancelled, their own signature must stand.
pub fn sign(tx: &Tx, word: &May<SignNote>, how: How, now: Instant) -> Result<i64> {
    once(tx, word, word.version, how, now)
}

pub fn acknowledge(tx: &Tx, word: &May<AcknowledgeNote>, how: How, now: Instant) -> Result<i64> {
    once(tx, word, word.version, how, now)
}

/// With the answers of its slip: the same sent twice is one, another is a new row, and the older one its history.
pub fn answer<R: Answers>(tx: &Tx, word: &May<R>, filled: &Filled, how: How, now: Instant) -> Result<i64> {
    answer_version(tx, word, word.version, filled, how, now)
}

/// The same by who answers a letter, which holds the text of the day when it was written.
pub fn answer_version<R: Answers>(
    tx: &Tx,
    word: &May<R>,
    version: i64,
    filled: &Filled,
    how: How,
    now: Instant,
) -> Result<i64> {
    if !word.has_slip {
        return once(tx, word, version, how, now);
    }
    if let Some(standing) = questions::store::is_held(tx, word, filled)? {
        return Ok(standing);
    }
    let answer = add(tx, word, version, how, now)?;
    let consents = questions::consents::record(tx, word, filled, how, now)?;
    questions::store::put(tx, answer, filled, &consents, now)?;
    Ok(answer)
}

fn once<R: Rule<On = NoteFor>>(tx: &Tx, word: &May<R>, version: i64, how: How, now: Instant) -> Result<i64> {
    let of = params![word.id, word.pupil.pupil, word.by(), version];
    let standing = tx.one(
        "SELECT id FROM liaison_answer WHERE note = ?1 AND pupil = ?2 AND guardian = ?3 AND version = ?4 AND how <> 'paper' AND cancelled_at IS NULL ORDER BY id LIMIT 1",
        of,
        |row| row.get(0),
    )?;
    match standing {
        Some(id) => Ok(id),
        None => add(tx, word, version, how, now),
    }
}

fn add<R: Rule<On = NoteFor>>(tx: &Tx, word: &May<R>, version: i64, how: How, now: Instant) -> Result<i64> {
    tx.insert(
        "INSERT INTO liaison_answer (note, pupil, guardian, version, answered_at, how) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![word.id, word.pupil.pupil, word.by(), version, now, how.as_str()],
    )
}

/// What counts of the viewer's own for this child, newest last: nobody else's answers.
pub fn own_for<R: Rule<On = NoteFor>>(rx: &Rx, word: &May<R>) -> Result<Option<Own>> {
    rx.one(
        &format!("{OWN} WHERE o.note = ?1 AND o.pupil = ?2 AND o.guardian = ?3 AND o.version >= ?4 AND o.cancelled_at IS NULL ORDER BY o.version DESC, o.id DESC LIMIT 1"),
        params![word.id, word.pupil.pupil, word.by(), word.asks_since],
        own_row,
    )
}

/// What the viewer answered, oldest first: nobody else's answers.
pub fn own(rx: &Rx, note: &May<ReadNote>) -> Result<Vec<Own>> {
    rx.all(
        &format!("{OWN} WHERE o.note = ?1 AND o.guardian = ?2 AND o.cancelled_at IS NULL ORDER BY o.version, o.id"),
        params![note.id, note.by()],
        own_row,
    )
}

fn own_row(row: &Row) -> rusqlite::Result<Own> {
    let how = How::parse(&row.get::<_, String>(3)?).unwrap_or(How::Application);
    let noted_by = (how == How::Paper).then(|| formal(row, 4)).transpose()?.filter(|name| !name.trim().is_empty());
    Ok(Own { pupil: row.get(0)?, version: row.get(1)?, at: row.get(2)?, how, noted_by })
}
