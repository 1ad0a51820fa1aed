//! What a transaction changes, row by row, so that it can be put back as it was: temporary triggers on every table that
//! stands, made from the schema itself, so that a table added later is recorded like the others. It knows no table by name.
//! SQLite's own session extension does the same, but its Rust bindings are generated at each build by a C compiler's library.

use super::{Rx, Sql, SqlWrite, Tx};
use crate::base::error::{Error, Result};
use rusqlite::{params_from_iter, types::Value};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashSet};

pub type Row = Map<String, Json>;

/// One row, changed once: made (no `before`), taken away (no `after`), or changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub table: String,
    pub before: Option<Row>,
    pub after: Option<Row>,
}

/// Why steps cannot simply be put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Since {
    /// Another hand has changed the row.
    Changed,
    /// The row is gone, or one stands where there was none.
    Gone,
    /// A row made since points to one that the steps made.
    Used,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Hindrance {
    pub table: String,
    pub since: Since,
    /// The row as it stands; as it was left, when it is gone.
    pub row: Row,
}

/// A table as the schema tells it.
#[derive(Debug)]
pub struct Table {
    pub name: String,
    columns: Vec<(String, bool)>,
    key: Vec<String>,
    /// Own column, and the table that it points to.
    pub points: Vec<(String, String)>,
}

/// Records from here on, `but` these tables, until [`recorded`].
pub fn start(tx: &Tx, but: &[&str]) -> Result<()> {
    let mut script = String::from(
        "PRAGMA recursive_triggers=ON; CREATE TEMP TABLE recorded (id INTEGER PRIMARY KEY, name TEXT NOT NULL, before TEXT, after TEXT);",
    );
    for table in tables(tx)?.iter().filter(|table| !but.contains(&table.name.as_str())) {
        let name = &table.name;
        let (old, new) = (table.object("old"), table.object("new"));
        let differs: Vec<String> =
            table.columns.iter().map(|(column, _)| format!("old.\"{column}\" IS NOT new.\"{column}\"")).collect();
        for (act, when, before, after) in [
            ("INSERT", String::new(), "NULL", new.as_str()),
            ("DELETE", String::new(), old.as_str(), "NULL"),
            ("UPDATE", format!("WHEN {}", differs.join(" OR ")), old.as_str(), new.as_str()),
        ] {
            script.push_str(&format!(
                "CREATE TEMP TRIGGER \"recorded_{name}_{act}\" AFTER {act} ON main.\"{name}\" {when} BEGIN
                 INSERT INTO recorded (name, before, after) VALUES ('{name}', {before}, {after}); END;"
            ));
        }
    }
    Ok(tx.conn().execute_batch(&script)?)
}

/// What was changed since [`start`], in order; nothing is recorded any more.
pub fn recorded(tx: &Tx) -> Result<Vec<Step>> {
    let rows = tx.all("SELECT name, before, after FROM temp.recorded ORDER BY id", [], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?))
    })?;
    let triggers: Vec<String> = tx.all(
        "SELECT name FROM sqlite_temp_schema WHERE type = 'trigger' AND name LIKE 'recorded\\_%' ESCAPE '\\'",
        [],
        |row| row.get(0),
    )?;
    let script: String = triggers.iter().map(|name| format!("DROP TRIGGER temp.\"{name}\";")).collect();
    tx.conn().execute_batch(&format!("{script} DROP TABLE temp.recorded;"))?;
    let read = |text: Option<String>| text.map(|text| serde_json::from_str::<Row>(&text)).transpose();
    rows.into_iter()
        .map(|(table, before, after)| Ok(Step { table, before: read(before)?, after: read(after)? }))
        .collect()
}

/// Puts everything back, last step first. `Error::Conflict` when a row is not as the steps left it: then nothing counts,
/// and the caller rolls back.
pub fn put_back(tx: &Tx, steps: &[Step]) -> Result<()> {
    // A row may come back before the one it points to: the keys are checked at the end.
    tx.conn().execute_batch("PRAGMA defer_foreign_keys=ON")?;
    let tables: BTreeMap<String, Table> = tables(tx)?.into_iter().map(|table| (table.name.clone(), table)).collect();
    for step in steps.iter().rev() {
        let table = tables.get(&step.table).ok_or(Error::Conflict)?;
        let name = &table.name;
        let rows = match (&step.before, &step.after) {
            (Some(before), None) => {
                let (columns, values) = table.values(before)?;
                let marks = vec!["?"; columns.len()].join(", ");
                let sql = format!("INSERT INTO \"{name}\" ({}) VALUES ({marks})", columns.join(", "));
                tx.run(&sql, params_from_iter(values))?
            }
            (None, Some(after)) => {
                let (condition, key) = table.at(after)?;
                tx.run(&format!("DELETE FROM \"{name}\" WHERE {condition}"), params_from_iter(key))?
            }
            (Some(before), Some(after)) => {
                let (columns, mut values) = table.values(before)?;
                let (condition, key) = table.at(after)?;
                values.extend(key);
                let set: Vec<String> = columns.iter().map(|column| format!("{column} = ?")).collect();
                let sql = format!("UPDATE \"{name}\" SET {} WHERE {condition}", set.join(", "));
                tx.run(&sql, params_from_iter(values))?
            }
            (None, None) => 1,
        };
        if rows != 1 {
            return Err(Error::Conflict);
        }
    }
    Ok(())
}

/// Whether something that these rows point to is there no more: they were put back, and cannot stand.
pub fn lacks(rx: &Rx, steps: &[Step]) -> Result<bool> {
    let tables: BTreeMap<String, Table> = tables(rx)?.into_iter().map(|table| (table.name.clone(), table)).collect();
    for step in steps {
        let (Some(table), Some(before)) = (tables.get(&step.table), &step.before) else { continue };
        for (column, to) in &table.points {
            let Some(key) = tables.get(to).and_then(|to| to.key.first()) else { continue };
            let value = table.value(column, before.get(column).unwrap_or(&Json::Null))?;
            let is_there = format!("SELECT 1 FROM \"{to}\" WHERE \"{key}\" = ?1");
            if value != Value::Null && !rx.exists(&is_there, [value])? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// What happened since to the rows that these steps touched, and to those that point at what they made.
pub fn hindrances(rx: &Rx, steps: &[Step]) -> Result<Vec<Hindrance>> {
    let tables = tables(rx)?;
    let mut found = Vec::new();
    let mut touched: BTreeMap<&str, BTreeMap<String, Touched>> = BTreeMap::new();
    for step in steps {
        let Some(table) = tables.iter().find(|table| table.name == step.table) else { return Err(Error::Conflict) };
        let rows = touched.entry(&step.table).or_default();
        if let Some(before) = &step.before {
            let row = rows.entry(table.key_of(before)).or_insert(Touched { was_there: true, last: None, row: before });
            (row.last, row.row) = (None, before);
        }
        if let Some(after) = &step.after {
            let row = rows.entry(table.key_of(after)).or_insert(Touched { was_there: false, last: None, row: after });
            (row.last, row.row) = (Some(after), after);
        }
    }
    for (name, rows) in &touched {
        let Some(table) = tables.iter().find(|table| table.name == *name) else { continue };
        for row in rows.values() {
            let since = match (table.standing(rx, row.row)?, row.last) {
                (Some(now), Some(left)) if !left.iter().all(|(column, value)| now.get(column) == Some(value)) => {
                    Some((Since::Changed, now))
                }
                (Some(now), None) => Some((Since::Gone, now)),
                (None, Some(left)) => Some((Since::Gone, left.clone())),
                _ => None,
            };
            found.extend(since.map(|(since, row)| Hindrance { table: table.name.clone(), since, row }));
        }
    }
    for table in &tables {
        for (column, to) in &table.points {
            let made = touched.get(to.as_str()).into_iter().flat_map(BTreeMap::values);
            let ids: Vec<&Json> = made
                .filter(|row| !row.was_there && row.last.is_some())
                .filter_map(|row| {
                    let parent = tables.iter().find(|one| one.name == *to)?;
                    row.row.get(parent.key.first()?)
                })
                .collect();
            if ids.is_empty() {
                continue;
            }
            let own: HashSet<&String> = touched.get(table.name.as_str()).into_iter().flat_map(BTreeMap::keys).collect();
            let rows = table.pointing(rx, column, &serde_json::to_string(&ids)?)?;
            let new = rows.into_iter().filter(|row| !own.contains(&table.key_of(row)));
            found.extend(new.map(|row| Hindrance { table: table.name.clone(), since: Since::Used, row }));
        }
    }
    Ok(found)
}

/// `from` becomes `to`: every row that points to the one points to the other, whatever the table, and the row of `from`
/// goes; so does one of its rows that stands for `to` already. `but` tables see to themselves.
pub fn absorb(tx: &Tx, target: &str, from: i64, to: i64, but: &[&str]) -> Result<()> {
    let tables = tables(tx)?;
    for table in tables.iter().filter(|table| !but.contains(&table.name.as_str())) {
        let name = &table.name;
        for (column, _) in table.points.iter().filter(|(_, points_to)| points_to == target) {
            tx.run(&format!("UPDATE OR IGNORE \"{name}\" SET \"{column}\" = ?2 WHERE \"{column}\" = ?1"), [from, to])?;
            tx.run(&format!("DELETE FROM \"{name}\" WHERE \"{column}\" = ?1"), [from])?;
        }
    }
    let key = tables.iter().find(|table| table.name == target).and_then(|table| table.key.first());
    let key = key.ok_or_else(|| Error::internal("a table that stands is absorbed"))?;
    tx.run(&format!("DELETE FROM \"{target}\" WHERE \"{key}\" = ?1"), [from]).map(drop)
}

/// The row goes, with every row that its table's keys say goes with it. Where a row may not lack it, that row points to `to`.
pub fn release(tx: &Tx, target: &str, from: i64, to: i64) -> Result<()> {
    let tables = tables(tx)?;
    for table in &tables {
        let name = &table.name;
        let held: Vec<String> = tx.all(
            "SELECT \"from\" FROM pragma_foreign_key_list(?1) WHERE \"table\" = ?2 AND on_delete = 'NO ACTION'",
            [name.as_str(), target],
            |row| row.get(0),
        )?;
        for column in held {
            tx.run(&format!("UPDATE OR IGNORE \"{name}\" SET \"{column}\" = ?2 WHERE \"{column}\" = ?1"), [from, to])?;
            tx.run(&format!("DELETE FROM \"{name}\" WHERE \"{column}\" = ?1"), [from])?;
        }
    }
    let key = tables.iter().find(|table| table.name == target).and_then(|table| table.key.first());
    let key = key.ok_or_else(|| Error::internal("a table that stands is released"))?;
    tx.run(&format!("DELETE FROM \"{target}\" WHERE \"{key}\" = ?1"), [from]).map(drop)
}

/// What rows named in another table before these steps took them away or made them name it no more, by the key that they pointed
/// with.
pub fn named(rx: &Rx, steps: &[Step], target: &str) -> Result<std::collections::BTreeSet<String>> {
    let tables = tables(rx)?;
    let mut found = std::collections::BTreeSet::new();
    for step in steps {
        let Some(table) = tables.iter().find(|table| table.name == step.table) else { continue };
        for (column, _) in table.points.iter().filter(|(_, to)| to == target) {
            let value = |row: &Option<Row>| row.as_ref()?.get(column)?.as_str().map(str::to_owned);
            let before = value(&step.before);
            if before != value(&step.after) {
                found.extend(before);
            }
        }
    }
    Ok(found)
}

/// Every table that holds rows of its own: no view, no index in disguise.
pub fn tables(rx: &Rx) -> Result<Vec<Table>> {
    let names: Vec<String> = rx.all(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        [],
        |row| row.get(0),
    )?;
    names
        .into_iter()
        .map(|name| {
            let columns: Vec<(String, bool, i64)> =
                rx.all("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid", [&name], |row| {
                    Ok((row.get(0)?, row.get::<_, String>(1)? == "BLOB", row.get(2)?))
                })?;
            let points =
                rx.all("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1) ORDER BY id", [&name], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })?;
            let mut key: Vec<_> = columns.iter().filter(|(.., place)| *place > 0).collect();
            key.sort_by_key(|(.., place)| *place);
            let mut key: Vec<String> = key.into_iter().map(|(column, ..)| column.clone()).collect();
            let mut columns: Vec<(String, bool)> =
                columns.into_iter().map(|(column, blob, _)| (column, blob)).collect();
            if key.is_empty() {
                key.push("rowid".to_owned());
                columns.insert(0, ("rowid".to_owned(), false));
            }
            Ok(Table { name, columns, key, points })
        })
        .collect()
}

struct Touched<'a> {
    /// Before the first step.
    was_there: bool,
    /// As the last step left it.
    last: Option<&'a Row>,
    row: &'a Row,
}

impl Table {
    /// The row as JSON, bytes in hex.
    fn object(&self, of: &str) -> String {
        let pairs: Vec<String> = self
            .columns
            .iter()
            .map(|(column, is_blob)| match is_blob {
                true => format!("'{column}', CASE WHEN {of}.\"{column}\" IS NOT NULL THEN hex({of}.\"{column}\") END"),
                false => format!("'{column}', {of}.\"{column}\""),
            })
            .collect();
        format!("json_object({})", pairs.join(", "))
    }

    fn key_of(&self, row: &Row) -> String {
        let parts: Vec<String> =
            self.key.iter().map(|column| row.get(column).unwrap_or(&Json::Null).to_string()).collect();
        parts.join(" ")
    }

    fn at(&self, row: &Row) -> Result<(String, Vec<Value>)> {
        let condition: Vec<String> = self.key.iter().map(|column| format!("\"{column}\" = ?")).collect();
        let key = self.key.iter().map(|column| self.value(column, row.get(column).unwrap_or(&Json::Null)));
        Ok((condition.join(" AND "), key.collect::<Result<_>>()?))
    }

    /// Quoted columns and their values: a column that came since keeps its default.
    fn values(&self, row: &Row) -> Result<(Vec<String>, Vec<Value>)> {
        let pairs = row.iter().map(|(column, value)| Ok((format!("\"{column}\""), self.value(column, value)?)));
        Ok(pairs.collect::<Result<Vec<_>>>()?.into_iter().unzip())
    }

    fn value(&self, column: &str, value: &Json) -> Result<Value> {
        let is_blob = self.columns.iter().any(|(name, is_blob)| name == column && *is_blob);
        Ok(match value {
            Json::Null => Value::Null,
            Json::String(hex) if is_blob => Value::Blob(bytes(hex).ok_or(Error::Conflict)?),
            Json::String(text) => Value::Text(text.clone()),
            Json::Number(number) => match number.as_i64() {
                Some(whole) => Value::Integer(whole),
                None => Value::Real(number.as_f64().ok_or(Error::Conflict)?),
            },
            _ => return Err(Error::Conflict),
        })
    }

    fn standing(&self, rx: &Rx, like: &Row) -> Result<Option<Row>> {
        let (condition, key) = self.at(like)?;
        let sql = format!("SELECT {} FROM \"{}\" t WHERE {condition}", self.object("t"), self.name);
        let found: Option<String> = rx.one(&sql, params_from_iter(key), |row| row.get(0))?;
        Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    fn pointing(&self, rx: &Rx, column: &str, ids: &str) -> Result<Vec<Row>> {
        let sql = format!(
            "SELECT {} FROM \"{}\" t WHERE t.\"{column}\" IN (SELECT value FROM json_each(?1))",
            self.object("t"),
            self.name
        );
        let found: Vec<String> = rx.all(&sql, [ids], |row| row.get(0))?;
        found.iter().map(|text| Ok(serde_json::from_str(text)?)).collect()
    }
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
