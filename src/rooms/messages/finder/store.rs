//! What somebody does here, to be told apart by.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    school::{Person, class::DutyKind},
};
use jiff::civil::Date;
use rusqlite::params;

pub struct Role {
    pub kind: DutyKind,
    pub class_name: String,
}

/// That day.
pub fn roles(rx: &Rx, person: Id<Person>, today: Date) -> Result<Vec<Role>> {
    let rows = rx.all(
        "SELECT d.kind, coalesce(c.name, '') FROM duty d LEFT JOIN class c ON c.id = d.class
         WHERE d.person = ?1 AND d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?2) ORDER BY d.id",
        params![person, today.to_string()],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    let role = |(kind, class_name): (String, String)| Some(Role { kind: DutyKind::parse(&kind)?, class_name });
    Ok(rows.into_iter().filter_map(role).collect())
}
