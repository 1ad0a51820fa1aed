//! The mappings that the school remembers.

use super::Setting;
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::people::import::Mapping,
    school::{
        permit::{Manages, May},
        policy::ManageSchool,
        settings,
    },
};
use rusqlite::params;

/// The newest first. What no longer reads as a mapping is none.
pub fn all(rx: &Rx, _: &impl Manages) -> Result<Vec<Setting>> {
    let zone = settings::store::facts(rx)?.zone_of_time();
    let rows = rx.all(
        "SELECT m.id, m.mapping, m.made_at, coalesce(p.first_name || ' ' || p.last_name, '')
         FROM people_mapping m LEFT JOIN person p ON p.id = m.made_by ORDER BY m.made_at DESC, m.id DESC",
        [],
        |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, Instant>(2)?, row.get::<_, String>(3)?))
        },
    )?;
    let read = rows.into_iter().filter_map(|(id, mapping, at, made_by)| {
        let mapping: Mapping = serde_json::from_str(&mapping).ok()?;
        Some(Setting { id, mapping, made_on: at.date(&zone), made_by })
    });
    Ok(read.collect())
}

/// In the place of what was said of the same titles before.
pub fn remember(tx: &Tx, mapping: &Mapping, now: Instant, by: &May<ManageSchool>) -> Result<()> {
    let titles: Vec<&str> = mapping.columns.keys().map(String::as_str).collect();
    tx.run(
        "INSERT INTO people_mapping (titles, mapping, made_by, made_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (titles) DO UPDATE SET mapping = excluded.mapping, made_by = excluded.made_by, made_at = excluded.made_at",
        params![titles.join(" "), serde_json::to_string(mapping)?, by.by(), now],
    )?;
    Ok(())
}

pub fn forget(tx: &Tx, id: i64, _: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM people_mapping WHERE id = ?1", [id])?;
    Ok(())
}
