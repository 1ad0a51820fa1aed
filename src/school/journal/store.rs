//! The journal's rows: added, never changed, forgotten after twelve months.

use super::Entry;
use crate::base::{
    clock::Instant,
    db::{SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

pub fn add(tx: &Tx, entry: &Entry) -> Result<()> {
    tx.insert(
        "INSERT INTO journal (at, by, act, thing, thing_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![entry.at, entry.by, entry.act, entry.thing, entry.thing_id],
    )?;
    Ok(())
}

/// Connection and access logs are kept twelve months at most (CNIL's recommendation on logging).
pub fn forget_old(tx: &Tx, before: Instant) -> Result<usize> {
    tx.run("DELETE FROM journal WHERE at < ?1", [before])
}
