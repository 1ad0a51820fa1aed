//! The rounds' rows.

use super::{Round, What};
use crate::base::{
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
    jobs::System,
};
use rusqlite::params;

pub fn last(rx: &Rx, what: What) -> Result<Option<Round>> {
    rx.one("SELECT tried_at, done_at, fault FROM backup_round WHERE what = ?1", [what.as_str()], |row| {
        Ok(Round { tried_at: row.get(0)?, done_at: row.get(1)?, fault: row.get(2)? })
    })
}

/// `done_at` is none when it failed: the last that went well is remembered.
pub fn note(tx: &Tx, what: What, round: &Round, _: &System) -> Result<()> {
    tx.run(
        "INSERT INTO backup_round (what, tried_at, done_at, fault) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (what) DO UPDATE SET tried_at = excluded.tried_at, done_at = coalesce(excluded.done_at, done_at), fault = excluded.fault",
        params![what.as_str(), round.tried_at, round.done_at, round.fault],
    )?;
    Ok(())
}

/// They were another box's.
pub fn forget(tx: &Tx, _: &System) -> Result<()> {
    tx.run("DELETE FROM backup_round", [])?;
    Ok(())
}
