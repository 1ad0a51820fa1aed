//! Reminders to come.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    rooms::liaison::{
        Asks, Note,
        follow_up::{
            store::{ANSWERS, TIES, answer_row, tie_row},
            tally::{Answer, Tie},
        },
        policy::RemindFamilies,
        store::{asks, date},
    },
    school::{
        Person,
        audience::{Audience, Reached},
        permit::May,
    },
};
use jiff::{ToSpan, civil::Date};
use rusqlite::{Row, params};

/// What the house reads of a word that may remind.
pub struct Reminded {
    pub note: Id<Note>,
    pub audience: Id<Audience>,
    pub asks: Asks,
    pub asks_since: i64,
    pub deadline_on: Option<Date>,
    pub delivered_at: Instant,
    /// The last reminder.
    pub last: Option<Instant>,
}

const REMINDED: &str = "SELECT n.id, n.audience, n.asks, n.asks_since, n.deadline_on, n.delivered_at,
     (SELECT max(m.reminded_at) FROM liaison_reminder m WHERE m.note = n.id), n.remind_by FROM liaison_note n";

/// Asked for by hand in quiet hours, and due.
pub fn asked_for(rx: &Rx, now: Instant, _: &System) -> Result<Vec<(Reminded, Id<Person>)>> {
    let sql = format!(
        "{REMINDED} WHERE n.remind_at <= ?1 AND n.remind_by IS NOT NULL AND n.delivered_at IS NOT NULL AND n.withdrawn_at IS NULL"
    );
    rx.all(&sql, [now], |row| Ok((reminded_row(row)?, row.get(7)?)))
}

/// Whose deadline is today or within two days, and that remind by themselves.
pub fn nearly_due(rx: &Rx, today: Date, _: &System) -> Result<Vec<Reminded>> {
    let sql = format!(
        "{REMINDED} WHERE n.deadline_on BETWEEN ?1 AND ?2 AND n.reminds = 1 AND n.asks <> 'nothing' AND n.delivered_at IS NOT NULL AND n.withdrawn_at IS NULL"
    );
    rx.all(&sql, params![today.to_string(), today.saturating_add(2.days()).to_string()], reminded_row)
}

pub fn remind(tx: &Tx, note: Id<Note>, now: Instant, _: &System) -> Result<()> {
    tx.run("INSERT INTO liaison_reminder (note, reminded_at) VALUES (?1, ?2)", params![note, now])?;
    Ok(())
}

pub fn remind_at(tx: &Tx, note: &May<RemindFamilies>, at: Instant) -> Result<()> {
    tx.run("UPDATE liaison_note SET remind_at = ?2, remind_by = ?3 WHERE id = ?1", params![note.id, at, note.by()])?;
    Ok(())
}

pub fn forget_asked(tx: &Tx, note: Id<Note>, _: &System) -> Result<()> {
    tx.run("UPDATE liaison_note SET remind_at = NULL, remind_by = NULL WHERE id = ?1", [note])?;
    Ok(())
}

pub fn set_reminds(tx: &Tx, note: &May<RemindFamilies>, reminds: bool) -> Result<()> {
    tx.run("UPDATE liaison_note SET reminds = ?2 WHERE id = ?1", params![note.id, reminds])?;
    Ok(())
}

/// The pupils, as far as a count of who is left needs them.
pub fn reached(rx: &Rx, word: &Reminded, _: &System) -> Result<Vec<Reached>> {
    rx.all("SELECT pupil, class FROM audience_pupil WHERE audience = ?1", [word.audience], |row| {
        Ok(Reached { pupil: row.get(0)?, class: row.get(1)?, is_named: false, groups: Vec::new() })
    })
}

pub fn ties(rx: &Rx, word: &Reminded, today: Date, _: &System) -> Result<Vec<Tie>> {
    rx.all(TIES, [word.audience], |row| tie_row(row, today))
}

pub fn answers(rx: &Rx, word: &Reminded, _: &System) -> Result<Vec<Answer>> {
    rx.all(ANSWERS, params![word.note, word.asks_since], answer_row)
}

fn reminded_row(row: &Row) -> rusqlite::Result<Reminded> {
    Ok(Reminded {
        note: row.get(0)?,
        audience: row.get(1)?,
        asks: asks(row, 2)?,
        asks_since: row.get(3)?,
        deadline_on: date(row, 4)?,
        delivered_at: row.get(5)?,
        last: row.get(6)?,
    })
}
