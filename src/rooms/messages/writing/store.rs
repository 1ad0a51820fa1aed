//! The rows of messages while they are written.

use super::{Sheet, Written};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        jobs::System,
    },
    rooms::messages::{
        Facts, Message, State, Thread, pieces,
        policy::{AnswerThread, BeginMessage, WriteMessage},
        store::{MESSAGE, facts},
    },
    school::permit::{May, Rule},
};
use rusqlite::params;

/// A draft that its author has not touched: an old one before a new one.
pub fn untouched(rx: &Rx, mailbox: &May<BeginMessage>) -> Result<Option<Id<Message>>> {
    rx.one(
        "SELECT m.id FROM message m WHERE m.author = ?1 AND m.state = 'draft' AND m.thread IS NULL AND m.body = '' AND m.draft = ''
         AND NOT EXISTS (SELECT 1 FROM message_media e WHERE e.message = m.id) ORDER BY m.changed_at DESC LIMIT 1",
        [mailbox.by()],
        |row| row.get(0),
    )
}

pub fn begin(tx: &Tx, mailbox: &May<BeginMessage>, now: Instant) -> Result<Id<Message>> {
    let draft = "INSERT INTO message (author, state, changed_at) VALUES (?1, 'draft', ?2)";
    Ok(Id::new(tx.insert(draft, params![mailbox.by(), now])?))
}

/// The viewer's own answer in the making.
pub fn answer<R: Rule<On = Thread>>(rx: &Rx, thread: &May<R>) -> Result<Option<Facts>> {
    rx.one(
        &format!("SELECT {MESSAGE} FROM message m WHERE m.author = ?1 AND m.state = 'draft' AND m.thread = ?2 ORDER BY m.id DESC LIMIT 1"),
        params![thread.by(), thread.id],
        facts,
    )
}

pub fn begin_answer(tx: &Tx, thread: &May<AnswerThread>, now: Instant) -> Result<Id<Message>> {
    let draft = "INSERT INTO message (author, thread, state, changed_at) VALUES (?1, ?2, 'draft', ?3)";
    Ok(Id::new(tx.insert(draft, params![thread.by(), thread.id, now])?))
}

pub fn write(tx: &Tx, message: &May<WriteMessage>, written: &Written, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE message SET body = ?2, draft = ?3, text_in_mail = ?4, changed_at = ?5 WHERE id = ?1 AND state = 'draft'",
        params![message.id, written.body, written.sheet.text(), written.text_in_mail, now],
    )?;
    Ok(())
}

/// With all that was to go with it.
pub fn throw_away(tx: &Tx, message: &May<WriteMessage>) -> Result<()> {
    if message.state != State::Draft {
        return Err(Error::Conflict);
    }
    pieces::store::forget_all(tx, message)?;
    tx.run("DELETE FROM message WHERE id = ?1 AND state = 'draft'", [message.id])?;
    Ok(())
}

/// Back in its author's hands: what was said of it is said by its draft again. A thread of which nothing was handed over
/// goes with it.
pub fn take_back(tx: &Tx, message: &Message, sheet: &Sheet, now: Instant) -> Result<()> {
    let is_first = message.within.as_ref().is_some_and(|thread| thread.is_waiting);
    let touched = tx.run(
        "UPDATE message SET state = 'draft', draft = ?2, thread = CASE WHEN ?3 THEN NULL ELSE thread END, changed_at = ?4,
           only_to = NULL, recipients = 0, sent_at = NULL, leaves_at = NULL WHERE id = ?1 AND state = 'waiting'",
        params![message.id, sheet.text(), is_first, now],
    )?;
    if touched == 0 {
        return Err(Error::Conflict);
    }
    if is_first {
        tx.run("DELETE FROM thread WHERE id = ?1", [message.thread])?;
    }
    Ok(())
}

/// Drafts in which nothing was ever written.
pub fn sweep(tx: &Tx, before: Instant, _: &System) -> Result<usize> {
    tx.run(
        "DELETE FROM message WHERE state = 'draft' AND changed_at < ?1 AND body = '' AND draft = ''
         AND NOT EXISTS (SELECT 1 FROM message_media e WHERE e.message = message.id)",
        [before],
    )
}
