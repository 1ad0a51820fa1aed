//! The rows of what is handed over.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        jobs::System,
    },
    rooms::messages::{Message, Thread, addressing::Recipient},
    school::Person,
};
use rusqlite::params;

/// Members from the first message on, with the children through whom they came.
pub fn join(tx: &Tx, message: Id<Message>, recipients: &[Recipient], now: Instant) -> Result<()> {
    let thread: Option<Id<Thread>> =
        tx.one("SELECT thread FROM message WHERE id = ?1", [message], |row| row.get(0))?.flatten();
    let thread = thread.ok_or(Error::Conflict)?;
    for one in recipients {
        let person = one.party.person;
        tx.run(
            "INSERT INTO thread_member (thread, person, last_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![thread, person, now],
        )?;
        for pupil in &one.through {
            tx.run(
                "INSERT INTO thread_through (thread, person, pupil) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                params![thread, person, pupil],
            )?;
        }
    }
    tx.run("UPDATE message SET recipients = ?2 WHERE id = ?1", params![message, recipients.len() as i64])?;
    Ok(())
}

/// Out of the archive of those for whom it is, and at the top of their list; read already by its author.
pub fn hand_over(tx: &Tx, message: Id<Message>, now: Instant) -> Result<()> {
    let touched = tx.run(
        "UPDATE message SET state = 'delivered', delivered_at = ?2 WHERE id = ?1 AND state = 'waiting'",
        params![message, now],
    )?;
    if touched == 0 {
        return Err(Error::Conflict);
    }
    tx.run(
        "UPDATE thread_member SET last_at = ?2, unread = unread + 1, archived_at = NULL
         FROM (SELECT thread, author, only_to FROM message WHERE id = ?1) m
         WHERE thread_member.thread = m.thread AND thread_member.person <> m.author AND (m.only_to IS NULL OR thread_member.person = m.only_to)",
        params![message, now],
    )?;
    tx.run(
        "UPDATE thread_member SET last_at = ?2 FROM (SELECT thread, author FROM message WHERE id = ?1) m
         WHERE thread_member.thread = m.thread AND thread_member.person = m.author",
        params![message, now],
    )?;
    Ok(())
}

pub fn author(rx: &Rx, message: Id<Message>) -> Result<Id<Person>> {
    rx.value("SELECT author FROM message WHERE id = ?1", [message])
}

/// What somebody who is away says by itself to who wrote to them, in the same thread; read by nobody else.
pub fn answer_for(
    tx: &Tx,
    message: Id<Message>,
    by: Id<Person>,
    to: Id<Person>,
    body: &str,
    now: Instant,
) -> Result<Id<Message>> {
    Ok(Id::new(tx.insert(
        "INSERT INTO message (author, thread, state, only_to, body, how, changed_at, sent_at, leaves_at)
         SELECT ?2, thread, 'waiting', ?3, ?4, 'automatic', ?5, ?5, ?5 FROM message WHERE id = ?1",
        params![message, by, to, body, now],
    )?))
}

/// Its members for whom it is, its author apart.
pub fn readers(rx: &Rx, message: Id<Message>) -> Result<Vec<Id<Person>>> {
    rx.all(
        "SELECT b.person FROM message m JOIN thread_member b ON b.thread = m.thread
         WHERE m.id = ?1 AND b.person <> m.author AND (m.only_to IS NULL OR b.person = m.only_to)",
        [message],
        |row| row.get(0),
    )
}

pub fn put_off(tx: &Tx, message: Id<Message>, leaves_at: Instant, _: &System) -> Result<()> {
    tx.run("UPDATE message SET leaves_at = ?2 WHERE id = ?1 AND state = 'waiting'", params![message, leaves_at])?;
    Ok(())
}
