//! The rows of groups.

use super::Group;
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    school::{
        Person,
        permit::{Manages, Witness},
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

pub fn group(rx: &Rx, id: Id<Group>, _: &Witness) -> Result<Option<Group>> {
    rx.one("SELECT id, name, from_on, until_on FROM pupil_group WHERE id = ?1", [id], group_row)
}

/// Every group that is not over yet, by name.
pub fn groups(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<Group>> {
    rx.all(
        "SELECT id, name, from_on, until_on FROM pupil_group WHERE until_on >= ?1 ORDER BY sort_key, id",
        [today.to_string()],
        group_row,
    )
}

/// The groups that this person leads on that day, by their own list of leaders.
pub(in crate::school) fn led_by(rx: &Rx, person: Id<Person>, today: Date) -> Result<Vec<Id<Group>>> {
    rx.all(
        "SELECT g.id FROM pupil_group_leader l JOIN pupil_group g ON g.id = l.team
         WHERE l.person = ?1 AND g.from_on <= ?2 AND g.until_on >= ?2",
        params![person, today.to_string()],
        |row| row.get(0),
    )
}

/// Whether the group stands on that day.
pub(in crate::school) fn is_open(rx: &Rx, group: Id<Group>, today: Date) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM pupil_group WHERE id = ?1 AND from_on <= ?2 AND until_on >= ?2",
        params![group, today.to_string()],
    )
}

fn group_row(row: &Row) -> rusqlite::Result<Group> {
    let day = |text: String| text.parse().unwrap_or(Date::MIN);
    Ok(Group { id: row.get(0)?, name: row.get(1)?, from_on: day(row.get(2)?), until_on: day(row.get(3)?), _row: () })
}
