//! The rows of rubrics.

use crate::{
    base::{
        db::{Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        french,
    },
    rooms::blog::policy::KeepCategories,
    school::permit::May,
};
use rusqlite::params;

pub fn all(rx: &Rx, _: &May<KeepCategories>) -> Result<Vec<(i64, String)>> {
    rx.all("SELECT id, name FROM blog_category ORDER BY sort_key", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// False when there is one of that name.
pub fn add(tx: &Tx, _: &May<KeepCategories>, name: &str) -> Result<bool> {
    let added = tx.run(
        "INSERT INTO blog_category (name, sort_key) VALUES (?1, ?2) ON CONFLICT (sort_key) DO NOTHING",
        params![name, french::fold(name)],
    )?;
    Ok(added > 0)
}

/// False when another one has that name.
pub fn rename(tx: &Tx, _: &May<KeepCategories>, category: i64, name: &str) -> Result<bool> {
    let key = french::fold(name);
    if !tx.exists("SELECT 1 FROM blog_category WHERE id = ?1", [category])? {
        return Err(Error::NotFound);
    }
    if tx.exists("SELECT 1 FROM blog_category WHERE sort_key = ?1 AND id <> ?2", params![key, category])? {
        return Ok(false);
    }
    tx.run("UPDATE blog_category SET name = ?2, sort_key = ?3 WHERE id = ?1", params![category, name, key])?;
    Ok(true)
}

/// False when there is none such.
pub fn remove(tx: &Tx, _: &May<KeepCategories>, category: i64) -> Result<bool> {
    Ok(tx.run("DELETE FROM blog_category WHERE id = ?1", [category])? > 0)
}
