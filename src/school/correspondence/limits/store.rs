//! What an account has sent, whom it works with, and the day on which the direction was told of its limit.

use super::{Limit, Over, Sent};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        mail::{self, Letter},
    },
    school::{
        Class, Person,
        correspondence::{Party, Profile, sentences},
        permit::Manages,
        settings,
    },
};
use jiff::{civil::Date, tz::TimeZone};
use rusqlite::params;

/// Whether an account would pass its limit by sending to `more` people.
pub fn over(rx: &Rx, from: &Party, more: i64, now: Instant, zone: &TimeZone) -> Result<Option<Over>> {
    let profile = from.profile();
    let around = if profile == Profile::Staff { around(rx, from)? } else { 0 };
    Ok(Limit::of(profile, around).over(sent(rx, from.person, now, zone)?, more))
}

/// Kept, and told to the direction the first time of the day; true then.
pub fn tell(tx: &Tx, person: Id<Person>, now: Instant, today: Date) -> Result<bool> {
    let is_first = tx.run(
        "INSERT INTO correspondence_limit (person, day) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![person, today.to_string()],
    )? > 0;
    if is_first {
        let name: String = tx.value(
            "SELECT first_name || ' ' || CASE usage_name WHEN '' THEN last_name ELSE usage_name END FROM person WHERE id = ?1",
            [person],
        )?;
        let (subject, text) = sentences::limit_letter(&settings::store::facts(tx)?.name, &name);
        for (person, address) in direction(tx, today)? {
            let (subject, text) = (subject.clone(), text.clone());
            let person = Some(person);
            mail::store::post(
                tx,
                &Letter { to: address, kind: "limite", subject, text, person, ..Letter::default() },
                now,
            )?;
        }
    }
    Ok(is_first)
}

/// « Mme Samia Benali »: whose accounts passed their limit on that day.
pub fn hit_on(rx: &Rx, day: Date, _: &impl Manages) -> Result<Vec<String>> {
    rx.all(
        "SELECT trim(p.civility || ' ' || p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END)
         FROM correspondence_limit l JOIN person p ON p.id = l.person WHERE l.day = ?1 ORDER BY p.sort_key",
        [day.to_string()],
        |row| row.get(0),
    )
}

/// After a month nobody asks.
pub fn forget(tx: &Tx, before: Date) -> Result<usize> {
    tx.run("DELETE FROM correspondence_limit WHERE day < ?1", [before.to_string()])
}

fn sent(rx: &Rx, person: Id<Person>, now: Instant, zone: &TimeZone) -> Result<Sent> {
    let midnight = now.date(zone).to_zoned(zone.clone()).map_or(now, |day| Instant::from(day.timestamp()));
    let hour = Instant(now.0 - Instant::HOUR);
    let found = rx.one(
        "SELECT coalesce(sum(CASE WHEN sent_at > ?2 THEN recipients END), 0), coalesce(sum(CASE WHEN sent_at >= ?3 THEN recipients END), 0)
         FROM message WHERE author = ?1 AND sent_at >= min(?2, ?3) AND how <> 'automatic'",
        params![person, hour, midnight],
        |row| Ok(Sent { hour: row.get(0)?, day: row.get(1)? }),
    )?;
    Ok(found.unwrap_or_default())
}

/// The team, and the adults of their own pupils; of every class for the director.
fn around(rx: &Rx, from: &Party) -> Result<i64> {
    let team: i64 = rx.value("SELECT count(DISTINCT person) FROM duty", [])?;
    let mut classes: Vec<Id<Class>> = [from.teaches.as_slice(), &from.helps_in].concat();
    if from.is_director {
        classes = rx.all("SELECT id FROM class", [], |row| row.get(0))?;
    }
    let families: i64 = rx.value(
        "SELECT count(DISTINCT g.guardian) FROM json_each(?1) j JOIN enrolment e ON e.class = j.value AND e.until_on IS NULL
         JOIN guardianship g ON g.pupil = e.pupil",
        [Id::json(&classes)],
    )?;
    let of_groups: i64 = rx.value(
        "SELECT count(DISTINCT g.guardian) FROM json_each(?1) j JOIN pupil_group_member m ON m.team = j.value
         JOIN guardianship g ON g.pupil = m.pupil",
        [Id::json(&from.leads)],
    )?;
    Ok(team + families + of_groups)
}

fn direction(rx: &Rx, today: Date) -> Result<Vec<(i64, String)>> {
    let found = rx.all(
        "SELECT DISTINCT p.id, p.email FROM duty d JOIN person p ON p.id = d.person
         WHERE d.kind = 'director' AND d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1)",
        [today.to_string()],
        |row| Ok((row.get(0)?, row.get::<_, String>(1)?)),
    )?;
    Ok(found.into_iter().filter(|(_, address)| mail::is_address(address)).collect())
}
