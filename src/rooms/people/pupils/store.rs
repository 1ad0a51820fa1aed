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
        guardianship::Guardianship,
        permit::{Manages, May},
        person::{Contact, used},
    },
};
use jiff::civil::Date;
use rusqlite::Row;

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
    pub person: Id<Person>,
    pub name: String,
    pub contact: Contact,
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
        "SELECT g.id, p.id, p.civility, p.first_name, p.last_name, p.usage_name, p.email, p.home_phone, p.work_phone, p.mobile_phone,
                p.street, p.postcode, p.town, p.country, a.login, a.activated_at
         FROM guardianship g JOIN person p ON p.id = g.guardian LEFT JOIN account a ON a.person = p.id
         WHERE g.pupil = ?1 ORDER BY g.emergency_rank IS NULL, g.emergency_rank, g.id",
        [pupil.id],
        adult_row,
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

fn adult_row(row: &Row) -> rusqlite::Result<Adult> {
    let (civility, first): (String, String) = (row.get(2)?, row.get(3)?);
    let (last, usage): (String, String) = (row.get(4)?, row.get(5)?);
    Ok(Adult {
        tie: row.get(0)?,
        person: row.get(1)?,
        name: format!("{civility} {first} {}", used(&last, &usage)).trim().to_owned(),
        contact: Contact {
            email: row.get(6)?,
            home_phone: row.get(7)?,
            work_phone: row.get(8)?,
            mobile_phone: row.get(9)?,
            street: row.get(10)?,
            postcode: row.get(11)?,
            town: row.get(12)?,
            country: row.get(13)?,
        },
        account: account_state(row, 14)?,
    })
}
