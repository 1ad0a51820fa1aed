//! The one row of it.

use super::{DAYS, Leap, is_leap};
use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
    jobs::System,
};
use rusqlite::params;

/// The house looks: a leap is noted, and let go once it is borne out. True when what is old may go.
pub fn look(tx: &Tx, now: Instant, _: &System) -> Result<bool> {
    let looked_at: Option<Instant> = tx.one("SELECT looked_at FROM steady WHERE id = 1", [], |row| row.get(0))?;
    match looked_at {
        None => tx.run("INSERT INTO steady (id, looked_at) VALUES (1, ?1)", [now])?,
        Some(before) if is_leap(before, now) => {
            // Of two leaps in a row the first is told from: that is the date that was borne out.
            tx.run(
                "UPDATE steady SET looked_at = ?1, leapt_at = ?1, before = coalesce(before, ?2) WHERE id = 1",
                params![now, before],
            )?
        }
        Some(_) => tx.run("UPDATE steady SET looked_at = ?1 WHERE id = 1", [now])?,
    };
    match leap(tx, now)? {
        Some(leap) if leap.days < DAYS => Ok(false),
        Some(_) => tx.run("UPDATE steady SET leapt_at = NULL, before = NULL WHERE id = 1", []).map(|_| true),
        None => Ok(true),
    }
}

/// By the last look: what else goes by the clock asks this first.
pub fn is_steady(rx: &Rx, now: Instant) -> Result<bool> {
    let looked_at: Option<Instant> =
        rx.one("SELECT looked_at FROM steady WHERE id = 1 AND leapt_at IS NULL", [], |row| row.get(0))?;
    match looked_at {
        Some(before) => Ok(!is_leap(before, now)),
        None => Ok(!rx.exists("SELECT 1 FROM steady WHERE id = 1", [])?),
    }
}

/// The one that stands.
pub fn leap(rx: &Rx, now: Instant) -> Result<Option<Leap>> {
    let found: Option<(Instant, Instant)> =
        rx.one("SELECT before, leapt_at FROM steady WHERE id = 1 AND leapt_at IS NOT NULL", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let Some((before, at)) = found else { return Ok(None) };
    // Lines of a date that was ahead and is none any more do not count.
    let days = rx.value(
        "SELECT count(DISTINCT at / 86400) FROM journal WHERE at >= ?1 AND at <= ?2 AND by IS NOT NULL",
        params![at, now],
    )?;
    Ok(Some(Leap { before, at, days }))
}
