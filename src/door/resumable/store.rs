//! The rows of files on their way in.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
        secret::Token,
    },
    school::Person,
};
use rusqlite::params;

pub struct New<'a> {
    pub token: &'a Token,
    pub person: Id<Person>,
    pub path: &'a str,
    pub name: &'a str,
    pub size: u64,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub name: String,
    pub size: u64,
    pub expires_at: Instant,
    /// Whole, and taken or refused.
    pub has_ended: bool,
    /// What was said of it, when it was refused.
    pub fault: String,
}

pub fn add(tx: &Tx, new: &New, now: Instant, expires_at: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO upload (token, person, path, name, size, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![new.token.digest(), new.person, new.path, new.name, new.size as i64, now, expires_at],
    )?;
    Ok(())
}

/// Only its own person's, and only for the thing for which it was announced.
pub fn find(rx: &Rx, token: &Token, person: Id<Person>, path: &str, now: Instant) -> Result<Option<Row>> {
    rx.one(
        "SELECT id, name, size, expires_at, ended_at IS NOT NULL, fault FROM upload WHERE token = ?1 AND person = ?2 AND path = ?3 AND expires_at > ?4",
        params![token.digest(), person, path, now],
        |row| {
            Ok(Row {
                id: row.get(0)?,
                name: row.get(1)?,
                size: row.get::<_, i64>(2)?.max(0) as u64,
                expires_at: row.get(3)?,
                has_ended: row.get(4)?,
                fault: row.get(5)?,
            })
        },
    )
}

/// How many files this person has under way, and of how many bytes.
pub fn of_person(rx: &Rx, person: Id<Person>, now: Instant) -> Result<(u64, u64)> {
    let found = rx.one(
        "SELECT count(*), coalesce(sum(size), 0) FROM upload WHERE person = ?1 AND expires_at > ?2 AND ended_at IS NULL",
        params![person, now],
        |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)),
    )?;
    let (count, bytes) = found.unwrap_or_default();
    Ok((count.max(0) as u64, bytes.max(0) as u64))
}

/// Bytes that all the files under way will make, those that have come included.
pub fn announced(rx: &Rx, now: Instant) -> Result<u64> {
    let bytes: i64 =
        rx.value("SELECT coalesce(sum(size), 0) FROM upload WHERE expires_at > ?1 AND ended_at IS NULL", [now])?;
    Ok(bytes.max(0) as u64)
}

/// Taken, or refused with a sentence.
pub fn end(tx: &Tx, id: i64, fault: &str, now: Instant) -> Result<()> {
    tx.run("UPDATE upload SET ended_at = ?2, fault = ?3 WHERE id = ?1", params![id, now, fault])?;
    Ok(())
}

pub fn remove(tx: &Tx, id: i64) -> Result<()> {
    tx.run("DELETE FROM upload WHERE id = ?1", [id])?;
    Ok(())
}

/// A restore: nothing is on its way any more.
pub fn forget_all(tx: &Tx, _: &System) -> Result<usize> {
    tx.run("DELETE FROM upload", [])
}

pub fn forget_expired(tx: &Tx, now: Instant) -> Result<()> {
    tx.run("DELETE FROM upload WHERE expires_at <= ?1", [now])?;
    Ok(())
}

/// Whether its bytes are still waited for.
pub fn is_awaited(rx: &Rx, id: i64) -> Result<bool> {
    rx.exists("SELECT 1 FROM upload WHERE id = ?1 AND ended_at IS NULL", [id])
}
