//! The rows of audiences.

use super::{Addressed, Audience, Part, Reached};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{
        Class, Pupil,
        permit::{Manages, May, Rule, Witness},
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// Writes it down and reaches the pupils of today. `closes_on`: until when a newcomer to a class is reached too.
pub fn address(tx: &Tx, to: &Addressed, now: Instant, closes_on: Date) -> Result<Id<Audience>> {
    let audience = Id::new(
        tx.insert("INSERT INTO audience (sent_at, closes_on) VALUES (?1, ?2)", params![now, closes_on.to_string()])?,
    );
    for part in to.parts() {
        let (kind, number) = match part {
            Part::School => ("school", 0),
            Part::Class(class) => ("class", class.number()),
            Part::Pupil(pupil) => ("pupil", pupil.number()),
        };
        tx.run(
            "INSERT INTO audience_part (audience, kind, part) VALUES (?1, ?2, ?3)",
            params![audience, kind, number],
        )?;
        reach(tx, audience, now, (kind, number))?;
    }
    Ok(audience)
}

/// The pupils who are there today, once each.
fn reach(tx: &Tx, audience: Id<Audience>, sent_at: Instant, (kind, number): (&str, i64)) -> Result<()> {
    let pupils = match kind {
        "school" => "?3 = 0",
        "class" => "e.class = ?3",
        _ => "e.pupil = ?3",
    };
    tx.run(
        &format!(
            "INSERT INTO audience_pupil (audience, pupil, class, sent_at)
             SELECT ?1, e.pupil, e.class, ?2 FROM enrolment e WHERE e.until_on IS NULL AND {pupils} ON CONFLICT DO NOTHING"
        ),
        params![audience, sent_at, number],
    )?;
    Ok(())
}

/// How many pupils it would reach today; a pupil addressed twice counts twice.
pub fn size(rx: &Rx, to: &Addressed) -> Result<i64> {
    let mut size = 0;
    for part in to.parts() {
        let reached: i64 = match part {
            Part::School => rx.value("SELECT count(*) FROM enrolment WHERE until_on IS NULL", []),
            Part::Class(class) => {
                rx.value("SELECT count(*) FROM enrolment WHERE class = ?1 AND until_on IS NULL", [class])
            }
            Part::Pupil(pupil) => {
                rx.value("SELECT count(*) FROM enrolment WHERE pupil = ?1 AND until_on IS NULL", [pupil])
            }
        }?;
        size += reached;
    }
    Ok(size)
}

/// What is addressed to the class, or to the school, and still open reaches a pupil who arrives.
pub fn reach_newcomer(tx: &Tx, pupil: Id<Pupil>, class: Id<Class>, today: Date, _: &impl Manages) -> Result<()> {
    tx.run(
        "INSERT INTO audience_pupil (audience, pupil, class, sent_at)
         SELECT a.id, ?1, ?2, a.sent_at FROM audience a JOIN audience_part p ON p.audience = a.id
         WHERE a.closes_on >= ?3 AND ((p.kind = 'class' AND p.part = ?2) OR p.kind = 'school') ON CONFLICT DO NOTHING",
        params![pupil, class, today.to_string()],
    )?;
    Ok(())
}

/// Open until that day, if it is later than what stands: whoever joined since it closed is reached as well.
pub fn keep_open<R: Rule>(tx: &Tx, audience: Id<Audience>, closes_on: Date, _: &May<R>) -> Result<()> {
    let day = closes_on.to_string();
    let sent_at: Option<Instant> =
        tx.one("SELECT sent_at FROM audience WHERE id = ?1 AND closes_on < ?2", params![audience, day], |row| {
            row.get(0)
        })?;
    let Some(sent_at) = sent_at else { return Ok(()) };
    let parts: Vec<(String, i64)> =
        tx.all("SELECT kind, part FROM audience_part WHERE audience = ?1", [audience], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    for (kind, number) in parts {
        reach(tx, audience, sent_at, (&kind, number))?;
    }
    tx.run("UPDATE audience SET closes_on = ?2 WHERE id = ?1", params![audience, day])?;
    Ok(())
}

/// Whom it reached. Asked for while a thing is being judged, or by what holds a permit on the thing.
pub fn reached(rx: &Rx, audience: Id<Audience>, _: &Witness) -> Result<Vec<Reached>> {
    rx.all("SELECT pupil, class FROM audience_pupil WHERE audience = ?1", [audience], |row| {
        Ok(Reached { pupil: row.get(0)?, class: row.get(1)? })
    })
}

/// One pupil's place in it: in which class it was reached; `None` when it was not.
pub fn class_of(rx: &Rx, audience: Id<Audience>, pupil: Id<Pupil>, _: &Witness) -> Result<Option<Id<Class>>> {
    rx.one("SELECT class FROM audience_pupil WHERE audience = ?1 AND pupil = ?2", params![audience, pupil], |row| {
        row.get(0)
    })
}

/// « CE1-CE2, CM1 » or « toute l’école » is made from these by the pages: `None` stands for the whole school.
pub fn names(rx: &Rx, audience: Id<Audience>) -> Result<Vec<Option<String>>> {
    rx.all(
        "SELECT coalesce(c.name, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END)
         FROM audience_part a LEFT JOIN class c ON a.kind = 'class' AND c.id = a.part LEFT JOIN person p ON a.kind = 'pupil' AND p.id = a.part
         WHERE a.audience = ?1 ORDER BY a.kind, 1",
        [audience],
        |row| row.get(0),
    )
}
