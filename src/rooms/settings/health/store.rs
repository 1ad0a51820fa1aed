//! What the database says of itself.

use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    school::permit::Tends,
};
use rusqlite::params;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    pub at: Instant,
    pub faults: i64,
}

pub fn checked(rx: &Rx, _: &impl Tends) -> Result<Option<Checked>> {
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
