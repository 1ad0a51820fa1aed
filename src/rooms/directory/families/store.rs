//! The rows of pupils, of the adults around them, and of groups.

use super::{Adult, Line, in_need};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::directory::{
        policy::{CallInNeed, Keeper, OpenDirectory, ReachFamilies, SeeRoll},
        team::store::reach,
    },
    school::{
        Class, Group, Pupil,
        guardianship::{self, Kind, Standing},
        permit::{May, Ties, Witness},
        policy::{SeeFamily, SeeGroup},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::HashMap;

const LINE: &str = "p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, coalesce(c.name, ''), coalesce(e.grade, '')";
const ADULT: &str = "SELECT g.pupil, trim(p.civility || ' ' || p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END),
     g.kind, g.authority, g.reads, g.signs, g.receives, g.restricted_on, g.needs_look, g.looked_at, g.may_pick_up, g.emergency_rank, p.mobile_phone, p.home_phone, p.work_phone, p.email";
const CALLED: &str = "ORDER BY g.emergency_rank IS NULL, g.emergency_rank, g.id";

pub fn roll(rx: &Rx, class: &May<SeeRoll>) -> Result<Vec<Line>> {
    rx.all(
        &format!(
            "SELECT {LINE} FROM enrolment e JOIN person p ON p.id = e.pupil JOIN class c ON c.id = e.class
             WHERE e.class = ?1 AND e.until_on IS NULL ORDER BY p.sort_key"
        ),
        [class.id],
        line_row,
    )
}

/// The adults of all the class's pupils.
pub fn families(rx: &Rx, class: &May<ReachFamilies>, today: Date) -> Result<HashMap<Id<Pupil>, Vec<Adult>>> {
    let rows = rx.all(
        &format!(
            "{ADULT} FROM enrolment e JOIN guardianship g ON g.pupil = e.pupil JOIN person p ON p.id = g.guardian
             WHERE e.class = ?1 AND e.until_on IS NULL {CALLED}"
        ),
        [class.id],
        |row| adult_row(row, today),
    )?;
    let mut families: HashMap<Id<Pupil>, Vec<Adult>> = HashMap::new();
    for (pupil, adult) in rows {
        families.entry(pupil).or_default().push(adult);
    }
    Ok(families)
}

pub fn family(rx: &Rx, pupil: &May<SeeFamily>, today: Date) -> Result<Vec<Adult>> {
    adults(rx, pupil.id, today)
}

/// Whom to call when the child is hurt, without their e-mail addresses; and who is told nothing.
pub fn called_in_need(rx: &Rx, entry: &May<CallInNeed>, today: Date) -> Result<Vec<Adult>> {
    Ok(in_need(adults(rx, entry.pupil.id, today)?))
}

/// After-school staff of the groups in which the pupil is.
pub fn keepers(rx: &Rx, pupil: Id<Pupil>, _: &Witness) -> Result<Vec<Keeper>> {
    rx.all(
        "SELECT d.person, d.team, d.from_on, d.until_on FROM pupil_group_member m JOIN duty d ON d.team = m.team AND d.kind = 'after_school' WHERE m.pupil = ?1",
        [pupil],
        |row| {
            let from_on = day(row.get(2)?).unwrap_or(Date::MAX);
            Ok(Keeper { person: row.get(0)?, group: row.get(1)?, from_on, until_on: day(row.get(3)?) })
        },
    )
}

/// The pupils whom the viewer accompanies.
pub fn accompanied(rx: &Rx, _: &May<OpenDirectory>, viewer: &Viewer) -> Result<Vec<Line>> {
    rx.all(
        &format!(
            "SELECT {LINE} FROM json_each(?1) mine CROSS JOIN person p ON p.id = mine.value
             LEFT JOIN enrolment e ON e.pupil = p.id AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class ORDER BY p.sort_key"
        ),
        [Id::json(&viewer.accompanies)],
        line_row,
    )
}

/// The groups that stand today and that the viewer leads; for the head teacher, all of them.
pub fn groups(rx: &Rx, open: &May<OpenDirectory>, viewer: &Viewer) -> Result<Vec<(Id<Group>, String)>> {
    rx.all(
        "SELECT id, name FROM pupil_group WHERE until_on >= ?1 AND from_on <= ?1 AND (?2 OR id IN (SELECT value FROM json_each(?3))) ORDER BY sort_key",
        params![viewer.today.to_string(), open.ties().meets(Ties::DIRECTOR), Id::json(&viewer.leads)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Nobody of a class for which the directory is `closed`.
pub fn members(rx: &Rx, group: &May<SeeGroup>, closed: &[Id<Class>]) -> Result<Vec<Line>> {
    rx.all(
        &format!(
            "SELECT {LINE} FROM pupil_group_member m JOIN person p ON p.id = m.pupil JOIN enrolment e ON e.pupil = p.id AND e.until_on IS NULL
             JOIN class c ON c.id = e.class WHERE m.team = ?1 AND e.class NOT IN (SELECT value FROM json_each(?2)) ORDER BY p.sort_key"
        ),
        params![group.id, Id::json(closed)],
        line_row,
    )
}

fn adults(rx: &Rx, pupil: Id<Pupil>, today: Date) -> Result<Vec<Adult>> {
    let rows = rx.all(
        &format!("{ADULT} FROM guardianship g JOIN person p ON p.id = g.guardian WHERE g.pupil = ?1 {CALLED}"),
        [pupil],
        |row| adult_row(row, today),
    )?;
    Ok(rows.into_iter().map(|(_, adult)| adult).collect())
}

pub fn line_row(row: &Row) -> rusqlite::Result<Line> {
    Ok(Line {
        pupil: row.get(0)?,
        first_name: row.get(1)?,
        last_name: row.get(2)?,
        class_name: row.get(3)?,
        grade: row.get(4)?,
    })
}

fn adult_row(row: &Row, today: Date) -> rusqlite::Result<(Id<Pupil>, Adult)> {
    let facts = guardianship::store::facts(row, 3)?;
    let adult = Adult {
        name: row.get(1)?,
        kind: Kind::parse(&row.get::<_, String>(2)?).unwrap_or(Kind::Parent),
        standing: Standing::of(&facts, today),
        may_pick_up: row.get(10)?,
        emergency_rank: row.get(11)?,
        reach: facts.reach(reach(row, 12)?, today),
    };
    Ok((row.get(0)?, adult))
}

fn day(text: Option<String>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}
