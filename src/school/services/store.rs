//! The rows of rooms turned off.

use super::Off;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{Class, permit::Manages},
};
use rusqlite::params;

pub fn off(rx: &Rx) -> Result<Off> {
    let rows = rx.all("SELECT room, class FROM service_off", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Off { rows })
}

/// Whether a room is on for a class: what a letter's writer asks before it writes.
pub fn is_on(rx: &Rx, room: &str, class: Id<Class>) -> Result<bool> {
    let is_off =
        rx.exists("SELECT 1 FROM service_off WHERE room = ?1 AND coalesce(class, 0) IN (0, ?2)", params![room, class])?;
    Ok(!is_off)
}

/// Turns a room off for the school and for these classes, and on for all the others.
pub fn set(tx: &Tx, room: &str, is_off: bool, classes: &[Id<Class>], now: Instant, by: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM service_off WHERE room = ?1", [room])?;
    let whole = is_off.then_some(None);
    for class in whole.into_iter().chain(classes.iter().map(Some)) {
        tx.run(
            "INSERT INTO service_off (room, class, off_at, off_by) VALUES (?1, ?2, ?3, ?4)",
            params![room, class, now, by.actor()],
        )?;
    }
    Ok(())
}
