//! Who was ever in the school's classes and groups, and the team.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    school::{Class, Person, Pupil, class::DutyKind, permit::Manages},
};
use jiff::civil::Date;

pub struct Enrolled {
    pub pupil: Id<Pupil>,
    pub last_name: String,
    pub first_name: String,
    pub grade: String,
    pub born_on: String,
    pub ine: String,
    pub from_on: String,
    pub until_on: Option<String>,
}

pub struct Grouped {
    pub group: String,
    pub from_on: String,
    pub until_on: String,
    pub pupil: Id<Pupil>,
    pub name: String,
}

pub struct DutyLine {
    pub person: Id<Person>,
    pub name: String,
    pub kind: DutyKind,
    pub class: String,
    pub from_on: String,
    pub until_on: Option<String>,
}

/// Whoever was of the class, for however long.
pub fn enrolled(rx: &Rx, _: &impl Manages, class: Id<Class>) -> Result<Vec<Enrolled>> {
    rx.all(
        "SELECT e.pupil, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.first_name, e.grade,
                coalesce(u.born_on, ''), coalesce(u.ine, ''), e.from_on, e.until_on
         FROM enrolment e JOIN person p ON p.id = e.pupil JOIN pupil u ON u.person = e.pupil WHERE e.class = ?1 ORDER BY p.sort_key, e.from_on",
        [class],
        |row| {
            Ok(Enrolled {
                pupil: row.get(0)?,
                last_name: row.get(1)?,
                first_name: row.get(2)?,
                grade: row.get(3)?,
                born_on: row.get(4)?,
                ine: row.get(5)?,
                from_on: row.get(6)?,
                until_on: row.get(7)?,
            })
        },
    )
}

/// Who was in which group, of those that end within these days.
pub fn grouped(rx: &Rx, (from, until): (Date, Date), _: &impl Manages) -> Result<Vec<Grouped>> {
    rx.all(
        "SELECT t.name, t.from_on, t.until_on, m.pupil, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM pupil_group t CROSS JOIN pupil_group_member m ON m.team = t.id JOIN person p ON p.id = m.pupil
         WHERE t.until_on BETWEEN ?1 AND ?2 ORDER BY t.from_on, t.sort_key, p.sort_key",
        [from.to_string(), until.to_string()],
        |row| {
            Ok(Grouped {
                group: row.get(0)?,
                from_on: row.get(1)?,
                until_on: row.get(2)?,
                pupil: row.get(3)?,
                name: row.get(4)?,
            })
        },
    )
}

pub fn duties(rx: &Rx, _: &impl Manages) -> Result<Vec<DutyLine>> {
    rx.all(
        "SELECT d.person, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, d.kind, coalesce(c.name, ''), d.from_on, d.until_on
         FROM duty d JOIN person p ON p.id = d.person LEFT JOIN class c ON c.id = d.class ORDER BY d.from_on, d.id",
        [],
        |row| {
            Ok(DutyLine {
                person: row.get(0)?,
                name: row.get(1)?,
                kind: DutyKind::parse(&row.get::<_, String>(2)?).unwrap_or(DutyKind::Staff),
                class: row.get(3)?,
                from_on: row.get(4)?,
                until_on: row.get(5)?,
            })
        },
    )
}
