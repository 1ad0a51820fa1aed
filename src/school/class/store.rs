//! The rows of écoles, years, classes, enrolments and duties.

use super::{Class, ClassLine, Duty, DutyKind, Ecole, NewDuty};
use crate::{
    base::{
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        french,
    },
    school::{
        Group, Person, Pupil, audience,
        grade::Grade,
        permit::{Manages, Witness},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

/// A school year's row.
pub struct YearRow {
    pub id: i64,
    pub label: String,
}

pub fn class(rx: &Rx, id: Id<Class>, _: &Witness) -> Result<Option<Class>> {
    rx.one("SELECT id, name FROM class WHERE id = ?1", [id], class_row)
}

/// The classes that a teacher teaches today, by name.
pub fn taught_by(rx: &Rx, viewer: &Viewer) -> Result<Vec<Class>> {
    let mut classes = Vec::new();
    for id in &viewer.teaches {
        classes.extend(rx.one("SELECT id, name FROM class WHERE id = ?1", [id], class_row)?);
    }
    classes.sort_by(|a, b| a.name.cmp(&b.name));
    classes.dedup();
    Ok(classes)
}

/// This year's classes. The list itself is no secret inside the school; what is in them is.
pub fn classes_of(rx: &Rx, today: Date) -> Result<Vec<ClassLine>> {
    let teachers = rx.all(
        "SELECT d.class, p.civility, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END FROM duty d JOIN person p ON p.id = d.person
         WHERE d.class IS NOT NULL AND d.kind IN ('teacher', 'substitute') AND d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1) ORDER BY d.id",
        [today.to_string()],
        |row| Ok((row.get::<_, Id<Class>>(0)?, format!("{} {}", row.get::<_, String>(1)?, row.get::<_, String>(2)?).trim().to_owned())),
    )?;
    let mut classes = rx.all(
        "SELECT c.id, c.name, c.key, c.onde_id, (SELECT count(*) FROM enrolment e WHERE e.class = c.id AND e.until_on IS NULL)
         FROM class c JOIN school_year y ON y.id = c.year WHERE y.starts_on <= ?1 AND y.ends_on >= ?1 ORDER BY c.name",
        [today.to_string()],
        |row| {
            let id: Id<Class> = row.get(0)?;
            let teachers = teachers.iter().filter(|(class, _)| *class == id).map(|(_, name)| name.clone()).collect();
            Ok(ClassLine { id, name: row.get(1)?, key: row.get(2)?, onde_id: row.get(3)?, pupils: row.get(4)?, teachers })
        },
    )?;
    classes.sort_by_cached_key(|class| rank(&class.name));
    Ok(classes)
}

/// The names of those classes of today that are wanted, in the same order, without their people.
pub fn names_of(rx: &Rx, today: Date, is_wanted: impl Fn(Id<Class>) -> bool) -> Result<Vec<(Id<Class>, String)>> {
    let mut classes = rx.all(
        "SELECT c.id, c.name FROM class c JOIN school_year y ON y.id = c.year WHERE y.starts_on <= ?1 AND y.ends_on >= ?1 ORDER BY c.name",
        [today.to_string()],
        |row| Ok((row.get::<_, Id<Class>>(0)?, row.get::<_, String>(1)?)),
    )?;
    classes.retain(|(id, _)| is_wanted(*id));
    classes.sort_by_cached_key(|(_, name)| rank(name));
    Ok(classes)
}

/// From the youngest, as everybody recites them; a class whose name tells no level comes last.
fn rank(class_name: &str) -> usize {
    Grade::first_in(class_name).map_or(Grade::ALL.len(), |grade| grade as usize)
}

pub fn ecoles(rx: &Rx) -> Result<Vec<(i64, Ecole)>> {
    rx.all("SELECT id, name, uai, street, postcode, town FROM ecole ORDER BY id", [], |row| {
        Ok((
            row.get(0)?,
            Ecole {
                name: row.get(1)?,
                uai: row.get(2)?,
                street: row.get(3)?,
                postcode: row.get(4)?,
                town: row.get(5)?,
            },
        ))
    })
}

/// Takes away an école; false when it has classes.
pub fn remove_ecole(tx: &Tx, id: i64, _: &impl Manages) -> Result<bool> {
    Ok(tx.run("DELETE FROM ecole WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM class WHERE ecole = ?1)", [id])? > 0)
}

/// Writes the list of écoles anew, row by row in order; those left over go, unless they have classes.
pub fn set_ecoles(tx: &Tx, list: &[Ecole], by: &impl Manages) -> Result<()> {
    let standing = ecoles(tx)?;
    for (at, ecole) in list.iter().enumerate() {
        let values = params![
            ecole.name,
            ecole.uai,
            ecole.street,
            ecole.postcode,
            ecole.town,
            standing.get(at).map(|(id, _)| *id)
        ];
        match standing.get(at) {
            Some(_) => tx.run(
                "UPDATE ecole SET name = ?1, uai = ?2, street = ?3, postcode = ?4, town = ?5 WHERE id = ?6",
                values,
            )?,
            None => tx.run(
                "INSERT INTO ecole (name, uai, street, postcode, town, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                values,
            )?,
        };
    }
    for (id, _) in standing.iter().skip(list.len()) {
        remove_ecole(tx, *id, by)?;
    }
    Ok(())
}

pub fn ensure_year(tx: &Tx, label: &str, starts_on: Date, ends_on: Date, _: &impl Manages) -> Result<YearRow> {
    tx.run(
        "INSERT INTO school_year (label, starts_on, ends_on) VALUES (?1, ?2, ?3) ON CONFLICT (label) DO NOTHING",
        params![label, starts_on.to_string(), ends_on.to_string()],
    )?;
    let id = tx.value("SELECT id FROM school_year WHERE label = ?1", [label])?;
    Ok(YearRow { id, label: label.to_owned() })
}

/// A class of that name in that year: the one that stands, or a new one in the first école.
pub fn ensure_class(tx: &Tx, year: &YearRow, name: &str, onde_id: &str, by: &impl Manages) -> Result<Id<Class>> {
    let key = french::fold(name);
    let ecole = match tx.one("SELECT min(id) FROM ecole", [], |row| row.get::<_, Option<i64>>(0))?.flatten() {
        Some(ecole) => ecole,
        None => {
            set_ecoles(tx, &[Ecole { name: crate::school::settings::store::name(tx)?, ..Ecole::default() }], by)?;
            tx.value("SELECT min(id) FROM ecole", [])?
        }
    };
    tx.run(
        "INSERT INTO class (ecole, year, name, key, onde_id) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (year, key) DO UPDATE SET onde_id = excluded.onde_id WHERE excluded.onde_id <> ''",
        params![ecole, year.id, name, key, onde_id],
    )?;
    tx.value("SELECT id FROM class WHERE year = ?1 AND key = ?2", params![year.id, key])
}

/// A new class; `None` when the year has one of that name already.
pub fn add_class(tx: &Tx, year: &YearRow, ecole: i64, name: &str, _: &impl Manages) -> Result<Option<Id<Class>>> {
    let key = french::fold(name);
    if tx.exists("SELECT 1 FROM class WHERE year = ?1 AND key = ?2", params![year.id, key])? {
        return Ok(None);
    }
    let id = tx.insert(
        "INSERT INTO class (ecole, year, name, key) VALUES (?1, ?2, ?3, ?4)",
        params![ecole, year.id, name, key],
    )?;
    Ok(Some(Id::new(id)))
}

/// Whether another class of the same year bears that name.
pub fn is_name_taken(rx: &Rx, class: Id<Class>, name: &str, _: &impl Manages) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM class c JOIN class own ON own.id = ?1 WHERE c.year = own.year AND c.id <> own.id AND c.key = ?2",
        params![class, french::fold(name)],
    )
}

/// Takes away a class made by mistake: false when somebody has ever been in it, or something addressed to it.
pub fn remove_unused(tx: &Tx, class: Id<Class>, _: &impl Manages) -> Result<bool> {
    let rows = tx.run(
        "DELETE FROM class WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM enrolment WHERE class = ?1)
         AND NOT EXISTS (SELECT 1 FROM duty WHERE class = ?1) AND NOT EXISTS (SELECT 1 FROM audience_pupil WHERE class = ?1)
         AND NOT EXISTS (SELECT 1 FROM audience_part WHERE kind = 'class' AND part = ?1)",
        [class],
    )?;
    Ok(rows > 0)
}

pub fn rename(tx: &Tx, class: Id<Class>, name: &str, _: &impl Manages) -> Result<()> {
    tx.run("UPDATE class SET name = ?2, key = ?3 WHERE id = ?1", params![class, name, french::fold(name)])?;
    Ok(())
}

/// Enrols a pupil from `day` on, closing any other enrolment the day before; words still open to the class reach the pupil.
pub fn enrol(tx: &Tx, pupil: Id<Pupil>, class: Id<Class>, grade: &str, day: Date, by: &impl Manages) -> Result<()> {
    let open =
        tx.one("SELECT class, from_on FROM enrolment WHERE pupil = ?1 AND until_on IS NULL", [pupil], |row| {
            Ok((row.get::<_, Id<Class>>(0)?, row.get::<_, String>(1)?))
        })?;
    match open {
        Some((standing, _)) if standing == class => {
            tx.run("UPDATE enrolment SET grade = ?2 WHERE pupil = ?1 AND until_on IS NULL", params![pupil, grade])?;
            return Ok(());
        }
        // Moved on the day of arrival: the first class was a slip of the pen.
        Some((standing, from)) if from == day.to_string() => {
            tx.run(
                "DELETE FROM enrolment WHERE pupil = ?1 AND class = ?2 AND from_on = ?3",
                params![pupil, standing, from],
            )?;
        }
        Some(_) => leave(tx, pupil, day.yesterday().unwrap_or(day), by)?,
        None => {}
    }
    tx.run(
        "INSERT INTO enrolment (pupil, class, grade, from_on) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (pupil, class, from_on) DO UPDATE SET until_on = NULL, grade = excluded.grade",
        params![pupil, class, grade, day.to_string()],
    )?;
    audience::store::reach_newcomer(tx, pupil, class, day, by)
}

/// Since when the pupil has been in the class that is theirs today.
pub fn enrolled_since(rx: &Rx, pupil: Id<Pupil>, _: &impl Manages) -> Result<Option<Date>> {
    let day: Option<String> =
        rx.one("SELECT from_on FROM enrolment WHERE pupil = ?1 AND until_on IS NULL", [pupil], |row| row.get(0))?;
    Ok(day.and_then(|text| text.parse().ok()))
}

/// Takes back a move into `left` from `day` on, as if it had not been made: the enrolment that it closed stands again, and
/// what is addressed to `left` no longer reaches the pupil. False when the pupil is no longer there since that day.
pub fn move_back(
    tx: &Tx,
    pupil: Id<Pupil>,
    left: Id<Class>,
    to: Option<Id<Class>>,
    grade: &str,
    day: Date,
    by: &impl Manages,
) -> Result<bool> {
    if to == Some(left) {
        let changed = "UPDATE enrolment SET grade = ?3 WHERE pupil = ?1 AND class = ?2 AND until_on IS NULL";
        return Ok(tx.run(changed, params![pupil, left, grade])? > 0);
    }
    let gone = tx.run(
        "DELETE FROM enrolment WHERE pupil = ?1 AND class = ?2 AND from_on = ?3 AND until_on IS NULL",
        params![pupil, left, day.to_string()],
    )?;
    if gone == 0 {
        return Ok(false);
    }
    let Some(class) = to else {
        audience::store::forget_newcomer(tx, pupil, left, by)?;
        return Ok(true);
    };
    let last_day = day.yesterday().unwrap_or(day).to_string();
    let reopened = tx.run(
        "UPDATE enrolment SET until_on = NULL, grade = ?3 WHERE pupil = ?1 AND class = ?2 AND until_on = ?4",
        params![pupil, class, grade, last_day],
    )?;
    // Moved on the day of arrival: the first enrolment is not there to be opened again.
    if reopened == 0 {
        tx.run(
            "INSERT INTO enrolment (pupil, class, grade, from_on) VALUES (?1, ?2, ?3, ?4)",
            params![pupil, class, grade, day.to_string()],
        )?;
    }
    audience::store::forget_newcomer(tx, pupil, left, by)?;
    // What was sent to the class while the pupil was away is theirs too.
    audience::store::reach_newcomer(tx, pupil, class, day, by)?;
    Ok(true)
}

/// Ends the open enrolment, `last_day` being the last one.
pub fn leave(tx: &Tx, pupil: Id<Pupil>, last_day: Date, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE enrolment SET until_on = max(?2, from_on) WHERE pupil = ?1 AND until_on IS NULL",
        params![pupil, last_day.to_string()],
    )?;
    Ok(())
}

/// The enrolment that ended last: where a pupil who comes back belongs.
pub fn last_enrolment(rx: &Rx, pupil: Id<Pupil>, _: &impl Manages) -> Result<Option<(Id<Class>, String, Date)>> {
    rx.one(
        "SELECT class, grade, from_on FROM enrolment WHERE pupil = ?1 ORDER BY coalesce(until_on, '9999') DESC, from_on DESC LIMIT 1",
        [pupil],
        |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?.parse().unwrap_or(Date::MIN))),
    )
}

pub fn duty(rx: &Rx, id: Id<Duty>, _: &Witness) -> Result<Option<Duty>> {
    rx.one(&format!("{DUTY} WHERE d.id = ?1"), [id], duty_row)
}

pub fn duties_of(rx: &Rx, person: Id<Person>, _: &impl Manages) -> Result<Vec<Duty>> {
    rx.all(&format!("{DUTY} WHERE d.person = ?1 ORDER BY d.from_on, d.id"), [person], duty_row)
}

/// Every duty that has not ended, for the list of staff and the import.
pub fn duties(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<Duty>> {
    rx.all(
        &format!("{DUTY} WHERE d.until_on IS NULL OR d.until_on >= ?1 ORDER BY d.person, d.id"),
        [today.to_string()],
        duty_row,
    )
}

pub fn add_duty(tx: &Tx, new: &NewDuty, _: &impl Manages) -> Result<Id<Duty>> {
    let id = tx.insert(
        "INSERT INTO duty (person, kind, class, pupil, team, from_on, until_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            new.person,
            new.kind.as_str(),
            new.class,
            new.pupil,
            new.group,
            new.from_on.to_string(),
            new.until_on.map(|d| d.to_string())
        ],
    )?;
    Ok(Id::new(id))
}

pub fn end_duty(tx: &Tx, duty: Id<Duty>, last_day: Date, _: &impl Manages) -> Result<()> {
    tx.run("UPDATE duty SET until_on = ?2 WHERE id = ?1", params![duty, last_day.to_string()])?;
    Ok(())
}

pub fn change_duty(
    tx: &Tx,
    duty: Id<Duty>,
    class: Option<Id<Class>>,
    from_on: Date,
    until_on: Option<Date>,
    _: &impl Manages,
) -> Result<()> {
    tx.run(
        "UPDATE duty SET class = ?2, from_on = ?3, until_on = ?4 WHERE id = ?1",
        params![duty, class, from_on.to_string(), until_on.map(|day| day.to_string())],
    )?;
    Ok(())
}

/// Which group an after-school duty is about.
pub fn set_group_of(tx: &Tx, duty: Id<Duty>, group: Option<Id<Group>>, _: &impl Manages) -> Result<()> {
    tx.run("UPDATE duty SET team = ?2 WHERE id = ?1 AND kind = 'after_school'", params![duty, group])?;
    Ok(())
}

/// A duty noted by mistake. One that was held is ended instead.
pub fn remove_duty(tx: &Tx, duty: Id<Duty>, _: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM duty WHERE id = ?1", [duty])?;
    Ok(())
}

/// Whether somebody else, who can sign in, directs the school on that day and with no end in sight.
pub fn has_other_director(rx: &Rx, but: Id<Duty>, day: Date, _: &impl Manages) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM duty d JOIN account a ON a.person = d.person WHERE d.kind = 'director' AND d.id <> ?1
         AND d.from_on <= ?2 AND d.until_on IS NULL AND a.activated_at IS NOT NULL AND a.closed_at IS NULL",
        params![but, day.to_string()],
    )
}

/// Whether somebody other than this person, who can sign in, directs the school on that day and with no end in sight.
pub fn is_directed_without(rx: &Rx, person: Id<Person>, day: Date, _: &impl Manages) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM duty d JOIN account a ON a.person = d.person WHERE d.kind = 'director' AND d.person <> ?1
         AND d.from_on <= ?2 AND d.until_on IS NULL AND a.activated_at IS NOT NULL AND a.closed_at IS NULL",
        params![person, day.to_string()],
    )
}

const DUTY: &str = "SELECT d.id, d.person, d.kind, d.class, coalesce(c.name, ''), d.from_on, d.until_on, d.pupil, d.team,
     coalesce(p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, ''), coalesce(t.name, '')
     FROM duty d LEFT JOIN class c ON c.id = d.class LEFT JOIN person p ON p.id = d.pupil LEFT JOIN pupil_group t ON t.id = d.team";

fn duty_row(row: &Row) -> rusqlite::Result<Duty> {
    let kind: String = row.get(2)?;
    let day = |text: String| text.parse().unwrap_or(Date::MIN);
    Ok(Duty {
        id: row.get(0)?,
        person: row.get(1)?,
        kind: DutyKind::parse(&kind).unwrap_or(DutyKind::Staff),
        class: row.get(3)?,
        class_name: row.get(4)?,
        from_on: day(row.get(5)?),
        until_on: row.get::<_, Option<String>>(6)?.map(day),
        pupil: row.get(7)?,
        group: row.get(8)?,
        pupil_name: row.get(9)?,
        group_name: row.get(10)?,
    })
}

fn class_row(row: &Row) -> rusqlite::Result<Class> {
    Ok(Class { id: row.get(0)?, name: row.get(1)?, _row: () })
}
