//! The rows of a thread that is opened.

use crate::{
    base::{
        clock::Instant,
        db::{Id, SqlWrite, Tx},
        error::{Error, Result},
    },
    rooms::messages::{Answers, Thread, addressing::Said, policy::WriteMessage},
    school::{Pupil, permit::May},
};
use rusqlite::params;

pub struct Opened<'a> {
    pub subject: &'a str,
    pub answers: Answers,
    pub said: &'a [Said],
    /// The children through whom its opener takes part.
    pub own: &'a [Id<Pupil>],
}

/// The thread with its opener alone, and its first message on its way.
pub fn open(
    tx: &Tx,
    message: &May<WriteMessage>,
    opened: &Opened,
    recipients: usize,
    leaves_at: Instant,
    now: Instant,
) -> Result<Id<Thread>> {
    let said = serde_json::to_string(opened.said)?;
    let thread: Id<Thread> = Id::new(tx.insert(
        "INSERT INTO thread (opener, subject, answers, to_said, opened_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![message.by(), opened.subject, opened.answers.as_str(), said, now],
    )?);
    tx.run(
        "INSERT INTO thread_member (thread, person, last_at) VALUES (?1, ?2, ?3)",
        params![thread, message.by(), now],
    )?;
    for pupil in opened.own {
        tx.run(
            "INSERT INTO thread_through (thread, person, pupil) VALUES (?1, ?2, ?3)",
            params![thread, message.by(), pupil],
        )?;
    }
    let touched = tx.run(
        "UPDATE message SET thread = ?2, state = 'waiting', draft = '', recipients = ?3, sent_at = ?4, leaves_at = ?5
         WHERE id = ?1 AND state = 'draft' AND thread IS NULL",
        params![message.id, thread, recipients as i64, now, leaves_at],
    )?;
    if touched == 0 { Err(Error::Conflict) } else { Ok(thread) }
}

/// An answer on its way.
pub fn answer(
    tx: &Tx,
    message: &May<WriteMessage>,
    only_to: Option<Id<crate::school::Person>>,
    recipients: usize,
    leaves_at: Instant,
    now: Instant,
) -> Result<()> {
    let touched = tx.run(
        "UPDATE message SET state = 'waiting', only_to = ?2, draft = '', recipients = ?3, sent_at = ?4, leaves_at = ?5
         WHERE id = ?1 AND state = 'draft' AND thread IS NOT NULL",
        params![message.id, only_to, recipients as i64, now, leaves_at],
    )?;
    if touched == 0 { Err(Error::Conflict) } else { Ok(()) }
}
