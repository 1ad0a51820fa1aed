//! Adults with their children and their accounts.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::people::{
        list::Asked,
        store::{AccountState, account_state},
    },
    school::{Person, Pupil, guardianship::Guardianship, permit::Manages},
};
use rusqlite::Row;
use std::collections::HashMap;

/// An adult on a list. Staff without a child here have none in `children`.
pub struct Family {
    pub person: Id<Person>,
    pub name: String,
    pub children: Vec<Child>,
    pub account: AccountState,
}

pub struct Child {
    pub tie: Id<Guardianship>,
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    pub class_name: String,
}

const NAME: &str = "p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END";
const CHILD: &str = "SELECT g.guardian, g.id, g.pupil, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, coalesce(c.name, '')
     FROM guardianship g JOIN person p ON p.id = g.pupil LEFT JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL LEFT JOIN class c ON c.id = e.class";

/// Everybody who is no pupil, by name.
pub fn adults(rx: &Rx, _: &impl Manages) -> Result<Vec<Family>> {
    let mut children: HashMap<Id<Person>, Vec<Child>> = HashMap::new();
    for (guardian, child) in rx.all(&format!("{CHILD} ORDER BY p.sort_key"), [], child_row)? {
        children.entry(guardian).or_default().push(child);
    }
    rx.all(
        &format!(
            "SELECT p.id, {NAME}, a.login, a.activated_at, a.closed_at IS NOT NULL FROM person p LEFT JOIN account a ON a.person = p.id
             WHERE NOT EXISTS (SELECT 1 FROM pupil u WHERE u.person = p.id) AND NOT EXISTS (SELECT 1 FROM former f WHERE f.person = p.id) ORDER BY p.sort_key"
        ),
        [],
        |row| {
            let person: Id<Person> = row.get(0)?;
            Ok(Family {
                person,
                name: row.get(1)?,
                children: children.remove(&person).unwrap_or_default(),
                account: account_state(row, 2)?,
            })
        },
    )
}

/// Those whose own name, or a child's, answers to what is asked.
pub fn adults_like(rx: &Rx, asked: &Asked, by: &impl Manages) -> Result<Vec<Family>> {
    let mut adults = adults(rx, by)?;
    adults.retain(|adult| {
        asked.holds([adult.name.as_str()])
            || adult.children.iter().any(|child| asked.holds([child.first_name.as_str(), child.last_name.as_str()]))
    });
    Ok(adults)
}

pub fn children_of(rx: &Rx, guardian: Id<Person>, _: &impl Manages) -> Result<Vec<Child>> {
    rx.all(&format!("{CHILD} WHERE g.guardian = ?1 ORDER BY p.sort_key"), [guardian], |row| Ok(child_row(row)?.1))
}

pub fn account_of(rx: &Rx, person: Id<Person>, _: &impl Manages) -> Result<AccountState> {
    let found =
        rx.one("SELECT login, activated_at, closed_at IS NOT NULL FROM account WHERE person = ?1", [person], |row| {
            account_state(row, 0)
        })?;
    Ok(found.unwrap_or(AccountState::None))
}

fn child_row(row: &Row) -> rusqlite::Result<(Id<Person>, Child)> {
    let child = Child {
        tie: row.get(1)?,
        pupil: row.get(2)?,
        first_name: row.get(3)?,
        last_name: row.get(4)?,
        class_name: row.get(5)?,
    };
    Ok((row.get(0)?, child))
}
