//! The rows of people and pupils.

use super::{Channel, Contact, NewPerson, Person, Pupil, PupilFacts, used};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        french,
    },
    school::{
        Class, Group,
        account::Account,
        group,
        permit::{Manages, May, Rule, Witness},
        policy::SeeClass,
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

/// A person's own columns, of `person p`; [`person_at`] reads them.
pub const PERSON: &str = "p.id, p.civility, p.last_name, p.usage_name, p.first_name, p.email, p.home_phone, p.work_phone, p.mobile_phone, p.street, p.postcode, p.town, p.country, p.channel";
/// A pupil's own facts, of `pupil u`; [`facts_at`] reads them.
pub const FACTS: &str = "u.born_on, u.sex, u.ine, u.second_street, u.second_postcode, u.second_town";
const PUPIL: &str = "p.id, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.first_name, e.class, coalesce(c.name, ''), coalesce(e.grade, '')";
const PUPIL_FROM: &str = "person p JOIN pupil u ON u.person = p.id LEFT JOIN enrolment e ON e.pupil = p.id AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class";

pub fn person(rx: &Rx, id: Id<Person>, _: &Witness) -> Result<Option<Person>> {
    rx.one(&format!("SELECT {PERSON} FROM person p WHERE p.id = ?1"), [id], person_row)
}

/// The same for those who manage everybody: what an import changes field by field.
pub fn standing(rx: &Rx, id: Id<Person>, _: &impl Manages) -> Result<Option<Person>> {
    rx.one(&format!("SELECT {PERSON} FROM person p WHERE p.id = ?1"), [id], person_row)
}

pub fn pupil(rx: &Rx, id: Id<Pupil>, _: &Witness) -> Result<Option<Pupil>> {
    rx.one(&format!("SELECT {PUPIL} FROM {PUPIL_FROM} WHERE p.id = ?1"), [id], pupil_row)
}

/// A class's pupils today, in the order of the register.
pub fn pupils_in(rx: &Rx, class: &May<SeeClass>) -> Result<Vec<Pupil>> {
    rx.all(
        &format!("SELECT {PUPIL} FROM enrolment e JOIN person p ON p.id = e.pupil JOIN class c ON c.id = e.class WHERE e.class = ?1 AND e.until_on IS NULL ORDER BY p.sort_key"),
        [class.id],
        pupil_row,
    )
}

/// A group's pupils today, by class and name.
pub fn pupils_of_group<R: Rule<On = Group>>(rx: &Rx, group: &May<R>) -> Result<Vec<Pupil>> {
    rx.all(
        &format!(
            "SELECT {PUPIL} FROM pupil_group_member m JOIN {PUPIL_FROM} WHERE m.team = ?1 AND p.id = m.pupil ORDER BY c.name, p.sort_key"
        ),
        [group.id],
        pupil_row,
    )
}

/// Every pupil who has not left, by class and name.
pub fn pupils(rx: &Rx, _: &impl Manages) -> Result<Vec<Pupil>> {
    rx.all(
        &format!("SELECT {PUPIL} FROM {PUPIL_FROM} WHERE u.left_on IS NULL ORDER BY c.name, p.sort_key"),
        [],
        pupil_row,
    )
}

pub fn pupil_facts(rx: &Rx, id: Id<Pupil>, _: &impl Manages) -> Result<Option<PupilFacts>> {
    rx.one(&format!("SELECT {FACTS} FROM pupil u WHERE u.person = ?1"), [id], |row| facts_at(row, 0))
}

/// Every pupil who has not left, with their facts.
pub fn pupils_with_facts(rx: &Rx, _: &impl Manages) -> Result<Vec<(Person, PupilFacts)>> {
    rx.all(
        &format!("SELECT {FACTS}, {PERSON} FROM pupil u JOIN person p ON p.id = u.person WHERE u.left_on IS NULL ORDER BY p.id"),
        [],
        |row| Ok((person_at(row, 6)?, facts_at(row, 0)?)),
    )
}

/// Every adult, by name: guardians, staff and all others. Whoever stands for those that are gone is nobody.
pub fn adults(rx: &Rx, _: &impl Manages) -> Result<Vec<Person>> {
    rx.all(
        &format!("SELECT {PERSON} FROM person p WHERE NOT EXISTS (SELECT 1 FROM pupil u WHERE u.person = p.id) AND NOT EXISTS (SELECT 1 FROM former f WHERE f.person = p.id) ORDER BY p.sort_key"),
        [],
        person_row,
    )
}

pub fn add(tx: &Tx, new: &NewPerson, now: Instant, _: &impl Manages) -> Result<Id<Person>> {
    let c = &new.contact;
    let id = tx.insert(
        "INSERT INTO person (civility, last_name, usage_name, first_name, sort_key, email, home_phone, work_phone, mobile_phone, street, postcode, town, country, made_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![new.civility, new.last_name, new.usage_name, new.first_name, sort_key(new), c.email, c.home_phone, c.work_phone, c.mobile_phone, c.street, c.postcode, c.town, c.country, now],
    )?;
    Ok(Id::new(id))
}

pub fn change(tx: &Tx, id: Id<Person>, new: &NewPerson, _: &impl Manages) -> Result<()> {
    let c = &new.contact;
    tx.run(
        "UPDATE person SET civility = ?2, last_name = ?3, usage_name = ?4, first_name = ?5, sort_key = ?6, email = ?7, home_phone = ?8, work_phone = ?9,
         mobile_phone = ?10, street = ?11, postcode = ?12, town = ?13, country = ?14 WHERE id = ?1",
        params![id, new.civility, new.last_name, new.usage_name, new.first_name, sort_key(new), c.email, c.home_phone, c.work_phone, c.mobile_phone, c.street, c.postcode, c.town, c.country],
    )?;
    Ok(())
}

/// The viewer's own choice.
pub fn own_channel(rx: &Rx, own: &Viewer) -> Result<Channel> {
    let found = rx.one("SELECT channel FROM person WHERE id = ?1", [own.person], |row| channel_at(row, 0))?;
    Ok(found.unwrap_or_default())
}

pub fn choose_channel(tx: &Tx, own: &Viewer, channel: Channel) -> Result<()> {
    put_channel(tx, own.person, channel)
}

/// The same, said to the school by whoever has no account.
pub fn set_channel(tx: &Tx, person: Id<Person>, channel: Channel, _: &impl Manages) -> Result<()> {
    put_channel(tx, person, channel)
}

fn put_channel(tx: &Tx, person: Id<Person>, channel: Channel) -> Result<()> {
    tx.run("UPDATE person SET channel = ?2 WHERE id = ?1", params![person, channel.as_str()])?;
    Ok(())
}

/// Makes a person a pupil.
pub fn add_pupil(tx: &Tx, person: Id<Person>, facts: &PupilFacts, _: &impl Manages) -> Result<Id<Pupil>> {
    tx.run(
        "INSERT INTO pupil (person, born_on, sex, ine, second_street, second_postcode, second_town) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![person, facts.born_on.map(|d| d.to_string()), facts.sex, facts.ine, facts.second_street, facts.second_postcode, facts.second_town],
    )?;
    Ok(Id::new(person.number()))
}

pub fn change_pupil(tx: &Tx, pupil: Id<Pupil>, facts: &PupilFacts, _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE pupil SET born_on = ?2, sex = ?3, ine = ?4, second_street = ?5, second_postcode = ?6, second_town = ?7 WHERE person = ?1",
        params![pupil, facts.born_on.map(|d| d.to_string()), facts.sex, facts.ine, facts.second_street, facts.second_postcode, facts.second_town],
    )?;
    Ok(())
}

/// The last day at school, once the pupil has left.
pub fn left_on(rx: &Rx, pupil: Id<Pupil>, _: &impl Manages) -> Result<Option<Date>> {
    let day: Option<Option<String>> =
        rx.one("SELECT left_on FROM pupil WHERE person = ?1", [pupil], |row| row.get(0))?;
    Ok(day.flatten().and_then(|text| text.parse().ok()))
}

/// Notes that a pupil has left the school, or (`None`) that this was a mistake. The enrolment is another row.
/// Who leaves the school leaves its groups, and is put back by hand.
pub fn set_left_on(tx: &Tx, pupil: Id<Pupil>, last_day: Option<Date>, by: &impl Manages) -> Result<()> {
    tx.run("UPDATE pupil SET left_on = ?2 WHERE person = ?1", params![pupil, last_day.map(|day| day.to_string())])?;
    match last_day {
        Some(last_day) => group::store::leave_all(tx, pupil, last_day, by),
        None => Ok(()),
    }
}

/// Adults who go by these names, whatever the accents: who is about to be added may be one of them.
pub fn adults_named(rx: &Rx, new: &NewPerson, _: &impl Manages) -> Result<Vec<Person>> {
    rx.all(
        &format!("SELECT {PERSON} FROM person p WHERE p.sort_key = ?1 AND NOT EXISTS (SELECT 1 FROM pupil u WHERE u.person = p.id) ORDER BY p.id"),
        [sort_key(new)],
        person_row,
    )
}

/// The same for pupils, with their birth dates.
pub fn pupils_named(rx: &Rx, new: &NewPerson, _: &impl Manages) -> Result<Vec<(Pupil, Option<Date>)>> {
    rx.all(
        &format!("SELECT {PUPIL}, u.born_on FROM {PUPIL_FROM} WHERE p.sort_key = ?1 ORDER BY p.id"),
        [sort_key(new)],
        |row| Ok((pupil_row(row)?, row.get::<_, Option<String>>(6)?.and_then(|text| text.parse().ok()))),
    )
}

/// Whose address this is, whatever the capitals.
pub fn with_email(rx: &Rx, email: &str, _: &impl Manages) -> Result<Vec<Person>> {
    let sql =
        format!("SELECT {PERSON} FROM person p WHERE lower(p.email) = lower(?1) AND p.email <> '' ORDER BY p.sort_key");
    rx.all(&sql, [email], person_row)
}

/// Who already has this INE: it is one pupil's, for life.
pub fn pupil_with_ine(rx: &Rx, ine: &str, _: &impl Manages) -> Result<Option<Pupil>> {
    rx.one(&format!("SELECT {PUPIL} FROM {PUPIL_FROM} WHERE u.ine = ?1"), [ine], pupil_row)
}

/// The address that the owner of an account gives at its activation, or has proved since: the slip or the letter was the leave.
pub fn set_email_of(tx: &Tx, account: Id<Account>, email: &str) -> Result<()> {
    tx.run(
        "UPDATE person SET email = ?2 WHERE id = (SELECT person FROM account WHERE id = ?1)",
        params![account, email],
    )?;
    Ok(())
}

/// From the fourteen columns of [`PERSON`] that begin at `at`.
pub fn person_at(row: &Row, at: usize) -> rusqlite::Result<Person> {
    Ok(Person {
        id: row.get(at)?,
        civility: row.get(at + 1)?,
        last_name: row.get(at + 2)?,
        usage_name: row.get(at + 3)?,
        first_name: row.get(at + 4)?,
        contact: Contact {
            email: row.get(at + 5)?,
            home_phone: row.get(at + 6)?,
            work_phone: row.get(at + 7)?,
            mobile_phone: row.get(at + 8)?,
            street: row.get(at + 9)?,
            postcode: row.get(at + 10)?,
            town: row.get(at + 11)?,
            country: row.get(at + 12)?,
        },
        channel: channel_at(row, at + 13)?,
        _row: (),
    })
}

pub fn channel_at(row: &Row, at: usize) -> rusqlite::Result<Channel> {
    Ok(Channel::parse(&row.get::<_, String>(at)?).unwrap_or_default())
}

/// From the six columns of [`FACTS`] that begin at `at`.
pub fn facts_at(row: &Row, at: usize) -> rusqlite::Result<PupilFacts> {
    Ok(PupilFacts {
        born_on: row.get::<_, Option<String>>(at)?.and_then(|text| text.parse().ok()),
        sex: row.get(at + 1)?,
        ine: row.get(at + 2)?,
        second_street: row.get(at + 3)?,
        second_postcode: row.get(at + 4)?,
        second_town: row.get(at + 5)?,
    })
}

fn sort_key(new: &NewPerson) -> String {
    french::sort_key(used(&new.last_name, &new.usage_name), &new.first_name)
}

fn person_row(row: &Row) -> rusqlite::Result<Person> {
    person_at(row, 0)
}

fn pupil_row(row: &Row) -> rusqlite::Result<Pupil> {
    Ok(Pupil {
        id: row.get(0)?,
        last_name: row.get(1)?,
        first_name: row.get(2)?,
        class: row.get::<_, Option<Id<Class>>>(3)?,
        class_name: row.get(4)?,
        grade: row.get(5)?,
        _row: (),
    })
}
