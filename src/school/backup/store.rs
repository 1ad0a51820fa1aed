//! The rounds' rows, and the plan's one row.

use super::{Plan, Round, What};
use crate::{
    base::{
        backup::Keep,
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    school::permit::Manages,
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

pub fn plan(rx: &Rx) -> Result<Plan> {
    let found = rx.one("SELECT disk, days, weeks, months, asked_at FROM backup_plan", [], |row| {
        let keep = Keep { days: row.get(1)?, weeks: row.get(2)?, months: row.get(3)? };
        Ok(Plan { disk: row.get(0)?, keep, asked_at: row.get(4)? })
    })?;
    Ok(found.unwrap_or_default())
}

pub fn set_keep(tx: &Tx, keep: Keep, _: &impl Manages) -> Result<()> {
    begin(tx)?;
    tx.run("UPDATE backup_plan SET days = ?1, weeks = ?2, months = ?3", params![keep.days, keep.weeks, keep.months])?;
    Ok(())
}

/// Another disk has no rounds yet.
pub fn set_disk(tx: &Tx, label: &str, _: &impl Manages) -> Result<()> {
    begin(tx)?;
    if tx.run("UPDATE backup_plan SET disk = ?1 WHERE disk <> ?1", [label])? > 0 {
        tx.run("DELETE FROM backup_round WHERE what = ?1", [What::Disk.as_str()])?;
    }
    Ok(())
}

pub fn ask(tx: &Tx, now: Instant, _: &impl Manages) -> Result<()> {
    begin(tx)?;
    tx.run("UPDATE backup_plan SET asked_at = ?1", [now])?;
    Ok(())
}

/// Made or failed: the round says which.
pub fn answered(tx: &Tx, _: &System) -> Result<()> {
    tx.run("UPDATE backup_plan SET asked_at = NULL WHERE asked_at IS NOT NULL", [])?;
    Ok(())
}

fn begin(tx: &Tx) -> Result<()> {
    let usual = Keep::default();
    tx.run(
        "INSERT INTO backup_plan (id, days, weeks, months) VALUES (1, ?1, ?2, ?3) ON CONFLICT (id) DO NOTHING",
        params![usual.days, usual.weeks, usual.months],
    )?;
    Ok(())
}
