//! The rows of paired tablets.

use super::Tablet;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        secret::Token,
    },
    school::{Class, account::pupil::policy::TendPupils, permit::May},
};
use rusqlite::params;

/// The classes for which this tablet is known, and as which of their tablets.
pub fn classes_of(rx: &Rx, tablet: &Token) -> Result<Vec<(Id<Class>, i64)>> {
    rx.all("SELECT class, id FROM pupil_tablet WHERE token = ?1 ORDER BY class", [tablet.digest()], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

pub fn of_class(rx: &Rx, class: &May<TendPupils>) -> Result<Vec<Tablet>> {
    rx.all("SELECT id, name, paired_at FROM pupil_tablet WHERE class = ?1 ORDER BY id", [class.id], |row| {
        Ok(Tablet { id: row.get(0)?, name: row.get(1)?, paired_at: row.get(2)? })
    })
}

pub fn pair(tx: &Tx, class: &May<TendPupils>, tablet: &Token, name: &str, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO pupil_tablet (class, token, name, paired_at, paired_by) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (token, class) DO UPDATE SET name = excluded.name",
        params![class.id, tablet.digest(), name, now, class.by()],
    )?;
    Ok(())
}

/// Takes one of this class's tablets away, and the sessions on it; false when it is none of them.
pub fn forget(tx: &Tx, class: &May<TendPupils>, tablet: i64) -> Result<bool> {
    Ok(tx.run("DELETE FROM pupil_tablet WHERE id = ?1 AND class = ?2", params![tablet, class.id])? > 0)
}
