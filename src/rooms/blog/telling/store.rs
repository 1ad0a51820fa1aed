//! The rows behind what is told of posts: what they are called, and to whom.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
        jobs::System,
    },
    rooms::blog::{Post, State, store::formal},
    school::{
        Person, Pupil,
        audience::Audience,
        guardianship::{
            Given,
            store::{TIE_FACTS, facts},
        },
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// A post as it is told of.
pub struct Row {
    pub id: Id<Post>,
    pub title: String,
    pub state: State,
    pub author: Id<Person>,
    pub author_name: String,
    pub audience: Option<Id<Audience>>,
}

pub struct Child {
    pub id: Id<Pupil>,
    pub first_name: String,
}

pub fn row(rx: &Rx, post: Id<Post>, _: &System) -> Result<Option<Row>> {
    rx.one(
        "SELECT b.id, b.title, b.state, b.author, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, b.audience
         FROM blog_post b JOIN person p ON p.id = b.author WHERE b.id = ?1",
        [post],
        |row| {
            Ok(Row {
                id: row.get(0)?,
                title: row.get(1)?,
                state: State::parse(&row.get::<_, String>(2)?),
                author: row.get(3)?,
                author_name: formal(row, 4)?,
                audience: row.get(7)?,
            })
        },
    )
}

/// Guardians after that one, in the order of their numbers, each with those of the children reached about whom letters come
/// to them today. None of a child who has left, nor of a class for which the blog is `closed`.
pub fn families(
    rx: &Rx,
    audience: Id<Audience>,
    after: i64,
    closed: &[i64],
    today: Date,
    _: &System,
) -> Result<Vec<(Id<Person>, Vec<Child>)>> {
    let rows = rx.all(
        &format!(
            "SELECT g.guardian, g.pupil, p.first_name, r.class, e.class, {TIE_FACTS}
             FROM audience_pupil r CROSS JOIN guardianship g ON g.pupil = r.pupil JOIN person p ON p.id = g.pupil
             JOIN pupil u ON u.person = g.pupil JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL
             WHERE r.audience = ?1 AND g.guardian > ?2 ORDER BY g.guardian, u.born_on IS NULL, u.born_on, p.sort_key"
        ),
        params![audience, after],
        |row| {
            let given = Given::of(&facts(row, 5)?, today);
            let child = Child { id: row.get(1)?, first_name: row.get(2)? };
            Ok((row.get::<_, Id<Person>>(0)?, [row.get(3)?, row.get(4)?], child, given.letters && given.reads))
        },
    )?;
    let mut families: Vec<(Id<Person>, Vec<Child>)> = Vec::new();
    for (guardian, classes, child, is_told) in rows {
        if families.last().is_none_or(|(last, _)| *last != guardian) {
            families.push((guardian, Vec::new()));
        }
        let is_closed = classes.iter().any(|class: &i64| closed.contains(class));
        if let Some((_, children)) = families.last_mut().filter(|_| is_told && !is_closed) {
            children.push(child);
        }
    }
    Ok(families)
}

/// Whether letters about this child, whom it reached, come to this person today.
pub fn is_for(
    rx: &Rx,
    audience: Id<Audience>,
    person: Id<Person>,
    pupil: Id<Pupil>,
    today: Date,
    _: &System,
) -> Result<bool> {
    let given = rx.one(
        &format!(
            "SELECT {TIE_FACTS} FROM audience_pupil r CROSS JOIN guardianship g ON g.pupil = r.pupil
             JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL WHERE r.audience = ?1 AND r.pupil = ?3 AND g.guardian = ?2"
        ),
        params![audience, person, pupil],
        |row| Ok(Given::of(&facts(row, 0)?, today)),
    )?;
    Ok(given.is_some_and(|given| given.letters && given.reads))
}

/// Who teaches one of the classes meant, and the director; each is judged again before they are told.
pub fn who_may_publish(rx: &Rx, post: Id<Post>, today: Date, _: &System) -> Result<Vec<Id<Person>>> {
    rx.all(
        "SELECT DISTINCT d.person FROM duty d WHERE d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?2) AND (d.kind = 'director'
           OR (d.kind IN ('teacher', 'substitute') AND d.class IN (SELECT t.class FROM blog_target t WHERE t.post = ?1))) ORDER BY d.person",
        params![post, today.to_string()],
        |row| row.get(0),
    )
}

pub fn works_here(rx: &Rx, person: Id<Person>, today: Date, _: &System) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM duty WHERE person = ?1 AND kind NOT IN ('town', 'technician') AND from_on <= ?2 AND (until_on IS NULL OR until_on >= ?2)",
        params![person, today.to_string()],
    )
}

/// Who asked for paper, or whose account was closed, gets no letter, and a pupil never.
pub fn address(rx: &Rx, person: Id<Person>, _: &System) -> Result<Option<String>> {
    rx.one(
        "SELECT p.email FROM person p JOIN account a ON a.person = p.id WHERE p.id = ?1 AND p.channel <> 'paper' AND a.closed_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM pupil u WHERE u.person = p.id)",
        [person],
        |row| row.get(0),
    )
}
