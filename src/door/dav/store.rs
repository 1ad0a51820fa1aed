//! The rows of locks and of dead properties.

use super::{drive::Top, locks::Lock, place::Place};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{
        Person,
        document::{Entry, Space},
    },
};
use rusqlite::params;

/// Of one property, and of all those of one thing.
pub const LONGEST: usize = 16 * 1024;
pub const MOST: i64 = 100;
/// One person's at a time.
pub const MOST_LOCKS: i64 = 2_000;

/// Those that hold in a space today.
pub fn locks(rx: &Rx, top: &Top, now: Instant) -> Result<Vec<Lock>> {
    rx.all(
        "SELECT token, path, is_deep, is_shared, person, said, expires_at FROM document_lock
         WHERE space = ?1 AND owner = ?2 AND expires_at > ?3 ORDER BY path, token",
        params![top.space.kind(), top.space.owner(), now],
        |row| {
            let path: String = row.get(1)?;
            let names = path.split('/').filter(|name| !name.is_empty());
            Ok(Lock {
                token: row.get(0)?,
                place: names.fold(Place::default().within(&top.name), |place, name| place.within(name)),
                is_deep: row.get(2)?,
                is_shared: row.get(3)?,
                person: row.get(4)?,
                said: row.get(5)?,
                expires_at: row.get(6)?,
            })
        },
    )
}

pub fn lock(tx: &Tx, space: Space, lock: &Lock, now: Instant) -> Result<()> {
    let path: String = lock.place.names().iter().skip(1).map(|name| format!("/{name}")).collect();
    tx.run("DELETE FROM document_lock WHERE expires_at <= ?1", [now])?;
    tx.insert(
        "INSERT INTO document_lock (token, space, owner, path, is_deep, is_shared, person, said, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            lock.token,
            space.kind(),
            space.owner(),
            path,
            lock.is_deep,
            lock.is_shared,
            lock.person,
            lock.said,
            lock.expires_at
        ],
    )?;
    Ok(())
}

pub fn count(rx: &Rx, person: Id<Person>, now: Instant) -> Result<i64> {
    rx.value("SELECT count(*) FROM document_lock WHERE person = ?1 AND expires_at > ?2", params![person, now])
}

/// Who holds it, as others call them: « M. Roussel ».
pub fn holder(rx: &Rx, person: Id<Person>) -> Result<String> {
    rx.value(
        "SELECT trim(CASE civility WHEN '' THEN first_name ELSE civility END || ' ' || CASE usage_name WHEN '' THEN last_name ELSE usage_name END)
         FROM person WHERE id = ?1",
        [person],
        )
}

pub fn prolong(tx: &Tx, token: &str, expires_at: Instant) -> Result<()> {
    tx.run("UPDATE document_lock SET expires_at = ?2 WHERE token = ?1", params![token, expires_at])?;
    Ok(())
}

pub fn unlock(tx: &Tx, token: &str) -> Result<()> {
    tx.run("DELETE FROM document_lock WHERE token = ?1", [token])?;
    Ok(())
}

/// « {namespace}name » and the element, of each of these things.
pub fn properties(rx: &Rx, documents: &[Id<Entry>]) -> Result<Vec<(Id<Entry>, String, String)>> {
    rx.all(
        "SELECT document, name, xml FROM document_property WHERE document IN (SELECT value FROM json_each(?1)) ORDER BY document, name",
        [Id::json(documents)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// False when there is no room for one more.
pub fn set(tx: &Tx, document: Id<Entry>, name: &str, xml: &str) -> Result<bool> {
    let others: i64 =
        tx.value("SELECT count(*) FROM document_property WHERE document = ?1 AND name <> ?2", params![document, name])?;
    if others >= MOST || name.len() + xml.len() > LONGEST {
        return Ok(false);
    }
    tx.run(
        "INSERT INTO document_property (document, name, xml) VALUES (?1, ?2, ?3) ON CONFLICT (document, name) DO UPDATE SET xml = excluded.xml",
        params![document, name, xml],
    )?;
    Ok(true)
}

pub fn remove(tx: &Tx, document: Id<Entry>, name: &str) -> Result<()> {
    tx.run("DELETE FROM document_property WHERE document = ?1 AND name = ?2", params![document, name])?;
    Ok(())
}

/// What was said of the one is said of its copy, and nothing else; below a folder likewise, name by name.
pub fn copy(tx: &Tx, from: Id<Entry>, to: Id<Entry>) -> Result<()> {
    tx.run("DELETE FROM document_property WHERE document = ?1", [to])?;
    tx.run(
        "WITH RECURSIVE pair (one, other, step) AS (
           SELECT ?1, ?2, 0
           UNION ALL SELECT d.id, e.id, pair.step + 1 FROM pair CROSS JOIN document d ON d.folder = pair.one
             CROSS JOIN document e ON e.folder = pair.other AND e.folded = d.folded
             WHERE pair.step < 60 AND d.binned_at IS NULL AND e.binned_at IS NULL)
         INSERT OR IGNORE INTO document_property (document, name, xml)
         SELECT pair.other, p.name, p.xml FROM pair CROSS JOIN document_property p ON p.document = pair.one",
        params![from, to],
    )?;
    Ok(())
}
