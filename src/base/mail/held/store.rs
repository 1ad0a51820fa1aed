//! Letters that waited in a backup. They may have left since it was made, so that none leaves again by itself: each waits, for
//! as long as it takes, until somebody says what becomes of it.

use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
    jobs::System,
};
use rusqlite::params;

/// Beyond the days that a calendar knows: no round ever finds it due.
const NEVER: i64 = 253_402_300_799;

pub struct Held {
    pub id: i64,
    pub person: Option<i64>,
    pub about: String,
}

/// All that waits. What is of this kind is of no use to anybody any more: its link opens nothing.
pub fn hold(tx: &Tx, useless: &str, _: &System) -> Result<usize> {
    tx.run("DELETE FROM outbox WHERE kind = ?1 AND sent_at IS NULL AND given_up_at IS NULL", [useless])?;
    tx.run("DELETE FROM outbox_held", [])?;
    let held = tx.run(
        "INSERT INTO outbox_held (letter, send_at) SELECT id, send_at FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL",
        [],
    )?;
    tx.run("UPDATE outbox SET send_at = ?1 WHERE id IN (SELECT letter FROM outbox_held)", [NEVER])?;
    Ok(held)
}

pub fn count(rx: &Rx) -> Result<i64> {
    rx.value("SELECT count(*) FROM outbox_held", [])
}

pub fn all(rx: &Rx) -> Result<Vec<Held>> {
    rx.all("SELECT o.id, o.person, o.about FROM outbox_held JOIN outbox o ON o.id = letter ORDER BY o.id", [], |row| {
        Ok(Held { id: row.get(0)?, person: row.get(1)?, about: row.get(2)? })
    })
}

/// It leaves as it is.
pub fn let_go(tx: &Tx, letter: i64, now: Instant) -> Result<()> {
    tx.run("UPDATE outbox SET send_at = ?2 WHERE id = ?1 AND send_at = ?3", params![letter, now, NEVER])?;
    tx.run("DELETE FROM outbox_held WHERE letter = ?1", [letter])?;
    Ok(())
}

/// None of them ever leaves.
pub fn drop_all(tx: &Tx) -> Result<usize> {
    tx.run("DELETE FROM outbox WHERE id IN (SELECT letter FROM outbox_held)", [])
}
