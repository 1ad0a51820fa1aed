//! The rows of attachments.

use super::Kept;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        files::{self, Hash},
        jobs::System,
    },
    rooms::liaison::{
        Facts, Note, NoteFor,
        policy::{ChangeWaiting, CorrectNote, ReadNote, WriteWord},
    },
    school::permit::{May, Rule},
};
use rusqlite::{Row, params};
use std::collections::BTreeSet;

pub struct Piece {
    pub id: i64,
    pub name: String,
    pub file: Hash,
    pub media_type: String,
    pub size: u64,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub thumbnail: Option<Hash>,
}

impl Piece {
    pub fn is_picture(&self) -> bool {
        self.thumbnail.is_some()
    }

    /// « PDF », « DOCX »: what the name ends with.
    pub fn label(&self) -> String {
        self.name.rsplit('.').next().unwrap_or_default().to_uppercase()
    }
}

const PIECE: &str = "SELECT id, name, file, media_type, size, width, height, thumbnail FROM liaison_attachment WHERE note = ?1 AND removed_in IS NULL";

/// A piece that came or went with a correction.
pub struct Changed {
    pub name: String,
    pub is_added: bool,
}

pub fn of_note<R: Rule<On = Note>>(rx: &Rx, note: &May<R>) -> Result<Vec<Piece>> {
    rx.all(&format!("{PIECE} ORDER BY id"), [note.id], piece_row)?.into_iter().collect()
}

/// One piece, if it is this word's.
pub fn piece(rx: &Rx, note: &May<ReadNote>, id: i64) -> Result<Option<Piece>> {
    rx.one(&format!("{PIECE} AND id = ?2"), params![note.id, id], piece_row)?.transpose()
}

/// The same for who reads this word for this child.
pub fn of_word<R: Rule<On = NoteFor>>(rx: &Rx, word: &May<R>) -> Result<Vec<Piece>> {
    rx.all(&format!("{PIECE} ORDER BY id"), [word.id], piece_row)?.into_iter().collect()
}

pub fn piece_of_word<R: Rule<On = NoteFor>>(rx: &Rx, word: &May<R>, id: i64) -> Result<Option<Piece>> {
    rx.one(&format!("{PIECE} AND id = ?2"), params![word.id, id], piece_row)?.transpose()
}

/// The same for the house that writes the word's letters.
pub fn told(rx: &Rx, word: &Facts, _: &System) -> Result<Vec<Piece>> {
    rx.all(&format!("{PIECE} ORDER BY id"), [word.id], piece_row)?.into_iter().collect()
}

/// What differs between the pieces of that version and those of today.
pub fn changed_since(rx: &Rx, note: &May<ReadNote>, version: i64) -> Result<Vec<Changed>> {
    rx.all(
        "SELECT name, added_in > ?2 FROM liaison_attachment
         WHERE note = ?1 AND (removed_in > ?2 OR removed_in IS NULL) AND (added_in > ?2) = (removed_in IS NULL) ORDER BY added_in > ?2, id",
        params![note.id, version],
        |row| Ok(Changed { name: row.get(0)?, is_added: row.get(1)? }),
    )
}

/// Rows for files already in their place, in the transaction that writes the word.
pub fn add(tx: &Tx, _: &May<WriteWord>, note: Id<Note>, list: &[Kept], now: Instant) -> Result<()> {
    insert(tx, note, 1, list, now)
}

/// The same with a correction, and the pieces that it takes away: for the version that is about to be.
pub fn correct(tx: &Tx, note: &May<CorrectNote>, removed: &BTreeSet<i64>, list: &[Kept], now: Instant) -> Result<()> {
    let version = note.version + 1;
    for piece in removed {
        tx.run(
            "UPDATE liaison_attachment SET removed_in = ?3 WHERE note = ?1 AND id = ?2 AND removed_in IS NULL",
            params![note.id, piece, version],
        )?;
    }
    insert(tx, note.id, version, list, now)
}

/// Of a word that waits: what goes was never anybody's.
pub fn rewrite(tx: &Tx, note: &May<ChangeWaiting>, removed: &BTreeSet<i64>, list: &[Kept], now: Instant) -> Result<()> {
    for piece in removed {
        tx.run("DELETE FROM liaison_attachment WHERE note = ?1 AND id = ?2", params![note.id, piece])?;
    }
    insert(tx, note.id, note.version, list, now)
}

fn insert(tx: &Tx, note: Id<Note>, version: i64, list: &[Kept], now: Instant) -> Result<()> {
    for kept in list {
        let (hash, size) = &kept.file;
        files::store::add(tx, hash, *size, kept.media_type, now)?;
        if let Some((small, size)) = &kept.thumbnail {
            files::store::add(tx, small, *size, kept.media_type, now)?;
        }
        tx.insert(
            "INSERT INTO liaison_attachment (note, name, file, media_type, size, width, height, thumbnail, added_in) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                note,
                kept.name,
                hash.as_str(),
                kept.media_type,
                *size as i64,
                kept.shape.map(|(width, _)| width),
                kept.shape.map(|(_, height)| height),
                kept.thumbnail.as_ref().map(|(small, _)| small.as_str()),
                version
            ],
        )?;
    }
    Ok(())
}

fn piece_row(row: &Row) -> rusqlite::Result<Result<Piece>> {
    let hash = |text: String| Hash::parse(&text).ok_or_else(|| Error::internal("an attachment has no file"));
    let (file, thumbnail): (String, Option<String>) = (row.get(2)?, row.get(7)?);
    let (file, thumbnail) = match (hash(file), thumbnail.map(hash).transpose()) {
        (Ok(file), Ok(thumbnail)) => (file, thumbnail),
        (Err(error), _) | (_, Err(error)) => return Ok(Err(error)),
    };
    Ok(Ok(Piece {
        id: row.get(0)?,
        name: row.get(1)?,
        file,
        media_type: row.get(3)?,
        size: row.get::<_, i64>(4)?.unsigned_abs(),
        width: row.get(5)?,
        height: row.get(6)?,
        thumbnail,
    }))
}
