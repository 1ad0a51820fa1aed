//! Words that go, and answers that lose their name.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Sql, SqlWrite, Tx},
        error::Result,
        files::{Hash, store as files},
        jobs::System,
    },
    rooms::liaison::{Note, finding},
    school::{Pupil, erasure::Subject},
};
use rusqlite::params;

/// In one transaction at most.
const HANDFUL: i64 = 20;

/// Words that were written to this pupil and to nobody else.
pub fn remove_alone_to(tx: &Tx, pupil: Id<Pupil>, _: &Subject) -> Result<()> {
    let alone = tx.all(
        "SELECT n.id FROM audience_pupil a CROSS JOIN liaison_note n ON n.audience = a.audience WHERE a.pupil = ?1
           AND NOT EXISTS (SELECT 1 FROM audience_part t WHERE t.audience = a.audience AND (t.kind <> 'pupil' OR t.part <> ?1))",
        [pupil],
        |row| row.get(0),
    )?;
    alone.into_iter().try_for_each(|note| remove(tx, note))
}

/// Of the words that stay: one pupil more who is gone, and whether it had been answered for them.
pub fn count(tx: &Tx, pupil: Id<Pupil>, _: &Subject) -> Result<()> {
    tx.run(
        "INSERT INTO liaison_gone (note, pupils, answered)
         SELECT n.id, 1, EXISTS (SELECT 1 FROM liaison_answer r WHERE r.note = n.id AND r.pupil = ?1 AND r.cancelled_at IS NULL)
         FROM audience_pupil a CROSS JOIN liaison_note n ON n.audience = a.audience WHERE a.pupil = ?1
         ON CONFLICT (note) DO UPDATE SET pupils = pupils + 1, answered = answered + excluded.answered",
        [pupil],
    )?;
    tx.run(
        "DELETE FROM audience_part WHERE kind = 'pupil' AND part = ?1 AND audience IN (SELECT audience FROM audience_pupil WHERE pupil = ?1)",
        [pupil],
    )?;
    Ok(())
}

/// What was answered for a child who stays counts as before; what was typed or joined to it goes.
pub fn disown_answers(tx: &Tx, subject: &Subject) -> Result<()> {
    tx.run(
        "DELETE FROM liaison_answer_value WHERE answer IN (SELECT id FROM liaison_answer WHERE guardian = ?1)
           AND question IN (SELECT q.id FROM liaison_question q WHERE q.id = question AND q.kind IN ('text', 'file'))",
        [subject.person],
    )?;
    tx.run("UPDATE liaison_answer SET guardian = ?2 WHERE guardian = ?1", params![subject.person, subject.former])?;
    Ok(())
}

/// With whom they shared the follow-up of a word goes on reading it.
pub fn disown_shares(tx: &Tx, subject: &Subject) -> Result<()> {
    tx.run("UPDATE liaison_share SET shared_by = ?2 WHERE shared_by = ?1", params![subject.person, subject.former])?;
    Ok(())
}

/// Those that left before that moment.
pub fn forget_old(tx: &Tx, before: Instant, _: &System) -> Result<usize> {
    let old: Vec<Id<Note>> = tx.all(
        "SELECT id FROM liaison_note WHERE sent_at < ?1 AND (delivered_at IS NOT NULL OR withdrawn_at IS NOT NULL) ORDER BY sent_at LIMIT ?2",
        params![before, HANDFUL],
        |row| row.get(0),
    )?;
    for note in &old {
        let held: Vec<String> = tx.all(
            "SELECT file FROM liaison_attachment WHERE note = ?1
             UNION SELECT thumbnail FROM liaison_attachment WHERE note = ?1 AND thumbnail IS NOT NULL
             UNION SELECT v.file FROM liaison_answer r JOIN liaison_answer_value v ON v.answer = r.id WHERE r.note = ?1 AND v.file IS NOT NULL",
            [note],
            |row| row.get(0),
        )?;
        remove(tx, *note)?;
        for hash in held.iter().filter_map(|file| Hash::parse(file)) {
            files::forget(tx, &hash)?;
        }
    }
    Ok(old.len())
}

fn remove(tx: &Tx, note: Id<Note>) -> Result<()> {
    finding::store::remove(tx, note)?;
    tx.run("DELETE FROM document_use WHERE thing = 'note' AND thing_id = ?1", [note])?;
    let audience: i64 = tx.value("SELECT audience FROM liaison_note WHERE id = ?1", [note])?;
    tx.run("DELETE FROM liaison_note WHERE id = ?1", [note])?;
    tx.run("DELETE FROM audience WHERE id = ?1", [audience])?;
    Ok(())
}
