//! The queue. A leased job whose machine lost power is taken again once its lease is over.

use super::Job;
use crate::base::{
    clock::Instant,
    db::{Sql, SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

/// Longer than any job may take.
const LEASE: i64 = 15 * Instant::MINUTE;
/// Waits before the second, third… try, in seconds; after the last one the job is set aside.
const WAITS: [i64; 6] = [30, 120, 600, 3_600, 6 * 3_600, 24 * 3_600];

pub struct Due {
    pub id: i64,
    pub name: String,
    pub payload: String,
    pub attempts: usize,
}

pub fn enqueue<J: Job>(tx: &Tx, job: &J, run_at: Instant) -> Result<()> {
    tx.insert(
        "INSERT INTO job (name, payload, run_at) VALUES (?1, ?2, ?3)",
        params![J::NAME, serde_json::to_string(job)?, run_at],
    )?;
    Ok(())
}

/// The oldest that is due, leased to the caller.
pub fn lease(tx: &Tx, now: Instant) -> Result<Option<Due>> {
    let due = tx.one(
        "SELECT id, name, payload, attempts FROM job WHERE ended_at IS NULL AND run_at <= ?1 ORDER BY run_at, id LIMIT 1",
        [now],
        |row| Ok(Due { id: row.get(0)?, name: row.get(1)?, payload: row.get(2)?, attempts: row.get::<_, i64>(3)? as usize }),
    )?;
    if let Some(due) = &due {
        // Until it ends, being due again means that its lease has run out.
        tx.run("UPDATE job SET run_at = ?2, attempts = attempts + 1 WHERE id = ?1", params![due.id, now.plus(LEASE)])?;
    }
    Ok(due)
}

pub fn end(tx: &Tx, id: i64, now: Instant) -> Result<()> {
    tx.run("UPDATE job SET ended_at = ?2, fault = NULL WHERE id = ?1", params![id, now])?;
    Ok(())
}

/// Puts it off, or sets it aside with its fault when it was tried often enough.
pub fn put_off(tx: &Tx, due: &Due, fault: &str, now: Instant) -> Result<()> {
    match WAITS.get(due.attempts) {
        Some(wait) => {
            tx.run("UPDATE job SET run_at = ?2, fault = ?3 WHERE id = ?1", params![due.id, now.plus(*wait), fault])?
        }
        None => tx.run("UPDATE job SET ended_at = ?2, fault = ?3 WHERE id = ?1", params![due.id, now, fault])?,
    };
    Ok(())
}

pub fn forget_ended(tx: &Tx, before: Instant) -> Result<usize> {
    tx.run("DELETE FROM job WHERE ended_at < ?1", [before])
}
