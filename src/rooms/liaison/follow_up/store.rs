//! Rows behind the follow-up: ties of the pupils reached, answers that count, names, reminders.

use super::tally::{Answer, Tie};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::liaison::{
        Asks,
        answers::How,
        policy::{FollowUp, RemindFamilies},
    },
    school::{
        Person, Pupil,
        guardianship::{self, Authority, Given},
        permit::May,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

pub(in crate::rooms::liaison) const TIES: &str =
    "SELECT g.pupil, g.guardian, g.authority, g.reads, g.signs, g.receives, g.restricted_on, g.needs_look, g.looked_at,
     EXISTS (SELECT 1 FROM account a WHERE a.person = g.guardian AND a.activated_at IS NOT NULL AND a.closed_at IS NULL)
     FROM audience_pupil r CROSS JOIN guardianship g ON g.pupil = r.pupil WHERE r.audience = ?1 ORDER BY r.pupil, g.id";
/// The same of chosen pupils alone.
pub(in crate::rooms::liaison) const TIES_OF: &str =
    "SELECT g.pupil, g.guardian, g.authority, g.reads, g.signs, g.receives, g.restricted_on, g.needs_look, g.looked_at,
     EXISTS (SELECT 1 FROM account a WHERE a.person = g.guardian AND a.activated_at IS NOT NULL AND a.closed_at IS NULL)
     FROM json_each(?1) chosen CROSS JOIN guardianship g ON g.pupil = chosen.value ORDER BY g.pupil, g.id";
pub(in crate::rooms::liaison) const ANSWERS_OF: &str = "SELECT o.pupil, o.guardian, max(o.id), o.answered_at, o.how FROM json_each(?3) chosen CROSS JOIN liaison_answer o ON o.note = ?1 AND o.pupil = chosen.value
     WHERE o.version >= ?2 AND o.cancelled_at IS NULL GROUP BY o.pupil, o.guardian";
pub(in crate::rooms::liaison) const ANSWERS: &str = "SELECT pupil, guardian, max(id), answered_at, how FROM liaison_answer WHERE note = ?1 AND version >= ?2 AND cancelled_at IS NULL GROUP BY pupil, guardian";
pub(in crate::rooms::liaison) const PUPILS: &str =
    "SELECT r.pupil, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, c.name
     FROM audience_pupil r JOIN person p ON p.id = r.pupil JOIN class c ON c.id = r.class WHERE r.audience = ?1 ORDER BY c.name, p.sort_key";
pub(in crate::rooms::liaison) const GUARDIANS: &str =
    "SELECT DISTINCT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
     FROM audience_pupil r CROSS JOIN guardianship g ON g.pupil = r.pupil JOIN person p ON p.id = g.guardian WHERE r.audience = ?1";

pub struct PupilName {
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    pub class_name: String,
}

pub fn ties(rx: &Rx, note: &May<FollowUp>, today: Date) -> Result<Vec<Tie>> {
    rx.all(TIES, [note.audience], |row| tie_row(row, today))
}

/// One of [`TIES`].
pub fn tie_row(row: &Row, today: Date) -> rusqlite::Result<Tie> {
    let facts = guardianship::store::facts(row, 2)?;
    let is_parental = matches!(facts.authority, Authority::Exercises | Authority::NotExercising);
    let (given, has_account) = (Given::of(&facts, today), row.get(9)?);
    Ok(Tie { pupil: row.get(0)?, guardian: row.get(1)?, given, is_parental, has_account })
}

/// One of [`ANSWERS`].
pub fn answer_row(row: &Row) -> rusqlite::Result<Answer> {
    let how = How::parse(&row.get::<_, String>(4)?).unwrap_or(How::Application);
    Ok(Answer { pupil: row.get(0)?, guardian: row.get(1)?, at: row.get(3)?, how })
}

pub fn answers(rx: &Rx, note: &May<FollowUp>) -> Result<Vec<Answer>> {
    if note.asks == Asks::Nothing {
        return Ok(Vec::new());
    }
    rx.all(ANSWERS, params![note.id, note.asks_since], answer_row)
}

/// The pupils reached, by class and in the order of the register.
pub fn pupils(rx: &Rx, note: &May<FollowUp>) -> Result<Vec<PupilName>> {
    rx.all(PUPILS, [note.audience], |row| {
        Ok(PupilName { pupil: row.get(0)?, first_name: row.get(1)?, last_name: row.get(2)?, class_name: row.get(3)? })
    })
}

pub fn guardians(rx: &Rx, note: &May<FollowUp>) -> Result<Vec<(Id<Person>, String)>> {
    rx.all(GUARDIANS, [note.audience], |row| {
        Ok((row.get(0)?, format!("{} {}", row.get::<_, String>(1)?, row.get::<_, String>(2)?)))
    })
}

/// Pupils whom it had reached and who are erased since; how many of them had been answered for.
pub fn gone(rx: &Rx, note: &May<FollowUp>) -> Result<(i64, i64)> {
    let found = rx.one("SELECT pupils, answered FROM liaison_gone WHERE note = ?1", [note.id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(found.unwrap_or_default())
}

/// Families that have not answered see it from now on.
pub fn remind(tx: &Tx, note: &May<RemindFamilies>, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO liaison_reminder (note, reminded_at, reminded_by) VALUES (?1, ?2, ?3)",
        params![note.id, now, note.by()],
    )?;
    Ok(())
}
