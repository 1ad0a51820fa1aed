//! The director's table, and everybody to whom somebody could write: a few statements, whoever asks.

use super::{
    Hindrance, Kin, Pair, Party, People, Profile, ROOM, Reached, Recipient, Rules, freeze, limits, may_begin,
    pause::store::pause_row, people::Named,
};
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
        quiet, services, settings,
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
    let mut from = Party::of(viewer).without(&rules.closed);
    let mut parties = staff(rx, viewer.today)?;
    let pupils = pupils_around(rx, &from, rules)?;
    tie_families(rx, &mut parties, &pupils, viewer.today)?;
    if let Some(own) = parties.remove(&from.person) {
        from.tied.extend(own.tied);
    }
    for kin in pupils.values() {
        let party = parties.entry(kin.pupil.as_person()).or_insert_with(|| Party::none(kin.pupil.as_person()));
        party.pupil = Some((kin.pupil, Some(kin.class)));
    }
    let others: Vec<Party> = parties.into_values().collect();
    let names = names(rx, &others)?;
    Ok(People::judged(&from, &others, rules, names, &pupils))
}

/// Whether there is anybody at work here to whom the viewer may begin to write: all whom a pupil or the town ever reaches.
pub fn reaches_staff(rx: &Rx, viewer: &Viewer) -> Result<bool> {
    let (rules, from) = (rules(rx, viewer.today)?, Party::of(viewer));
    Ok(staff(rx, viewer.today)?.values().any(|to| may_begin(&from, to, &rules).is_some()))
}

/// These, in the order asked for.
pub fn parties(rx: &Rx, people: &[Id<Person>], today: Date) -> Result<Vec<Party>> {
    let ids = Id::json(people);
    let working = staff(rx, today)?;
    let mut all: BTreeMap<Id<Person>, Party> =
        people.iter().map(|one| (*one, working.get(one).cloned().unwrap_or_else(|| Party::none(*one)))).collect();
    let ties = rx.all(
        &format!(
            "SELECT g.guardian, g.pupil, e.class, {TIE_FACTS} FROM json_each(?1) j CROSS JOIN guardianship g ON g.guardian = j.value
             LEFT JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL"
        ),
        [&ids],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, Given::of(&facts(row, 3)?, today).reads)),
    )?;
    for (guardian, pupil, class, reads) in ties {
        if let Some(party) = all.get_mut(&guardian) {
            party.tied.push(pupil);
            party.children.extend(reads.then_some((pupil, class)));
        }
    }
    let pupils = rx.all(
        "SELECT u.person, e.class FROM json_each(?1) j CROSS JOIN pupil u ON u.person = j.value
         LEFT JOIN enrolment e ON e.pupil = u.person AND e.until_on IS NULL",
        [&ids],
        |row| Ok((row.get::<_, Id<Pupil>>(0)?, row.get(1)?)),
    )?;
    for (pupil, class) in pupils {
        if let Some(party) = all.get_mut(&pupil.as_person()) {
            party.pupil = Some((pupil, class));
        }
    }
    Ok(people.iter().filter_map(|one| all.get(one).cloned()).collect())
}

/// Why this may not be sent now by one who may write to them: a freeze, or the account's limit. What was typed stays a draft.
/// Who reached their limit is told of to the direction: `limits::store::tell`.
pub fn hindrance(rx: &Rx, from: &Party, to: &[Party], now: Instant) -> Result<Option<Hindrance>> {
    let author = from.profile();
    if let Some(stopped_by) = freeze::store::freeze(rx)?.stops(author, to.iter().map(Party::profile)) {
        return Ok(Some(Hindrance::Frozen { stopped_by, author }));
    }
    let zone = settings::store::facts(rx)?.zone_of_time();
    let over = limits::store::over(rx, from, to.len() as i64, now, &zone)?;
    Ok(over.map(|over| Hindrance::Limit { over, author }))
}

/// See [`Reached::leaves_at`]; a day later where the calendar opens no more, and it is asked again.
pub fn leaves_at(rx: &Rx, from: &Party, to: &[Party], now: Instant) -> Result<Instant> {
    let quiet = quiet::store::quiet(rx)?;
    let persons: Vec<Id<Person>> = to.iter().map(|party| party.person).collect();
    let reached = reached(rx, &persons, now.date(&quiet.zone))?;
    Ok(reached.leaves_at(from.profile(), &quiet, false, now).unwrap_or(now.plus(Instant::DAY)))
}

/// Those of a thread, or of a message that is about to leave, by what they are and whether they are away; whoever they are, it
/// is no leave to write to them.
pub fn reached(rx: &Rx, persons: &[Id<Person>], today: Date) -> Result<Reached> {
    let ids = Id::json(persons);
    let mut pauses = rx.all(
        "SELECT p.person, p.from_on, p.until_on, p.holds, p.answer
         FROM json_each(?1) j JOIN correspondence_pause p ON p.person = j.value WHERE p.from_on <= ?2 AND p.until_on >= ?2",
        params![ids, today.to_string()],
        pause_row,
    )?;
    let all = rx.all(
        "SELECT p.id, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
                EXISTS (SELECT 1 FROM duty d WHERE d.person = p.id AND d.kind <> 'technician' AND d.from_on <= ?2
                        AND (d.until_on IS NULL OR d.until_on >= ?2)),
                EXISTS (SELECT 1 FROM pupil u WHERE u.person = p.id)
         FROM json_each(?1) j JOIN person p ON p.id = j.value",
        params![ids, today.to_string()],
        |row| {
            let profile = match (row.get(4)?, row.get(5)?) {
                (true, _) => Profile::Staff,
                (false, true) => Profile::Pupils,
                (false, false) => Profile::Families,
            };
            let (_, formal) = named(row.get(1)?, row.get(2)?, row.get(3)?);
            Ok(Recipient { person: row.get(0)?, formal, profile, pause: None })
        },
    )?;
    let away = all.into_iter().map(|one| {
        let at = pauses.iter().position(|pause| pause.person == one.person);
        Recipient { pause: at.map(|at| pauses.swap_remove(at)), ..one }
    });
    Ok(Reached { all: away.collect() })
}

/// Whoever has a part in the school today, as the viewer of each would say it.
fn staff(rx: &Rx, today: Date) -> Result<BTreeMap<Id<Person>, Party>> {
    let duties = rx.all(
        "SELECT d.person, d.kind, d.class, CASE WHEN u.left_on IS NULL THEN d.pupil END,
                (SELECT e.class FROM enrolment e WHERE e.pupil = d.pupil AND e.until_on IS NULL),
                (SELECT g.id FROM pupil_group g WHERE g.id = d.team AND g.from_on <= ?1 AND g.until_on >= ?1)
         FROM duty d LEFT JOIN pupil u ON u.person = d.pupil
         WHERE d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1)",
        [today.to_string()],
        duty_row,
    )?;
    let mut parties = BTreeMap::new();
    for duty in duties {
        let party = parties.entry(duty.person).or_insert_with(|| Party::none(duty.person));
        take(party, duty);
    }
    let leaders = rx.all(
        "SELECT l.person, g.id FROM pupil_group g JOIN pupil_group_leader l ON l.team = g.id
         WHERE g.until_on >= ?1 AND g.from_on <= ?1",
        [today.to_string()],
        |row| Ok((row.get::<_, Id<Person>>(0)?, row.get::<_, Id<Group>>(1)?)),
    )?;
    for (person, group) in leaders {
        if let Some(party) = parties.get_mut(&person).filter(|party| party.is_staff) {
            party.leads.push(group);
        }
    }
    Ok(parties)
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

fn take(party: &mut Party, duty: DutyRow) {
    match duty.kind.as_str() {
        "town" => party.is_town = true,
        "technician" => {}
        kind => {
            party.is_staff = true;
            party.is_director |= kind == "director";
            match kind {
                "teacher" | "substitute" => party.teaches.extend(duty.class),
                "atsem" => party.helps_in.extend(duty.class),
                "aesh" => party.accompanies.extend(duty.pupil.map(|pupil| (pupil, duty.pupil_class))),
                "after_school" => party.leads.extend(duty.group),
                _ => {}
            }
        }
    }
}

/// The pupils through whom this one could write to somebody, each in an open class.
fn pupils_around(rx: &Rx, from: &Party, rules: &Rules) -> Result<BTreeMap<Id<Pupil>, Kin>> {
    let mut classes: Vec<Id<Class>> = [from.teaches.as_slice(), &from.helps_in].concat();
    if rules.allows(Pair::FamilyToFamily) {
        classes.extend(from.children.iter().filter_map(|(_, class)| *class));
    }
    if from.is_director {
        classes = rx.all("SELECT id FROM class", [], |row| row.get(0))?;
    }
    let own = from.accompanies.iter().map(|(pupil, _)| *pupil).chain(rules.members(&from.leads));
    let pupils: Vec<Id<Pupil>> = own.chain(from.children.iter().map(|(pupil, _)| *pupil)).collect();
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
    parties: &mut BTreeMap<Id<Person>, Party>,
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
        let party = parties.entry(guardian).or_insert_with(|| Party::none(guardian));
        party.tied.push(pupil);
        let given = Given::of(&facts, today);
        party.children.extend(pupils.get(&pupil).filter(|_| given.reads).map(|kin| (pupil, Some(kin.class))));
    }
    Ok(())
}

fn names(rx: &Rx, parties: &[Party]) -> Result<BTreeMap<Id<Person>, Named>> {
    let ids: Vec<Id<Person>> = parties.iter().map(|party| party.person).collect();
    let rows = rx.all(
        "SELECT p.id, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.sort_key,
                a.activated_at IS NOT NULL AND a.closed_at IS NULL
         FROM json_each(?1) j JOIN person p ON p.id = j.value LEFT JOIN account a ON a.person = p.id",
        [Id::json(&ids)],
        |row| {
            let (name, formal) = named(row.get(1)?, row.get(2)?, row.get(3)?);
            let has_account = row.get::<_, Option<bool>>(5)?.unwrap_or(false);
            Ok((row.get(0)?, Named { name, formal, key: row.get(4)?, has_account }))
        },
    )?;
    Ok(rows.into_iter().collect())
}

/// « Mme Samia Benali », « Mme Benali ».
fn named(civility: String, first: String, last: String) -> (String, String) {
    let name = format!("{civility} {first} {last}").split_whitespace().collect::<Vec<_>>().join(" ");
    let formal = if civility.is_empty() { name.clone() } else { format!("{civility} {last}") };
    (name, formal)
}
