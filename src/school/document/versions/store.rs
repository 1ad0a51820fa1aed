//! The rows of versions.

use super::{KEPT, Version};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        files::{self, Hash},
    },
    school::{
        Person,
        document::{
            Bytes, Content, Entry, Facts,
            bound::store::fullness,
            placing::{Placed, store::develop},
            policy::{ChangeEntry, ReadVersions},
            store::who,
        },
        media::{self, Media},
        permit::May,
    },
};
use rusqlite::params;

/// The newest first.
pub fn all(rx: &Rx, entry: &May<ReadVersions>) -> Result<Vec<Version>> {
    read(rx, entry.id, None)
}

pub fn one(rx: &Rx, entry: &May<ReadVersions>, number: i64) -> Result<Version> {
    read(rx, entry.id, Some(number))?.pop().ok_or(Error::NotFound)
}

fn read(rx: &Rx, id: Id<Entry>, number: Option<i64>) -> Result<Vec<Version>> {
    let found = rx.all(
        "SELECT v.version, v.bytes, v.made_at, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
           EXISTS (SELECT 1 FROM duty u WHERE u.person = v.made_by), v.file, v.media_type, v.media
         FROM document_version v LEFT JOIN person p ON p.id = v.made_by
         WHERE v.document = ?1 AND (?2 IS NULL OR v.version = ?2) ORDER BY v.version DESC",
        params![id, number],
        |row| {
            let bytes = row.get::<_, i64>(1)?.max(0) as u64;
            let file: String = row.get(7)?;
            Ok((row.get(0)?, bytes, row.get(2)?, who(row, 3)?, file, row.get(8)?, row.get(9)?))
        },
    )?;
    found
        .into_iter()
        .map(|(number, bytes, made_at, made_by, file, media_type, media)| {
            let file = Hash::parse(&file).ok_or_else(|| Error::internal("a version has no file"))?;
            Ok(Version { number, bytes, made_at, made_by, content: Content { file, media_type, media } })
        })
        .collect()
}

/// An old one becomes the newest: what came after it is kept too.
pub fn bring_back(tx: &Tx, entry: &May<ChangeEntry>, number: i64, now: Instant) -> Result<Placed> {
    let old = read(tx, entry.id, Some(number))?.pop().ok_or(Error::NotFound)?;
    if number == entry.version {
        return Ok(Ok(entry.id));
    }
    if let Some(hindrance) = fullness(tx, entry.space, entry.ties(), old.bytes)? {
        return Ok(Err(hindrance));
    }
    let next = row(tx, entry.id, &old.content, old.bytes, entry.by(), now)?;
    show(tx, entry.id, next, old.bytes, entry.by(), now)?;
    Ok(Ok(entry.id))
}

/// The newest of a file that stands. The very bytes that it holds already make none.
pub(in crate::school::document) fn add(
    tx: &Tx,
    standing: &Facts,
    bytes: &Bytes,
    by: Id<Person>,
    now: Instant,
) -> Result<()> {
    if standing.content.as_ref().is_some_and(|content| content.file == *bytes.hash) {
        return Ok(());
    }
    let content = content(tx, &standing.name, bytes, by, now)?;
    let next = row(tx, standing.id, &content, bytes.size, by, now)?;
    show(tx, standing.id, next, bytes.size, by, now)?;
    if standing.content.is_some() && standing.bytes == 0 {
        forget_empty(tx, standing)?;
    }
    Ok(())
}

/// Programs make a file before they fill it: one that held nothing is nothing to go back to.
fn forget_empty(tx: &Tx, standing: &Facts) -> Result<()> {
    tx.run(
        "DELETE FROM document_version WHERE document = ?1 AND version = ?2",
        params![standing.id, standing.version],
    )?;
    let held: Vec<_> = standing.content.iter().map(|old| (old.file.as_str().to_owned(), old.media)).collect();
    forget(tx, &held)
}

/// Of a file whose row was made just now.
pub(in crate::school::document) fn first(
    tx: &Tx,
    id: Id<Entry>,
    name: &str,
    bytes: &Bytes,
    by: Id<Person>,
    now: Instant,
) -> Result<()> {
    let content = content(tx, name, bytes, by, now)?;
    let number = row(tx, id, &content, bytes.size, by, now)?;
    show(tx, id, number, bytes.size, by, now)
}

/// The shown one of `from` becomes the first of `to`.
pub(in crate::school::document) fn copy(
    tx: &Tx,
    from: Id<Entry>,
    to: Id<Entry>,
    by: Id<Person>,
    now: Instant,
) -> Result<()> {
    tx.run(
        "INSERT INTO document_version (document, version, file, bytes, media_type, media, made_at, made_by)
         SELECT ?2, 1, v.file, v.bytes, v.media_type, v.media, ?3, ?4
         FROM document d JOIN document_version v ON v.document = d.id AND v.version = d.version WHERE d.id = ?1",
        params![from, to, now, by],
    )?;
    Ok(())
}

/// What nobody needs any more of what these rows held; they are gone already.
pub(in crate::school::document) fn forget(tx: &Tx, held: &[(String, Option<Id<Media>>)]) -> Result<()> {
    for (file, media) in held {
        if let Some(media) = media
            && !tx.exists("SELECT 1 FROM document_version WHERE media = ?1", [media])?
        {
            media::store::forget(tx, *media)?;
        }
        if let Some(hash) = Hash::parse(file) {
            files::store::forget(tx, &hash)?;
        }
    }
    Ok(())
}

fn content(tx: &Tx, name: &str, bytes: &Bytes, by: Id<Person>, now: Instant) -> Result<Content> {
    let media_type = bytes.media().mime().to_owned();
    let media = develop(tx, name, bytes, by, now)?;
    Ok(Content { file: bytes.hash.clone(), media_type, media })
}

fn row(tx: &Tx, id: Id<Entry>, content: &Content, bytes: u64, by: Id<Person>, now: Instant) -> Result<i64> {
    let number: i64 =
        tx.value("SELECT coalesce(max(version), 0) + 1 FROM document_version WHERE document = ?1", [id])?;
    tx.run(
        "INSERT INTO document_version (document, version, file, bytes, media_type, media, made_at, made_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![id, number, content.file.as_str(), bytes as i64, content.media_type, content.media, now, by],
    )?;
    let old = tx.all(
        "SELECT file, media FROM document_version WHERE document = ?1 AND version <= ?2",
        params![id, number - KEPT],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    tx.run("DELETE FROM document_version WHERE document = ?1 AND version <= ?2", params![id, number - KEPT])?;
    forget(tx, &old)?;
    Ok(number)
}

fn show(tx: &Tx, id: Id<Entry>, number: i64, bytes: u64, by: Id<Person>, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE document SET version = ?2, bytes = ?3, changed_at = ?4, changed_by = ?5 WHERE id = ?1",
        params![id, number, bytes as i64, now, by],
    )?;
    Ok(())
}
