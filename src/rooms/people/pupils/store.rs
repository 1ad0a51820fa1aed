//! The list of pupils for the director, and the adults around one child.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::people::{
        policy::SeePupilFile,
        store::{AccountState, account_state},
    },
    school::{
        Person, Pupil,
        class::{Duty, DutyKind},
        guardianship::Guardianship,
        permit::{Manages, May},
        person::store::{PERSON, person_at},
    },
};
use jiff::civil::Date;

pub struct PupilLine {
    pub id: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    pub class_name: String,
    pub grade: String,
    pub born_on: Option<Date>,
    pub left_on: Option<Date>,
}

/// An adult of a child: who, how to reach them, and the account. What the tie gives is told by the tie.
pub struct Adult {
    pub tie: Id<Guardianship>,
    pub person: Person,
    pub account: AccountState,
}

/// What a teacher of the class needs besides the name: the register of the roll call carries it too.
pub fn born_on(rx: &Rx, pupil: &May<SeePupilFile>) -> Result<Option<Date>> {
    let text: Option<Option<String>> =
        rx.one("SELECT born_on FROM pupil WHERE person = ?1", [pupil.id], |row| row.get(0))?;
    Ok(text.flatten().and_then(|text| text.parse().ok()))
}

/// Whoever is tied to the child, by the order in which to call them.
pub fn adults_of(rx: &Rx, pupil: &May<SeePupilFile>) -> Result<Vec<Adult>> {
    rx.all(
        &format!(
            "SELECT g.id, a.login, a.activated_at, a.closed_at IS NOT NULL, {PERSON}
             FROM guardianship g JOIN person p ON p.id = g.guardian LEFT JOIN account a ON a.person = p.id
             WHERE g.pupil = ?1 ORDER BY g.emergency_rank IS NULL, g.emergency_rank, g.id"
        ),
        [pupil.id],
        |row| Ok(Adult { tie: row.get(0)?, person: person_at(row, 4)?, account: account_state(row, 1)? }),
    )
}

/// Staff who are there for this one child, now or from a day to come: AESH, and who leads an after-school group of theirs.
pub struct Aide {
    pub duty: Id<Duty>,
    pub name: String,
    pub kind: DutyKind,
    /// Empty for an AESH.
    pub group: String,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

pub fn aides_of(rx: &Rx, pupil: &May<SeePupilFile>, today: Date) -> Result<Vec<Aide>> {
    let day = |text: String| text.parse().unwrap_or(Date::MIN);
    rx.all(
        "SELECT d.id, trim(p.civility || ' ' || p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END), d.kind, coalesce(t.name, ''), d.from_on, d.until_on
         FROM duty d JOIN person p ON p.id = d.person LEFT JOIN pupil_group t ON t.id = d.team
         WHERE (d.pupil = ?1 OR (t.until_on >= ?2 AND d.team IN (SELECT m.team FROM pupil_group_member m WHERE m.pupil = ?1)))
           AND (d.until_on IS NULL OR d.until_on >= ?2) ORDER BY d.kind, d.id",
        rusqlite::params![pupil.id, today.to_string()],
        |row| {
            Ok(Aide {
                duty: row.get(0)?,
                name: row.get(1)?,
                kind: DutyKind::parse(&row.get::<_, String>(2)?).unwrap_or(DutyKind::Staff),
                group: row.get(3)?,
                from_on: day(row.get(4)?),
                until_on: row.get::<_, Option<String>>(5)?.map(day),
            })
        },
    )
}

/// Every pupil, also those who left or have no class.
pub fn pupils(rx: &Rx, _: &impl Manages) -> Result<Vec<PupilLine>> {
    let day = |text: Option<String>| text.and_then(|text| text.parse().ok());
    rx.all(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, coalesce(c.name, ''), coalesce(e.grade, ''), u.born_on, u.left_on
         FROM pupil u JOIN person p ON p.id = u.person LEFT JOIN enrolment e ON e.pupil = p.id AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class
         ORDER BY p.sort_key",
        [],
        |row| {
            Ok(PupilLine {
                id: row.get(0)?,
                first_name: row.get(1)?,
                last_name: row.get(2)?,
                class_name: row.get(3)?,
                grade: row.get(4)?,
                born_on: day(row.get(5)?),
                left_on: day(row.get(6)?),
            })
        },
    )
}
