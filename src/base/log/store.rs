//! How many errors the service had to log, and how many of them somebody has looked at.

use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Errors {
    pub counted: i64,
    pub unread: i64,
    pub last_at: Option<Instant>,
}

pub fn errors(rx: &Rx) -> Result<Errors> {
    let found = rx.one("SELECT counted, counted - read, last_at FROM error_count WHERE id = 1", [], |row| {
        Ok(Errors { counted: row.get(0)?, unread: row.get(1)?, last_at: row.get(2)? })
    })?;
    Ok(found.unwrap_or_default())
}

pub fn count(tx: &Tx, more: i64, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO error_count (id, counted, read, last_at) VALUES (1, ?1, 0, ?2)
         ON CONFLICT (id) DO UPDATE SET counted = counted + excluded.counted, last_at = excluded.last_at",
        params![more, now],
    )?;
    Ok(())
}

/// Somebody has looked at so many of them; those that came meanwhile are still unread.
pub fn read(tx: &Tx, counted: i64) -> Result<()> {
    tx.run("UPDATE error_count SET read = min(max(read, ?1), counted) WHERE id = 1", [counted])?;
    Ok(())
}
