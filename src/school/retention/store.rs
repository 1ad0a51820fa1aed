//! The terms that the director chose.

use super::{Kind, Terms};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::permit::Manages,
};
use rusqlite::params;

pub fn terms(rx: &Rx) -> Result<Terms> {
    let mut terms = Terms::default();
    for (kind, days) in
        rx.all("SELECT kind, days FROM retention", [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?
    {
        if let Some(kind) = Kind::parse(&kind) {
            terms.set(kind, days);
        }
    }
    Ok(terms)
}

pub fn choose(tx: &Tx, kind: Kind, days: i64, now: Instant, by: &impl Manages) -> Result<()> {
    tx.run(
        "INSERT INTO retention (kind, days, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind) DO UPDATE SET days = excluded.days, changed_at = excluded.changed_at, changed_by = excluded.changed_by",
        params![kind.as_str(), days, now, by.actor()],
    )?;
    Ok(())
}
