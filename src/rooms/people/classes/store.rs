//! A class as its own people see it: the roll with the guardians' names, and the team.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::people::store::{AccountState, account_state},
    school::{
        Person, Pupil,
        class::{Duty, DutyKind},
        permit::May,
        policy::SeeClass,
    },
};
use jiff::civil::Date;

/// One pupil on the roll. Guardians are names here: their details stand on the pupil's page.
pub struct RollLine {
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    pub grade: String,
    pub guardians: Vec<RollGuardian>,
}

pub struct RollGuardian {
    pub name: String,
    pub account: AccountState,
}

/// Somebody who works in the class, now or from a day to come.
pub struct Colleague {
    pub duty: Id<Duty>,
    pub person: Id<Person>,
    pub name: String,
    pub kind: DutyKind,
    /// First name of the pupil that an AESH accompanies here; empty for the others.
    pub pupil: String,
    pub from_on: Date,
    pub until_on: Option<Date>,
}

pub fn roll(rx: &Rx, class: &May<SeeClass>) -> Result<Vec<RollLine>> {
    let guardians = rx.all(
        "SELECT g.pupil, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, a.login, a.activated_at, a.closed_at IS NOT NULL
         FROM enrolment e JOIN guardianship g ON g.pupil = e.pupil JOIN person p ON p.id = g.guardian
         LEFT JOIN account a ON a.person = p.id WHERE e.class = ?1 AND e.until_on IS NULL ORDER BY g.id",
        [class.id],
        |row| Ok((row.get::<_, Id<Pupil>>(0)?, row.get::<_, String>(1)?, account_state(row, 2)?)),
    )?;
    let mut lines = rx.all(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, e.grade
         FROM enrolment e JOIN person p ON p.id = e.pupil WHERE e.class = ?1 AND e.until_on IS NULL ORDER BY p.sort_key",
        [class.id],
        |row| {
            Ok(RollLine {
                pupil: row.get(0)?,
                first_name: row.get(1)?,
                last_name: row.get(2)?,
                grade: row.get(3)?,
                guardians: Vec::new(),
            })
        },
    )?;
    for (pupil, name, account) in guardians {
        if let Some(line) = lines.iter_mut().find(|line| line.pupil == pupil) {
            line.guardians.push(RollGuardian { name, account });
        }
    }
    Ok(lines)
}

pub fn team(rx: &Rx, today: Date, class: &May<SeeClass>) -> Result<Vec<Colleague>> {
    let day = |text: String| text.parse().unwrap_or(Date::MIN);
    rx.all(
        "SELECT d.id, p.id, trim(p.civility || ' ' || p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END), d.kind, d.from_on, d.until_on, coalesce(k.first_name, '')
         FROM duty d JOIN person p ON p.id = d.person LEFT JOIN person k ON k.id = d.pupil
         WHERE (d.class = ?1 OR d.pupil IN (SELECT e.pupil FROM enrolment e WHERE e.class = ?1 AND e.until_on IS NULL)) AND (d.until_on IS NULL OR d.until_on >= ?2)
         ORDER BY d.kind = 'aesh', d.kind = 'atsem', d.kind = 'substitute', d.id",
        rusqlite::params![class.id, today.to_string()],
        |row| {
            Ok(Colleague {
                duty: row.get(0)?,
                person: row.get(1)?,
                name: row.get(2)?,
                kind: DutyKind::parse(&row.get::<_, String>(3)?).unwrap_or(DutyKind::Staff),
                from_on: day(row.get(4)?),
                until_on: row.get::<_, Option<String>>(5)?.map(day),
                pupil: row.get(6)?,
            })
        },
    )
}
