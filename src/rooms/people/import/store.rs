//! Imports that wait, and the school as an import compares it with a file.

use super::{
    Kind, Name, Phones,
    apply::Summary,
    diff::{KnownClass, KnownGuardian, KnownMember, KnownPupil, Snapshot},
    plan::Source,
    value::{self, Address, Civility, Sex},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    school::{
        Person, class,
        permit::{Manages, May},
        person::{Contact, NewPerson, PupilFacts},
        policy::ManageSchool,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::HashMap;

/// An import in the database: it waits for a yes, or says what it wrote.
pub struct Import {
    pub id: i64,
    pub sources: Vec<Source>,
    pub summary: Option<Summary>,
}

pub fn add(tx: &Tx, sources: &[Source], now: Instant, by: &May<ManageSchool>) -> Result<i64> {
    tx.insert(
        "INSERT INTO people_import (made_by, made_at, sources) VALUES (?1, ?2, ?3)",
        params![by.by(), now, serde_json::to_string(sources)?],
    )
}

/// `None` once it was abandoned, or forgotten after a day.
pub fn import(rx: &Rx, id: i64, _: &impl Manages) -> Result<Option<Import>> {
    let found = rx.one("SELECT sources, summary FROM people_import WHERE id = ?1", [id], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let Some((sources, summary)) = found else { return Ok(None) };
    Ok(Some(Import {
        id,
        sources: serde_json::from_str(&sources)?,
        summary: if summary.is_empty() { None } else { Some(serde_json::from_str(&summary)?) },
    }))
}

/// The rows go; what is left says how many were written.
pub fn set_applied(tx: &Tx, id: i64, summary: &Summary, now: Instant, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE people_import SET sources = '[]', applied_at = ?2, summary = ?3 WHERE id = ?1 AND applied_at IS NULL",
        params![id, now, serde_json::to_string(summary)?],
    )?;
    Ok(())
}

pub fn abandon(tx: &Tx, id: i64, _: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM people_import WHERE id = ?1", [id])?;
    Ok(())
}

pub fn forget_old(tx: &Tx, before: Instant, _: &crate::base::jobs::System) -> Result<usize> {
    tx.run("DELETE FROM people_import WHERE made_at < ?1", [before])
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
        "SELECT p.id, p.last_name, p.usage_name, p.first_name, p.street, p.postcode, p.town, p.country, u.born_on, u.sex, u.ine,
                u.second_street, u.second_postcode, u.second_town, u.left_on IS NOT NULL, e.class, coalesce(e.grade, '')
         FROM pupil u JOIN person p ON p.id = u.person LEFT JOIN enrolment e ON e.pupil = u.person AND e.until_on IS NULL ORDER BY p.id",
        [],
        |row| {
            Ok(KnownPupil {
                id: row.get(0)?,
                name: name(row, 1)?,
                address: address(row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?),
                birth: row.get::<_, Option<String>>(8)?.and_then(|text| text.parse().ok()),
                sex: sex(&row.get::<_, String>(9)?),
                ine: row.get(10)?,
                second_address: address(row.get(11)?, row.get(12)?, row.get(13)?, String::new()),
                has_left: row.get(14)?,
                class: row.get(15)?,
                grade: value::Grade::parse(&row.get::<_, String>(16)?),
            })
        },
    )
}

/// Every adult is asked about both as a guardian and as one of the team: one person, one account.
fn adults(rx: &Rx, today: Date, by: &impl Manages) -> Result<(Vec<KnownGuardian>, Vec<KnownMember>)> {
    let mut children: HashMap<i64, Vec<i64>> = HashMap::new();
    for (guardian, pupil) in
        rx.all("SELECT guardian, pupil FROM guardianship ORDER BY id", [], |row| Ok((row.get(0)?, row.get(1)?)))?
    {
        children.entry(guardian).or_default().push(pupil);
    }
    let duties = class::store::duties(rx, today, by)?;
    let people = crate::school::person::store::adults(rx, by)?;
    let members = people.iter().map(|person| {
        let own = || duties.iter().filter(|duty| duty.person == person.id && is_team(duty.kind));
        KnownMember {
            id: person.id.number(),
            civility: civility(&person.civility),
            name: name_of(person),
            email: filled(person.contact.email.clone()),
            is_director: own().any(|duty| duty.kind == class::DutyKind::Director),
            works_here: own().next().is_some(),
            classes: own().filter_map(|duty| duty.class.map(Id::number)).collect(),
        }
    });
    let members = members.collect();
    let guardians = people.iter().map(|person| {
        let Contact { email, home_phone, work_phone, mobile_phone, street, postcode, town, country } = &person.contact;
        KnownGuardian {
            id: person.id.number(),
            civility: civility(&person.civility),
            name: name_of(person),
            email: filled(email.clone()),
            phones: Phones {
                home: value::phone(home_phone),
                work: value::phone(work_phone),
                mobile: value::phone(mobile_phone),
            },
            address: address(street.clone(), postcode.clone(), town.clone(), country.clone()),
            children: children.remove(&person.id.number()).unwrap_or_default(),
        }
    });
    Ok((guardians.collect(), members))
}

fn is_team(kind: class::DutyKind) -> bool {
    !matches!(kind, class::DutyKind::Town | class::DutyKind::Technician)
}

/// A person as stored, to be changed field by field.
pub fn standing_person(rx: &Rx, id: Id<Person>, _: &impl Manages) -> Result<NewPerson> {
    let found = rx.one(
        "SELECT civility, last_name, usage_name, first_name, email, home_phone, work_phone, mobile_phone, street, postcode, town, country
         FROM person WHERE id = ?1",
        [id],
        |row| {
            Ok(NewPerson {
                civility: row.get(0)?,
                last_name: row.get(1)?,
                usage_name: row.get(2)?,
                first_name: row.get(3)?,
                contact: Contact {
                    email: row.get(4)?,
                    home_phone: row.get(5)?,
                    work_phone: row.get(6)?,
                    mobile_phone: row.get(7)?,
                    street: row.get(8)?,
                    postcode: row.get(9)?,
                    town: row.get(10)?,
                    country: row.get(11)?,
                },
            })
        },
    )?;
    found.ok_or(Error::NotFound)
}

pub fn standing_facts(rx: &Rx, id: i64, by: &impl Manages) -> Result<PupilFacts> {
    crate::school::person::store::pupil_facts(rx, Id::new(id), by)?.ok_or(Error::NotFound)
}

/// A pupil who had left is here again.
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

fn name(row: &Row, at: usize) -> rusqlite::Result<Name> {
    Ok(Name { last: row.get(at)?, usage: filled(row.get(at + 1)?), first: row.get(at + 2)? })
}

fn name_of(person: &Person) -> Name {
    Name { last: person.last_name.clone(), usage: filled(person.usage_name.clone()), first: person.first_name.clone() }
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

fn address(street: String, post_code: String, town: String, country: String) -> Option<Address> {
    Some(Address { street, post_code, town, country }).filter(|address| address.key().is_some())
}

fn civility(stored: &str) -> Option<Civility> {
    value::civility(stored)
}

fn sex(stored: &str) -> Option<Sex> {
    value::sex(stored)
}
