//! The rows of the team.

use super::{Member, Part, gathered};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::directory::policy::{OpenDirectory, ReachTeam, SeeOwnTeam, SeeTeam},
    school::{
        Person,
        class::DutyKind,
        permit::{May, Ties},
        person::Reach,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::HashMap;

const NAME: &str = "trim(p.civility || ' ' || p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END)";

/// Who works here today, by name; for the head teacher also who will, the town's people and whoever tends the box.
pub fn team(rx: &Rx, team: &May<SeeTeam>, today: Date) -> Result<Vec<Member>> {
    let rows = rx.all(
        &format!(
            "SELECT p.id, {NAME}, d.kind, coalesce(c.name, ''), d.from_on, d.until_on
             FROM duty d CROSS JOIN person p ON p.id = d.person LEFT JOIN class c ON c.id = d.class
             WHERE (d.until_on IS NULL OR d.until_on >= ?1) AND (?2 OR (d.from_on <= ?1 AND d.kind NOT IN ('town', 'technician')))
             ORDER BY p.sort_key, p.id, d.id"
        ),
        params![today.to_string(), team.ties().meets(Ties::DIRECTOR)],
        |row| member_row(row, today),
    )?;
    Ok(gathered(rows))
}

pub fn reach_of_team(rx: &Rx, _: &May<ReachTeam>, today: Date) -> Result<HashMap<Id<Person>, Reach>> {
    let rows = rx.all(
        "SELECT p.id, p.mobile_phone, p.home_phone, p.work_phone, p.email FROM duty d JOIN person p ON p.id = d.person
         WHERE d.until_on IS NULL OR d.until_on >= ?1",
        [today.to_string()],
        |row| Ok((row.get(0)?, reach(row, 1)?)),
    )?;
    Ok(rows.into_iter().collect())
}

/// Who takes care of this child: the class's people, whoever accompanies the child, those of the groups, the head teacher.
pub fn own_team(rx: &Rx, child: &May<SeeOwnTeam>, today: Date) -> Result<Vec<Member>> {
    let mut rows = rx.all(
        &format!(
            "SELECT p.id, {NAME}, d.kind, '', d.from_on, d.until_on FROM duty d JOIN person p ON p.id = d.person
             WHERE d.from_on <= ?3 AND (d.until_on IS NULL OR d.until_on >= ?3) AND (d.class = ?2 OR d.pupil = ?1 OR d.kind = 'director')
             UNION ALL
             SELECT p.id, {NAME}, d.kind, t.name, d.from_on, d.until_on
             FROM pupil_group_member m JOIN pupil_group t ON t.id = m.team JOIN duty d ON d.team = t.id JOIN person p ON p.id = d.person
             WHERE m.pupil = ?1 AND t.from_on <= ?3 AND t.until_on >= ?3 AND d.from_on <= ?3 AND (d.until_on IS NULL OR d.until_on >= ?3)
             UNION ALL
             SELECT p.id, {NAME}, '', t.name, NULL, NULL
             FROM pupil_group_member m JOIN pupil_group t ON t.id = m.team JOIN pupil_group_leader l ON l.team = t.id JOIN person p ON p.id = l.person
             WHERE m.pupil = ?1 AND t.from_on <= ?3 AND t.until_on >= ?3"
        ),
        params![child.pupil.id, child.pupil.class, today.to_string()],
        |row| member_row(row, today),
    )?;
    rows.sort_by_key(|(_, _, part)| order(part.kind));
    Ok(gathered(rows))
}

/// Who directs the school today.
pub fn directors(rx: &Rx, _: &May<OpenDirectory>, today: Date) -> Result<Vec<String>> {
    rx.all(
        &format!(
            "SELECT {NAME} FROM duty d JOIN person p ON p.id = d.person
             WHERE d.kind = 'director' AND d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1) ORDER BY d.id"
        ),
        [today.to_string()],
        |row| row.get(0),
    )
}

/// Mobile, home, work and e-mail, in four columns from `at`.
pub fn reach(row: &Row, at: usize) -> rusqlite::Result<Reach> {
    Ok(Reach { phones: [row.get(at)?, row.get(at + 1)?, row.get(at + 2)?], email: row.get(at + 3)? })
}

/// Whom a family asks for first stands first; the head teacher last.
fn order(kind: Option<DutyKind>) -> usize {
    let known = [DutyKind::Teacher, DutyKind::Substitute, DutyKind::Atsem, DutyKind::Aesh, DutyKind::AfterSchool];
    match kind {
        Some(DutyKind::Director) => known.len() + 1,
        kind => known.iter().position(|one| Some(*one) == kind).unwrap_or(known.len()),
    }
}

/// Days are kept where they tell something: an end, or a beginning to come.
fn member_row(row: &Row, today: Date) -> rusqlite::Result<(Id<Person>, String, Part)> {
    let day = |text: Option<String>| text.and_then(|text| text.parse::<Date>().ok());
    let kind: String = row.get(2)?;
    let part = Part {
        kind: DutyKind::parse(&kind),
        place: row.get(3)?,
        from_on: day(row.get(4)?).filter(|from| *from > today),
        until_on: day(row.get(5)?),
    };
    Ok((row.get(0)?, row.get(1)?, part))
}
