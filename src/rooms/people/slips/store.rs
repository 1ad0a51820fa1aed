//! Adults as the slips need them: one reading of the whole school, and the slips that are drawn.

use super::roster::{Adult, Post, Tied};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql},
        error::Result,
    },
    school::{
        class,
        guardianship::store::{TIE_FACTS, facts},
        permit::Manages,
        person::{
            store::{PERSON, person_at},
            used,
        },
    },
};
use jiff::civil::Date;
use std::collections::HashMap;

/// Everybody who is no pupil, in the order of names: with their children who are at school, their duties today or later.
pub fn adults(rx: &Rx, today: Date, now: Instant, by: &impl Manages) -> Result<Vec<Adult>> {
    let mut children = children(rx)?;
    let mut posts: HashMap<i64, Vec<Post>> = HashMap::new();
    for duty in class::store::duties(rx, today, by)? {
        posts.entry(duty.person.number()).or_default().push(Post {
            kind: duty.kind,
            class: duty.class.map(Id::number),
            class_name: duty.class_name,
        });
    }
    rx.all(
        &format!(
            "SELECT a.activated_at IS NOT NULL, a.closed_at IS NOT NULL,
                    EXISTS (SELECT 1 FROM access_slip s WHERE s.account = a.id AND s.used_at IS NULL AND s.revoked_at IS NULL AND s.expires_at > ?1),
                    {PERSON}
             FROM person p LEFT JOIN account a ON a.person = p.id
             WHERE NOT EXISTS (SELECT 1 FROM pupil u WHERE u.person = p.id) ORDER BY p.sort_key, p.id"
        ),
        [now],
        |row| {
            let own = person_at(row, 3)?;
            let (person, contact) = (own.id.number(), &own.contact);
            Ok(Adult {
                person,
                home: contact.home(),
                last_name: used(&own.last_name, &own.usage_name).to_owned(),
                civility: own.civility,
                first_name: own.first_name,
                is_activated: row.get(0)?,
                is_closed: row.get(1)?,
                has_open_slip: row.get(2)?,
                children: children.remove(&person).unwrap_or_default(),
                posts: posts.remove(&person).unwrap_or_default(),
            })
        },
    )
}

/// The children of each guardian, the youngest first: with the youngest's class the family's slip is handed out.
fn children(rx: &Rx) -> Result<HashMap<i64, Vec<Tied>>> {
    let rows = rx.all(
        &format!(
            "SELECT g.guardian, g.pupil, p.first_name, e.class, coalesce(c.name, ''), u.second_street <> '' OR u.second_town <> '', {TIE_FACTS}
             FROM guardianship g JOIN pupil u ON u.person = g.pupil JOIN person p ON p.id = g.pupil
             LEFT JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class
             WHERE u.left_on IS NULL ORDER BY u.born_on DESC, p.sort_key"
        ),
        [],
        |row| {
            let tied = Tied {
                pupil: row.get(1)?,
                first_name: row.get(2)?,
                class: row.get(3)?,
                class_name: row.get(4)?,
                has_two_homes: row.get(5)?,
                facts: facts(row, 6)?,
            };
            Ok((row.get::<_, i64>(0)?, tied))
        },
    )?;
    let mut children: HashMap<i64, Vec<Tied>> = HashMap::new();
    for (guardian, tied) in rows {
        children.entry(guardian).or_default().push(tied);
    }
    Ok(children)
}
