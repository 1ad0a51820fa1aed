//! The journal's rows: added, never changed, forgotten after twelve months.

use super::Entry;
use crate::base::{
    clock::Instant,
    db::{SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

/// Connection and access logs are kept twelve months at most (CNIL's recommendation on logging).
pub const KEPT_DAYS: i64 = 365;

pub fn add(tx: &Tx, entry: &Entry) -> Result<()> {
    tx.insert(
        "INSERT INTO journal (at, by, act, thing, thing_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![entry.at, entry.by, entry.act, entry.thing, entry.thing_id],
    )?;
    Ok(())
}

pub fn forget_old(tx: &Tx, now: Instant) -> Result<usize> {
    tx.run("DELETE FROM journal WHERE at < ?1", [now.plus(-KEPT_DAYS * Instant::DAY)])
}
