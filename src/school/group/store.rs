//! The rows of groups.

use super::{Group, GroupLine, Leader, NewGroup};
use crate::{
    base::{
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        french,
    },
    school::{
        Person, Pupil, audience,
        permit::{Manages, May, Rule, Witness},
        policy::{ChangeGroup, MakeGroup, ManageSchool, PlaceInGroup},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

/// Who leads the group ?2, named or by duty; the day is ?1.
const LEADS: &str = "SELECT l.person FROM pupil_group_leader l WHERE l.team = ?2
     UNION SELECT d.person FROM duty d WHERE d.team = ?2 AND (d.until_on IS NULL OR d.until_on >= ?1)";
const FULL_NAME: &str = "trim(p.civility || ' ' || p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END)";
const LINE: &str = "SELECT g.id, g.name, g.from_on, g.until_on, (SELECT count(*) FROM pupil_group_member m WHERE m.team = g.id) FROM pupil_group g";

pub fn group(rx: &Rx, id: Id<Group>, _: &Witness) -> Result<Option<Group>> {
    let leaders = rx.all("SELECT person FROM pupil_group_leader WHERE team = ?1", [id], |row| row.get(0))?;
    let found =
        rx.one("SELECT id, name, from_on, until_on, made_by FROM pupil_group WHERE id = ?1", [id], group_row)?;
    Ok(found.map(|group| Group { leaders, ..group }))
}

/// Every group that is not over yet, by name.
pub fn groups(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<GroupLine>> {
    let mut lines = rx.all(&format!("{LINE} WHERE g.until_on >= ?1"), [today.to_string()], line_row)?;
    lines.sort_by_cached_key(|line| french::fold(&line.name));
    with_leaders(rx, today, lines)
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

/// The groups that are not over, by name: the director's all, the others' those that they lead or made.
pub fn standing(rx: &Rx, viewer: &Viewer) -> Result<Vec<GroupLine>> {
    let today = viewer.today.to_string();
    let mut lines = rx.all(&format!("{LINE} WHERE g.until_on >= ?1"), [&today], line_row)?;
    if !viewer.is_director {
        let own = rx.all("SELECT team FROM pupil_group_leader WHERE person = ?1", [viewer.person], |row| row.get(0))?;
        lines.retain(|line| viewer.leads.contains(&line.id) || own.contains(&line.id));
    }
    lines.sort_by_cached_key(|line| french::fold(&line.name));
    with_leaders(rx, viewer.today, lines)
}

/// Whether another group bears that name on some of these days.
pub fn is_name_taken(
    rx: &Rx,
    name: &str,
    (from_on, until_on): (Date, Date),
    own: Option<Id<Group>>,
    _: &Viewer,
) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM pupil_group WHERE until_on >= ?2 AND from_on <= ?3 AND sort_key = ?1 AND id IS NOT ?4",
        params![french::fold(name), from_on.to_string(), until_on.to_string(), own],
    )
}

/// The last hundred that are over, the latest first.
pub fn ended(rx: &Rx, today: Date, _: &May<ManageSchool>) -> Result<Vec<GroupLine>> {
    let sql = format!("{LINE} WHERE g.until_on < ?1 ORDER BY g.until_on DESC, g.id LIMIT 100");
    let lines = rx.all(&sql, [today.to_string()], line_row)?;
    with_leaders(rx, today, lines)
}

pub fn leaders<R: Rule<On = Group>>(rx: &Rx, today: Date, group: &May<R>) -> Result<Vec<Leader>> {
    rx.all(
        &format!("SELECT p.id, {FULL_NAME} FROM person p WHERE p.id IN ({LEADS}) ORDER BY p.sort_key"),
        params![today.to_string(), group.id],
        leader_row,
    )
}

/// Who could lead one: everybody who works here with the children.
pub fn staff(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<Leader>> {
    rx.all(
        &format!(
            "SELECT p.id, {FULL_NAME} FROM person p WHERE p.id IN (SELECT d.person FROM duty d
             WHERE d.kind NOT IN ('town', 'technician') AND (d.until_on IS NULL OR d.until_on >= ?1)) ORDER BY p.sort_key"
        ),
        [today.to_string()],
        leader_row,
    )
}

/// A new group, still without pupils.
pub fn add(tx: &Tx, new: &NewGroup, by: &May<MakeGroup>) -> Result<Id<Group>> {
    let id = Id::new(tx.insert(
        "INSERT INTO pupil_group (name, sort_key, from_on, until_on, made_by) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![new.name, french::fold(&new.name), new.from_on.to_string(), new.until_on.to_string(), by.by()],
    )?);
    lead(tx, id, &new.leaders)?;
    Ok(id)
}

pub fn change(tx: &Tx, group: &May<ChangeGroup>, new: &NewGroup) -> Result<()> {
    tx.run(
        "UPDATE pupil_group SET name = ?2, sort_key = ?3, from_on = ?4, until_on = ?5 WHERE id = ?1",
        params![group.id, new.name, french::fold(&new.name), new.from_on.to_string(), new.until_on.to_string()],
    )?;
    tx.run("DELETE FROM pupil_group_leader WHERE team = ?1", [group.id])?;
    lead(tx, group.id, &new.leaders)
}

/// The words still open to the group reach who joins it.
pub fn join(tx: &Tx, group: &May<ChangeGroup>, pupil: &May<PlaceInGroup>, today: Date) -> Result<()> {
    tx.run(
        "INSERT INTO pupil_group_member (team, pupil) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![group.id, pupil.id],
    )?;
    audience::store::reach_group_newcomer(tx, pupil, group, today)
}

/// Who leaves keeps what was received.
pub fn part(tx: &Tx, group: &May<ChangeGroup>, pupil: &May<PlaceInGroup>) -> Result<()> {
    tx.run("DELETE FROM pupil_group_member WHERE team = ?1 AND pupil = ?2", params![group.id, pupil.id])?;
    Ok(())
}

/// Who has left the school has left its groups; those that were over by then remember their pupils.
pub(in crate::school) fn leave_all(tx: &Tx, pupil: Id<Pupil>, last_day: Date, _: &impl Manages) -> Result<()> {
    tx.run(
        "DELETE FROM pupil_group_member WHERE pupil = ?1 AND team IN (SELECT id FROM pupil_group WHERE until_on >= ?2)",
        params![pupil, last_day.to_string()],
    )?;
    Ok(())
}

/// Takes away a group made by mistake: false when something was addressed to it, or somebody is there to lead it.
pub fn remove_unused(tx: &Tx, group: &May<ChangeGroup>) -> Result<bool> {
    let rows = tx.run(
        "DELETE FROM pupil_group WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM audience_part WHERE kind = 'group' AND part = ?1)
         AND NOT EXISTS (SELECT 1 FROM audience_group WHERE team = ?1) AND NOT EXISTS (SELECT 1 FROM duty WHERE team = ?1)",
        [group.id],
    )?;
    Ok(rows > 0)
}

fn lead(tx: &Tx, group: Id<Group>, leaders: &[Id<Person>]) -> Result<()> {
    for person in leaders {
        tx.run(
            "INSERT INTO pupil_group_leader (team, person) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            params![group, person],
        )?;
    }
    Ok(())
}

fn with_leaders(rx: &Rx, today: Date, mut lines: Vec<GroupLine>) -> Result<Vec<GroupLine>> {
    let sql = format!(
        "SELECT trim(p.civility || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END)
         FROM person p WHERE p.id IN ({LEADS}) ORDER BY p.sort_key"
    );
    for line in &mut lines {
        line.leaders = rx.all(&sql, params![today.to_string(), line.id], |row| row.get(0))?;
    }
    Ok(lines)
}

fn day(row: &Row, at: usize) -> rusqlite::Result<Date> {
    Ok(row.get::<_, String>(at)?.parse().unwrap_or(Date::MIN))
}

fn group_row(row: &Row) -> rusqlite::Result<Group> {
    Ok(Group {
        id: row.get(0)?,
        name: row.get(1)?,
        from_on: day(row, 2)?,
        until_on: day(row, 3)?,
        made_by: row.get(4)?,
        leaders: Vec::new(),
        _row: (),
    })
}

fn line_row(row: &Row) -> rusqlite::Result<GroupLine> {
    Ok(GroupLine {
        id: row.get(0)?,
        name: row.get(1)?,
        from_on: day(row, 2)?,
        until_on: day(row, 3)?,
        pupils: row.get(4)?,
        leaders: Vec::new(),
    })
}

fn leader_row(row: &Row) -> rusqlite::Result<Leader> {
    Ok(Leader { person: row.get(0)?, name: row.get(1)? })
}
