//! The one row of a school that came out of a backup.

use super::Restored;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    school::{Person, permit::Manages},
};
use rusqlite::params;

pub fn last(rx: &Rx) -> Result<Option<Restored>> {
    rx.one("SELECT at, made_at, confirmed_at FROM restored", [], |row| {
        Ok(Restored { at: row.get(0)?, made_at: row.get(1)?, confirmed_at: row.get(2)? })
    })
}

/// While nobody confirmed it.
pub fn pending(rx: &Rx) -> Result<Option<Restored>> {
    Ok(last(rx)?.filter(|restored| restored.confirmed_at.is_none()))
}

pub fn note(tx: &Tx, at: Instant, made_at: Instant, _: &System) -> Result<()> {
    tx.run("DELETE FROM restored", [])?;
    tx.run("INSERT INTO restored (id, at, made_at) VALUES (1, ?1, ?2)", params![at, made_at])?;
    Ok(())
}

pub fn confirm(tx: &Tx, now: Instant, by: Id<Person>, _: &impl Manages) -> Result<()> {
    let sql = "UPDATE restored SET confirmed_at = ?1, confirmed_by = ?2 WHERE confirmed_at IS NULL";
    tx.run(sql, params![now, by])?;
    Ok(())
}

/// The letters that waited may leave.
pub fn free_letters(tx: &Tx, _: &impl Manages) -> Result<()> {
    tx.run("UPDATE restored SET letters_go = 1", [])?;
    Ok(())
}

pub fn are_letters_free(rx: &Rx) -> Result<bool> {
    rx.exists("SELECT 1 FROM restored WHERE letters_go = 1", [])
}
