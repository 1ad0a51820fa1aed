//! The rows of what is prepared. Only the director's permit or the house writes them.

use super::{Coming, Part, Place, Plan};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        french,
    },
    school::{Class, Person, Pupil, class::DutyKind, grade::Grade, permit::Manages},
};
use jiff::civil::Date;
use rusqlite::params;

const PLAN: &str = "SELECT r.id, r.label, r.starts_on, r.ends_on, r.ready_at, r.turned_at, r.undo,
     coalesce(p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, '')
     FROM rollover r LEFT JOIN person p ON p.id = r.ready_by";

/// What is being prepared, or waits for its day.
pub fn standing(rx: &Rx, by: &impl Manages) -> Result<Option<Plan>> {
    let found = rx.one(&format!("{PLAN} WHERE r.turned_at IS NULL"), [], plan_row)?;
    found.map(|plan| filled(rx, plan, by)).transpose()
}

/// The last one that happened, without what it was made of.
pub fn last_turned(rx: &Rx, _: &impl Manages) -> Result<Option<Plan>> {
    rx.one(&format!("{PLAN} WHERE r.turned_at IS NOT NULL ORDER BY r.id DESC LIMIT 1"), [], plan_row)
}

/// Of something done that may be put back: the turn that it was.
pub fn turned_by(rx: &Rx, undo: i64, _: &impl Manages) -> Result<Option<Plan>> {
    rx.one(&format!("{PLAN} WHERE r.undo = ?1 AND r.turned_at IS NOT NULL"), [undo], plan_row)
}

pub fn begin(tx: &Tx, label: &str, (starts_on, ends_on): (Date, Date), now: Instant, by: &impl Manages) -> Result<i64> {
    tx.insert(
        "INSERT INTO rollover (label, starts_on, ends_on, made_by, made_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![label, starts_on.to_string(), ends_on.to_string(), by.actor(), now],
    )
}

/// Thrown away before its day: nothing of it was true yet.
pub fn throw_away(tx: &Tx, plan: i64, _: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM rollover WHERE id = ?1 AND turned_at IS NULL", [plan])?;
    Ok(())
}

pub fn set_days(tx: &Tx, plan: i64, label: &str, (starts_on, ends_on): (Date, Date), _: &impl Manages) -> Result<()> {
    tx.run(
        "UPDATE rollover SET label = ?2, starts_on = ?3, ends_on = ?4 WHERE id = ?1",
        params![plan, label, starts_on.to_string(), ends_on.to_string()],
    )?;
    Ok(())
}

/// The director's yes, or her second thoughts.
pub fn set_ready(tx: &Tx, plan: i64, at: Option<Instant>, by: &impl Manages) -> Result<()> {
    let who = at.and(by.actor());
    tx.run(
        "UPDATE rollover SET ready_at = ?2, ready_by = ?3 WHERE id = ?1 AND turned_at IS NULL",
        params![plan, at, who],
    )?;
    Ok(())
}

pub fn set_turned(tx: &Tx, plan: i64, undo: Option<i64>, now: Instant, _: &impl Manages) -> Result<()> {
    tx.run("UPDATE rollover SET turned_at = ?2, undo = ?3 WHERE id = ?1", params![plan, now, undo])?;
    Ok(())
}

/// Whether one that was said yes to has come to its day.
pub fn is_due(rx: &Rx, today: Date, _: &impl Manages) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM rollover WHERE turned_at IS NULL AND ready_at IS NOT NULL AND starts_on <= ?1",
        [today.to_string()],
    )
}

/// It was put back: prepared as it was, and waiting for a yes. Only where no other one is being prepared.
pub fn open_again(tx: &Tx, undo: i64, _: &impl Manages) -> Result<()> {
    let sql = "UPDATE rollover SET turned_at = NULL, ready_at = NULL, ready_by = NULL, undo = NULL WHERE undo = ?1";
    tx.run(sql, [undo])?;
    Ok(())
}

/// What was said of pupils and adults is of no use once the turn stands for good.
pub fn forget_places(tx: &Tx, turned_before: Instant, _: &impl Manages) -> Result<()> {
    const OLD: &str = "(SELECT id FROM rollover WHERE turned_at < ?1)";
    tx.run(&format!("DELETE FROM rollover_place WHERE rollover IN {OLD}"), [turned_before])?;
    tx.run(&format!("DELETE FROM rollover_class WHERE rollover IN {OLD}"), [turned_before])?;
    Ok(())
}

/// `None` when the plan has one of that name already.
pub fn add_class(
    tx: &Tx,
    plan: i64,
    name: &str,
    ecole: i64,
    after: Option<Id<Class>>,
    _: &impl Manages,
) -> Result<Option<Id<Coming>>> {
    let key = french::fold(name);
    if tx.exists("SELECT 1 FROM rollover_class WHERE rollover = ?1 AND key = ?2", params![plan, key])? {
        return Ok(None);
    }
    let id = tx.insert(
        "INSERT INTO rollover_class (rollover, ecole, name, key, after) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![plan, ecole, name, key, after],
    )?;
    Ok(Some(Id::new(id)))
}

/// Another name for each; false when two would bear the same.
pub fn rename(tx: &Tx, classes: &[(Id<Coming>, String)], _: &impl Manages) -> Result<bool> {
    // Two classes may take each other's names: all are set aside first.
    for (class, _) in classes {
        tx.run("UPDATE rollover_class SET key = '#' || id WHERE id = ?1", [class])?;
    }
    for (class, name) in classes {
        let renamed = tx.run(
            "UPDATE OR IGNORE rollover_class SET name = ?2, key = ?3 WHERE id = ?1",
            params![class, name, french::fold(name)],
        )?;
        if renamed == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Its pupils are to be placed again.
pub fn remove_class(tx: &Tx, class: Id<Coming>, _: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM rollover_class WHERE id = ?1", [class])?;
    Ok(())
}

pub fn set_place(tx: &Tx, plan: i64, place: &Place, _: &impl Manages) -> Result<()> {
    tx.run(
        "INSERT INTO rollover_place (rollover, pupil, class, grade, was, leaves) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (rollover, pupil) DO UPDATE SET class = excluded.class, grade = excluded.grade, was = excluded.was, leaves = excluded.leaves",
        params![plan, place.pupil, place.class, place.grade, place.was, place.leaves],
    )?;
    Ok(())
}

/// Who works in this class, all of them.
pub fn set_parts(tx: &Tx, class: Id<Coming>, people: &[(Id<Person>, DutyKind)], _: &impl Manages) -> Result<()> {
    tx.run("DELETE FROM rollover_duty WHERE class = ?1", [class])?;
    for (person, kind) in people {
        tx.run(
            "INSERT INTO rollover_duty (class, person, kind) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            params![class, person, kind.as_str()],
        )?;
    }
    Ok(())
}

/// Something was written to these classes, or put into their spaces, that no key of the database holds to them.
pub fn is_addressed(rx: &Rx, classes: &[Id<Class>], _: &impl Manages) -> Result<bool> {
    let ids = Id::json(classes);
    for sql in [
        "SELECT 1 FROM json_each(?1) j JOIN blog_target t ON t.class = j.value LIMIT 1",
        "SELECT 1 FROM json_each(?1) j JOIN document d ON d.space = 'class' AND d.owner = j.value AND d.binned_at IS NULL LIMIT 1",
        "SELECT 1 FROM json_each(?1) j JOIN document d ON d.space = 'hand_in' AND d.owner = j.value AND d.binned_at IS NULL LIMIT 1",
        "SELECT 1 FROM json_each(?1) j JOIN audience_part a ON a.kind = 'class' AND a.part = j.value LIMIT 1",
    ] {
        if rx.exists(sql, [&ids])? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn filled(rx: &Rx, mut plan: Plan, _: &impl Manages) -> Result<Plan> {
    plan.classes = rx.all(
        "SELECT id, name, ecole, after FROM rollover_class WHERE rollover = ?1 ORDER BY id",
        [plan.id],
        |row| Ok(Coming { id: row.get(0)?, name: row.get(1)?, ecole: row.get(2)?, after: row.get(3)? }),
    )?;
    plan.places =
        rx.all("SELECT pupil, class, grade, was, leaves FROM rollover_place WHERE rollover = ?1", [plan.id], |row| {
            let pupil: Id<Pupil> = row.get(0)?;
            Ok(Place { pupil, class: row.get(1)?, grade: row.get(2)?, was: row.get(3)?, leaves: row.get(4)? })
        })?;
    plan.parts = rx.all(
        "SELECT d.class, d.person, d.kind FROM rollover_class c JOIN rollover_duty d ON d.class = c.id WHERE c.rollover = ?1
         ORDER BY c.id, d.person",
        [plan.id],
        |row| {
            let kind = if row.get::<_, String>(2)? == "atsem" { DutyKind::Atsem } else { DutyKind::Teacher };
            Ok(Part { class: row.get(0)?, person: row.get(1)?, kind })
        },
    )?;
    plan.classes
        .sort_by_cached_key(|class| Grade::first_in(&class.name).map_or(Grade::ALL.len(), |grade| grade as usize));
    Ok(plan)
}

fn plan_row(row: &rusqlite::Row) -> rusqlite::Result<Plan> {
    let day = |text: String| text.parse().unwrap_or(Date::MIN);
    let ready: Option<Instant> = row.get(4)?;
    let who: String = row.get(7)?;
    Ok(Plan {
        id: row.get(0)?,
        label: row.get(1)?,
        starts_on: day(row.get(2)?),
        ends_on: day(row.get(3)?),
        ready: ready.map(|at| (at, who)),
        turned_at: row.get(5)?,
        undo: row.get(6)?,
        classes: Vec::new(),
        places: Vec::new(),
        parts: Vec::new(),
    })
}
