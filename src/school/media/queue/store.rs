//! The rows of what waits.

use super::{DEATHS, Developed, Taken};
use crate::{
    base::{
        clock::Instant,
        darkroom::Fault,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        files::{Hash, store as files},
        images::Shape,
    },
    school::media::Media,
};
use rusqlite::{Row, params};

pub fn is_waiting(rx: &Rx) -> Result<bool> {
    rx.exists("SELECT 1 FROM media WHERE state = 'waiting' LIMIT 1", [])
}

/// How many are taken up before this one; nothing once it is its turn or behind it.
pub fn before(rx: &Rx, id: Id<Media>) -> Result<i64> {
    let count = rx.one(
        "SELECT count(*) FROM media m JOIN media w ON w.state = 'waiting' AND (w.attempts, w.id) < (m.attempts, m.id) WHERE m.id = ?1 AND m.state = 'waiting'",
        [id],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or(0))
}

/// The next one, counted before it is read: a file that brings the whole house down is not read for ever.
pub fn take(tx: &Tx) -> Result<Option<Taken>> {
    loop {
        let next =
            tx.one("SELECT id FROM media WHERE state = 'waiting' ORDER BY attempts, id LIMIT 1", [], |row| row.get(0))?;
        let Some(id) = next else { return Ok(None) };
        // Otherwise it waits no more.
        if let Some(taken) = take_this(tx, id)? {
            return Ok(Some(taken));
        }
    }
}

/// That one out of its turn; nothing when it does not wait, or was given up.
pub fn take_this(tx: &Tx, id: Id<Media>) -> Result<Option<Taken>> {
    let Some((attempts, sent, clear, shapes)) = tx.one(
        "SELECT m.attempts, m.sent, b.clear, b.shapes FROM media m LEFT JOIN media_blur b ON b.media = m.id WHERE m.id = ?1 AND m.state = 'waiting'",
        [id],
        waiting,
    )?
    else {
        return Ok(None);
    };
    let is_sent = sent.is_some();
    let mark = sent.clone().or(shapes.clone()).unwrap_or_default();
    let source = sent.or(clear).and_then(|hash| Hash::parse(&hash));
    let shapes = if is_sent { Some(Vec::new()) } else { shapes.and_then(|text| Shape::parse(&text)) };
    let (Some(source), Some(shapes), true) = (source, shapes, attempts < DEATHS) else {
        refuse(tx, id, Fault::Deadly)?;
        return Ok(None);
    };
    tx.run("UPDATE media SET attempts = attempts + 1 WHERE id = ?1", [id])?;
    Ok(Some(Taken { id, source, shapes, attempts: attempts + 1, is_sent, mark }))
}

type Waiting = (i64, Option<String>, Option<String>, Option<String>);

fn waiting(row: &Row) -> rusqlite::Result<Waiting> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

/// The house closes: this try does not count.
pub fn give_back(tx: &Tx, taken: &Taken) -> Result<()> {
    tx.run("UPDATE media SET attempts = max(attempts - 1, 0) WHERE id = ?1 AND state = 'waiting'", [taken.id])?;
    Ok(())
}

/// Its forms stand on the disk; from here on it is served. Gives the file that nobody needs any more. Nothing is written
/// when it was removed, or changed again, meanwhile.
pub fn ready(tx: &Tx, taken: &Taken, developed: &Developed, now: Instant) -> Result<Option<Hash>> {
    if !is_unchanged(tx, taken)? {
        return Ok(None);
    }
    tx.run("DELETE FROM media_form WHERE media = ?1", [taken.id])?;
    for form in &developed.forms {
        files::add(tx, &form.file, form.bytes, form.media.mime(), now)?;
        tx.run(
            "INSERT INTO media_form (media, size, file, media_type, width, height, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                taken.id,
                form.size.as_str(),
                form.file.as_str(),
                form.media.mime(),
                form.shape.map(|shape| shape.0),
                form.shape.map(|shape| shape.1),
                form.bytes as i64
            ],
        )?;
    }
    // A picture that is developed anew has no date of its own any more.
    tx.run(
        "UPDATE media SET state = 'ready', kind = ?2, fault = ?3, sent = NULL, attempts = 0, taken_at = coalesce(?4, taken_at), width = ?5, height = ?6, seconds = ?7, tints = ?8 WHERE id = ?1",
        params![
            taken.id,
            developed.kind.as_str(),
            developed.note.map_or("", Fault::as_str),
            developed.taken_at,
            developed.shape.map(|shape| shape.0),
            developed.shape.map(|shape| shape.1),
            developed.seconds,
            developed.tints
        ],
    )?;
    Ok(if taken.is_sent && files::forget(tx, &taken.source)? { Some(taken.source.clone()) } else { None })
}

/// What was sent goes: it cannot be made safe, and is served to nobody. Gives the file that nobody needs any more.
pub fn refused(tx: &Tx, taken: &Taken, fault: Fault) -> Result<Option<Hash>> {
    if !is_unchanged(tx, taken)? {
        return Ok(None);
    }
    refuse(tx, taken.id, fault)
}

fn refuse(tx: &Tx, id: Id<Media>, fault: Fault) -> Result<Option<Hash>> {
    let sent: Option<String> = tx.one("SELECT sent FROM media WHERE id = ?1", [id], |row| row.get(0))?.flatten();
    tx.run(
        "UPDATE media SET state = 'refused', fault = ?2, sent = NULL, attempts = 0 WHERE id = ?1",
        params![id, fault.as_str()],
    )?;
    match sent.and_then(|hash| Hash::parse(&hash)) {
        Some(hash) if files::forget(tx, &hash)? => Ok(Some(hash)),
        _ => Ok(None),
    }
}

/// Not removed, nor drawn upon once more, since it was taken up.
fn is_unchanged(tx: &Tx, taken: &Taken) -> Result<bool> {
    tx.exists(
        "SELECT 1 FROM media m LEFT JOIN media_blur b ON b.media = m.id WHERE m.id = ?1 AND m.state = 'waiting' AND coalesce(m.sent, b.shapes) = ?2",
        params![taken.id, taken.mark],
    )
}
