//! The index of the words: a row for each word that is shown, with the version that it holds, its slip's questions among it.
//! Written by the functions that write words, in the same transaction.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, Tx},
        error::Result,
        rich_text,
        search::store::{HANDFUL, Index},
    },
    rooms::liaison::{Note, policy::OpenBook, store::formal},
    school::{
        permit::{May, Ties},
        viewer::Viewer,
    },
};
use rusqlite::params;

const INDEX: Index = Index {
    put: "INSERT OR REPLACE INTO liaison_search (rowid, folded, stems, version) VALUES (?1, ?2, ?3, ?4)",
    remove: "DELETE FROM liaison_search WHERE rowid = ?1",
    empty: "INSERT INTO liaison_search (liaison_search) VALUES ('delete-all')",
};

/// Of a pupil reached `a`: not by name.
const NOT_NAMED: &str = "NOT EXISTS (SELECT 1 FROM audience_part o WHERE o.audience = a.audience AND o.kind = 'pupil' AND o.part = a.pupil)";

/// What a slip asks, one question a line; empty without one. Of a note `n`.
const QUESTIONS: &str = "(SELECT coalesce(group_concat(q.label, char(10) ORDER BY q.place), '') FROM liaison_question q WHERE q.note = n.id)";

/// A word that answers.
pub struct Answering {
    pub note: Id<Note>,
    pub title: String,
    pub body: String,
    pub questions: String,
    pub sent_at: Instant,
    pub author_name: String,
}

/// Newest first. Within what the viewer teaches, leads, wrote, has a child in, or is told as who helps there: no other word
/// is counted or cut by.
pub fn answering(rx: &Rx, book: &May<OpenBook>, viewer: &Viewer, asked: &str, limit: usize) -> Result<Vec<Answering>> {
    let mut pupils: Vec<_> = viewer.children.iter().map(|child| child.id).collect();
    pupils.extend(viewer.pupil.map(|(own, _)| own));
    let sql = format!(
        "SELECT n.id, v.title, v.body, n.sent_at, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
           {QUESTIONS}
         FROM liaison_search CROSS JOIN liaison_note n ON n.id = liaison_search.rowid CROSS JOIN audience u ON u.id = n.audience
         JOIN liaison_version v ON v.note = n.id AND v.version = n.version JOIN person p ON p.id = n.author
         WHERE liaison_search MATCH ?1 AND n.withdrawn_at IS NULL AND n.delivered_at IS NOT NULL AND (?2 OR n.author = ?3
           OR EXISTS (SELECT 1 FROM json_each(?4) mine CROSS JOIN audience_pupil a ON a.audience = u.id AND a.pupil = mine.value)
           OR EXISTS (SELECT 1 FROM json_each(?5) taught CROSS JOIN audience_pupil a ON a.class = taught.value AND a.sent_at = u.sent_at AND a.audience = u.id)
           OR EXISTS (SELECT 1 FROM json_each(?6) led CROSS JOIN audience_part g ON g.audience = u.id AND g.kind = 'group' AND g.part = led.value)
           OR EXISTS (SELECT 1 FROM json_each(?8) helped CROSS JOIN audience_pupil a ON a.class = helped.value AND a.sent_at = u.sent_at AND a.audience = u.id WHERE {NOT_NAMED})
           OR EXISTS (SELECT 1 FROM json_each(?9) helped CROSS JOIN audience_pupil a ON a.audience = u.id AND a.pupil = helped.value WHERE {NOT_NAMED}))
         ORDER BY liaison_search.rowid DESC LIMIT ?7"
    );
    rx.all(
        &sql,
        params![
            asked,
            book.ties().meets(Ties::DIRECTOR),
            book.by(),
            Id::json(&pupils),
            Id::json(&viewer.teaches),
            Id::json(&viewer.leads),
            limit as i64,
            Id::json(&viewer.helps_in),
            Id::json(&viewer.accompanies)
        ],
        |row| {
            Ok(Answering {
                note: row.get(0)?,
                title: row.get(1)?,
                body: row.get(2)?,
                sent_at: row.get(3)?,
                author_name: formal(row, 4)?,
                questions: row.get(7)?,
            })
        },
    )
}

/// The version that is shown from now on; its questions stand already.
pub fn put(tx: &Tx, note: Id<Note>, version: i64, (title, body): (&str, &str)) -> Result<()> {
    let questions: String = tx.value(&format!("SELECT {QUESTIONS} FROM liaison_note n WHERE n.id = ?1"), [note])?;
    INDEX.put(tx, note.number(), &format!("{title}\n{}\n{questions}", rich_text::to_plain(body)), version)
}

/// Withdrawn: found by nobody any more.
pub fn remove(tx: &Tx, note: Id<Note>) -> Result<()> {
    INDEX.remove(tx, note.number())
}

/// Words shown without a row or with one of another version, and rows without a word shown.
pub fn strays(rx: &Rx) -> Result<i64> {
    rx.value(
        "SELECT (SELECT count(*) FROM liaison_note n LEFT JOIN liaison_search s ON s.rowid = n.id WHERE n.withdrawn_at IS NULL AND s.version IS NOT n.version)
              + (SELECT count(*) FROM liaison_search s LEFT JOIN liaison_note n ON n.id = s.rowid WHERE n.id IS NULL OR n.withdrawn_at IS NOT NULL)",
        [],
    )
}

pub fn rebuild(tx: &Tx) -> Result<()> {
    INDEX.rebuild(tx, |last| {
        let words = tx.all(
            "SELECT n.id, n.version, v.title, v.body FROM liaison_note n JOIN liaison_version v ON v.note = n.id AND v.version = n.version
             WHERE n.id > ?1 AND n.withdrawn_at IS NULL ORDER BY n.id LIMIT ?2",
            [last, HANDFUL],
            |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?)),
        )?;
        for (note, version, title, body) in &words {
            put(tx, Id::new(*note), *version, (title, body))?;
        }
        Ok(words.last().map(|(note, ..)| *note))
    })
}
