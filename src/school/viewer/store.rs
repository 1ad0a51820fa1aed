//! Reads a viewer from the account behind a session. Called by the session alone (the walls test holds it).

use super::{Child, Viewer};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    school::{
        Class, Group, Person, Pupil,
        account::Account,
        group,
        guardianship::{
            Given,
            store::{TIE_FACTS, facts},
        },
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// The same for the one to whom a letter's link belongs: the door alone asks. `None` without an open account.
pub fn of_person(rx: &Rx, person: Id<Person>, today: Date) -> Result<Option<Viewer>> {
    let account =
        rx.one("SELECT id FROM account WHERE person = ?1 AND activated_at IS NOT NULL", [person], |row| row.get(0))?;
    account.map_or(Ok(None), |account| viewer(rx, account, today))
}

/// `None` when the account is closed or gone.
pub fn viewer(rx: &Rx, account: Id<Account>, today: Date) -> Result<Option<Viewer>> {
    let who = rx.one(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, u.person IS NOT NULL
         FROM account a JOIN person p ON p.id = a.person LEFT JOIN pupil u ON u.person = p.id
         WHERE a.id = ?1 AND a.closed_at IS NULL",
        [account],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, bool>(3)?)),
    )?;
    let Some((person, first_name, last_name, is_pupil)) = who else { return Ok(None) };
    let mut viewer = Viewer {
        person: Id::new(person),
        account,
        first_name,
        last_name,
        today,
        is_director: false,
        is_staff: false,
        is_town: false,
        is_technician: false,
        teaches: Vec::new(),
        helps_in: Vec::new(),
        accompanies: Vec::new(),
        leads: group::store::led_by(rx, Id::new(person), today)?,
        children: children(rx, person, today)?,
        closed: Vec::new(),
        accompanied_in: Vec::new(),
        pupil: None,
        _made_by_its_store: (),
    };
    if is_pupil {
        let class =
            rx.one("SELECT class FROM enrolment WHERE pupil = ?1 AND until_on IS NULL", [person], |row| row.get(0))?;
        viewer.pupil = Some((Id::new(person), class));
    }
    take_duties(rx, &mut viewer)?;
    // Whose time at the school is over leads nothing any more, whatever the group's own dates.
    if !viewer.is_staff {
        viewer.leads.clear();
    }
    for pupil in &viewer.accompanies {
        let class =
            rx.one("SELECT class FROM enrolment WHERE pupil = ?1 AND until_on IS NULL", [pupil], |row| row.get(0))?;
        viewer.accompanied_in.extend(class.map(|class| (*pupil, class)));
    }
    Ok(Some(viewer))
}

/// Who accompanied a pupil who has left is staff still, and nothing to that pupil, as the class's teacher is.
fn take_duties(rx: &Rx, viewer: &mut Viewer) -> Result<()> {
    let duties = rx.all(
        "SELECT d.kind, d.class, CASE WHEN u.left_on IS NULL THEN d.pupil END, d.team FROM duty d LEFT JOIN pupil u ON u.person = d.pupil
         WHERE d.person = ?1 AND d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?2)",
        params![viewer.person, viewer.today.to_string()],
        |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get::<_, Option<Id<Group>>>(3)?)),
    )?;
    for (kind, class, pupil, group) in duties {
        match kind.as_str() {
            "director" => (viewer.is_director, viewer.is_staff) = (true, true),
            "teacher" | "substitute" => {
                viewer.is_staff = true;
                viewer.teaches.extend::<Option<Id<Class>>>(class);
            }
            "atsem" => {
                viewer.is_staff = true;
                viewer.helps_in.extend::<Option<Id<Class>>>(class);
            }
            "aesh" => {
                viewer.is_staff = true;
                viewer.accompanies.extend::<Option<Id<Pupil>>>(pupil);
            }
            "after_school" => {
                viewer.is_staff = true;
                if let Some(group) = group
                    && group::store::is_open(rx, group, viewer.today)?
                    && !viewer.leads.contains(&group)
                {
                    viewer.leads.push(group);
                }
            }
            "town" => viewer.is_town = true,
            "technician" => viewer.is_technician = true,
            _ => viewer.is_staff = true,
        }
    }
    Ok(())
}

fn children(rx: &Rx, guardian: i64, today: Date) -> Result<Vec<Child>> {
    let rows = rx.all(
        &format!(
            "SELECT g.pupil, p.first_name, e.class, coalesce(c.name, ''), {TIE_FACTS}
             FROM guardianship g JOIN person p ON p.id = g.pupil JOIN pupil u ON u.person = g.pupil
             LEFT JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class
             WHERE g.guardian = ?1 ORDER BY u.born_on IS NULL, u.born_on, p.sort_key"
        ),
        [guardian],
        |row| {
            let given = Given::of(&facts(row, 4)?, today);
            Ok(Child { id: row.get(0)?, first_name: row.get(1)?, class: row.get(2)?, class_name: row.get(3)?, given })
        },
    )?;
    Ok(rows.into_iter().filter(|child| child.given.reads).collect())
}
