//! The rows of audiences.

use super::{Addressed, Audience, Named, Part, Reached, joining};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    school::{
        Class, Group, Pupil,
        permit::{Manages, May, Rule, Witness},
        policy::{ChangeGroup, PlaceInGroup},
    },
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::{BTreeSet, HashMap};

/// Writes it down. It waits: nobody is reached before it is delivered.
pub fn address(tx: &Tx, to: &Addressed, leaves_at: Instant) -> Result<Id<Audience>> {
    let audience =
        Id::new(tx.insert("INSERT INTO audience (sent_at, closes_on, waits) VALUES (?1, '', 1)", [leaves_at])?);
    set_parts(tx, audience, to)?;
    Ok(audience)
}

/// Addressed to others, while it waits.
pub fn address_anew(tx: &Tx, audience: Id<Audience>, to: &Addressed, leaves_at: Instant) -> Result<()> {
    if tx.run("UPDATE audience SET sent_at = ?2 WHERE id = ?1 AND waits = 1", params![audience, leaves_at])? == 0 {
        return Err(Error::Conflict);
    }
    tx.run("DELETE FROM audience_part WHERE audience = ?1", [audience])?;
    set_parts(tx, audience, to)
}

fn set_parts(tx: &Tx, audience: Id<Audience>, to: &Addressed) -> Result<()> {
    for part in to.parts() {
        let (kind, number, _) = reading(part);
        tx.run(
            "INSERT INTO audience_part (audience, kind, part) VALUES (?1, ?2, ?3)",
            params![audience, kind, number],
        )?;
    }
    Ok(())
}

/// Reaches the pupils of today, none of the classes `closed`. `closes_on`: until when a newcomer to a class is reached too.
pub fn deliver(tx: &Tx, audience: Id<Audience>, closed: &[Id<Class>], now: Instant, closes_on: Date) -> Result<()> {
    for part in parts(tx, audience)? {
        reach(tx, audience, now, &part, closed)?;
    }
    tx.run(
        "UPDATE audience SET sent_at = ?2, closes_on = ?3, waits = 0 WHERE id = ?1",
        params![audience, now, closes_on.to_string()],
    )?;
    Ok(())
}

/// The pupils of today whom the part means, once each.
fn reach(tx: &Tx, audience: Id<Audience>, sent_at: Instant, part: &Part, closed: &[Id<Class>]) -> Result<()> {
    let (_, number, pupils) = reading(part);
    let closed: Vec<i64> = closed.iter().map(|class| class.number()).collect();
    tx.run(
        &format!(
            "INSERT INTO audience_pupil (audience, pupil, class, sent_at)
             SELECT ?2, e.pupil, e.class, ?3 FROM enrolment e
             WHERE {pupils} AND e.class NOT IN (SELECT value FROM json_each(?4)) ON CONFLICT DO NOTHING"
        ),
        params![number, audience, sent_at, serde_json::to_string(&closed).unwrap_or_default()],
    )?;
    match part {
        Part::Group(group) => note_group(tx, audience, *group),
        _ => Ok(()),
    }
}

/// Writes down for whom of the group's pupils it came through the group.
fn note_group(tx: &Tx, audience: Id<Audience>, group: Id<Group>) -> Result<()> {
    tx.run(
        "INSERT INTO audience_group (audience, pupil, team, sent_at)
         SELECT a.audience, a.pupil, m.team, a.sent_at FROM pupil_group_member m JOIN audience_pupil a ON a.audience = ?1 AND a.pupil = m.pupil
         WHERE m.team = ?2 ON CONFLICT DO NOTHING",
        params![audience, group],
    )?;
    Ok(())
}

/// How many pupils it would reach today.
pub fn size(rx: &Rx, to: &Addressed) -> Result<usize> {
    Ok(pupils(rx, to)?.len())
}

/// Whom it would reach today, each once.
pub fn pupils(rx: &Rx, to: &Addressed) -> Result<BTreeSet<Id<Pupil>>> {
    let mut all = BTreeSet::new();
    for part in to.parts() {
        let (_, number, pupils) = reading(part);
        let sql = format!("SELECT e.pupil, e.class FROM enrolment e WHERE {pupils}");
        let found: Vec<(Id<Pupil>, Id<Class>)> = rx.all(&sql, [number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        all.extend(found.into_iter().filter(|(_, class)| !to.closed.contains(class)).map(|(pupil, _)| pupil));
    }
    Ok(all)
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

pub fn parts(rx: &Rx, audience: Id<Audience>) -> Result<Vec<Part>> {
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

/// What is addressed to the class, to the school, to a group in which the pupil waited for a class, or to the pupil by name,
/// and is still open, reaches a pupil who arrives.
pub fn reach_newcomer(tx: &Tx, pupil: Id<Pupil>, class: Id<Class>, today: Date, _: &impl Manages) -> Result<()> {
    let mut news: Vec<Id<Audience>> = tx.all(
        "SELECT a.id FROM audience a JOIN audience_part p ON p.audience = a.id
         WHERE a.closes_on >= ?3 AND a.waits = 0 AND ((p.kind = 'class' AND p.part = ?2) OR p.kind = 'school' OR (p.kind = 'pupil' AND p.part = ?1)
           OR (p.kind = 'group' AND p.part IN (SELECT m.team FROM pupil_group_member m JOIN pupil_group t ON t.id = m.team WHERE m.pupil = ?1 AND t.until_on >= ?3)))
         AND NOT EXISTS (SELECT 1 FROM audience_pupil r WHERE r.audience = a.id AND r.pupil = ?1)",
        params![pupil, class, today.to_string()],
        |row| row.get(0),
    )?;
    // Through several parts at once.
    news.sort_unstable();
    news.dedup();
    for audience in &news {
        reach_one(tx, *audience, pupil, class)?;
    }
    joining::tell(tx, pupil, &news)?;
    tx.run(
        "INSERT INTO audience_group (audience, pupil, team, sent_at)
         SELECT a.audience, a.pupil, m.team, a.sent_at FROM pupil_group_member m JOIN pupil_group t ON t.id = m.team
         JOIN audience_part p ON p.kind = 'group' AND p.part = m.team JOIN audience_pupil a ON a.audience = p.audience AND a.pupil = m.pupil
         WHERE m.pupil = ?1 AND t.until_on >= ?2 ON CONFLICT DO NOTHING",
        params![pupil, today.to_string()],
    )?;
    Ok(())
}

fn reach_one(tx: &Tx, audience: Id<Audience>, pupil: Id<Pupil>, class: Id<Class>) -> Result<()> {
    tx.run(
        "INSERT INTO audience_pupil (audience, pupil, class, sent_at) SELECT id, ?2, ?3, sent_at FROM audience WHERE id = ?1",
        params![audience, pupil, class],
    )?;
    Ok(())
}

/// The pupil was put into the class by mistake and never belonged to it: what was addressed there is not theirs. What came
/// meanwhile in another way (to the whole school, a group, this pupil) stays theirs, from the class where they are by now.
pub fn forget_newcomer(tx: &Tx, pupil: Id<Pupil>, class: Id<Class>, _: &impl Manages) -> Result<()> {
    const OF_THERE: &str =
        "pupil = ?1 AND class = ?2 AND NOT EXISTS (SELECT 1 FROM enrolment WHERE pupil = ?1 AND class = ?2)";
    const NOW: &str = "SELECT class FROM enrolment WHERE pupil = ?1 AND until_on IS NULL";
    tx.run(
        // Without any class now, what came through a group on the day of the enrolment goes too.
        &format!(
            "DELETE FROM audience_group WHERE pupil = ?1 AND NOT EXISTS ({NOW}) AND NOT EXISTS (SELECT 1 FROM enrolment WHERE pupil = ?1 AND class = ?2)
             AND audience IN (SELECT a.audience FROM audience_pupil a WHERE a.pupil = ?1 AND a.class = ?2)"
        ),
        params![pupil, class],
    )?;
    tx.run(
        &format!(
            "DELETE FROM audience_pupil WHERE {OF_THERE}
             AND NOT EXISTS (SELECT 1 FROM audience_group g WHERE g.audience = audience_pupil.audience AND g.pupil = ?1)
             AND NOT EXISTS (SELECT 1 FROM audience_part p WHERE p.audience = audience_pupil.audience
                             AND ((p.kind = 'pupil' AND p.part = ?1) OR (p.kind = 'school' AND EXISTS ({NOW}))))"
        ),
        params![pupil, class],
    )?;
    tx.run(
        &format!("UPDATE audience_pupil SET class = ({NOW}) WHERE {OF_THERE} AND EXISTS ({NOW})"),
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
    let sent_at: Option<Instant> = tx.one(
        "SELECT sent_at FROM audience WHERE id = ?1 AND closes_on < ?2 AND waits = 0",
        params![audience, day],
        |row| row.get(0),
    )?;
    let Some(sent_at) = sent_at else { return Ok(()) };
    for part in parts(tx, audience)? {
        reach(tx, audience, sent_at, &part, closed)?;
    }
    tx.run("UPDATE audience SET closes_on = ?2 WHERE id = ?1", params![audience, day])?;
    Ok(())
}

/// What is addressed to the group and still open reaches a pupil who joins it; nothing once the group is over.
pub fn reach_group_newcomer(tx: &Tx, pupil: &May<PlaceInGroup>, group: &May<ChangeGroup>, today: Date) -> Result<()> {
    if group.is_over(today) {
        return Ok(());
    }
    let open: Vec<Id<Audience>> = tx.all(
        "SELECT a.id FROM audience_part p JOIN audience a ON a.id = p.audience WHERE p.kind = 'group' AND p.part = ?1 AND a.closes_on >= ?2 AND a.waits = 0",
        params![group.id, today.to_string()],
        |row| row.get(0),
    )?;
    let mut news = Vec::new();
    for audience in open {
        let reached = tx.run(
            "INSERT INTO audience_pupil (audience, pupil, class, sent_at)
             SELECT a.id, e.pupil, e.class, a.sent_at FROM audience a JOIN enrolment e ON e.pupil = ?1 AND e.until_on IS NULL
             WHERE a.id = ?2 ON CONFLICT DO NOTHING",
            params![pupil.id, audience],
        )?;
        note_group(tx, audience, group.id)?;
        news.extend((reached > 0).then_some(audience));
    }
    joining::tell(tx, pupil.id, &news)
}

/// Whom it reached. Asked for while a thing is being judged, or by what holds a permit on the thing.
pub fn reached(rx: &Rx, audience: Id<Audience>, _: &Witness) -> Result<Vec<Reached>> {
    let through = rx.all("SELECT pupil, team FROM audience_group WHERE audience = ?1", [audience], |row| {
        Ok((row.get::<_, Id<Pupil>>(0)?, row.get::<_, Id<Group>>(1)?))
    })?;
    let mut groups: HashMap<Id<Pupil>, Vec<Id<Group>>> = HashMap::new();
    for (pupil, group) in through {
        groups.entry(pupil).or_default().push(group);
    }
    rx.all(
        "SELECT a.pupil, a.class, EXISTS (SELECT 1 FROM audience_part p WHERE p.audience = a.audience AND p.kind = 'pupil' AND p.part = a.pupil)
         FROM audience_pupil a WHERE a.audience = ?1",
        [audience],
        |row| {
            let pupil = row.get(0)?;
            let groups = groups.remove(&pupil).unwrap_or_default();
            Ok(Reached { pupil, class: row.get(1)?, is_named: row.get(2)?, groups })
        },
    )
}

/// The same for what is never addressed to a pupil by name nor through a group: cheap enough to be asked for each picture.
pub fn reached_by_class(rx: &Rx, audience: Id<Audience>, _: &Witness) -> Result<Vec<Reached>> {
    rx.all("SELECT pupil, class FROM audience_pupil WHERE audience = ?1", [audience], |row| {
        Ok(Reached { pupil: row.get(0)?, class: row.get(1)?, is_named: false, groups: Vec::new() })
    })
}

/// One pupil's place in it; `None` when it was not reached.
pub fn reached_one(rx: &Rx, audience: Id<Audience>, pupil: Id<Pupil>, _: &Witness) -> Result<Option<Reached>> {
    let place = rx.one(
        "SELECT a.class, EXISTS (SELECT 1 FROM audience_part p WHERE p.audience = a.audience AND p.kind = 'pupil' AND p.part = a.pupil)
         FROM audience_pupil a WHERE a.audience = ?1 AND a.pupil = ?2",
        params![audience, pupil],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((class, is_named)) = place else { return Ok(None) };
    let groups = rx.all(
        "SELECT team FROM audience_group WHERE audience = ?1 AND pupil = ?2",
        params![audience, pupil],
        |row| row.get(0),
    )?;
    Ok(Some(Reached { pupil, class, is_named, groups }))
}

/// « CE1-CE2, CM1 » or « toute l’école » is made from these by the pages.
pub fn names(rx: &Rx, audience: Id<Audience>) -> Result<Vec<Named>> {
    rx.all(
        "SELECT a.kind, coalesce(c.name, t.name, p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, '')
         FROM audience_part a LEFT JOIN class c ON a.kind = 'class' AND c.id = a.part LEFT JOIN pupil_group t ON a.kind = 'group' AND t.id = a.part
         LEFT JOIN person p ON a.kind = 'pupil' AND p.id = a.part
         WHERE a.audience = ?1 ORDER BY a.kind, 2",
        [audience],
        |row| {
            let name = row.get(1)?;
            Ok(match row.get::<_, String>(0)?.as_str() {
                "school" => Named::School,
                "class" => Named::Class(name),
                "group" => Named::Group(name),
                _ => Named::Pupil(name),
            })
        },
    )
}

/// The names of the groups through which it came to this pupil, for the pupil's own people.
pub fn groups_of(rx: &Rx, audience: Id<Audience>, pupil: Id<Pupil>) -> Result<Vec<String>> {
    rx.all(
        "SELECT t.name FROM audience_group g JOIN pupil_group t ON t.id = g.team WHERE g.audience = ?1 AND g.pupil = ?2 ORDER BY t.sort_key",
        params![audience, pupil],
        |row| row.get(0),
    )
}
