//! The rows of attachments.

use super::Kept;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        files::{self, Hash},
    },
    rooms::liaison::{
        Note,
        policy::{ReadNote, WriteWord},
    },
    school::permit::May,
};
use rusqlite::{Row, params};

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

const PIECE: &str =
    "SELECT id, name, file, media_type, size, width, height, thumbnail FROM liaison_attachment WHERE note = ?1";

pub fn of_note(rx: &Rx, note: &May<ReadNote>) -> Result<Vec<Piece>> {
    rx.all(&format!("{PIECE} ORDER BY id"), [note.id], piece_row)?.into_iter().collect()
}

/// One piece, if it is this word's.
pub fn piece(rx: &Rx, note: &May<ReadNote>, id: i64) -> Result<Option<Piece>> {
    rx.one(&format!("{PIECE} AND id = ?2"), params![note.id, id], piece_row)?.transpose()
}

/// Rows for files already in their place, in the transaction that writes the word.
pub fn add(tx: &Tx, _: &May<WriteWord>, note: Id<Note>, list: &[Kept], now: Instant) -> Result<()> {
    for kept in list {
        let (hash, size) = &kept.file;
        files::store::add(tx, hash, *size, kept.media_type, now)?;
        if let Some((small, size)) = &kept.thumbnail {
            files::store::add(tx, small, *size, kept.media_type, now)?;
        }
        tx.insert(
            "INSERT INTO liaison_attachment (note, name, file, media_type, size, width, height, thumbnail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                note,
                kept.name,
                hash.as_str(),
                kept.media_type,
                *size as i64,
                kept.shape.map(|(width, _)| width),
                kept.shape.map(|(_, height)| height),
                kept.thumbnail.as_ref().map(|(small, _)| small.as_str())
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
