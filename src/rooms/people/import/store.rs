//! Imports that wait, and the school as an import compares it with a file.

use super::{
    Kind, Name, Phones,
    apply::Summary,
    diff::{KnownClass, KnownGuardian, KnownMember, KnownPupil, Snapshot},
    plan::Source,
    value::{self, Address},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    school::{
        Person, class,
        erasure::Subject,
        guardianship,
        permit::Manages,
        person::{
            Contact, NewPerson, PupilFacts,
            store::{self as people, FACTS, PERSON},
        },
    },
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::HashMap;

/// An import in the database: it waits for a yes, or says what it wrote.
pub struct Import {
    pub id: i64,
    pub sources: Vec<Source>,
    pub summary: Option<Summary>,
    pub undo: Option<i64>,
}

/// An import of before, for the list.
pub struct Past {
    pub id: i64,
    pub at: Instant,
    pub by: String,
    pub summary: Summary,
    pub is_undone: bool,
}

/// How many past imports the list shows.
const SHOWN: i64 = 20;

pub fn add(tx: &Tx, sources: &[Source], now: Instant, by: &impl Manages) -> Result<i64> {
    tx.insert(
        "INSERT INTO people_import (made_by, made_at, sources) VALUES (?1, ?2, ?3)",
        params![by.actor(), now, serde_json::to_string(sources)?],
    )
}

/// `None` once it was abandoned, or forgotten after a day.
pub fn import(rx: &Rx, id: i64, _: &impl Manages) -> Result<Option<Import>> {
    let found = rx.one("SELECT sources, summary, undo FROM people_import WHERE id = ?1", [id], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?))
    })?;
    let Some((sources, summary, undo)) = found else { return Ok(None) };
    Ok(Some(Import {
        id,
        sources: serde_json::from_str(&sources)?,
        summary: if summary.is_empty() { None } else { Some(serde_json::from_str(&summary)?) },
        undo,
    }))
}

/// The imports that were written, the latest first.
pub fn past(rx: &Rx, _: &impl Manages) -> Result<Vec<Past>> {
    let rows = rx.all(
        "SELECT i.id, i.applied_at, coalesce(p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, ''), i.summary,
         u.undone_at IS NOT NULL FROM people_import i LEFT JOIN person p ON p.id = i.made_by LEFT JOIN people_undo u ON u.id = i.undo
         WHERE i.applied_at IS NOT NULL ORDER BY i.applied_at DESC, i.id DESC LIMIT ?1",
        [SHOWN],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?, row.get(4)?)),
    )?;
    let past = rows.into_iter().map(|(id, at, by, summary, is_undone)| {
        Ok(Past { id, at, by, summary: serde_json::from_str(&summary)?, is_undone })
    });
    past.collect()
}

/// The rows go; what is left says how many were written.
pub fn set_applied(
    tx: &Tx,
    id: i64,
    summary: &Summary,
    undo: Option<i64>,
    now: Instant,
    _: &impl Manages,
) -> Result<()> {
    tx.run(
        "UPDATE people_import SET sources = '[]', applied_at = ?2, summary = ?3, undo = ?4 WHERE id = ?1 AND applied_at IS NULL",
        params![id, now, serde_json::to_string(summary)?, undo],
    )?;
    Ok(())
}

pub fn abandon(tx: &Tx, id: i64, _: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM people_import WHERE id = ?1", [id])?;
    Ok(())
}

/// What nobody said yes to goes after a day; the line of what was written, after a good year.
pub fn forget_old(tx: &Tx, now: Instant, _: &crate::base::jobs::System) -> Result<usize> {
    tx.run(
        "DELETE FROM people_import WHERE made_at < ?1 AND (applied_at IS NULL OR made_at < ?2)",
        [now.plus(-Instant::DAY), now.plus(-400 * Instant::DAY)],
    )
}

/// Who was to be looked at after an import, by name: nobody looks any more when somebody goes.
pub fn forget_names(tx: &Tx, _: &Subject) -> Result<()> {
    tx.run(
        "UPDATE people_import SET summary = json_set(summary, '$.beside_organisation', json('[]'), '$.directors', json('[]'), '$.ine_taken', json('[]'))
         WHERE applied_at IS NOT NULL AND summary <> ''",
        [],
    )?;
    Ok(())
}

/// How many people of each kind the school knows, for the page that begins an import.
pub fn count(rx: &Rx, kind: Kind, _: &impl Manages) -> Result<i64> {
    rx.value(
        match kind {
            Kind::Pupils => "SELECT count(*) FROM pupil WHERE left_on IS NULL",
            Kind::Guardians => "SELECT count(DISTINCT guardian) FROM guardianship",
            Kind::Staff => "SELECT count(DISTINCT person) FROM duty WHERE kind <> 'town' AND kind <> 'technician'",
        },
        [],
    )
}

pub fn snapshot(rx: &Rx, today: Date, by: &impl Manages) -> Result<Snapshot> {
    let classes = class::store::classes_of(rx, today)?;
    let (guardians, staff) = adults(rx, today, by)?;
    Ok(Snapshot {
        classes: classes
            .into_iter()
            .map(|class| KnownClass { id: class.id.number(), label: class.name, onde_id: filled(class.onde_id) })
            .collect(),
        pupils: pupils(rx)?,
        guardians,
        staff,
        held: Vec::new(),
    })
}

fn pupils(rx: &Rx) -> Result<Vec<KnownPupil>> {
    rx.all(
        &format!(
            "SELECT {FACTS}, u.left_on IS NOT NULL, e.class, coalesce(e.grade, ''), {PERSON}
             FROM pupil u JOIN person p ON p.id = u.person LEFT JOIN enrolment e ON e.pupil = u.person AND e.until_on IS NULL ORDER BY p.id"
        ),
        [],
        |row| {
            let (facts, person) = (people::facts_at(row, 0)?, people::person_at(row, 9)?);
            let second = (facts.second_street, facts.second_postcode, facts.second_town);
            Ok(KnownPupil {
                id: person.id.number(),
                name: name_of(&person),
                birth: facts.born_on,
                sex: value::sex(&facts.sex),
                ine: facts.ine,
                has_left: row.get(6)?,
                class: row.get(7)?,
                grade: value::Grade::parse(&row.get::<_, String>(8)?),
                address: address_of(&person.contact),
                second_address: address(second.0, second.1, second.2, String::new()),
            })
        },
    )
}

/// Every adult is asked about both as a guardian and as one of the team: one person, one account.
fn adults(rx: &Rx, today: Date, by: &impl Manages) -> Result<(Vec<KnownGuardian>, Vec<KnownMember>)> {
    let mut children: HashMap<i64, Vec<i64>> = HashMap::new();
    for tie in guardianship::store::all(rx, by)? {
        children.entry(tie.guardian.number()).or_default().push(tie.pupil.number());
    }
    let mut removed: HashMap<i64, Vec<i64>> = HashMap::new();
    for (guardian, pupil) in guardianship::store::removed(rx, by)? {
        removed.entry(guardian.number()).or_default().push(pupil.number());
    }
    let duties = class::store::duties(rx, today, by)?;
    let people = people::adults(rx, by)?;
    let members = people.iter().map(|person| {
        let own = || duties.iter().filter(|duty| duty.person == person.id && is_team(duty.kind));
        KnownMember {
            id: person.id.number(),
            civility: value::civility(&person.civility),
            name: name_of(person),
            email: filled(person.contact.email.clone()),
            is_director: own().any(|duty| duty.kind == class::DutyKind::Director),
            works_here: own().next().is_some(),
            classes: own().filter_map(|duty| duty.class.map(Id::number)).collect(),
        }
    });
    let members = members.collect();
    let guardians = people.iter().map(|person| {
        let Contact { email, home_phone, work_phone, mobile_phone, .. } = &person.contact;
        KnownGuardian {
            id: person.id.number(),
            civility: value::civility(&person.civility),
            name: name_of(person),
            email: filled(email.clone()),
            phones: Phones {
                home: value::phone(home_phone),
                work: value::phone(work_phone),
                mobile: value::phone(mobile_phone),
            },
            address: address_of(&person.contact),
            children: children.remove(&person.id.number()).unwrap_or_default(),
            removed: removed.remove(&person.id.number()).unwrap_or_default(),
        }
    });
    Ok((guardians.collect(), members))
}

fn is_team(kind: class::DutyKind) -> bool {
    !matches!(kind, class::DutyKind::Town | class::DutyKind::Technician)
}

/// A person as stored, to be changed field by field.
pub fn standing_person(rx: &Rx, id: Id<Person>, by: &impl Manages) -> Result<NewPerson> {
    people::standing(rx, id, by)?.map(NewPerson::from).ok_or(Error::NotFound)
}

pub fn standing_facts(rx: &Rx, id: i64, by: &impl Manages) -> Result<PupilFacts> {
    people::pupil_facts(rx, Id::new(id), by)?.ok_or(Error::NotFound)
}

/// A pupil who had left is here again: the file has a class for them.
pub fn come_back(tx: &Tx, pupil: i64, _: &impl Manages) -> Result<()> {
    tx.run("UPDATE pupil SET left_on = NULL WHERE person = ?1 AND left_on IS NOT NULL", [pupil])?;
    Ok(())
}

/// The id that ONDE gives a class; its name only when no other class of the year bears it.
pub fn learn_class(tx: &Tx, class: i64, label: Option<&str>, onde_id: Option<&str>, _: &impl Manages) -> Result<()> {
    if let Some(onde_id) = onde_id {
        tx.run("UPDATE class SET onde_id = ?2 WHERE id = ?1", params![class, onde_id])?;
    }
    if let Some(label) = label {
        tx.run(
            "UPDATE OR IGNORE class SET name = ?2, key = ?3 WHERE id = ?1",
            params![class, label, crate::base::french::fold(label)],
        )?;
    }
    Ok(())
}

pub fn is_class_key_taken(rx: &Rx, year: i64, key: &str) -> Result<bool> {
    rx.exists("SELECT 1 FROM class WHERE year = ?1 AND key = ?2", params![year, key])
}

fn name_of(person: &Person) -> Name {
    Name { last: person.last_name.clone(), usage: filled(person.usage_name.clone()), first: person.first_name.clone() }
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn address_of(contact: &Contact) -> Option<Address> {
    let Contact { street, postcode, town, country, .. } = contact.clone();
    address(street, postcode, town, country)
}

fn address(street: String, post_code: String, town: String, country: String) -> Option<Address> {
    Some(Address { street, post_code, town, country }).filter(|address| address.key().is_some())
}
