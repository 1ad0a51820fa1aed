//! Who goes by a name, before anybody is judged.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::messages::store::formal,
    school::{Person, Pupil, class::DutyKind},
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::BTreeMap;

pub struct Named {
    pub person: Id<Person>,
    /// « Mme Petit »; of a pupil first name and name.
    pub name: String,
    pub first_name: String,
    pub class_name: String,
    pub pupil: Option<Id<Pupil>>,
}

pub struct Role {
    pub kind: DutyKind,
    pub class_name: String,
}

pub fn named(rx: &Rx, asked: &str, limit: usize) -> Result<Vec<Named>> {
    rx.all(
        "SELECT p.id, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, u.person, coalesce(c.name, '')
         FROM person_search CROSS JOIN person p ON p.id = person_search.rowid LEFT JOIN pupil u ON u.person = p.id
         LEFT JOIN enrolment e ON e.pupil = p.id AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class
         WHERE person_search MATCH ?1 AND u.left_on IS NULL ORDER BY p.sort_key LIMIT ?2",
        params![asked, limit as i64],
        |row| {
            Ok(Named {
                person: row.get(0)?,
                name: formal(row, 1)?,
                first_name: row.get(2)?,
                class_name: row.get(5)?,
                pupil: row.get(4)?,
            })
        },
    )
}

/// Every tie of these children, with the guardian's name.
pub fn guardians(rx: &Rx, pupils: &[Id<Pupil>]) -> Result<Vec<(Id<Pupil>, Id<Person>, String)>> {
    rx.all(
        "SELECT g.pupil, p.id, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM json_each(?1) j CROSS JOIN guardianship g ON g.pupil = j.value JOIN person p ON p.id = g.guardian ORDER BY g.pupil, p.sort_key",
        [Id::json(pupils)],
        |row| Ok((row.get(0)?, row.get(1)?, formal(row, 2)?)),
    )
}

/// First name and class.
pub fn children(rx: &Rx, pupils: &[Id<Pupil>]) -> Result<BTreeMap<Id<Pupil>, (String, String)>> {
    let all = rx.all(
        "SELECT p.id, p.first_name, coalesce(c.name, '') FROM json_each(?1) j CROSS JOIN person p ON p.id = j.value
         LEFT JOIN enrolment e ON e.pupil = p.id AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class",
        [Id::json(pupils)],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    Ok(all.into_iter().collect())
}

/// Everybody who works here that day, by name.
pub fn staff(rx: &Rx, today: Date) -> Result<Vec<(Id<Person>, String)>> {
    rx.all(
        "SELECT p.id, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM (SELECT DISTINCT person FROM duty WHERE kind NOT IN ('town', 'technician') AND from_on <= ?1 AND (until_on IS NULL OR until_on >= ?1)) d
         CROSS JOIN person p ON p.id = d.person ORDER BY p.sort_key",
        [today.to_string()],
        |row| Ok((row.get(0)?, formal(row, 1)?)),
    )
}

/// What these do here that day.
pub fn roles(rx: &Rx, people: &[Id<Person>], today: Date) -> Result<BTreeMap<Id<Person>, Vec<Role>>> {
    let rows = rx.all(
        "SELECT d.person, d.kind, coalesce(c.name, '') FROM json_each(?1) j CROSS JOIN duty d ON d.person = j.value LEFT JOIN class c ON c.id = d.class
         WHERE d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?2) ORDER BY d.id",
        params![Id::json(people), today.to_string()],
        |row| Ok((row.get::<_, Id<Person>>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
    )?;
    let mut roles: BTreeMap<Id<Person>, Vec<Role>> = BTreeMap::new();
    for (person, kind, class_name) in rows {
        let role = DutyKind::parse(&kind).map(|kind| Role { kind, class_name });
        roles.entry(person).or_default().extend(role);
    }
    Ok(roles)
}
