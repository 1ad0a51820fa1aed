//! What the index of names answers, within the viewer's own classes, pupils and groups.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::directory::{
        families::{Line, store::line_row},
        policy::OpenDirectory,
    },
    school::{
        Class, Group, Person, Pupil,
        guardianship::{self, Standing},
        permit::{May, Ties},
        viewer::Viewer,
    },
};
use rusqlite::params;

/// A guardian, for one child.
pub struct Tied {
    pub person: Id<Person>,
    pub name: String,
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub standing: Standing,
}

/// Pupils of the viewer's classes, those accompanied, and those of the groups led, each with such a group if there is one.
pub fn pupils(
    rx: &Rx,
    open: &May<OpenDirectory>,
    viewer: &Viewer,
    asked: &str,
    limit: usize,
) -> Result<Vec<(Line, Option<Id<Group>>)>> {
    rx.all(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, coalesce(c.name, ''), coalesce(e.grade, ''),
                (SELECT min(m.team) FROM json_each(?5) led JOIN pupil_group_member m ON m.team = led.value WHERE m.pupil = p.id) AS own_group
         FROM person_search CROSS JOIN pupil u ON u.person = person_search.rowid JOIN person p ON p.id = u.person
         LEFT JOIN enrolment e ON e.pupil = p.id AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class
         WHERE person_search MATCH ?1 AND u.left_on IS NULL
           AND coalesce(e.class NOT IN (SELECT value FROM json_each(?7)), 1)
           AND (?2 OR e.class IN (SELECT value FROM json_each(?3)) OR p.id IN (SELECT value FROM json_each(?4)) OR own_group IS NOT NULL)
         ORDER BY p.sort_key LIMIT ?6",
        params![
            asked,
            open.ties().meets(Ties::DIRECTOR),
            Id::json(&classes(viewer)),
            Id::json(&viewer.accompanies),
            Id::json(&viewer.leads),
            limit as i64,
            Id::json(viewer.closed())
        ],
        |row| Ok((line_row(row)?, row.get(5)?)),
    )
}

/// Guardians of pupils of the classes that the viewer teaches; for the head teacher, of all who are here.
pub fn guardians(rx: &Rx, open: &May<OpenDirectory>, viewer: &Viewer, asked: &str, limit: usize) -> Result<Vec<Tied>> {
    rx.all(
        "SELECT p.id, trim(p.civility || ' ' || p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END), g.pupil, k.first_name,
                g.authority, g.reads, g.signs, g.receives, g.restricted_on, g.needs_look, g.looked_at
         FROM person_search CROSS JOIN guardianship g ON g.guardian = person_search.rowid JOIN person p ON p.id = g.guardian
         JOIN pupil u ON u.person = g.pupil JOIN person k ON k.id = g.pupil
         LEFT JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL
         WHERE person_search MATCH ?1 AND u.left_on IS NULL AND (?2 OR e.class IN (SELECT value FROM json_each(?3)))
         ORDER BY p.sort_key, p.id, k.sort_key LIMIT ?4",
        params![asked, open.ties().meets(Ties::DIRECTOR), Id::json(&viewer.teaches), limit as i64],
        |row| {
            Ok(Tied {
                person: row.get(0)?,
                name: row.get(1)?,
                pupil: row.get(2)?,
                first_name: row.get(3)?,
                standing: Standing::of(&guardianship::store::facts(row, 4)?, viewer.today),
            })
        },
    )
}

/// Those whose roll the viewer may open.
fn classes(viewer: &Viewer) -> Vec<Id<Class>> {
    viewer.teaches.iter().chain(&viewer.helps_in).copied().collect()
}
