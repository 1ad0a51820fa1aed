//! A copy of the database while people write to it, and what a copy holds. It knows nothing of where copies go.

use super::{Rx, Sql};
use crate::base::{
    disk,
    error::{Error, Result},
};
use rusqlite::{Connection, OpenFlags, backup::Backup, backup::StepResult};
use std::{collections::BTreeMap, fs::File, path::Path};

/// Rows by table. What a search index keeps of itself is not counted: it can be made anew.
pub type Counts = BTreeMap<String, i64>;

/// What stands in a copy.
#[derive(Debug)]
pub struct Examined {
    /// The schema's step.
    pub schema: usize,
    pub counts: Counts,
    /// What its own checks say; empty when all is well.
    pub faults: Vec<String>,
}

/// Writes the snapshot to `to`, durably. The snapshot is held meanwhile, so that whoever writes beside changes nothing of it.
pub fn copy(rx: &Rx, to: &Path) -> Result<()> {
    let mut copy = Connection::open(to)?;
    {
        let backup = Backup::new(rx.conn(), &mut copy)?;
        if backup.step(-1)? != StepResult::Done {
            return Err(Error::Busy);
        }
    }
    // One file that stands by itself, without a journal beside it.
    copy.query_row("PRAGMA journal_mode=DELETE", [], |_| Ok(()))?;
    copy.close().map_err(|(_, error)| error)?;
    File::open(to)?.sync_all()?;
    Ok(disk::sync_folder_of(to)?)
}

/// The schema's step in this snapshot.
pub fn schema(rx: &Rx) -> Result<usize> {
    Ok(rx.value::<i64>("PRAGMA user_version", [])?.max(0) as usize)
}

pub fn counts(rx: &Rx) -> Result<Counts> {
    counted(rx.conn())
}

/// Of a copy that nobody else has open.
pub fn examine(path: &Path) -> Result<Examined> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.execute_batch("PRAGMA trusted_schema=OFF")?;
    let mut faults: Vec<String> =
        conn.prepare("PRAGMA integrity_check")?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    faults.retain(|line| line != "ok");
    faults.extend(super::migrate::orphans(&conn)?);
    let schema = super::migrate::version(&conn)?;
    // A damaged file may refuse to be counted: its faults are the answer.
    let counts = if faults.is_empty() { counted(&conn)? } else { Counts::new() };
    Ok(Examined { schema, counts, faults })
}

fn counted(conn: &Connection) -> Result<Counts> {
    let mut tables = conn.prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let names: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut counts = Counts::new();
    for name in names {
        let quoted = name.replace('"', "\"\"");
        let rows = conn.query_row(&format!("SELECT count(*) FROM \"{quoted}\""), [], |row| row.get(0))?;
        counts.insert(name, rows);
    }
    Ok(counts)
}
