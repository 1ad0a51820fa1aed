//! By which version of folding and stemming each index was built.

use crate::base::{
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

/// 0 for an index that was never built.
pub fn version(rx: &Rx, name: &str) -> Result<i64> {
    Ok(rx.one("SELECT version FROM search_shelf WHERE name = ?1", [name], |row| row.get(0))?.unwrap_or(0))
}

pub fn set_version(tx: &Tx, name: &str, version: i64) -> Result<()> {
    tx.run(
        "INSERT INTO search_shelf (name, version) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET version = excluded.version",
        params![name, version],
    )?;
    Ok(())
}
