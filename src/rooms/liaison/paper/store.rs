//! The rows behind paper: the adults of the pupils reached, the talons printed, the answers that came back on them.

use super::homes::Adult;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        french,
    },
    rooms::liaison::{
        Note,
        answers::How,
        policy::{FollowUp, HandlePaper, RecordPaper},
        store::formal,
    },
    school::{
        Person, Pupil,
        guardianship::{self, Given, store::TIE_FACTS},
        login,
        permit::May,
        person,
    },
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::{HashMap, HashSet};

/// An answer's row.
pub struct Answer;

/// The adults of the pupils reached, in the order in which they were tied.
pub fn adults(rx: &Rx, note: &May<HandlePaper>, today: Date) -> Result<HashMap<Id<Pupil>, Vec<Adult>>> {
    let rows = rx.all(
        &format!(
            "SELECT g.pupil, g.guardian, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
             p.street || ' ' || p.postcode || ' ' || p.town, p.channel, {TIE_FACTS}
             FROM audience_pupil r CROSS JOIN guardianship g ON g.pupil = r.pupil JOIN person p ON p.id = g.guardian
             WHERE r.audience = ?1 ORDER BY r.pupil, g.id"
        ),
        [note.audience],
        |row| {
            let given = Given::of(&guardianship::store::facts(row, 7)?, today);
            let home = french::fold(&row.get::<_, String>(5)?);
            let channel = person::store::channel_at(row, 6)?;
            let parts: [String; 3] = [row.get(2)?, row.get(3)?, row.get(4)?];
            let name = parts.join(" ").trim().to_owned();
            Ok((row.get(0)?, Adult { guardian: row.get(1)?, name, home, channel, given }))
        },
    )?;
    let mut adults: HashMap<Id<Pupil>, Vec<Adult>> = HashMap::new();
    for (pupil, adult) in rows {
        adults.entry(pupil).or_default().push(adult);
    }
    Ok(adults)
}

/// The pupils reached whose file gives two addresses.
pub fn with_second_home(rx: &Rx, note: &May<HandlePaper>) -> Result<HashSet<Id<Pupil>>> {
    let found = rx.all(
        "SELECT r.pupil FROM audience_pupil r JOIN pupil u ON u.person = r.pupil WHERE r.audience = ?1 AND (u.second_street <> '' OR u.second_town <> '')",
        [note.audience],
        |row| row.get(0),
    )?;
    Ok(found.into_iter().collect())
}

/// The code of this pupil's talon for the text shown: the one that was printed before, or a new one.
pub fn code(
    tx: &Tx,
    note: &May<HandlePaper>,
    pupil: Id<Pupil>,
    guardian: Option<Id<Person>>,
    now: Instant,
) -> Result<String> {
    let known = tx.one(
        "SELECT code FROM liaison_coupon WHERE note = ?1 AND version = ?2 AND pupil = ?3 AND coalesce(guardian, 0) = coalesce(?4, 0)",
        params![note.id, note.version, pupil, guardian],
        |row| row.get(0),
    )?;
    if let Some(code) = known {
        return Ok(code);
    }
    let code = login::access_code().map_err(|error| Error::internal(format!("no randomness: {error}")))?;
    tx.run(
        "INSERT INTO liaison_coupon (note, pupil, guardian, version, code, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![note.id, pupil, guardian, note.version, code, now],
    )?;
    Ok(code)
}

/// A talon that was printed. Knowing its code gives no right: who holds it asks for a permit on its word and pupil.
pub struct Talon {
    pub note: Id<Note>,
    pub pupil: Id<Pupil>,
    pub guardian: Option<Id<Person>>,
    pub version: i64,
}

pub fn talon(rx: &Rx, code: &str) -> Result<Option<Talon>> {
    rx.one("SELECT note, pupil, guardian, version FROM liaison_coupon WHERE code = ?1", [code], |row| {
        Ok(Talon { note: row.get(0)?, pupil: row.get(1)?, guardian: row.get(2)?, version: row.get(3)? })
    })
}

/// What an answer of this pupil's is, when one stands already: `guardian` none means any.
pub struct Standing {
    pub at: Instant,
    pub how: How,
}

pub fn standing(rx: &Rx, word: &May<RecordPaper>, guardian: Option<Id<Person>>) -> Result<Option<Standing>> {
    rx.one(
        "SELECT answered_at, how FROM liaison_answer
         WHERE note = ?1 AND pupil = ?2 AND version >= ?3 AND cancelled_at IS NULL AND (?4 IS NULL OR guardian = ?4) ORDER BY id DESC LIMIT 1",
        params![word.id, word.pupil.pupil, word.asks_since, guardian],
        |row| Ok(Standing { at: row.get(0)?, how: How::parse(&row.get::<_, String>(1)?).unwrap_or(How::Application) }),
    )
}

/// What the tie between them gives today; nothing when there is none.
pub fn given(rx: &Rx, word: &May<RecordPaper>, guardian: Id<Person>, today: Date) -> Result<Given> {
    let found = rx.one(
        &format!("SELECT {TIE_FACTS} FROM guardianship g WHERE g.pupil = ?1 AND g.guardian = ?2"),
        params![word.pupil.pupil, guardian],
        |row| Ok(Given::of(&guardianship::store::facts(row, 0)?, today)),
    )?;
    Ok(found.unwrap_or(Given::NOTHING))
}

/// A talon came back. `version`: the text that it goes with.
pub fn record(
    tx: &Tx,
    word: &May<RecordPaper>,
    guardian: Option<Id<Person>>,
    version: i64,
    now: Instant,
) -> Result<Id<Answer>> {
    let id = tx.insert(
        "INSERT INTO liaison_answer (note, pupil, guardian, version, answered_at, how, recorded_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![word.id, word.pupil.pupil, guardian, version, now, How::Paper.as_str(), word.by()],
    )?;
    Ok(Id::new(id))
}

/// Recorded by mistake: it counts no more, and stays written.
pub fn cancel(tx: &Tx, word: &May<RecordPaper>, answer: Id<Answer>, now: Instant) -> Result<()> {
    let sql = "UPDATE liaison_answer SET cancelled_at = ?4 WHERE id = ?1 AND note = ?2 AND pupil = ?3 AND how = 'paper' AND cancelled_at IS NULL";
    match tx.run(sql, params![answer, word.id, word.pupil.pupil, now])? {
        0 => Err(Error::Conflict),
        _ => Ok(()),
    }
}

/// What came back on paper for the text that counts.
pub struct Recorded {
    pub answer: Id<Answer>,
    pub pupil: Id<Pupil>,
    pub guardian: Option<Id<Person>>,
    pub at: Instant,
    /// « M. Roussel »; empty when who recorded it is gone.
    pub by: String,
}

/// The newest first.
pub fn recorded(rx: &Rx, note: &May<FollowUp>) -> Result<Vec<Recorded>> {
    rx.all(
        "SELECT a.id, a.pupil, a.guardian, a.answered_at, coalesce(p.civility, ''), coalesce(p.first_name, ''),
         coalesce(CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, '')
         FROM liaison_answer a LEFT JOIN person p ON p.id = a.recorded_by
         WHERE a.note = ?1 AND a.version >= ?2 AND a.how = 'paper' AND a.cancelled_at IS NULL ORDER BY a.id DESC",
        params![note.id, note.asks_since],
        |row| {
            let by = formal(row, 4)?.trim().to_owned();
            Ok(Recorded { answer: row.get(0)?, pupil: row.get(1)?, guardian: row.get(2)?, at: row.get(3)?, by })
        },
    )
}
