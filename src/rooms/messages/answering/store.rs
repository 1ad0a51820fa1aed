//! The row of an answer that comes whole, and how many the viewer has sent.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::messages::{How, Message, Thread, policy::AnswerThread},
    school::{
        Person,
        permit::{May, Rule},
    },
};
use rusqlite::params;

pub struct Sent<'a> {
    pub body: &'a str,
    pub how: How,
    pub only_to: Option<Id<Person>>,
    pub readers: usize,
    pub leaves_at: Instant,
}

pub fn send(tx: &Tx, thread: &May<AnswerThread>, sent: &Sent, now: Instant) -> Result<Id<Message>> {
    let id = tx.insert(
        "INSERT INTO message (author, thread, state, only_to, body, how, recipients, changed_at, sent_at, leaves_at)
         VALUES (?1, ?2, 'waiting', ?3, ?4, ?5, ?6, ?7, ?7, ?8)",
        params![
            thread.by(),
            thread.id,
            sent.only_to,
            sent.body,
            sent.how.as_str(),
            sent.readers as i64,
            now,
            sent.leaves_at
        ],
    )?;
    Ok(Id::new(id))
}

/// By the viewer, in this thread; what is said by itself while they are away is none of theirs.
pub fn sent<R: Rule<On = Thread>>(rx: &Rx, thread: &May<R>) -> Result<usize> {
    let count: i64 = rx.value(
        "SELECT count(*) FROM message WHERE thread = ?1 AND author = ?2 AND state IN ('waiting', 'delivered') AND how <> 'automatic'",
        params![thread.id, thread.by()],
    )?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// Whether these words went to this reader after the viewer's `known` first messages in the thread.
pub fn is_among_latest(
    rx: &Rx,
    thread: &May<AnswerThread>,
    known: usize,
    body: &str,
    only_to: Option<Id<Person>>,
) -> Result<bool> {
    rx.value(
        "SELECT EXISTS (SELECT 1 FROM (SELECT body, only_to FROM message
           WHERE thread = ?1 AND author = ?2 AND state IN ('waiting', 'delivered') AND how <> 'automatic'
           ORDER BY sent_at, id LIMIT -1 OFFSET ?3) latest
         WHERE latest.body = ?4 AND latest.only_to IS ?5)",
        params![thread.id, thread.by(), known as i64, body, only_to],
    )
}
