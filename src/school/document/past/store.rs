//! Who was in a class, or taught there, on the last day of its year; and which classes a viewer was in.

use super::Past;
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    school::{Class, Pupil, viewer::Viewer},
};
use jiff::civil::Date;
use rusqlite::params;

/// Nobody while the year goes on: who is in the class has no last day yet.
pub fn of(rx: &Rx, class: Id<Class>) -> Result<Past> {
    let year: Option<(String, String, bool)> = rx.one(
        "SELECT y.label, y.ends_on, EXISTS (SELECT 1 FROM school_year n WHERE n.starts_on > y.starts_on)
         FROM class c JOIN school_year y ON y.id = c.year WHERE c.id = ?1",
        [class],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let Some((label, ends_on, is_over)) = year else { return Ok(Past::default()) };
    Ok(Past {
        year: is_over.then_some(label),
        pupils: rx.all(
            "SELECT pupil FROM enrolment WHERE class = ?1 AND until_on >= ?2",
            params![class, ends_on],
            |row| row.get(0),
        )?,
        teachers: rx.all(
            "SELECT person FROM duty WHERE class = ?1 AND kind = 'teacher' AND until_on >= ?2",
            params![class, ends_on],
            |row| row.get(0),
        )?,
        ends_on: ends_on.parse().ok(),
    })
}

/// The classes of years that are over in which the viewer, or a child of theirs, was to the end, or where they taught.
pub fn classes_of(rx: &Rx, viewer: &Viewer, today: Date) -> Result<Vec<Id<Class>>> {
    let mut pupils: Vec<Id<Pupil>> =
        viewer.children.iter().filter(|child| child.given.reads).map(|child| child.id).collect();
    pupils.extend(viewer.pupil.map(|(own, _)| own));
    let day = today.to_string();
    let mut classes: Vec<Id<Class>> = rx.all(
        "SELECT e.class FROM json_each(?1) j JOIN enrolment e ON e.pupil = j.value JOIN class c ON c.id = e.class
         JOIN school_year y ON y.id = c.year WHERE e.until_on >= y.ends_on AND y.ends_on < ?2",
        params![Id::json(&pupils), day],
        |row| row.get(0),
    )?;
    if viewer.is_staff {
        classes.extend(rx.all(
            "SELECT d.class FROM duty d JOIN class c ON c.id = d.class JOIN school_year y ON y.id = c.year
             WHERE d.person = ?1 AND d.kind = 'teacher' AND d.until_on >= y.ends_on AND y.ends_on < ?2",
            params![viewer.person, day],
            |row| row.get::<_, Id<Class>>(0),
        )?);
    }
    Ok(classes)
}
