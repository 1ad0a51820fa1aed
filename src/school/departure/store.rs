//! The rows of departures, kept in step with who is here.

use super::{Days, Departure, Part, REMINDER, Reached};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    school::{
        Person, Pupil,
        guardianship::{
            Given,
            store::{TIE_FACTS, facts},
        },
        permit::{Manages, Witness},
        viewer::Viewer,
    },
};
use jiff::{ToSpan, civil::Date};
use rusqlite::{Row, params};
use std::collections::HashMap;

/// Who is here no more: notes who was not noted, forgets who came back, and moves the days when the term or a last day was
/// changed.
pub fn note(tx: &Tx, term: i64, today: Date, _: &System) -> Result<()> {
    let away: Vec<(Id<Person>, String)> = tx.all(
        &format!("SELECT p.id, {LAST_DAY} FROM person p LEFT JOIN pupil u ON u.person = p.id WHERE {IS_AWAY}"),
        [today.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let ids: Vec<Id<Person>> = away.iter().map(|(person, _)| *person).collect();
    tx.run("DELETE FROM departure WHERE person NOT IN (SELECT value FROM json_each(?1))", [Id::json(&ids)])?;
    let standing = tx.all("SELECT person, left_on, noted_on, erase_on FROM departure", [], |row| {
        Ok((
            row.get::<_, Id<Person>>(0)?,
            Days { left_on: date(row, 1)?, noted_on: date(row, 2)?, erase_on: date(row, 3)? },
        ))
    })?;
    let standing: HashMap<Id<Person>, Days> = standing.into_iter().collect();
    for (person, last_day) in away {
        let stood = standing.get(&person);
        let days = Days::of(last_day.parse().ok(), stood, term, today);
        if stood != Some(&days) {
            // Another day is told anew when it is near.
            tx.run(
                "INSERT INTO departure (person, left_on, noted_on, erase_on) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (person) DO UPDATE SET left_on = excluded.left_on, noted_on = excluded.noted_on,
                   reminded_at = CASE WHEN erase_on = excluded.erase_on THEN reminded_at END, erase_on = excluded.erase_on",
                params![person, days.left_on.to_string(), days.noted_on.to_string(), days.erase_on.to_string()],
            )?;
        }
    }
    Ok(())
}

/// All of them, who goes first before.
pub fn all(rx: &Rx, _: &impl Manages) -> Result<Vec<Departure>> {
    rx.all(&format!("{DEPARTURE} ORDER BY d.erase_on, p.sort_key"), [], departure_row)
}

pub fn departure(rx: &Rx, person: Id<Person>, _: &Witness) -> Result<Option<Departure>> {
    rx.one(&format!("{DEPARTURE} WHERE d.person = ?1"), [person], departure_row)
}

/// The viewer's own.
pub fn own(rx: &Rx, viewer: &Viewer) -> Result<Option<Departure>> {
    rx.one(&format!("{DEPARTURE} WHERE d.person = ?1"), [viewer.person], departure_row)
}

/// Of the children of whom the viewer may read.
pub fn of_children(rx: &Rx, viewer: &Viewer) -> Result<Vec<Departure>> {
    let ids: Vec<Id<Pupil>> = viewer.children.iter().map(|child| child.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    rx.all(
        &format!("{DEPARTURE} WHERE d.person IN (SELECT value FROM json_each(?1)) ORDER BY d.person"),
        [Id::json(&ids)],
        departure_row,
    )
}

/// Whose day has come. Pupils first: what hangs on a child goes with the child.
pub fn due(rx: &Rx, today: Date, _: &System) -> Result<Vec<Id<Person>>> {
    rx.all(
        "SELECT d.person FROM departure d LEFT JOIN pupil u ON u.person = d.person WHERE d.erase_on <= ?1 ORDER BY u.person IS NULL, d.person",
        [today.to_string()],
        |row| row.get(0),
    )
}

/// Whether they are still away today, whatever was noted: somebody may have come back since.
pub fn is_away(rx: &Rx, person: Id<Person>, today: Date, _: &impl Manages) -> Result<bool> {
    rx.exists(
        &format!("SELECT 1 FROM person p LEFT JOIN pupil u ON u.person = p.id WHERE p.id = ?2 AND {IS_AWAY}"),
        params![today.to_string(), person],
    )
}

/// The same, and their day has come.
pub fn is_due(rx: &Rx, person: Id<Person>, today: Date, _: &System) -> Result<bool> {
    rx.exists(
        &format!(
            "SELECT 1 FROM departure o JOIN person p ON p.id = o.person LEFT JOIN pupil u ON u.person = p.id
             WHERE o.person = ?2 AND o.erase_on <= ?1 AND {IS_AWAY}"
        ),
        params![today.to_string(), person],
    )
}

/// Adults with an account who were not told yet.
pub fn untold(rx: &Rx, _: &System) -> Result<Vec<Departure>> {
    rx.all(&format!("{DEPARTURE} WHERE d.told_at IS NULL AND u.person IS NULL ORDER BY d.person"), [], departure_row)
}

/// Pupils whose families were not told yet.
pub fn untold_pupils(rx: &Rx, _: &System) -> Result<Vec<Departure>> {
    rx.all(
        &format!("{DEPARTURE} WHERE d.told_at IS NULL AND u.person IS NOT NULL ORDER BY d.person"),
        [],
        departure_row,
    )
}

/// Adults of such a child who stay here for another, and who get the letters about this one.
pub fn staying_family(rx: &Rx, pupil: Id<Person>, today: Date, _: &System) -> Result<Vec<Reached>> {
    let rows = rx.all(
        &format!(
            "SELECT g.guardian, p.first_name, p.email, {TIE_FACTS} FROM guardianship g JOIN person p ON p.id = g.guardian
             JOIN account a ON a.person = p.id AND a.activated_at IS NOT NULL AND a.closed_at IS NULL
             WHERE g.pupil = ?1 AND NOT EXISTS (SELECT 1 FROM departure d WHERE d.person = g.guardian) ORDER BY g.id"
        ),
        [pupil],
        |row| {
            let reached = Reached { person: row.get(0)?, first_name: row.get(1)?, email: row.get(2)? };
            Ok((reached, Given::of(&facts(row, 3)?, today)))
        },
    )?;
    Ok(rows.into_iter().filter(|(_, given)| given.letters).map(|(reached, _)| reached).collect())
}

/// Those whose last days these are.
pub fn unreminded(rx: &Rx, today: Date, _: &System) -> Result<Vec<Departure>> {
    let soon = today.checked_add(REMINDER.days()).unwrap_or(Date::MAX).to_string();
    rx.all(
        &format!("{DEPARTURE} WHERE d.erase_on <= ?1 AND d.reminded_at IS NULL AND u.person IS NULL ORDER BY d.person"),
        [soon],
        departure_row,
    )
}

pub fn told(tx: &Tx, person: Id<Person>, now: Instant, _: &System) -> Result<()> {
    tx.run("UPDATE departure SET told_at = ?2 WHERE person = ?1", params![person, now])?;
    Ok(())
}

pub fn reminded(tx: &Tx, person: Id<Person>, now: Instant, _: &System) -> Result<()> {
    tx.run("UPDATE departure SET reminded_at = ?2 WHERE person = ?1", params![person, now])?;
    Ok(())
}

/// Neither a pupil who is here, nor staff today or later, nor somebody with a child here.
const IS_AWAY: &str = "(u.person IS NULL OR u.left_on < ?1)
       AND NOT EXISTS (SELECT 1 FROM duty d WHERE d.person = p.id AND (d.until_on IS NULL OR d.until_on >= ?1))
       AND NOT EXISTS (SELECT 1 FROM guardianship g JOIN pupil k ON k.person = g.pupil WHERE g.guardian = p.id AND (k.left_on IS NULL OR k.left_on >= ?1))
       AND NOT EXISTS (SELECT 1 FROM former f WHERE f.person = p.id)";

/// Their last day, empty when nothing tells it.
const LAST_DAY: &str = "max(coalesce(u.left_on, ''), coalesce((SELECT max(d.until_on) FROM duty d WHERE d.person = p.id), ''),
       coalesce((SELECT max(k.left_on) FROM guardianship g JOIN pupil k ON k.person = g.pupil WHERE g.guardian = p.id), ''),
       coalesce((SELECT max(date(r.removed_at, 'unixepoch')) FROM guardianship_removed r WHERE r.guardian = p.id), ''))";

const DEPARTURE: &str = "SELECT d.person, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.email, u.person IS NOT NULL,
       EXISTS (SELECT 1 FROM duty y WHERE y.person = d.person), EXISTS (SELECT 1 FROM guardianship g WHERE g.guardian = d.person),
       EXISTS (SELECT 1 FROM account a WHERE a.person = d.person AND a.activated_at IS NOT NULL AND a.closed_at IS NULL),
       d.left_on, d.erase_on, d.told_at IS NOT NULL,
       coalesce((SELECT c.name FROM enrolment e JOIN class c ON c.id = e.class WHERE e.pupil = d.person ORDER BY e.from_on DESC LIMIT 1), ''),
       CASE p.usage_name WHEN '' THEN '' WHEN p.last_name THEN '' ELSE p.last_name END
     FROM departure d JOIN person p ON p.id = d.person LEFT JOIN pupil u ON u.person = d.person";

fn departure_row(row: &Row) -> rusqlite::Result<Departure> {
    let part = match (row.get(4)?, row.get(5)?, row.get(6)?) {
        (true, ..) => Part::Pupil,
        (_, true, _) => Part::Staff,
        (_, _, true) => Part::Guardian,
        _ => Part::Other,
    };
    Ok(Departure {
        person: row.get(0)?,
        first_name: row.get(1)?,
        last_name: row.get(2)?,
        other_name: row.get(12)?,
        email: row.get(3)?,
        part,
        is_activated: row.get(7)?,
        left_on: date(row, 8)?,
        erase_on: date(row, 9)?,
        is_told: row.get(10)?,
        class_name: row.get(11)?,
        _row: (),
    })
}

/// Written by this store alone.
fn date(row: &Row, at: usize) -> rusqlite::Result<Date> {
    let text: String = row.get(at)?;
    text.parse().map_err(|_| rusqlite::Error::InvalidColumnType(at, text, rusqlite::types::Type::Text))
}
