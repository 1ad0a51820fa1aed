//! The rows of buckets.

use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

pub fn full_till(rx: &Rx, key: &str) -> Result<Option<Instant>> {
    rx.one("SELECT full_till FROM throttle WHERE key = ?1", [key], |row| row.get(0))
}

pub fn set(tx: &Tx, key: &str, full_till: Instant) -> Result<()> {
    tx.run("INSERT INTO throttle (key, full_till) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET full_till = excluded.full_till", params![key, full_till])?;
    Ok(())
}

pub fn forget(tx: &Tx, key: &str) -> Result<()> {
    tx.run("DELETE FROM throttle WHERE key = ?1", [key])?;
    Ok(())
}

/// Every bucket whose key begins so.
pub fn forget_all(tx: &Tx, beginning: &str) -> Result<()> {
    tx.run("DELETE FROM throttle WHERE key >= ?1 AND key < ?1 || char(1114111)", [beginning])?;
    Ok(())
}

/// Empty buckets need no row.
pub fn forget_empty(tx: &Tx, now: Instant) -> Result<()> {
    tx.run("DELETE FROM throttle WHERE full_till < ?1", [now])?;
    Ok(())
}
