//! The rows of choices and of what waits for a digest.

use super::{Chooser, How, Kind, Notice, Told, USUAL_HOUR, next_digest, next_hour};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
        mail,
    },
    school::{Person, Pupil, quiet::Quiet},
};
use rusqlite::params;

const HAS_LEFT: &str = "letter IS NOT NULL AND EXISTS (SELECT 1 FROM outbox o WHERE o.id = letter AND (o.sent_at IS NOT NULL OR o.given_up_at IS NOT NULL))";

/// How the person wants to be told, for the house that is about to tell them.
pub fn how(rx: &Rx, person: Id<Person>, kind: &Kind, _: &System) -> Result<How> {
    Ok(chosen(rx, person, kind.name)?.unwrap_or(kind.usual))
}

/// Before a room writes somebody a letter: it writes one only when this says so. What is urgent does not ask.
pub fn tell(tx: &Tx, notice: &Notice, quiet: &Quiet, now: Instant, by: &System) -> Result<Told> {
    tell_usually(tx, notice, How::AtOnce, quiet, now, by)
}

/// The same for a kind of which people are told otherwise than at once, until they choose. A pupil is told of nothing, whatever
/// a room asks for.
pub fn tell_usually(tx: &Tx, notice: &Notice, usual: How, quiet: &Quiet, now: Instant, _: &System) -> Result<Told> {
    if tx.exists("SELECT 1 FROM pupil WHERE person = ?1", [notice.person])? {
        return Ok(Told::Never);
    }
    Ok(match chosen(tx, notice.person, &notice.kind)?.unwrap_or(usual) {
        How::AtOnce => Told::AtOnce,
        How::Never => Told::Never,
        How::Digest => {
            // What left with a digest just now may be told again.
            tx.run(&format!("DELETE FROM notice WHERE person = ?1 AND {HAS_LEFT}"), [notice.person])?;
            let minute = hour_of(tx, notice.person)?;
            tx.run(
                "INSERT INTO notice (person, kind, pupil, thing, made_at, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
                params![notice.person, notice.kind, notice.pupil, notice.thing, now, next_hour(quiet, minute, now)],
            )?;
            Told::InDigest(next_digest(quiet, minute, now))
        }
    })
}

/// What a room has taken back, or changed: digests that name it and still wait are put together anew from what they told.
pub fn take_back(tx: &Tx, kinds: &[&str], thing: i64) -> Result<()> {
    let letters = tx.all(
        "SELECT DISTINCT letter FROM notice WHERE letter IS NOT NULL AND thing = ?1 AND kind IN (SELECT value FROM json_each(?2))",
        params![thing, serde_json::to_string(kinds)?],
        |row| row.get(0),
    )?;
    mail::store::take_back_these(tx, &letters).map(drop)
}

/// Every choice that the person made; where there is none the kind's usual one stands.
pub fn choices(rx: &Rx, chooser: &Chooser) -> Result<Vec<(String, How)>> {
    let rows = rx.all("SELECT kind, how FROM notice_choice WHERE person = ?1", [chooser.person()], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    Ok(rows.into_iter().filter_map(|(kind, how)| Some((kind, How::parse(&how)?))).collect())
}

/// The minute of the day of their digest.
pub fn hour(rx: &Rx, chooser: &Chooser) -> Result<u16> {
    hour_of(rx, chooser.person())
}

/// First name and address; nothing when there is no such person any more.
pub fn reader(rx: &Rx, chooser: &Chooser) -> Result<Option<(String, String)>> {
    addressee(rx, chooser.person())
}

/// What waits follows: at once leaves as soon as the school is open, never leaves no more.
pub fn choose(tx: &Tx, chooser: &Chooser, kind: &str, how: How, now: Instant) -> Result<()> {
    let person = chooser.person();
    tx.run(
        "INSERT INTO notice_choice (person, kind, how) VALUES (?1, ?2, ?3) ON CONFLICT (person, kind) DO UPDATE SET how = excluded.how",
        params![person, kind, how.as_str()],
    )?;
    match how {
        How::Digest => 0,
        How::Never => {
            let told = "SELECT DISTINCT letter FROM notice WHERE person = ?1 AND kind = ?2 AND letter IS NOT NULL";
            let letters = tx.all(told, params![person, kind], |row| row.get(0))?;
            mail::store::take_back_these(tx, &letters)?;
            tx.run("DELETE FROM notice WHERE person = ?1 AND kind = ?2", params![person, kind])?
        }
        How::AtOnce => {
            tx.run("UPDATE notice SET due_at = ?3 WHERE person = ?1 AND kind = ?2", params![person, kind, now])?
        }
    };
    Ok(())
}

pub fn choose_hour(tx: &Tx, chooser: &Chooser, minute: u16, quiet: &Quiet, now: Instant) -> Result<()> {
    let person = chooser.person();
    if hour_of(tx, person)? == minute {
        return Ok(());
    }
    tx.run(
        "INSERT INTO notice_hour (person, minute) VALUES (?1, ?2) ON CONFLICT (person) DO UPDATE SET minute = excluded.minute",
        params![person, minute],
    )?;
    tx.run(
        "UPDATE notice SET due_at = ?2 WHERE person = ?1 AND due_at > ?3",
        params![person, next_hour(quiet, minute, now), now],
    )?;
    Ok(())
}

/// Whose digest is due, the longest awaited first.
pub fn due(rx: &Rx, now: Instant, at_most: usize, _: &System) -> Result<Vec<Id<Person>>> {
    rx.all(
        "SELECT person FROM notice WHERE due_at <= ?1 AND letter IS NULL GROUP BY person ORDER BY min(due_at), person LIMIT ?2",
        params![now, at_most as i64],
        |row| row.get(0),
    )
}

/// What of the person's is due and stands in no letter yet.
pub fn due_for(rx: &Rx, person: Id<Person>, now: Instant, _: &System) -> Result<Vec<Notice>> {
    rx.all(
        "SELECT kind, pupil, thing FROM notice WHERE person = ?1 AND due_at <= ?2 AND letter IS NULL ORDER BY made_at, id",
        params![person, now],
        |row| Ok(Notice { person, kind: row.get(0)?, pupil: row.get(1)?, thing: row.get(2)? }),
    )
}

/// It stands in that letter from now on, in the transaction that posts it; in none, when there is nothing to say or nowhere.
pub fn told_in(tx: &Tx, person: Id<Person>, letter: Option<i64>, now: Instant, _: &System) -> Result<()> {
    match letter {
        Some(letter) => tx.run(
            "UPDATE notice SET letter = ?3 WHERE person = ?1 AND due_at <= ?2 AND letter IS NULL",
            params![person, now, letter],
        )?,
        None => {
            tx.run("DELETE FROM notice WHERE person = ?1 AND due_at <= ?2 AND letter IS NULL", params![person, now])?
        }
    };
    Ok(())
}

/// Whether anything is told that is still kept.
pub fn any_left(rx: &Rx, _: &System) -> Result<bool> {
    rx.exists(&format!("SELECT 1 FROM notice WHERE {HAS_LEFT}"), [])
}

/// Its letter has left, or was given up: it is told.
pub fn forget_left(tx: &Tx, _: &System) -> Result<usize> {
    tx.run(&format!("DELETE FROM notice WHERE {HAS_LEFT}"), [])
}

/// After a fault: nobody else waits for this one.
pub fn postpone(tx: &Tx, person: Id<Person>, until: Instant, now: Instant, _: &System) -> Result<()> {
    tx.run(
        "UPDATE notice SET due_at = ?2 WHERE person = ?1 AND due_at <= ?3 AND letter IS NULL",
        params![person, until, now],
    )?;
    Ok(())
}

/// The first name and address of whom a digest is for.
pub fn recipient(rx: &Rx, person: Id<Person>, _: &System) -> Result<Option<(String, String)>> {
    addressee(rx, person)
}

/// « Léa », « CM1 »; the class may be none.
pub fn child(rx: &Rx, pupil: Id<Pupil>, _: &System) -> Result<Option<(String, String)>> {
    rx.one(
        "SELECT p.first_name, coalesce(c.name, '') FROM person p
         LEFT JOIN enrolment e ON e.pupil = p.id AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class WHERE p.id = ?1",
        [pupil],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn chosen(rx: &Rx, person: Id<Person>, kind: &str) -> Result<Option<How>> {
    let row =
        rx.one("SELECT how FROM notice_choice WHERE person = ?1 AND kind = ?2", params![person, kind], |row| {
            row.get::<_, String>(0)
        })?;
    Ok(row.and_then(|how| How::parse(&how)))
}

fn hour_of(rx: &Rx, person: Id<Person>) -> Result<u16> {
    let row = rx.one("SELECT minute FROM notice_hour WHERE person = ?1", [person], |row| row.get(0))?;
    Ok(row.unwrap_or(USUAL_HOUR))
}

fn addressee(rx: &Rx, person: Id<Person>) -> Result<Option<(String, String)>> {
    rx.one("SELECT first_name, email FROM person WHERE id = ?1", [person], |row| Ok((row.get(0)?, row.get(1)?)))
}
