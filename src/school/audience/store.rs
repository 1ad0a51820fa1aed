//! The rows of audiences.

use super::{Addressed, Audience, Part, Reached};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{
        Class, Group, Pupil,
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
        let (kind, number, pupils) = reading(part);
        tx.run(
            "INSERT INTO audience_part (audience, kind, part) VALUES (?1, ?2, ?3)",
            params![audience, kind, number],
        )?;
        reach(tx, audience, now, (number, pupils), &to.closed)?;
    }
    Ok(audience)
}

/// The pupils of today whom the condition means, once each.
fn reach(
    tx: &Tx,
    audience: Id<Audience>,
    sent_at: Instant,
    (number, pupils): (i64, &str),
    closed: &[Id<Class>],
) -> Result<()> {
    let closed: Vec<i64> = closed.iter().map(|class| class.number()).collect();
    tx.run(
        &format!(
            "INSERT INTO audience_pupil (audience, pupil, class, sent_at)
             SELECT ?2, e.pupil, e.class, ?3 FROM enrolment e
             WHERE {pupils} AND e.class NOT IN (SELECT value FROM json_each(?4)) ON CONFLICT DO NOTHING"
        ),
        params![number, audience, sent_at, serde_json::to_string(&closed).unwrap_or_default()],
    )?;
    Ok(())
}

/// How many pupils it would reach today; a pupil addressed twice counts twice.
pub fn size(rx: &Rx, to: &Addressed) -> Result<usize> {
    let mut size = 0;
    for part in to.parts() {
        let (_, number, pupils) = reading(part);
        let classes: Vec<Id<Class>> =
            rx.all(&format!("SELECT e.class FROM enrolment e WHERE {pupils}"), [number], |row| row.get(0))?;
        size += classes.iter().filter(|class| !to.closed.contains(class)).count();
    }
    Ok(size)
}

/// A part's kind and number, and which enrolments of today it means, `?1` being the number.
fn reading(part: &Part) -> (&'static str, i64, &'static str) {
    match part {
        Part::School => ("school", 0, "?1 = 0 AND e.until_on IS NULL"),
        Part::Class(class) => ("class", class.number(), "e.class = ?1 AND e.until_on IS NULL"),
        Part::Group(group) => (
            "group",
            group.number(),
            "e.pupil IN (SELECT m.pupil FROM pupil_group_member m WHERE m.team = ?1) AND e.until_on IS NULL",
        ),
        Part::Pupil(pupil) => ("pupil", pupil.number(), "e.pupil = ?1 AND e.until_on IS NULL"),
    }
}

fn parts(rx: &Rx, audience: Id<Audience>) -> Result<Vec<Part>> {
    rx.all("SELECT kind, part FROM audience_part WHERE audience = ?1", [audience], |row| {
        let number: i64 = row.get(1)?;
        Ok(match row.get::<_, String>(0)?.as_str() {
            "school" => Part::School,
            "class" => Part::Class(Id::new(number)),
            "group" => Part::Group(Id::new(number)),
            _ => Part::Pupil(Id::new(number)),
        })
    })
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

/// The pupil was put into the class by mistake and never belonged to it: what was addressed there is not theirs.
pub fn forget_newcomer(tx: &Tx, pupil: Id<Pupil>, class: Id<Class>, _: &impl Manages) -> Result<()> {
    tx.run(
        "DELETE FROM audience_pupil WHERE pupil = ?1 AND class = ?2
         AND NOT EXISTS (SELECT 1 FROM enrolment WHERE pupil = ?1 AND class = ?2)",
        params![pupil, class],
    )?;
    Ok(())
}

/// Open until that day, if it is later than what stands: whoever joined since it closed is reached as well.
pub fn keep_open<R: Rule>(
    tx: &Tx,
    audience: Id<Audience>,
    closes_on: Date,
    closed: &[Id<Class>],
    _: &May<R>,
) -> Result<()> {
    let day = closes_on.to_string();
    let sent_at: Option<Instant> =
        tx.one("SELECT sent_at FROM audience WHERE id = ?1 AND closes_on < ?2", params![audience, day], |row| {
            row.get(0)
        })?;
    let Some(sent_at) = sent_at else { return Ok(()) };
    for part in parts(tx, audience)? {
        let (_, number, pupils) = reading(&part);
        reach(tx, audience, sent_at, (number, pupils), closed)?;
    }
    tx.run("UPDATE audience SET closes_on = ?2 WHERE id = ?1", params![audience, day])?;
    Ok(())
}

/// What is addressed to the group and still open reaches a pupil who joins it.
pub fn reach_group_newcomer(tx: &Tx, pupil: Id<Pupil>, group: Id<Group>, today: Date, _: &impl Manages) -> Result<()> {
    tx.run(
        "INSERT INTO audience_pupil (audience, pupil, class, sent_at)
         SELECT a.id, e.pupil, e.class, a.sent_at FROM audience a JOIN audience_part p ON p.audience = a.id
         JOIN enrolment e ON e.pupil = ?1 AND e.until_on IS NULL
         WHERE a.closes_on >= ?3 AND p.kind = 'group' AND p.part = ?2 ON CONFLICT DO NOTHING",
        params![pupil, group, today.to_string()],
    )?;
    Ok(())
}

/// The groups among those to whom it was addressed.
pub fn groups(rx: &Rx, audience: Id<Audience>, _: &Witness) -> Result<Vec<Id<Group>>> {
    rx.all("SELECT part FROM audience_part WHERE audience = ?1 AND kind = 'group'", [audience], |row| row.get(0))
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
        "SELECT coalesce(c.name, t.name, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END)
         FROM audience_part a LEFT JOIN class c ON a.kind = 'class' AND c.id = a.part LEFT JOIN pupil_group t ON a.kind = 'group' AND t.id = a.part
         LEFT JOIN person p ON a.kind = 'pupil' AND p.id = a.part
         WHERE a.audience = ?1 ORDER BY a.kind, 1",
        [audience],
        |row| row.get(0),
    )
}
