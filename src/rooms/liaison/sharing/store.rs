//! With whom the follow-up of a word is shared.

use super::Share;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::liaison::{Note, policy::ShareFollowUp, store::formal},
    school::{
        Person,
        permit::{May, Witness},
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// Somebody of the school with whom it is shared, or may be.
pub struct Colleague {
    pub person: Id<Person>,
    pub name: String,
    pub is_shared: bool,
}

pub fn of_note(rx: &Rx, note: Id<Note>, _: &Witness) -> Result<Vec<Share>> {
    rx.all("SELECT person, shared_by FROM liaison_share WHERE note = ?1", [note], |row| {
        Ok(Share { person: row.get(0)?, by: row.get(1)? })
    })
}

/// Who works at the school today and can sign in, but the viewer.
pub fn colleagues(rx: &Rx, note: &May<ShareFollowUp>, today: Date) -> Result<Vec<Colleague>> {
    rx.all(
        "SELECT DISTINCT p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.id,
           EXISTS (SELECT 1 FROM liaison_share s WHERE s.note = ?1 AND s.person = p.id), p.sort_key
         FROM duty d JOIN person p ON p.id = d.person
         WHERE d.kind NOT IN ('town', 'technician') AND d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?2) AND p.id <> ?3
           AND EXISTS (SELECT 1 FROM account a WHERE a.person = p.id AND a.closed_at IS NULL) ORDER BY p.sort_key",
        params![note.id, today.to_string(), note.by()],
        |row| Ok(Colleague { name: formal(row, 0)?, person: row.get(3)?, is_shared: row.get(4)? }),
    )
}

/// Shared anew by another, it shows what that other follows up.
pub fn add(tx: &Tx, note: &May<ShareFollowUp>, person: Id<Person>, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO liaison_share (note, person, shared_by, shared_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (note, person) DO UPDATE SET shared_by = excluded.shared_by, shared_at = excluded.shared_at",
        params![note.id, person, note.by(), now],
    )?;
    Ok(())
}

/// False when it was not shared with them.
pub fn remove(tx: &Tx, note: &May<ShareFollowUp>, person: Id<Person>) -> Result<bool> {
    Ok(tx.run("DELETE FROM liaison_share WHERE note = ?1 AND person = ?2", params![note.id, person])? > 0)
}
