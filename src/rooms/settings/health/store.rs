//! What the database says of itself.

use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
    jobs::System,
};
use rusqlite::params;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    pub at: Instant,
    pub faults: i64,
}

/// For those who watch from outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    pub database: i64,
    pub media_waiting: i64,
}

pub fn sizes(rx: &Rx) -> Result<Sizes> {
    Ok(Sizes {
        database: rx.value("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", [])?,
        media_waiting: rx.value("SELECT count(*) FROM media WHERE state = 'waiting' AND attempts >= 0", [])?,
    })
}

pub fn checked(rx: &Rx) -> Result<Option<Checked>> {
    rx.one("SELECT checked_at, faults FROM health_check", [], |row| {
        Ok(Checked { at: row.get(0)?, faults: row.get(1)? })
    })
}

/// How many lines SQLite has to say when it reads every page, which takes a while.
pub fn faults(rx: &Rx, _: &System) -> Result<i64> {
    let said: Vec<String> = rx.all("PRAGMA quick_check", [], |row| row.get(0))?;
    Ok(said.iter().filter(|line| *line != "ok").count() as i64)
}

pub fn note(tx: &Tx, faults: i64, now: Instant, _: &System) -> Result<()> {
    tx.run(
        "INSERT INTO health_check (id, checked_at, faults) VALUES (1, ?1, ?2)
         ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at, faults = excluded.faults",
        params![now, faults],
    )?;
    Ok(())
}
