//! Rows of `mail_refusal`, by folded address.

use super::Refused;
use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
};
use rusqlite::{Row, params};

/// A report may come a day after the letter was taken: until then a success proves nothing.
const PROOF: i64 = Instant::DAY;
const COLUMNS: &str = "address, said, times, refused_at, stopped_at";

pub fn of(rx: &Rx, address: &str) -> Result<Option<Refused>> {
    rx.one(&format!("SELECT {COLUMNS} FROM mail_refusal WHERE address = lower(?1)"), [address], row)
}

/// The latest first.
pub fn all(rx: &Rx) -> Result<Vec<Refused>> {
    rx.all(&format!("SELECT {COLUMNS} FROM mail_refusal ORDER BY stopped_at IS NULL, refused_at DESC"), [], row)
}

/// « Réessayer »: the next letter leaves again. False when nothing stood against it.
pub fn lift(tx: &Tx, address: &str) -> Result<bool> {
    Ok(tx.run("DELETE FROM mail_refusal WHERE address = lower(?1)", [address])? > 0)
}

pub fn mark(tx: &Tx, address: &str, said: &str, is_hard: bool, now: Instant) -> Result<()> {
    let said: String = said.chars().take(300).collect();
    tx.run(
        "INSERT INTO mail_refusal (address, said, times, refused_at, stopped_at) VALUES (lower(?1), ?2, 1, ?3, ?4)
         ON CONFLICT (address) DO UPDATE SET times = times + 1, said = excluded.said, refused_at = excluded.refused_at,
            stopped_at = coalesce(stopped_at, excluded.stopped_at)",
        params![address, said, now, is_hard.then_some(now)],
    )?;
    Ok(())
}

/// A letter went through: what it refused before is forgotten, unless it was for good.
pub fn clear(tx: &Tx, address: &str, now: Instant) -> Result<()> {
    tx.run(
        "DELETE FROM mail_refusal WHERE address = lower(?1) AND stopped_at IS NULL AND refused_at < ?2",
        params![address, now.plus(-PROOF)],
    )?;
    Ok(())
}

pub fn forget_old(tx: &Tx, before: Instant) -> Result<usize> {
    tx.run("DELETE FROM mail_refusal WHERE refused_at < ?1", [before])
}

fn row(row: &Row) -> rusqlite::Result<Refused> {
    Ok(Refused { address: row.get(0)?, said: row.get(1)?, times: row.get(2)?, last: row.get(3)?, stopped: row.get(4)? })
}
