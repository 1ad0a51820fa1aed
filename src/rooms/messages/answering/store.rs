//! The row of an answer that comes whole.

use crate::{
    base::{
        clock::Instant,
        db::{Id, SqlWrite, Tx},
        error::Result,
    },
    rooms::messages::{How, Message, policy::AnswerThread},
    school::{Person, permit::May},
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
