//! The rows of the freeze.

use super::Freeze;
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{correspondence::Profile, permit::Manages},
};
use rusqlite::params;

pub fn freeze(rx: &Rx) -> Result<Freeze> {
    let rows = rx.all("SELECT profile, frozen_at FROM correspondence_freeze", [], |row| {
        Ok((Profile::parse(&row.get::<_, String>(0)?), row.get(1)?))
    })?;
    Ok(Freeze { rows: rows.into_iter().filter_map(|(profile, at)| Some((profile?, at))).collect() })
}

/// Everybody. Who was frozen already stays so since then.
pub fn stop(tx: &Tx, now: Instant, by: &impl Manages) -> Result<()> {
    for profile in Profile::ALL {
        tx.run(
            "INSERT INTO correspondence_freeze (profile, frozen_at, frozen_by) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![profile.as_str(), now, by.actor()],
        )?;
    }
    Ok(())
}

/// False when they were not frozen.
pub fn open(tx: &Tx, profile: Profile, _: &impl Manages) -> Result<bool> {
    Ok(tx.run("DELETE FROM correspondence_freeze WHERE profile = ?1", [profile.as_str()])? > 0)
}
