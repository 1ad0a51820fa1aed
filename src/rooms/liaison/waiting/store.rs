//! The rows of words that wait.

use super::Stopped;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        jobs::System,
    },
    rooms::liaison::{
        Category, New, Note, finding,
        policy::{ChangeWaiting, OpenBook},
        questions,
        store::{category, date, day, formal},
    },
    school::{
        Person,
        audience::{self, Addressed, Audience},
        permit::May,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

/// What the house reads of a word whose moment may have come.
pub struct Due {
    pub author: Id<Person>,
    pub audience: Id<Audience>,
    pub leaves_at: Instant,
    pub is_urgent: bool,
    pub deadline_on: Option<Date>,
}

/// A word of the viewer's own that waits.
pub struct Line {
    pub note: Id<Note>,
    pub title: String,
    pub category: Category,
    pub leaves_at: Instant,
    pub stopped: Option<Stopped>,
}

/// What the director is told of a word that could not leave: nothing of what it says.
pub struct StoppedWord {
    pub author_name: String,
    pub at: Instant,
    pub why: Stopped,
}

/// `None` once it was delivered, taken back, or stopped.
pub fn due(rx: &Rx, note: Id<Note>, _: &System) -> Result<Option<Due>> {
    rx.one(
        "SELECT author, audience, sent_at, is_urgent, deadline_on FROM liaison_note
         WHERE id = ?1 AND delivered_at IS NULL AND withdrawn_at IS NULL AND stopped_at IS NULL",
        [note],
        |row| {
            Ok(Due {
                author: row.get(0)?,
                audience: row.get(1)?,
                leaves_at: row.get(2)?,
                is_urgent: row.get(3)?,
                deadline_on: date(row, 4)?,
            })
        },
    )
}

/// The viewer's own, the next to leave first.
pub fn of_author(rx: &Rx, book: &May<OpenBook>) -> Result<Vec<Line>> {
    rx.all(
        "SELECT n.id, v.title, n.category, n.sent_at, n.stopped_why FROM liaison_note n JOIN liaison_version v ON v.note = n.id AND v.version = n.version
         WHERE n.author = ?1 AND n.delivered_at IS NULL AND n.withdrawn_at IS NULL ORDER BY n.sent_at, n.id LIMIT 100",
        [book.by()],
        |row| {
            Ok(Line {
                note: row.get(0)?,
                title: row.get(1)?,
                category: category(row, 2)?,
                leaves_at: row.get(3)?,
                stopped: stopped(row, 4)?,
            })
        },
    )
}

/// How many of other people's wait: the director's number, and all that she is told.
pub fn of_others(rx: &Rx, book: &May<OpenBook>) -> Result<usize> {
    let waiting: i64 = rx.value(
        "SELECT count(*) FROM (SELECT author FROM liaison_note WHERE delivered_at IS NULL AND withdrawn_at IS NULL AND stopped_at IS NULL LIMIT 1000) WHERE author <> ?1",
        [book.by()],
    )?;
    Ok(usize::try_from(waiting).unwrap_or(0))
}

pub fn stopped_of_others(rx: &Rx, book: &May<OpenBook>, since: Instant) -> Result<Vec<StoppedWord>> {
    rx.all(
        "SELECT p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, n.stopped_at, n.stopped_why
         FROM liaison_note n JOIN person p ON p.id = n.author
         WHERE n.stopped_at >= ?1 AND n.author <> ?2 AND n.delivered_at IS NULL AND n.withdrawn_at IS NULL ORDER BY n.stopped_at DESC LIMIT 20",
        params![since, book.by()],
        |row| {
            let why = stopped(row, 4)?.unwrap_or(Stopped::Right);
            Ok(StoppedWord { author_name: formal(row, 0)?, at: row.get(3)?, why })
        },
    )
}

/// Written over: no family has read the old one.
pub fn rewrite(
    tx: &Tx,
    note: &May<ChangeWaiting>,
    to: &Addressed,
    new: &New,
    leaves_at: Instant,
    now: Instant,
) -> Result<()> {
    audience::store::address_anew(tx, note.audience, to, leaves_at)?;
    let touched = tx.run(
        "UPDATE liaison_note SET category = ?2, asks = ?3, deadline_on = ?4, event_on = ?5, shown_until = ?6, text_in_mail = ?7,
         is_urgent = ?8, reminds = ?9, sent_at = ?10, stopped_at = NULL, stopped_why = NULL WHERE id = ?1 AND delivered_at IS NULL",
        params![
            note.id,
            new.category.as_str(),
            new.asks.as_str(),
            day(new.deadline_on),
            day(new.event_on),
            day(new.shown_until),
            new.text_in_mail,
            new.is_urgent,
            new.reminds,
            leaves_at
        ],
    )?;
    if touched == 0 {
        return Err(Error::Conflict);
    }
    tx.run(
        "UPDATE liaison_version SET title = ?3, body = ?4, deadline_on = ?5, event_on = ?6, written_at = ?7 WHERE note = ?1 AND version = ?2",
        params![note.id, note.version, new.title, new.body, day(new.deadline_on), day(new.event_on), now],
    )?;
    questions::store::replace(tx, note.id, &new.questions)?;
    finding::store::put(tx, note.id, note.version, (&new.title, &new.body))
}

pub fn leave_at(tx: &Tx, note: &May<ChangeWaiting>, leaves_at: Instant) -> Result<()> {
    set_moment(tx, note.id, leaves_at)
}

/// The same by the house, when its moment turned out to be a quiet one.
pub fn put_off(tx: &Tx, note: Id<Note>, leaves_at: Instant, _: &System) -> Result<()> {
    set_moment(tx, note, leaves_at)
}

fn set_moment(tx: &Tx, note: Id<Note>, leaves_at: Instant) -> Result<()> {
    tx.run(
        "UPDATE liaison_note SET sent_at = ?2, stopped_at = NULL, stopped_why = NULL WHERE id = ?1 AND delivered_at IS NULL",
        params![note, leaves_at],
    )?;
    tx.run(
        "UPDATE audience SET sent_at = ?2 WHERE id = (SELECT audience FROM liaison_note WHERE id = ?1) AND waits = 1",
        params![note, leaves_at],
    )?;
    Ok(())
}

pub fn press(tx: &Tx, note: &May<ChangeWaiting>) -> Result<()> {
    tx.run("UPDATE liaison_note SET is_urgent = 1 WHERE id = ?1 AND delivered_at IS NULL", [note.id])?;
    Ok(())
}

/// It could not leave: it waits for its author from now on.
pub fn stop(tx: &Tx, note: Id<Note>, why: Stopped, now: Instant, _: &System) -> Result<()> {
    tx.run(
        "UPDATE liaison_note SET stopped_at = ?2, stopped_why = ?3 WHERE id = ?1 AND delivered_at IS NULL",
        params![note, now, why.as_str()],
    )?;
    Ok(())
}

/// Taken back: it never was a word of the school's. Its row stays, so that its number is never another word's.
pub fn cancel(tx: &Tx, note: &May<ChangeWaiting>, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE liaison_note SET withdrawn_at = ?2, withdrawn_by = ?3 WHERE id = ?1 AND delivered_at IS NULL",
        params![note.id, now, note.by()],
    )?;
    finding::store::remove(tx, note.id)?;
    tx.run("DELETE FROM liaison_attachment WHERE note = ?1", [note.id])?;
    tx.run("DELETE FROM liaison_question WHERE note = ?1", [note.id])?;
    tx.run("DELETE FROM liaison_version WHERE note = ?1", [note.id])?;
    tx.run("DELETE FROM audience_part WHERE audience = ?1", [note.audience])?;
    Ok(())
}

fn stopped(row: &Row, at: usize) -> rusqlite::Result<Option<Stopped>> {
    Ok(row.get::<_, Option<String>>(at)?.and_then(|why| Stopped::parse(&why)))
}
