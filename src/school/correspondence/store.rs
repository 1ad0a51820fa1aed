//! The director's table, and everybody to whom somebody could write: a few statements, whoever asks.

use super::{Child, Kin, Pair, People, ROOM, Rules, Side, people::Named};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{
        Class, Group, Person, Pupil,
        guardianship::{
            Given,
            store::{TIE_FACTS, facts},
        },
        permit::Manages,
        services,
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::BTreeMap;

pub fn rules(rx: &Rx, today: Date) -> Result<Rules> {
    let decided = rx.all("SELECT pair, allowed FROM correspondence", [], |row| {
        Ok((Pair::parse(&row.get::<_, String>(0)?), row.get::<_, bool>(1)?))
    })?;
    let decided = decided.into_iter().filter_map(|(pair, allowed)| Some((pair?, allowed))).collect();
    let in_groups = rx.all(
        "SELECT m.team, m.pupil FROM pupil_group g JOIN pupil_group_member m ON m.team = g.id
         WHERE g.until_on >= ?1 AND g.from_on <= ?1",
        [today.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(Rules { decided, in_groups, closed: services::store::off(rx)?.classes(ROOM) })
}

/// What is as the house thinks usual is forgotten, so that a better house's mind counts there.
pub fn decide(tx: &Tx, pair: Pair, allowed: bool, now: Instant, by: &impl Manages) -> Result<()> {
    if allowed == pair.usual() || pair.is_fixed() {
        tx.run("DELETE FROM correspondence WHERE pair = ?1", [pair.as_str()])?;
        return Ok(());
    }
    tx.run(
        "INSERT INTO correspondence (pair, allowed, changed_at, changed_by) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (pair) DO UPDATE SET allowed = ?2, changed_at = ?3, changed_by = ?4",
        params![pair.as_str(), allowed, now, by.actor()],
    )?;
    Ok(())
}

/// Everybody to whom the viewer may begin to write today.
pub fn people(rx: &Rx, viewer: &Viewer, rules: &Rules) -> Result<People> {
    let mut from = Side::of(viewer, &rules.closed);
    let mut sides = staff(rx, rules, viewer.today)?;
    let pupils = pupils_around(rx, &from, rules)?;
    tie_families(rx, &mut sides, &pupils, viewer.today)?;
    if let Some(own) = sides.remove(&from.person) {
        from.tied.extend(own.tied);
    }
    for kin in pupils.values() {
        let side = sides.entry(kin.pupil.as_person()).or_insert_with(|| Side::nobody(kin.pupil.as_person()));
        side.pupil = Some((kin.pupil, kin.class));
    }
    let others: Vec<Side> = sides.into_values().collect();
    let names = names(rx, &others)?;
    Ok(People::judged(&from, &others, rules, names, &pupils))
}

/// Whoever has a part in the school today, as the viewer of each would say it.
fn staff(rx: &Rx, rules: &Rules, today: Date) -> Result<BTreeMap<Id<Person>, Side>> {
    let duties = rx.all(
        "SELECT d.person, d.kind, d.class, CASE WHEN u.left_on IS NULL THEN d.pupil END,
                (SELECT e.class FROM enrolment e WHERE e.pupil = d.pupil AND e.until_on IS NULL),
                (SELECT g.id FROM pupil_group g WHERE g.id = d.team AND g.from_on <= ?1 AND g.until_on >= ?1)
         FROM duty d LEFT JOIN pupil u ON u.person = d.pupil
         WHERE d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1)",
        [today.to_string()],
        duty_row,
    )?;
    let mut sides = BTreeMap::new();
    for duty in duties {
        let side = sides.entry(duty.person).or_insert_with(|| Side::nobody(duty.person));
        take(side, duty, &rules.closed);
    }
    let leaders = rx.all(
        "SELECT l.person, g.id FROM pupil_group g JOIN pupil_group_leader l ON l.team = g.id
         WHERE g.until_on >= ?1 AND g.from_on <= ?1",
        [today.to_string()],
        |row| Ok((row.get::<_, Id<Person>>(0)?, row.get::<_, Id<Group>>(1)?)),
    )?;
    for (person, group) in leaders {
        if let Some(side) = sides.get_mut(&person).filter(|side| side.is_staff) {
            side.leads.push(group);
        }
    }
    Ok(sides)
}

struct DutyRow {
    person: Id<Person>,
    kind: String,
    class: Option<Id<Class>>,
    pupil: Option<Id<Pupil>>,
    pupil_class: Option<Id<Class>>,
    group: Option<Id<Group>>,
}

fn duty_row(row: &Row) -> rusqlite::Result<DutyRow> {
    Ok(DutyRow {
        person: row.get(0)?,
        kind: row.get(1)?,
        class: row.get(2)?,
        pupil: row.get(3)?,
        pupil_class: row.get(4)?,
        group: row.get(5)?,
    })
}

fn take(side: &mut Side, duty: DutyRow, closed: &[Id<Class>]) {
    let is_open = |class: &Id<Class>| !closed.contains(class);
    match duty.kind.as_str() {
        "town" => side.is_town = true,
        "technician" => {}
        kind => {
            side.is_staff = true;
            side.is_director |= kind == "director";
            match kind {
                "teacher" | "substitute" => side.teaches.extend(duty.class.filter(is_open)),
                "atsem" => side.helps_in.extend(duty.class.filter(is_open)),
                "aesh" if duty.pupil_class.as_ref().is_none_or(is_open) => side.accompanies.extend(duty.pupil),
                "after_school" => side.leads.extend(duty.group),
                _ => {}
            }
        }
    }
}

/// The pupils through whom this one could write to somebody, each in an open class.
fn pupils_around(rx: &Rx, from: &Side, rules: &Rules) -> Result<BTreeMap<Id<Pupil>, Kin>> {
    let mut classes: Vec<Id<Class>> = [from.teaches.as_slice(), &from.helps_in].concat();
    if rules.allows(Pair::FamilyToFamily) {
        classes.extend(from.children.iter().map(|child| child.class));
    }
    if from.is_director {
        classes = rx.all("SELECT id FROM class", [], |row| row.get(0))?;
    }
    let own = from.accompanies.iter().copied().chain(rules.members(&from.leads));
    let pupils: Vec<Id<Pupil>> = own.chain(from.children.iter().map(|child| child.id)).collect();
    let mut found = rx.all(
        "SELECT e.pupil, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, e.class, c.name
         FROM json_each(?1) j JOIN enrolment e ON e.class = j.value AND e.until_on IS NULL
         JOIN person p ON p.id = e.pupil JOIN class c ON c.id = e.class",
        [Id::json(&classes)],
        kin_row,
    )?;
    found.extend(rx.all(
        "SELECT e.pupil, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, e.class, c.name
         FROM json_each(?1) j JOIN enrolment e ON e.pupil = j.value AND e.until_on IS NULL
         JOIN person p ON p.id = e.pupil JOIN class c ON c.id = e.class",
        [Id::json(&pupils)],
        kin_row,
    )?);
    Ok(found.into_iter().filter(|kin| !rules.closed.contains(&kin.class)).map(|kin| (kin.pupil, kin)).collect())
}

fn kin_row(row: &Row) -> rusqlite::Result<Kin> {
    let name = format!("{} {}", row.get::<_, String>(1)?, row.get::<_, String>(2)?);
    Ok(Kin { pupil: row.get(0)?, name, class: row.get(3)?, class_name: row.get(4)? })
}

fn tie_families(
    rx: &Rx,
    sides: &mut BTreeMap<Id<Person>, Side>,
    pupils: &BTreeMap<Id<Pupil>, Kin>,
    today: Date,
) -> Result<()> {
    let ids: Vec<Id<Pupil>> = pupils.keys().copied().collect();
    let ties = rx.all(
        &format!(
            "SELECT g.guardian, g.pupil, {TIE_FACTS} FROM json_each(?1) j JOIN guardianship g ON g.pupil = j.value"
        ),
        [Id::json(&ids)],
        |row| Ok((row.get::<_, Id<Person>>(0)?, row.get::<_, Id<Pupil>>(1)?, facts(row, 2)?)),
    )?;
    for (guardian, pupil, facts) in ties {
        let side = sides.entry(guardian).or_insert_with(|| Side::nobody(guardian));
        side.tied.push(pupil);
        let given = Given::of(&facts, today);
        side.children
            .extend(pupils.get(&pupil).filter(|_| given.reads).map(|kin| Child { id: pupil, class: kin.class }));
    }
    Ok(())
}

fn names(rx: &Rx, sides: &[Side]) -> Result<BTreeMap<Id<Person>, Named>> {
    let ids: Vec<Id<Person>> = sides.iter().map(|side| side.person).collect();
    let rows = rx.all(
        "SELECT p.id, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.sort_key,
                a.activated_at IS NOT NULL AND a.closed_at IS NULL
         FROM json_each(?1) j JOIN person p ON p.id = j.value LEFT JOIN account a ON a.person = p.id",
        [Id::json(&ids)],
        |row| {
            let (civility, first, last): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
            let name = format!("{civility} {first} {last}").split_whitespace().collect::<Vec<_>>().join(" ");
            let formal = if civility.is_empty() { name.clone() } else { format!("{civility} {last}") };
            let has_account = row.get::<_, Option<bool>>(5)?.unwrap_or(false);
            Ok((row.get(0)?, Named { name, formal, key: row.get(4)?, has_account }))
        },
    )?;
    Ok(rows.into_iter().collect())
}
