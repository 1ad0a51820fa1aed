//! The index of messages: a row for each that was handed over. Written as it is handed over, in the same transaction.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, Tx},
        error::Result,
        rich_text,
        search::store::{HANDFUL, Index},
    },
    rooms::messages::{Message, Thread, policy::OpenMessages, store::formal},
    school::permit::May,
};
use rusqlite::params;

const INDEX: Index = Index {
    put: "INSERT OR REPLACE INTO message_search (rowid, folded, stems, version) VALUES (?1, ?2, ?3, ?4)",
    remove: "DELETE FROM message_search WHERE rowid = ?1",
    empty: "INSERT INTO message_search (message_search) VALUES ('delete-all')",
};
/// A message says what it said for good.
const VERSION: i64 = 1;

/// A message that answers.
pub struct Answering {
    pub message: Id<Message>,
    pub thread: Id<Thread>,
    pub subject: String,
    pub body: String,
    pub delivered_at: Instant,
    pub author_name: String,
}

/// Newest first. Within the threads of the viewer: no other message is counted or cut by.
pub fn answering(rx: &Rx, mailbox: &May<OpenMessages>, asked: &str, limit: usize) -> Result<Vec<Answering>> {
    rx.all(
        "SELECT m.id, m.thread, t.subject, m.body, m.delivered_at, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM message_search CROSS JOIN message m ON m.id = message_search.rowid JOIN thread_member b ON b.thread = m.thread AND b.person = ?2
         JOIN thread t ON t.id = m.thread JOIN person p ON p.id = m.author
         WHERE message_search MATCH ?1 AND m.state = 'delivered' AND (m.only_to IS NULL OR m.only_to = ?2 OR m.author = ?2)
         ORDER BY message_search.rowid DESC LIMIT ?3",
        params![asked, mailbox.by(), limit as i64],
        |row| {
            Ok(Answering {
                message: row.get(0)?,
                thread: row.get(1)?,
                subject: row.get(2)?,
                body: row.get(3)?,
                delivered_at: row.get(4)?,
                author_name: formal(row, 5)?,
            })
        },
    )
}

/// With its thread's subject where it opens it.
pub fn put(tx: &Tx, message: Id<Message>) -> Result<()> {
    let found = tx.one(
        "SELECT m.body, CASE WHEN EXISTS (SELECT 1 FROM message o WHERE o.thread = m.thread AND o.id < m.id) THEN '' ELSE t.subject END
         FROM message m JOIN thread t ON t.id = m.thread WHERE m.id = ?1 AND m.state = 'delivered'",
        [message],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    let Some((body, subject)) = found else { return Ok(()) };
    INDEX.put(tx, message.number(), &format!("{subject}\n{}", rich_text::to_plain(&body)), VERSION)
}

/// Gone: found by nobody any more.
pub fn remove(tx: &Tx, message: Id<Message>) -> Result<()> {
    INDEX.remove(tx, message.number())
}

/// Messages handed over without a row, and rows without such a message.
pub fn strays(rx: &Rx) -> Result<i64> {
    rx.value(
        "SELECT (SELECT count(*) FROM message m LEFT JOIN message_search s ON s.rowid = m.id WHERE m.state = 'delivered' AND s.version IS NOT 1)
              + (SELECT count(*) FROM message_search s LEFT JOIN message m ON m.id = s.rowid WHERE m.id IS NULL OR m.state <> 'delivered')",
        [],
    )
}

pub fn rebuild(tx: &Tx) -> Result<()> {
    INDEX.rebuild(tx, |last| {
        let messages: Vec<i64> = tx.all(
            "SELECT id FROM message WHERE id > ?1 AND state = 'delivered' ORDER BY id LIMIT ?2",
            [last, HANDFUL],
            |row| row.get(0),
        )?;
        messages.iter().try_for_each(|message| put(tx, Id::new(*message)))?;
        Ok(messages.last().copied())
    })
}
