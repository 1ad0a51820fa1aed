//! The rows of uses.

use super::Use;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{
        document::{
            Entry, Facts, Shelf,
            policy::ReadEntry,
            store::{BESIDE_DOCUMENT, DOCUMENT, facts},
        },
        permit::{May, Rule},
    },
};
use rusqlite::params;

/// So many are told.
const MOST: i64 = 200;

/// Where one is used.
pub fn uses(rx: &Rx, entry: &May<ReadEntry>) -> Result<Vec<Use>> {
    below(rx, &[entry.id])
}

/// Where these, or what they hold, are used.
pub fn of_several<R: Rule<On = Shelf>>(rx: &Rx, _: &May<R>, entries: &[Facts]) -> Result<Vec<Use>> {
    below(rx, &entries.iter().map(|one| one.id).collect::<Vec<_>>())
}

fn below(rx: &Rx, tops: &[Id<Entry>]) -> Result<Vec<Use>> {
    rx.all(
        "WITH RECURSIVE down (id, step) AS (
           SELECT value, 0 FROM json_each(?1)
           UNION SELECT c.id, down.step + 1 FROM down CROSS JOIN document c ON c.folder = down.id WHERE down.step < 60 AND c.binned_at IS NULL)
         SELECT u.document, d.name, u.thing, u.thing_id FROM down CROSS JOIN document_use u ON u.document = down.id
         JOIN document d ON d.id = u.document GROUP BY u.document, u.thing, u.thing_id ORDER BY u.thing, u.thing_id LIMIT ?2",
        params![Id::json(tops), MOST],
        |row| Ok(Use { document: row.get(0)?, document_name: row.get(1)?, thing: row.get(2)?, thing_id: row.get(3)? }),
    )
}

/// This thing refers to it from now on.
pub fn add(tx: &Tx, entry: &May<ReadEntry>, thing: &str, thing_id: i64, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO document_use (document, thing, thing_id, used_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![entry.id, thing, thing_id, now],
    )?;
    Ok(())
}

/// It refers to no other than these any more.
pub fn keep_only(tx: &Tx, entries: &[Id<Entry>], thing: &str, thing_id: i64) -> Result<()> {
    tx.run(
        "DELETE FROM document_use WHERE thing = ?1 AND thing_id = ?2 AND document NOT IN (SELECT value FROM json_each(?3))",
        params![thing, thing_id, Id::json(entries)],
    )?;
    Ok(())
}

pub fn remove(tx: &Tx, entry: &May<ReadEntry>, thing: &str, thing_id: i64) -> Result<()> {
    tx.run(
        "DELETE FROM document_use WHERE document = ?1 AND thing = ?2 AND thing_id = ?3",
        params![entry.id, thing, thing_id],
    )?;
    Ok(())
}

/// What a thing refers to, in the order in which it began to. The caller holds a permit on the thing.
pub fn of_thing<R: Rule>(rx: &Rx, _: &May<R>, thing: &str, thing_id: i64) -> Result<Vec<Facts>> {
    rx.all(
        &format!(
            "SELECT {DOCUMENT} FROM document_use w CROSS JOIN document d ON d.id = w.document {BESIDE_DOCUMENT}
             WHERE w.thing = ?1 AND w.thing_id = ?2 AND d.binned_at IS NULL ORDER BY w.used_at, d.id"
        ),
        params![thing, thing_id],
        facts,
    )
}
