//! Rows of replies that signed nothing.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
        mail::Incoming,
    },
    rooms::liaison::{Note, letters, policy::FollowUp},
    school::{Person, Pupil, audience::Reached, permit::May},
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::HashSet;

/// What hindered a reply from being an answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// More than the words that were asked for.
    Words,
    /// Another address than the one written to, or theirs no more.
    Sender,
    NotAuthentic,
    Forward,
    Withdrawn,
    Expired,
    /// The text that it answers is no longer the one that counts.
    Corrected,
    /// This word is not answered by mail.
    NotByMail,
    /// It is not theirs to answer for any of the children.
    NoRight,
    /// Their account was closed.
    Closed,
}

impl Why {
    const ALL: [Why; 10] = [
        Why::Words,
        Why::Sender,
        Why::NotAuthentic,
        Why::Forward,
        Why::Withdrawn,
        Why::Expired,
        Why::Corrected,
        Why::NotByMail,
        Why::NoRight,
        Why::Closed,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Why::Words => "words",
            Why::Sender => "sender",
            Why::NotAuthentic => "not_authentic",
            Why::Forward => "forward",
            Why::Withdrawn => "withdrawn",
            Why::Expired => "expired",
            Why::Corrected => "corrected",
            Why::NotByMail => "not_by_mail",
            Why::NoRight => "no_right",
            Why::Closed => "closed",
        }
    }

    fn parse(text: &str) -> Option<Why> {
        Why::ALL.into_iter().find(|why| why.as_str() == text)
    }
}

/// A reply to be read.
pub struct ToRead {
    pub id: i64,
    pub guardian: String,
    pub children: Vec<String>,
    pub received_at: Instant,
    pub why: Why,
    pub text: String,
}

/// False when it was taken already.
pub fn add(
    tx: &Tx,
    letter: &letters::store::Row,
    incoming: &Incoming,
    why: Why,
    now: Instant,
    _: &System,
) -> Result<bool> {
    let added = tx.run(
        "INSERT INTO liaison_incoming (letter, received_at, message, why, text) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (message) DO NOTHING",
        params![letter.id, now, incoming.message, why.as_str(), incoming.text],
    )?;
    Ok(added > 0)
}

/// Replies to this word that nobody has put away, about the pupils followed up.
pub fn to_read(rx: &Rx, note: &May<FollowUp>, seen: &[Reached]) -> Result<Vec<ToRead>> {
    let seen: HashSet<Id<Pupil>> = seen.iter().map(|one| one.pupil).collect();
    let rows = rx.all(
        "SELECT i.id, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, c.pupil, u.first_name, i.received_at, i.why, i.text
         FROM liaison_letter l JOIN liaison_incoming i ON i.letter = l.id JOIN liaison_letter_pupil c ON c.letter = l.id
         JOIN person p ON p.id = l.guardian JOIN person u ON u.id = c.pupil
         WHERE l.note = ?1 AND i.read_at IS NULL ORDER BY i.received_at, i.id, u.sort_key",
        [note.id],
        |row| {
            let reply = ToRead {
                id: row.get(0)?,
                guardian: row.get(1)?,
                children: vec![row.get(3)?],
                received_at: row.get(4)?,
                why: Why::parse(&row.get::<_, String>(5)?).unwrap_or(Why::Words),
                text: row.get(6)?,
            };
            Ok((row.get::<_, Id<Pupil>>(2)?, reply))
        },
    )?;
    let mut replies: Vec<ToRead> = Vec::new();
    for (pupil, reply) in rows {
        if !seen.contains(&pupil) {
            continue;
        }
        match replies.last_mut() {
            Some(last) if last.id == reply.id => last.children.extend(reply.children),
            _ => replies.push(reply),
        }
    }
    Ok(replies)
}

/// Whether some reply to this word is still to be read.
pub fn any_to_read(rx: &Rx, note: Id<Note>, _: &System) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM liaison_letter l JOIN liaison_incoming i ON i.letter = l.id WHERE l.note = ?1 AND i.read_at IS NULL",
        [note],
    )
}

/// Read: its text is kept no longer.
pub fn put_away(tx: &Tx, note: &May<FollowUp>, reply: &ToRead, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE liaison_incoming SET read_at = ?2, read_by = ?3, text = '' WHERE id = ?1 AND read_at IS NULL",
        params![reply.id, now, note.by()],
    )?;
    Ok(())
}

/// Who may have to read a reply, the nearest first: who wrote the word, if they have these children; who teaches the
/// children's classes; the directors.
pub fn readers(rx: &Rx, letter: &letters::store::Row, today: Date, _: &System) -> Result<Vec<Id<Person>>> {
    rx.all(
        "SELECT d.person, max(n.author = d.person) AS wrote, min(d.kind = 'director') AS directs
         FROM liaison_letter_pupil c JOIN liaison_letter l ON l.id = c.letter JOIN liaison_note n ON n.id = l.note
         JOIN audience_pupil a ON a.audience = n.audience AND a.pupil = c.pupil
         JOIN duty d ON d.kind = 'director' OR (d.class = a.class AND d.kind IN ('teacher', 'substitute'))
           OR d.team IN (SELECT g.team FROM audience_group g WHERE g.audience = n.audience AND g.pupil = c.pupil)
         WHERE c.letter = ?1 AND d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?2)
         GROUP BY d.person ORDER BY wrote DESC, directs, d.person",
        params![letter.id, today.to_string()],
        |row| row.get(0),
    )
}

/// Where a colleague's letters go; empty without an address.
pub fn email(rx: &Rx, person: Id<Person>, _: &System) -> Result<String> {
    rx.value("SELECT email FROM person WHERE id = ?1", [person])
}
