//! By which names the neighbours knew the box when the service last looked.

use super::Announced;
use crate::base::{
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
    jobs::System,
};
use rusqlite::params;

pub fn announced(rx: &Rx) -> Result<Vec<Announced>> {
    rx.all("SELECT name, held FROM announced_name WHERE name > '' ORDER BY name", [], |row| {
        Ok(Announced { name: row.get(0)?, held: row.get(1)? })
    })
}

/// The name to tell people instead of this one: another machine may have it.
pub fn told(rx: &Rx, name: &str) -> Result<String> {
    let held =
        rx.one("SELECT held FROM announced_name WHERE name = ?1", [name], |row| row.get::<_, Option<String>>(0))?;
    Ok(held.flatten().unwrap_or_else(|| name.to_owned()))
}

/// These, and none of those before.
pub fn note(tx: &Tx, names: &[Announced], _: &System) -> Result<()> {
    tx.run("DELETE FROM announced_name WHERE name > ''", [])?;
    for said in names {
        tx.run("INSERT INTO announced_name (name, held) VALUES (?1, ?2)", params![said.name, said.held])?;
    }
    Ok(())
}
