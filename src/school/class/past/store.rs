//! Reads over all years.

use super::ClassOfYear;
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    school::{Class, Person, permit::Manages},
};
use std::collections::HashSet;

/// The newest year first.
pub fn classes(rx: &Rx, by: &impl Manages) -> Result<Vec<ClassOfYear>> {
    let mut all = rx.all(
        "SELECT c.id, y.label, c.name FROM school_year y JOIN class c ON c.year = y.id ORDER BY y.starts_on DESC, c.name",
        [],
        |row| Ok(ClassOfYear { id: row.get(0)?, year: row.get(1)?, name: row.get(2)?, teachers: Vec::new() }),
    )?;
    for class in &mut all {
        class.teachers = teachers(rx, class.id, by)?;
    }
    Ok(all)
}

fn teachers(rx: &Rx, class: Id<Class>, _: &impl Manages) -> Result<Vec<String>> {
    rx.all(
        "SELECT DISTINCT p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM duty d JOIN person p ON p.id = d.person WHERE d.class = ?1 AND d.kind IN ('teacher', 'substitute') ORDER BY d.from_on",
        [class],
        |row| {
            let (civility, first, last): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("{} {last}", if civility.is_empty() { first } else { civility }))
        },
    )
}

/// Of these people, whoever works or worked here: the school speaks by them, and they are named to all.
pub fn of_the_school(rx: &Rx, people: &[Id<Person>]) -> Result<HashSet<Id<Person>>> {
    let all = rx.all(
        "SELECT j.value FROM json_each(?1) j WHERE EXISTS (SELECT 1 FROM duty d WHERE d.person = j.value)",
        [Id::json(people)],
        |row| row.get(0),
    )?;
    Ok(all.into_iter().collect())
}
