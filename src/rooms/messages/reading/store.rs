//! What a member sees of a thread, and what they noted of it for themselves.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    rooms::messages::{
        Facts, Message, Thread,
        policy::{CloseThread, PutAwayThread, ReadThread},
        store::{MESSAGE, facts},
    },
    school::{
        Person,
        permit::{May, Rule},
    },
};
use rusqlite::params;

/// What is for the viewer, and what they sent that waits, newest first; older than that one.
pub fn messages(rx: &Rx, thread: &May<ReadThread>, before: Option<Id<Message>>, limit: usize) -> Result<Vec<Facts>> {
    rx.all(
        &format!(
            "SELECT {MESSAGE} FROM message m WHERE m.thread = ?1 AND m.id < ?3
             AND (m.state = 'delivered' AND (m.only_to IS NULL OR m.only_to = ?2 OR m.author = ?2) OR m.state = 'waiting' AND m.author = ?2)
             ORDER BY m.id DESC LIMIT ?4"
        ),
        params![thread.id, thread.by(), before.map_or(i64::MAX, Id::number), limit as i64],
        facts,
    )
}

/// Unread, and in the archive: for this member.
pub fn noted(rx: &Rx, thread: &May<ReadThread>) -> Result<(bool, bool)> {
    let found = rx.one(
        "SELECT unread > 0, archived_at IS NOT NULL FROM thread_member WHERE thread = ?1 AND person = ?2",
        params![thread.id, thread.by()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.unwrap_or((false, false)))
}

/// Who has written in it, in the order of their first message.
pub fn writers(rx: &Rx, thread: &Thread) -> Result<Vec<Id<Person>>> {
    rx.all(
        "SELECT m.author FROM message m WHERE m.thread = ?1 AND m.state = 'delivered' GROUP BY m.author ORDER BY min(m.id)",
        [thread.id],
        |row| row.get(0),
    )
}

/// Everybody who takes part, for the house.
pub fn members(rx: &Rx, thread: Id<Thread>, _: &System) -> Result<Vec<Id<Person>>> {
    rx.all("SELECT person FROM thread_member WHERE thread = ?1", [thread], |row| row.get(0))
}

pub fn mark_read<R: Rule<On = Thread>>(tx: &Tx, thread: &May<R>) -> Result<()> {
    tx.run(
        "UPDATE thread_member SET unread = 0, read_to = coalesce((SELECT max(m.id) FROM message m WHERE m.thread = ?1 AND m.state = 'delivered'), read_to)
         WHERE thread = ?1 AND person = ?2",
        params![thread.id, thread.by()],
    )?;
    Ok(())
}

pub fn mark_unread(tx: &Tx, thread: &May<PutAwayThread>) -> Result<()> {
    tx.run(
        "UPDATE thread_member SET unread = max(unread, 1) WHERE thread = ?1 AND person = ?2",
        params![thread.id, thread.by()],
    )?;
    Ok(())
}

pub fn archive(tx: &Tx, thread: &May<PutAwayThread>, at: Option<Instant>) -> Result<()> {
    tx.run(
        "UPDATE thread_member SET archived_at = ?3 WHERE thread = ?1 AND person = ?2",
        params![thread.id, thread.by(), at],
    )?;
    Ok(())
}

pub fn close(tx: &Tx, thread: &May<CloseThread>, at: Option<Instant>) -> Result<()> {
    tx.run(
        "UPDATE thread SET closed_at = ?2, closed_by = ?3 WHERE id = ?1",
        params![thread.id, at, at.map(|_| thread.by())],
    )?;
    Ok(())
}
