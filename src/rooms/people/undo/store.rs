//! What may be undone, and its rows as they were before.

use crate::{
    base::{
        clock::Instant,
        db::{
            Id, Rx, Sql, SqlWrite, Tx,
            record::{self, Hindrance, Row, Since, Step},
        },
        error::Result,
    },
    school::{Class, Person, account::Account, erasure::Subject, permit::Manages},
};
use rusqlite::params;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How long rows are kept as they were; the line that says who did what stays longer.
pub const KEPT: i64 = 30 * Instant::DAY;

/// What is no fact of the school: the house's own work, doors that nobody opens again, and this.
const NOT_RECORDED: [&str; 12] = [
    "job",
    "outbox",
    "notice",
    "throttle",
    "session",
    "half_sign_in",
    "second_factor_trial",
    "rescue_letter",
    "new_address",
    "people_undo",
    "people_undo_step",
    "people_import",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Import,
    Merge,
    Year,
}

/// What was just done.
pub struct Done {
    pub kind: Kind,
    /// Of a merge: whose, and who stands. Of the year's turn: which year began.
    pub about: String,
    pub person: Option<Id<Person>>,
}

/// Something done that may be undone, or was.
#[derive(Debug)]
pub struct Undo {
    pub id: i64,
    pub kind: Kind,
    pub about: String,
    pub person: Option<Id<Person>>,
    pub made_at: Instant,
    pub undone: Option<(Instant, String)>,
    /// Its rows are still kept.
    pub is_kept: bool,
}

/// What stands in the way: where, what happened, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obstacle {
    pub who: String,
    pub table: String,
    pub since: Since,
}

/// From here on everything is kept as it was, until [`keep`].
pub fn begin(tx: &Tx) -> Result<()> {
    record::start(tx, &NOT_RECORDED)
}

/// Keeps what was changed since [`begin`]; nothing when nothing was. An import's rows are kept until the next one.
pub fn keep(tx: &Tx, what: &Done, now: Instant, by: &impl Manages) -> Result<Option<i64>> {
    let steps = record::recorded(tx)?;
    if steps.is_empty() {
        return Ok(None);
    }
    if what.kind == Kind::Import {
        tx.run("DELETE FROM people_undo_step WHERE undo IN (SELECT id FROM people_undo WHERE kind = 'import')", [])?;
    }
    let id = tx.insert(
        "INSERT INTO people_undo (kind, about, person, made_by, made_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![what.kind.as_str(), what.about, what.person, by.actor(), now],
    )?;
    for (place, step) in steps.iter().enumerate() {
        let text = |row: &Option<Row>| row.as_ref().map(serde_json::to_string).transpose();
        tx.run(
            "INSERT INTO people_undo_step (undo, place, name, before, after) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, place as i64, step.table, text(&step.before)?, text(&step.after)?],
        )?;
    }
    Ok(Some(id))
}

pub fn undo(rx: &Rx, id: i64, _: &impl Manages) -> Result<Option<Undo>> {
    rx.one(&format!("{UNDO} WHERE u.id = ?1"), [id], undo_row)
}

/// The merges that made this person's page what it is, the latest first.
pub fn merges_of(rx: &Rx, person: Id<Person>, _: &impl Manages) -> Result<Vec<Undo>> {
    rx.all(&format!("{UNDO} WHERE u.person = ?1 ORDER BY u.id DESC"), [person], undo_row)
}

pub fn steps(rx: &Rx, id: i64, _: &impl Manages) -> Result<Vec<Step>> {
    let rows =
        rx.all("SELECT name, before, after FROM people_undo_step WHERE undo = ?1 ORDER BY place", [id], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?))
        })?;
    let read = |text: Option<String>| text.map(|text| serde_json::from_str::<Row>(&text)).transpose();
    rows.into_iter()
        .map(|(table, before, after)| Ok(Step { table, before: read(before)?, after: read(after)? }))
        .collect()
}

/// What was done since and would be lost, person by person. A slip that nobody has used yet is no use of an account.
pub fn obstacles(rx: &Rx, steps: &[Step], _: &impl Manages) -> Result<Vec<Obstacle>> {
    let mut found = BTreeSet::new();
    for hindrance in record::hindrances(rx, steps)? {
        let is_waiting_slip = hindrance.table == "account"
            && hindrance.since == Since::Used
            && hindrance.row.get("activated_at").is_none_or(|at| at.is_null());
        // A line of the journal goes with the years; who acted did something else too.
        // Nor what is prepared for another year: it is no fact yet, and goes with the row.
        if is_waiting_slip || hindrance.table == "journal" || hindrance.table.starts_with("rollover") {
            continue;
        }
        let who = owner(rx, &hindrance)?;
        found.insert(Obstacle { who, table: hindrance.table, since: hindrance.since });
    }
    Ok(found.into_iter().collect())
}

/// Puts the rows back and forgets them. The accounts that a merge touched ask for their passphrase again.
pub fn put_back(tx: &Tx, undo: &Undo, steps: &[Step], now: Instant, by: &impl Manages) -> Result<()> {
    for account in numbers(steps, "account", "id") {
        crate::school::account::store::end_sessions(tx, Id::<Account>::new(account), None)?;
    }
    record::put_back(tx, steps)?;
    tx.run("DELETE FROM people_undo_step WHERE undo = ?1", [undo.id])?;
    tx.run("UPDATE people_undo SET undone_at = ?2, undone_by = ?3 WHERE id = ?1", params![undo.id, now, by.actor()])?;
    Ok(())
}

/// How many rows of each table were made, changed and taken away, each row once.
pub fn sizes(steps: &[Step]) -> BTreeMap<&str, usize> {
    let mut rows: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for step in steps {
        let id =
            ["id", "person", "pupil"].iter().find_map(|key| step.after.as_ref().or(step.before.as_ref())?.get(*key));
        rows.entry(&step.table).or_default().insert(id.map(ToString::to_string).unwrap_or_default());
    }
    rows.into_iter().map(|(table, ids)| (table, ids.len())).collect()
}

/// The classes that were made.
pub fn made_classes(steps: &[Step]) -> Vec<Id<Class>> {
    let made = steps.iter().filter(|step| step.table == "class" && step.before.is_none());
    made.filter_map(|step| Some(Id::new(step.after.as_ref()?.get("id")?.as_i64()?))).collect()
}

pub fn forget_old(tx: &Tx, now: Instant, _: &crate::base::jobs::System) -> Result<()> {
    tx.run(
        "DELETE FROM people_undo_step WHERE undo IN (SELECT id FROM people_undo WHERE made_at < ?1)",
        [now.plus(-KEPT)],
    )?;
    tx.run("DELETE FROM people_undo WHERE made_at < ?1", [now.plus(-400 * Instant::DAY)])?;
    Ok(())
}

/// An undoing that would bring somebody back who is erased: it is over, and its rows go.
pub fn forget_about(tx: &Tx, subject: &Subject) -> Result<()> {
    let kept: Vec<(i64, String, Option<String>, Option<String>)> =
        tx.all("SELECT undo, name, before, after FROM people_undo_step", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    let mut theirs: HashMap<String, Vec<String>> = HashMap::from([("person".to_owned(), vec!["id".to_owned()])]);
    for table in record::tables(tx)? {
        let points =
            table.points.into_iter().filter(|(_, to)| to == "person" || to == "pupil").map(|(column, _)| column);
        theirs.entry(table.name).or_default().extend(points);
    }
    let number = subject.person.number();
    // A class may have the same number: only what means somebody counts.
    let is_theirs = |name: &str, text: &Option<String>| {
        let row: Option<Row> = text.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let columns = theirs.get(name).into_iter().flatten();
        row.is_some_and(|row| columns.into_iter().any(|column| row.get(column).and_then(Json::as_i64) == Some(number)))
    };
    let mut undos: BTreeSet<i64> = kept
        .iter()
        .filter(|(_, name, before, after)| is_theirs(name, before) || is_theirs(name, after))
        .map(|(undo, ..)| *undo)
        .collect();
    // Whoever was merged into them had their names.
    undos.extend(tx.all("SELECT id FROM people_undo WHERE person = ?1", [subject.person], |row| row.get::<_, i64>(0))?);
    for undo in undos {
        tx.run("DELETE FROM people_undo_step WHERE undo = ?1", [undo])?;
    }
    tx.run("UPDATE people_undo SET about = '' WHERE person = ?1", [subject.person])?;
    for name in &subject.names {
        tx.run("UPDATE people_undo SET about = '' WHERE instr(about, ?1) > 0", [name])?;
    }
    Ok(())
}

const UNDO: &str = "SELECT u.id, u.kind, u.about, u.person, u.made_at, u.undone_at, coalesce(p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, ''),
     EXISTS (SELECT 1 FROM people_undo_step s WHERE s.undo = u.id) FROM people_undo u LEFT JOIN person p ON p.id = u.undone_by";

fn undo_row(row: &rusqlite::Row) -> rusqlite::Result<Undo> {
    let name: String = row.get(6)?;
    Ok(Undo {
        id: row.get(0)?,
        kind: match row.get::<_, String>(1)?.as_str() {
            "merge" => Kind::Merge,
            "year" => Kind::Year,
            _ => Kind::Import,
        },
        about: row.get(2)?,
        person: row.get(3)?,
        made_at: row.get(4)?,
        undone: row.get::<_, Option<Instant>>(5)?.map(|at| (at, name)),
        is_kept: row.get(7)?,
    })
}

/// The person's name, or the class's; empty when nobody is concerned by name.
fn owner(rx: &Rx, hindrance: &Hindrance) -> Result<String> {
    let number = |column: &str| hindrance.row.get(column).and_then(serde_json::Value::as_i64);
    let own = if matches!(hindrance.table.as_str(), "person") { number("id") } else { None };
    let person = ["guardian", "person", "author", "pupil"].iter().find_map(|column| number(column));
    if let Some(person) = own.or(person) {
        return name(rx, Id::new(person));
    }
    let class = if hindrance.table == "class" { number("id") } else { number("class") };
    let Some(class) = class else { return Ok(String::new()) };
    Ok(rx.one("SELECT name FROM class WHERE id = ?1", [class], |row| row.get(0))?.unwrap_or_default())
}

fn name(rx: &Rx, person: Id<Person>) -> Result<String> {
    let found = rx.one(
        "SELECT first_name || ' ' || CASE usage_name WHEN '' THEN last_name ELSE usage_name END FROM person WHERE id = ?1",
        [person],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or_default())
}

fn numbers(steps: &[Step], table: &str, column: &str) -> BTreeSet<i64> {
    let of = steps.iter().filter(|step| step.table == table);
    of.filter_map(|step| step.after.as_ref().or(step.before.as_ref())?.get(column)?.as_i64()).collect()
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Kind::Import => "import",
            Kind::Merge => "merge",
            Kind::Year => "year",
        }
    }
}
