//! The rows that are a person's own, whichever room writes them.

use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql},
        error::Result,
    },
    school::{
        Person,
        class::DutyKind,
        guardianship::{
            Guardianship,
            store::{TIE, tie_at},
        },
        person::{
            PupilFacts,
            store::{FACTS, PERSON, facts_at, person_at},
        },
        viewer::{Child, Viewer},
    },
};
use rusqlite::params;

/// A child as one of its guardians is told of it, with that guardian's own tie.
pub struct OwnChild {
    pub name: String,
    pub facts: PupilFacts,
    pub tie: Guardianship,
    pub classes: Vec<Enrolled>,
    pub groups: Vec<String>,
}

pub struct Enrolled {
    pub class: String,
    pub grade: String,
    pub from_on: String,
    pub until_on: Option<String>,
}

pub struct OwnDuty {
    pub kind: DutyKind,
    pub class: String,
    pub from_on: String,
    pub until_on: Option<String>,
}

pub struct OwnAccount {
    pub login: String,
    pub activated_at: Option<Instant>,
    pub charter: String,
    pub has_second_factor: bool,
    pub applications: Vec<(String, Instant)>,
}

/// A line of the journal; `by` as this person may know it.
pub struct Line {
    pub at: Instant,
    pub by: String,
    pub act: String,
    pub thing: String,
}

pub fn person(rx: &Rx, viewer: &Viewer) -> Result<Option<Person>> {
    rx.one(&format!("SELECT {PERSON} FROM person p WHERE p.id = ?1"), [viewer.person], |row| person_at(row, 0))
}

/// `child` is one of the viewer's, as the session read them. No address: it may be the other home's.
pub fn child(rx: &Rx, viewer: &Viewer, child: &Child) -> Result<Option<OwnChild>> {
    let found = rx.one(
        &format!(
            "SELECT p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, {FACTS}, {TIE}
             FROM guardianship g JOIN person p ON p.id = g.pupil JOIN pupil u ON u.person = g.pupil
             WHERE g.pupil = ?1 AND g.guardian = ?2"
        ),
        params![child.id, viewer.person],
        |row| {
            let name = format!("{} {}", row.get::<_, String>(0)?, row.get::<_, String>(1)?);
            Ok((name, facts_at(row, 2)?, tie_at(row, 8)?))
        },
    )?;
    let Some((name, mut facts, tie)) = found else { return Ok(None) };
    // The national number is for who decides for the child: a relative who is only told has no use for it.
    if !child.given.signs {
        facts.ine = None;
    }
    let classes = rx.all(
        "SELECT c.name, e.grade, e.from_on, e.until_on FROM enrolment e JOIN class c ON c.id = e.class WHERE e.pupil = ?1 ORDER BY e.from_on",
        [child.id],
        |row| Ok(Enrolled { class: row.get(0)?, grade: row.get(1)?, from_on: row.get(2)?, until_on: row.get(3)? }),
    )?;
    let groups = rx.all(
        "SELECT t.name FROM pupil_group_member m JOIN pupil_group t ON t.id = m.team WHERE m.pupil = ?1 ORDER BY t.sort_key",
        [child.id],
        |row| row.get(0),
    )?;
    Ok(Some(OwnChild { name, facts, tie, classes, groups }))
}

pub fn duties(rx: &Rx, viewer: &Viewer) -> Result<Vec<OwnDuty>> {
    rx.all(
        "SELECT d.kind, coalesce(c.name, ''), d.from_on, d.until_on FROM duty d LEFT JOIN class c ON c.id = d.class WHERE d.person = ?1 ORDER BY d.from_on",
        [viewer.person],
        |row| {
            let kind = DutyKind::parse(&row.get::<_, String>(0)?).unwrap_or(DutyKind::Staff);
            Ok(OwnDuty { kind, class: row.get(1)?, from_on: row.get(2)?, until_on: row.get(3)? })
        },
    )
}

pub fn account(rx: &Rx, viewer: &Viewer) -> Result<OwnAccount> {
    let found = rx.one(
        "SELECT a.login, a.activated_at, coalesce(a.charter, ''), EXISTS (SELECT 1 FROM second_factor f WHERE f.account = a.id) FROM account a WHERE a.id = ?1",
        [viewer.account],
        |row| {
            Ok(OwnAccount {
                login: row.get(0)?,
                activated_at: row.get(1)?,
                charter: row.get(2)?,
                has_second_factor: row.get(3)?,
                applications: Vec::new(),
            })
        },
    )?;
    let applications = rx.all(
        "SELECT name, made_at FROM application_password WHERE account = ?1 AND revoked_at IS NULL ORDER BY made_at",
        [viewer.account],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    found.map(|account| OwnAccount { applications, ..account }).ok_or(crate::base::error::Error::NotFound)
}

/// When access slips were made for the account, and when each was used.
pub fn slips(rx: &Rx, viewer: &Viewer) -> Result<Vec<(Instant, Option<Instant>)>> {
    rx.all("SELECT made_at, used_at FROM access_slip WHERE account = ?1 ORDER BY made_at", [viewer.account], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Sign-ins from browsers that the account did not know.
pub fn arrivals(rx: &Rx, viewer: &Viewer) -> Result<Vec<(Instant, String)>> {
    rx.all("SELECT at, device FROM arrival WHERE account = ?1 ORDER BY at", [viewer.account], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// The person's own acts, then the school's on them and on their children; by whom, only where it is themselves or staff.
/// The other guardian may work at the school too: what they did about the child is their own.
pub fn journal(rx: &Rx, viewer: &Viewer) -> Result<Vec<Line>> {
    let me = format!("{} {}", viewer.first_name, viewer.last_name);
    let mut lines = rx.all("SELECT at, act, thing FROM journal WHERE by = ?1 ORDER BY at", [viewer.person], |row| {
        Ok(Line { at: row.get(0)?, by: me.clone(), act: row.get(1)?, thing: row.get(2)? })
    })?;
    let mut about = vec![("person", viewer.person.number()), ("account", viewer.account.number())];
    for child in &viewer.children {
        about.extend([("pupil", child.id.number()), ("person", child.id.number())]);
    }
    for (thing, id) in about {
        lines.extend(rx.all(
            "SELECT j.at, j.act, j.thing, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
             FROM journal j JOIN person p ON p.id = j.by
             WHERE j.thing = ?1 AND j.thing_id = ?2 AND j.by <> ?3 AND EXISTS (SELECT 1 FROM duty d WHERE d.person = j.by)
               AND NOT EXISTS (SELECT 1 FROM guardianship g WHERE g.guardian = j.by AND g.pupil = ?2)",
            params![thing, id, viewer.person],
            |row| {
                let (civility, first, last): (String, String, String) = (row.get(3)?, row.get(4)?, row.get(5)?);
                let by = format!("{} {last}", if civility.is_empty() { first } else { civility });
                Ok(Line { at: row.get(0)?, by, act: row.get(1)?, thing: row.get(2)? })
            },
        )?);
    }
    lines.sort_by_key(|line| line.at);
    Ok(lines)
}
