//! What the sheets say: the roll of a class with the adults of each pupil, and the pupils of a group.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::people::policy::PrintClass,
    school::{
        Group, Person, Pupil,
        guardianship::{
            Facts, Kind,
            store::{TIE_FACTS, facts},
        },
        permit::{May, Rule},
        person::store::{PERSON, person_at},
    },
};
use jiff::civil::Date;

pub struct Roll {
    /// Of the class or the group.
    pub name: String,
    pub lines: Vec<Line>,
}

pub struct Line {
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    pub class_name: String,
    pub grade: String,
    pub born_on: Option<Date>,
    pub adults: Vec<Adult>,
}

/// An adult of a pupil with the tie between them, in the order in which to call.
pub struct Adult {
    pub person: Person,
    pub kind: Kind,
    pub facts: Facts,
    pub may_pick_up: bool,
    pub rank: Option<i64>,
}

const LINE: &str = "p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, coalesce(c.name, ''), coalesce(e.grade, ''), u.born_on";

/// Names and birth dates; the adults only where a sheet needs them.
pub fn roll(rx: &Rx, class: &May<PrintClass>, with_adults: bool) -> Result<Roll> {
    let mut lines = rx.all(
        &format!(
            "SELECT {LINE} FROM enrolment e JOIN person p ON p.id = e.pupil JOIN pupil u ON u.person = e.pupil JOIN class c ON c.id = e.class
             WHERE e.class = ?1 AND e.until_on IS NULL ORDER BY p.sort_key, p.id"
        ),
        [class.id],
        line,
    )?;
    if with_adults {
        for (pupil, adult) in adults(rx, class)? {
            if let Some(line) = lines.iter_mut().find(|line| line.pupil == pupil) {
                line.adults.push(adult);
            }
        }
    }
    Ok(Roll { name: class.name.clone(), lines })
}

pub fn members<R: Rule<On = Group>>(rx: &Rx, group: &May<R>) -> Result<Roll> {
    let lines = rx.all(
        &format!(
            "SELECT {LINE} FROM pupil_group_member m JOIN person p ON p.id = m.pupil JOIN pupil u ON u.person = m.pupil
             LEFT JOIN enrolment e ON e.pupil = m.pupil AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class
             WHERE m.team = ?1 AND u.left_on IS NULL ORDER BY p.sort_key, p.id"
        ),
        [group.id],
        line,
    )?;
    Ok(Roll { name: group.name.clone(), lines })
}

fn adults(rx: &Rx, class: &May<PrintClass>) -> Result<Vec<(Id<Pupil>, Adult)>> {
    rx.all(
        &format!(
            "SELECT g.pupil, g.kind, g.may_pick_up, g.emergency_rank, {TIE_FACTS}, {PERSON}
             FROM enrolment e JOIN guardianship g ON g.pupil = e.pupil JOIN person p ON p.id = g.guardian
             WHERE e.class = ?1 AND e.until_on IS NULL ORDER BY g.emergency_rank IS NULL, g.emergency_rank, g.id"
        ),
        [class.id],
        |row| {
            let adult = Adult {
                kind: Kind::parse(&row.get::<_, String>(1)?).unwrap_or(Kind::Parent),
                may_pick_up: row.get(2)?,
                rank: row.get(3)?,
                facts: facts(row, 4)?,
                person: person_at(row, 11)?,
            };
            Ok((row.get(0)?, adult))
        },
    )
}

fn line(row: &rusqlite::Row) -> rusqlite::Result<Line> {
    Ok(Line {
        pupil: row.get(0)?,
        first_name: row.get(1)?,
        last_name: row.get(2)?,
        class_name: row.get(3)?,
        grade: row.get(4)?,
        born_on: row.get::<_, Option<String>>(5)?.and_then(|text| text.parse().ok()),
        adults: Vec::new(),
    })
}
