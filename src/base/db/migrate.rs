//! Brings a database up to this binary's version: a dated copy first, one transaction a step, foreign keys checked after each.
//! Up only; a database from a newer binary is refused.

use super::Db;
use crate::base::{
    clock::Instant,
    disk,
    error::{Error, Result},
};
use jiff::{civil::DateTime, tz::TimeZone};
use rusqlite::{Connection, OpenFlags};
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

const COPY: &str = "avant-etape-";
const MOMENT: &str = "%Y%m%d-%H%M%S";
/// So long somebody may want a copy back. It is clear and whole: what was erased from the school since is still in it.
const COPY_KEPT: i64 = 30 * Instant::DAY;

/// Name and SQL, in the order in which they are applied. A released step is never edited.
pub struct Step {
    pub name: &'static str,
    pub sql: &'static str,
}

/// What a start found and did.
#[derive(Debug, PartialEq)]
pub struct Moved {
    pub from: usize,
    pub to: usize,
    pub copy: Option<PathBuf>,
}

/// `copies` is the folder for the copy that is made before an existing database changes.
pub fn migrate(db: &Db, steps: &[Step], copies: &Path, now: Instant) -> Result<Moved> {
    db.with_writer(|conn| {
        let from = version(conn)?;
        if from > steps.len() {
            return Err(Error::internal(newer(from, steps)));
        }
        let mut copy = None;
        if from > 0 && from < steps.len() {
            disk::private_folder(copies)?;
            let to = copies.join(format!("{COPY}{}-{}.db", from + 1, now.timestamp().strftime(MOMENT)));
            conn.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
            fs::File::open(&to)?.sync_all()?;
            disk::sync_folder_of(&to)?;
            copy = Some(to);
        }
        for (at, step) in steps.iter().enumerate().skip(from) {
            apply(conn, at + 1, step)?;
        }
        Ok(Moved { from, to: steps.len(), copy })
    })
}

/// Removes the copies that are past their time, by a clock that is believed. Returns how many.
pub fn forget_copies(copies: &Path, now: Instant) -> Result<usize> {
    let entries = match fs::read_dir(copies) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        found => found?,
    };
    let mut gone = 0;
    for entry in entries {
        let path = entry?.path();
        if copied_at(&path).is_some_and(|at| now.since(at) > COPY_KEPT) {
            disk::remove_if_there(&path)?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// By its name.
fn copied_at(copy: &Path) -> Option<Instant> {
    let (_, moment) = copy.file_stem()?.to_str()?.strip_prefix(COPY)?.split_once('-')?;
    Some(TimeZone::UTC.to_timestamp(DateTime::strptime(MOMENT, moment).ok()?).ok()?.into())
}

/// Whether the database comes from a program that knows more steps. Nothing of it is changed, and an absent one is not made.
pub fn is_newer(path: &Path, steps: &[Step]) -> Result<bool> {
    if !path.try_exists()? {
        return Ok(false);
    }
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    Ok(version(&conn)? > steps.len())
}

/// Every table, index, view and trigger as the database tells it, sorted: the golden schema. What a search index keeps of
/// itself is SQLite's own affair.
pub fn schema(db: &Db) -> Result<String> {
    db.with_writer(|conn| {
        let mut rows = conn.prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY name",
        )?;
        let sql: Vec<String> = rows.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(sql.join(";\n\n") + ";\n")
    })
}

/// The database's own integrity and foreign keys; empty when all is well.
pub fn faults(db: &Db) -> Result<Vec<String>> {
    db.with_writer(|conn| {
        let mut found: Vec<String> = conn
            .prepare("PRAGMA integrity_check")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        found.retain(|line| line != "ok");
        found.extend(orphans(conn)?);
        Ok(found)
    })
}

fn newer(from: usize, steps: &[Step]) -> String {
    format!(
        "la base vient d’une version plus récente de Préau (étape {from}, celle-ci connaît {}) : installez la dernière version",
        steps.len()
    )
}

fn apply(conn: &mut Connection, number: usize, step: &Step) -> Result<()> {
    // Tables may be rebuilt in a step; the keys are checked once it is whole.
    conn.execute_batch("PRAGMA foreign_keys=OFF")?;
    let done = (|| {
        let tx = conn.transaction()?;
        tx.execute_batch(step.sql).map_err(|e| Error::internal(format!("{}: {e}", step.name)))?;
        if let Some(orphan) = orphans(&tx)?.first() {
            return Err(Error::internal(format!("{}: {orphan}", step.name)));
        }
        tx.pragma_update(None, "user_version", number as i64)?;
        tx.commit()?;
        Ok(())
    })();
    conn.execute_batch("PRAGMA foreign_keys=ON")?;
    done
}

pub(super) fn version(conn: &Connection) -> Result<usize> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0))?.max(0) as usize)
}

pub(super) fn orphans(conn: &Connection) -> Result<Vec<String>> {
    let mut check = conn.prepare("PRAGMA foreign_key_check")?;
    let rows = check.query_map([], |row| {
        Ok(format!(
            "{} row {:?} points to a missing {}",
            row.get::<_, String>(0)?,
            row.get::<_, Option<i64>>(1)?,
            row.get::<_, String>(2)?
        ))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
