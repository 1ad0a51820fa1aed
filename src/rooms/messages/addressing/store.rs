//! Who stands behind a part, before anybody is judged; and how a part is named.

use super::{Part, Said};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::messages::store::formal,
    school::{Person, Pupil},
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody, and the child in whose respect they are meant.
pub type Meant = (Id<Person>, Option<Id<Pupil>>);

/// Each person with the child in whose respect they are meant. What the tie gives is not judged here.
pub fn people(rx: &Rx, part: Part, today: Date) -> Result<Vec<Meant>> {
    let today = today.to_string();
    match part {
        Part::Person(person) => Ok(vec![(person, None)]),
        Part::Guardian(person, pupil) => Ok(vec![(person, Some(pupil))]),
        Part::Family(pupil) => rx.all("SELECT guardian FROM guardianship WHERE pupil = ?1", [pupil], |row| {
            Ok((row.get(0)?, Some(pupil)))
        }),
        Part::Class(class) => rx.all(
            "SELECT g.guardian, g.pupil FROM enrolment e JOIN guardianship g ON g.pupil = e.pupil WHERE e.class = ?1 AND e.until_on IS NULL",
            [class],
            |row| Ok((row.get(0)?, row.get(1)?)),
        ),
        Part::Group(group) => rx.all(
            "SELECT g.guardian, g.pupil FROM pupil_group t JOIN pupil_group_member m ON m.team = t.id JOIN guardianship g ON g.pupil = m.pupil
             WHERE t.id = ?1 AND t.from_on <= ?2 AND t.until_on >= ?2",
            params![group, today],
            |row| Ok((row.get(0)?, row.get(1)?)),
        ),
        Part::Team => rx.all(
            "SELECT DISTINCT d.person FROM duty d WHERE d.kind NOT IN ('town', 'technician') AND d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1)",
            [today],
            |row| Ok((row.get(0)?, None)),
        ),
        Part::Direction => rx.all(
            "SELECT DISTINCT d.person FROM duty d WHERE d.kind = 'director' AND d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1)",
            [today],
            |row| Ok((row.get(0)?, None)),
        ),
    }
}

/// The parts with their names, in their order; what is gone is left out.
pub fn said(rx: &Rx, parts: &BTreeSet<Part>) -> Result<Vec<Said>> {
    let mut all = Vec::new();
    for part in parts {
        all.extend(
            match part {
                Part::Direction | Part::Team => Some((String::new(), String::new())),
                Part::Person(person) => name(rx, *person)?.map(|name| (name, String::new())),
                Part::Guardian(person, pupil) => name(rx, *person)?.zip(first_name(rx, *pupil)?),
                Part::Family(pupil) => first_name(rx, *pupil)?.map(|name| (name, String::new())),
                Part::Class(class) => rx
                    .one("SELECT name FROM class WHERE id = ?1", [class], |row| row.get(0))?
                    .map(|name| (name, String::new())),
                Part::Group(group) => rx
                    .one("SELECT name FROM pupil_group WHERE id = ?1", [group], |row| row.get(0))?
                    .map(|name| (name, String::new())),
            }
            .map(|(name, about)| Said::new(*part, name, about)),
        );
    }
    Ok(all)
}

fn name(rx: &Rx, person: Id<Person>) -> Result<Option<String>> {
    rx.one(
        "SELECT civility, first_name, CASE usage_name WHEN '' THEN last_name ELSE usage_name END FROM person WHERE id = ?1",
        [person],
        |row| formal(row, 0),
    )
}

fn first_name(rx: &Rx, pupil: Id<Pupil>) -> Result<Option<String>> {
    rx.one("SELECT first_name FROM person WHERE id = ?1", [pupil], |row| row.get(0))
}

/// Of these, who has no open account: they would not see it.
pub fn without_account(rx: &Rx, people: &[Id<Person>]) -> Result<BTreeMap<Id<Person>, String>> {
    let all = rx.all(
        "SELECT p.id, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM json_each(?1) j CROSS JOIN person p ON p.id = j.value LEFT JOIN account a ON a.person = p.id
         WHERE a.activated_at IS NULL OR a.closed_at IS NOT NULL",
        [Id::json(people)],
        |row| Ok((row.get(0)?, formal(row, 1)?)),
    )?;
    Ok(all.into_iter().collect())
}
