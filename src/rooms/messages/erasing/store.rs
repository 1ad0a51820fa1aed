//! Threads and messages that go.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
        search::{Named, store::by_handfuls},
    },
    rooms::messages::{Message, Thread, finding},
    school::{
        Pupil,
        erasure::Subject,
        media::{Media, store as media},
    },
};
use rusqlite::params;

/// In one transaction at most.
const HANDFUL: i64 = 20;
/// In the place of a subject that somebody wrote who is gone.
const NO_SUBJECT: &str = "…";

/// Threads that were about this pupil and about no other.
pub fn remove_about(tx: &Tx, pupil: Id<Pupil>, subject: &Subject) -> Result<()> {
    let threads = tx.all(
        "SELECT DISTINCT t.thread FROM thread_through t WHERE t.pupil = ?1
           AND NOT EXISTS (SELECT 1 FROM thread_through o WHERE o.thread = t.thread AND o.pupil <> ?1)",
        [pupil],
        |row| row.get(0),
    )?;
    threads.into_iter().try_for_each(|thread| remove_thread(tx, thread, subject))
}

/// Of the threads that stay: whoever took part for this pupil alone does no more.
pub fn leave_for(tx: &Tx, pupil: Id<Pupil>, _: &Subject) -> Result<()> {
    tx.run(
        "DELETE FROM thread_member WHERE (thread, person) IN (SELECT t.thread, t.person FROM thread_through t WHERE t.pupil = ?1
           AND NOT EXISTS (SELECT 1 FROM thread_through o WHERE o.thread = t.thread AND o.person = t.person AND o.pupil <> ?1))",
        [pupil],
    )?;
    Ok(())
}

pub fn remove_drafts(tx: &Tx, subject: &Subject) -> Result<()> {
    let own = "SELECT id FROM message WHERE author = ?1 AND state = 'draft'";
    let drafts: Vec<Id<Message>> = tx.all(own, [subject.person], |row| row.get(0))?;
    drafts.into_iter().try_for_each(|message| remove(tx, message, subject))
}

/// Threads in which nobody of a family or of the pupils is left; of the others, what they wrote, and what was written to them
/// alone.
pub fn remove_own(tx: &Tx, subject: &Subject) -> Result<()> {
    let threads = tx.all(
        "SELECT m.thread FROM thread_member m WHERE m.person = ?1 AND NOT EXISTS
           (SELECT 1 FROM thread_member o WHERE o.thread = m.thread AND o.person <> ?1 AND NOT EXISTS (SELECT 1 FROM duty d WHERE d.person = o.person))",
        [subject.person],
        |row| row.get(0),
    )?;
    threads.into_iter().try_for_each(|thread| remove_thread(tx, thread, subject))?;
    let messages: Vec<Id<Message>> = tx.all(
        "SELECT id FROM message WHERE author = ?1 AND sent_at IS NOT NULL UNION SELECT id FROM message WHERE only_to = ?1",
        [subject.person],
        |row| row.get(0),
    )?;
    messages.into_iter().try_for_each(|message| remove(tx, message, subject))?;
    tx.run("UPDATE thread SET subject = ?2, to_said = '[]' WHERE opener = ?1", params![subject.person, NO_SUBJECT])?;
    Ok(())
}

/// What was said of a message that somebody reported, and how it was settled: the direction keeps it, without the name.
pub fn unname_reports(tx: &Tx, _: &Subject, name: &Named) -> Result<()> {
    by_handfuls(tx, "SELECT coalesce(max(id), 0) FROM message_report", |from, to| {
        let some: Vec<(i64, String, String)> =
            tx.all("SELECT id, why, remark FROM message_report WHERE id > ?1 AND id <= ?2", [from, to], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        for (id, why, remark) in some {
            if let Some((why, remark)) = name.taken_out_of(why, remark) {
                tx.run("UPDATE message_report SET why = ?2, remark = ?3 WHERE id = ?1", params![id, why, remark])?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// Threads in which nothing was written since that moment.
pub fn forget_old(tx: &Tx, before: Instant, _: &System) -> Result<usize> {
    let old: Vec<Id<Thread>> = tx.all(
        "SELECT t.id FROM thread t WHERE t.opened_at < ?1 AND NOT EXISTS
           (SELECT 1 FROM message m WHERE m.thread = t.id AND (m.changed_at >= ?1 OR m.delivered_at >= ?1)) ORDER BY t.opened_at LIMIT ?2",
        params![before, HANDFUL],
        |row| row.get(0),
    )?;
    for thread in &old {
        for message in messages_of(tx, *thread)? {
            let pieces = pieces_of(tx, message)?;
            take_out(tx, message)?;
            pieces.into_iter().try_for_each(|piece| media::forget(tx, piece))?;
        }
        tx.run("DELETE FROM thread WHERE id = ?1", [thread])?;
    }
    Ok(old.len())
}

fn remove_thread(tx: &Tx, thread: Id<Thread>, subject: &Subject) -> Result<()> {
    messages_of(tx, thread)?.into_iter().try_for_each(|message| remove(tx, message, subject))?;
    tx.run("DELETE FROM thread WHERE id = ?1", [thread])?;
    Ok(())
}

fn remove(tx: &Tx, message: Id<Message>, subject: &Subject) -> Result<()> {
    let pieces = pieces_of(tx, message)?;
    take_out(tx, message)?;
    pieces.into_iter().try_for_each(|piece| media::withdraw(tx, piece, subject))
}

fn take_out(tx: &Tx, message: Id<Message>) -> Result<()> {
    finding::store::remove(tx, message)?;
    tx.run("DELETE FROM document_use WHERE thing = 'message' AND thing_id = ?1", [message])?;
    tx.run("DELETE FROM message WHERE id = ?1", [message])?;
    Ok(())
}

fn messages_of(tx: &Tx, thread: Id<Thread>) -> Result<Vec<Id<Message>>> {
    tx.all("SELECT id FROM message WHERE thread = ?1", [thread], |row| row.get(0))
}

fn pieces_of(tx: &Tx, message: Id<Message>) -> Result<Vec<Id<Media>>> {
    tx.all("SELECT media FROM message_media WHERE message = ?1", [message], |row| row.get(0))
}
