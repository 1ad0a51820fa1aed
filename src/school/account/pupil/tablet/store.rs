//! The rows of paired tablets.

use super::{KEPT, Tablet};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        secret::Token,
    },
    school::{Class, account::pupil::policy::TendPupils, permit::May},
};
use jiff::civil::Date;
use rusqlite::params;

/// The classes of today for which this tablet is known, and as which of their tablets.
pub fn classes_of(rx: &Rx, tablet: &Token, now: Instant, today: Date) -> Result<Vec<(Id<Class>, i64)>> {
    rx.all(
        "SELECT t.class, t.id FROM pupil_tablet t JOIN class c ON c.id = t.class JOIN school_year y ON y.id = c.year AND y.starts_on <= ?3 AND y.ends_on >= ?3
         WHERE t.token = ?1 AND t.paired_at > ?2 ORDER BY t.class",
        params![tablet.digest(), now.plus(-KEPT), today.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub fn of_class(rx: &Rx, class: &May<TendPupils>) -> Result<Vec<Tablet>> {
    rx.all("SELECT id, name, paired_at FROM pupil_tablet WHERE class = ?1 ORDER BY id", [class.id], |row| {
        Ok(Tablet { id: row.get(0)?, name: row.get(1)?, paired_at: row.get(2)? })
    })
}

pub fn pair(tx: &Tx, class: &May<TendPupils>, tablet: &Token, name: &str, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO pupil_tablet (class, token, name, paired_at, paired_by) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (token, class) DO UPDATE SET name = excluded.name, paired_at = excluded.paired_at, paired_by = excluded.paired_by",
        params![class.id, tablet.digest(), name, now, class.by()],
    )?;
    Ok(())
}

/// The tablet goes by another secret from here on: who may have read the old one has nothing.
pub fn change_secret(tx: &Tx, old: &Token, new: &Token) -> Result<()> {
    tx.run("UPDATE pupil_tablet SET token = ?2 WHERE token = ?1", params![old.digest(), new.digest()])?;
    Ok(())
}

/// Those that no browser keeps any more.
pub fn forget_old(tx: &Tx, now: Instant) -> Result<()> {
    tx.run("DELETE FROM pupil_tablet WHERE paired_at < ?1", [now.plus(-KEPT)])?;
    Ok(())
}

/// Takes one of this class's tablets away, and the sessions on it; false when it is none of them.
pub fn forget(tx: &Tx, class: &May<TendPupils>, tablet: i64) -> Result<bool> {
    Ok(tx.run("DELETE FROM pupil_tablet WHERE id = ?1 AND class = ?2", params![tablet, class.id])? > 0)
}
