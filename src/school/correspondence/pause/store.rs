//! The rows of pauses, and to whom each was answered.

use super::Pause;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{Person, correspondence::policy::TakePause, permit::May},
};
use jiff::civil::Date;
use rusqlite::{Row, params};

const PAUSE: &str = "person, from_on, until_on, holds, answer";

/// One's own, over or not.
pub fn own(rx: &Rx, by: &May<TakePause>) -> Result<Option<Pause>> {
    rx.one(&format!("SELECT {PAUSE} FROM correspondence_pause WHERE person = ?1"), [by.by()], pause_row)
}

/// A pause that is set anew answers everybody anew.
pub fn take(tx: &Tx, pause: &Pause, by: &May<TakePause>) -> Result<()> {
    tx.run("DELETE FROM correspondence_answered WHERE person = ?1", [by.by()])?;
    tx.run(
        "INSERT INTO correspondence_pause (person, from_on, until_on, holds, answer) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (person) DO UPDATE SET from_on = ?2, until_on = ?3, holds = ?4, answer = ?5",
        params![by.by(), pause.from_on.to_string(), pause.until_on.to_string(), pause.holds, pause.answer],
    )?;
    Ok(())
}

/// False when there was none.
pub fn end(tx: &Tx, by: &May<TakePause>) -> Result<bool> {
    tx.run("DELETE FROM correspondence_answered WHERE person = ?1", [by.by()])?;
    Ok(tx.run("DELETE FROM correspondence_pause WHERE person = ?1", [by.by()])? > 0)
}

/// What is to be said by itself to somebody whose message `person` has just got: once to each in a pause. Asked for what
/// somebody wrote, never for an automatic answer, so that two who are away never answer each other.
pub fn answer(tx: &Tx, person: Id<Person>, writer: Id<Person>, today: Date, now: Instant) -> Result<Option<String>> {
    let found = tx.one(&format!("SELECT {PAUSE} FROM correspondence_pause WHERE person = ?1"), [person], pause_row)?;
    let Some(pause) = found.filter(|pause| pause.is_on(today) && !pause.answer.is_empty()) else { return Ok(None) };
    let is_first = tx.run(
        "INSERT INTO correspondence_answered (person, writer, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![person, writer, now],
    )? > 0;
    Ok(is_first.then_some(pause.answer))
}

pub(in crate::school::correspondence) fn pause_row(row: &Row) -> rusqlite::Result<Pause> {
    let day = |at| row.get::<_, String>(at).map(|day| day.parse().unwrap_or(Date::MIN));
    Ok(Pause { person: row.get(0)?, from_on: day(1)?, until_on: day(2)?, holds: row.get(3)?, answer: row.get(4)? })
}
