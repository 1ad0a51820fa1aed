//! The rows of school years, and what ends or goes on with one.

use super::{ClassOfYear, OfYear, Past, Year};
use crate::{
    base::{
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{
        Class, Person, Pupil,
        calendar::SchoolYear,
        class::store::{YearRow, ensure_year},
        grade::Grade,
        permit::Manages,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::HashSet;

const YEAR: &str = "SELECT id, label, starts_on, ends_on FROM school_year";

/// Every year, the latest first.
pub fn years(rx: &Rx) -> Result<Vec<Year>> {
    rx.all(&format!("{YEAR} ORDER BY starts_on DESC"), [], year_row)
}

/// The year that holds this day.
pub fn year_on(rx: &Rx, day: Date) -> Result<Option<Year>> {
    let sql = format!("{YEAR} WHERE starts_on <= ?1 AND ends_on >= ?1 ORDER BY starts_on DESC LIMIT 1");
    rx.one(&sql, [day.to_string()], year_row)
}

/// The first day of the year that holds this one, as the school has it; the calendar's when it has none.
pub fn first_day(rx: &Rx, day: Date) -> Result<Date> {
    Ok(year_on(rx, day)?.map_or_else(|| SchoolYear::of(day).first_day(), |year| year.starts_on))
}

/// The year in which a class made today stands: the school's own, or the calendar's, which is then written down.
pub fn ensure_current(tx: &Tx, today: Date, by: &impl Manages) -> Result<YearRow> {
    if let Some(year) = year_on(tx, today)? {
        return Ok(YearRow { id: year.id, label: year.label });
    }
    let year = SchoolYear::of(today);
    ensure_year(tx, &year.label(), year.first_day(), year.last_day(), by)
}

/// A year begins: the one before ends on the eve, so that no day lies between two years nor in both.
pub fn open(tx: &Tx, label: &str, starts_on: Date, ends_on: Date, by: &impl Manages) -> Result<YearRow> {
    let eve = starts_on.yesterday().unwrap_or(starts_on).to_string();
    tx.run(
        "UPDATE school_year SET ends_on = ?2 WHERE label <> ?1 AND ends_on <> ?2
         AND starts_on = (SELECT max(starts_on) FROM school_year WHERE label <> ?1 AND starts_on < ?2)",
        params![label, eve],
    )?;
    let year = ensure_year(tx, label, starts_on, ends_on, by)?;
    tx.run(
        "UPDATE school_year SET starts_on = ?2, ends_on = ?3 WHERE id = ?1",
        params![year.id, starts_on.to_string(), ends_on.to_string()],
    )?;
    Ok(year)
}

pub fn classes_in(rx: &Rx, year: i64, _: &impl Manages) -> Result<Vec<OfYear>> {
    rx.all("SELECT id, name, ecole FROM class WHERE year = ?1 ORDER BY id", [year], |row| {
        Ok(OfYear { id: row.get(0)?, name: row.get(1)?, ecole: row.get(2)? })
    })
}

/// What is turned off for a class stays off for the one that goes on from it.
pub fn go_on_from(tx: &Tx, before: Id<Class>, class: Id<Class>, by: &impl Manages) -> Result<()> {
    tx.run(
        "INSERT INTO service_off (room, class, off_at, off_by) SELECT room, ?2, off_at, ?3 FROM service_off WHERE class = ?1
         ON CONFLICT DO NOTHING",
        params![before, class, by.actor()],
    )?;
    Ok(())
}

/// Whoever has a part in a class of the years before has it until that day at most.
pub fn end_duties(tx: &Tx, year: &YearRow, last_day: Date, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE duty SET until_on = max(?2, from_on) WHERE class IN (SELECT c.id FROM class c WHERE c.year <> ?1)
         AND (until_on IS NULL OR until_on > ?2)",
        params![year.id, last_day.to_string()],
    )?;
    Ok(())
}

/// Nobody accompanies a pupil who has left.
pub fn end_duties_for(tx: &Tx, pupil: Id<Pupil>, last_day: Date, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE duty SET until_on = max(?2, from_on) WHERE pupil = ?1 AND (until_on IS NULL OR until_on > ?2)",
        params![pupil, last_day.to_string()],
    )?;
    Ok(())
}

/// The classes of a year that is over, with who taught there and who was there when it ended.
pub fn past(rx: &Rx, year: &Year, by: &impl Manages) -> Result<Vec<Past>> {
    let mut classes = Vec::new();
    for class in classes_in(rx, year.id, by)? {
        let teachers = teachers(rx, class.id, by)?;
        let pupils = rx.all(
            "SELECT p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
             FROM enrolment e JOIN person p ON p.id = e.pupil
             WHERE e.class = ?1 AND e.until_on >= ?2 ORDER BY p.sort_key",
            params![class.id, year.ends_on.to_string()],
            |row| row.get(0),
        )?;
        classes.push(Past { name: class.name, teachers, pupils });
    }
    Ok(classes)
}

/// The classes of every year, the newest year first, each from the youngest.
pub fn every_class(rx: &Rx, by: &impl Manages) -> Result<Vec<ClassOfYear>> {
    let mut all = rx.all(
        "SELECT c.id, y.label, c.name FROM school_year y JOIN class c ON c.year = y.id ORDER BY y.starts_on DESC, c.name",
        [],
        |row| Ok(ClassOfYear { id: row.get(0)?, year: row.get(1)?, name: row.get(2)?, teachers: Vec::new() }),
    )?;
    let rank = |name: &str| Grade::first_in(name).map_or(Grade::ALL.len(), |grade| grade as usize);
    all.sort_by(|one, other| other.year.cmp(&one.year).then_with(|| rank(&one.name).cmp(&rank(&other.name))));
    for class in &mut all {
        class.teachers = teachers(rx, class.id, by)?;
    }
    Ok(all)
}

/// All who taught it, in the order in which they came.
fn teachers(rx: &Rx, class: Id<Class>, _: &impl Manages) -> Result<Vec<String>> {
    rx.all(
        "SELECT p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM duty d JOIN person p ON p.id = d.person WHERE d.class = ?1 AND d.kind IN ('teacher', 'substitute')
         GROUP BY d.person ORDER BY min(d.from_on), p.id",
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

fn year_row(row: &Row) -> rusqlite::Result<Year> {
    let day = |text: String| text.parse().unwrap_or(Date::MIN);
    Ok(Year { id: row.get(0)?, label: row.get(1)?, starts_on: day(row.get(2)?), ends_on: day(row.get(3)?) })
}
