//! The rows of kept files.

use super::Hash;
use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::{Error, Result},
};
use rusqlite::params;

/// Says that the house needs this file; the same bytes kept twice are one row.
pub fn add(tx: &Tx, hash: &Hash, size: u64, media_type: &str, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO file (hash, size, media_type, made_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING",
        params![hash.as_str(), size as i64, media_type, now],
    )?;
    Ok(())
}

pub fn has_row(rx: &Rx, hash: &Hash) -> Result<bool> {
    rx.exists("SELECT 1 FROM file WHERE hash = ?1", [hash.as_str()])
}

/// Takes the row away unless something still names it: the database's own keys say so, whoever's table it is. The bytes
/// follow at the next sweep. True when the row is gone.
pub fn forget(tx: &Tx, hash: &Hash) -> Result<bool> {
    match tx.run("DELETE FROM file WHERE hash = ?1", [hash.as_str()]) {
        Err(Error::Internal(error)) if is_still_named(&error) => Ok(false),
        done => done.map(|_| true),
    }
}

fn is_still_named(error: &anyhow::Error) -> bool {
    let sqlite = error.downcast_ref::<rusqlite::Error>().and_then(rusqlite::Error::sqlite_error);
    sqlite.is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

pub fn all(rx: &Rx) -> Result<Vec<Hash>> {
    Ok(sizes(rx)?.into_iter().map(|(hash, _)| hash).collect())
}

/// Every file, and how many bytes it has.
pub fn sizes(rx: &Rx) -> Result<Vec<(Hash, u64)>> {
    let rows = rx.all("SELECT hash, size FROM file ORDER BY hash", [], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?.max(0) as u64))
    })?;
    let parsed = |(text, size): (String, u64)| Some((Hash::parse(&text)?, size));
    rows.into_iter().map(|row| parsed(row).ok_or_else(|| Error::internal("a file row has no hash"))).collect()
}
