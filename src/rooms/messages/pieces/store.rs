//! The rows of what goes with messages.

use super::{Enclosed, Piece};
use crate::{
    base::{
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        files::Hash,
    },
    rooms::messages::{
        Message,
        policy::{RemovePiece, WriteMessage},
        store,
    },
    school::{
        media::{self, Media, Rendition, Size, store::MEDIA},
        permit::{May, Witness},
    },
};
use rusqlite::params;
use std::collections::HashMap;

pub fn piece(rx: &Rx, message: Id<Message>, id: Id<Media>, witness: &Witness) -> Result<Option<Piece>> {
    let is_its = "SELECT 1 FROM message_media WHERE message = ?1 AND media = ?2";
    if !rx.exists(is_its, params![message, id])? {
        return Ok(None);
    }
    let (message, media) = (store::message(rx, message, witness)?, media::store::media(rx, id, witness)?);
    Ok(message.zip(media).map(|(message, media)| Piece { message, media }))
}

/// Of messages that the viewer was let to: two statements, however many.
pub fn of(rx: &Rx, messages: &[Id<Message>]) -> Result<HashMap<Id<Message>, Vec<Enclosed>>> {
    let rows = rx.all(
        &format!(
            "SELECT e.message, {MEDIA} FROM json_each(?1) j CROSS JOIN message_media e ON e.message = j.value JOIN media m ON m.id = e.media
             ORDER BY e.message, e.place, e.media"
        ),
        [Id::json(messages)],
        |row| Ok((row.get::<_, Id<Message>>(0)?, media::store::row(row, 1)?)),
    )?;
    if rows.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Id<Media>> = rows.iter().map(|(_, media)| media.id).collect();
    let mut sizes = sizes(rx, &ids)?;
    let mut all: HashMap<Id<Message>, Vec<Enclosed>> = HashMap::new();
    for (message, media) in rows {
        let sizes = sizes.remove(&media.id).unwrap_or_default();
        all.entry(message).or_default().push(Enclosed { media, sizes });
    }
    Ok(all)
}

fn sizes(rx: &Rx, media: &[Id<Media>]) -> Result<HashMap<Id<Media>, Vec<Rendition>>> {
    let rows = rx.all(
        "SELECT f.media, f.size, f.file, f.media_type, f.width, f.height, f.bytes FROM json_each(?1) j CROSS JOIN media_form f ON f.media = j.value",
        [Id::json(media)],
        |row| {
            let (size, file): (String, String) = (row.get(1)?, row.get(2)?);
            let size = Size::parse(&size).unwrap_or(Size::Whole);
            let (media_type, width, height) = (row.get(3)?, row.get(4)?, row.get(5)?);
            let form = Hash::parse(&file)
                .map(|file| Rendition { size, file, media_type, width, height, bytes: row.get::<_, i64>(6).unwrap_or(0).max(0) as u64 });
            Ok((row.get::<_, Id<Media>>(0)?, form))
        },
    )?;
    let mut all: HashMap<Id<Media>, Vec<Rendition>> = HashMap::new();
    for (media, form) in rows {
        all.entry(media).or_default().extend(form);
    }
    all.values_mut().for_each(|forms| forms.sort_by_key(|form| form.size));
    Ok(all)
}

pub fn count(rx: &Rx, message: &May<WriteMessage>) -> Result<usize> {
    let count: i64 = rx.value("SELECT count(*) FROM message_media WHERE message = ?1", [message.id])?;
    Ok(usize::try_from(count).unwrap_or(0))
}

pub fn has_any(rx: &Rx, message: Id<Message>) -> Result<bool> {
    rx.exists("SELECT 1 FROM message_media WHERE message = ?1", [message])
}

pub fn add(tx: &Tx, message: &May<WriteMessage>, media: Id<Media>) -> Result<()> {
    tx.run(
        "INSERT INTO message_media (message, media, place)
         SELECT ?1, ?2, coalesce((SELECT max(place) FROM message_media WHERE message = ?1), 0) + 1",
        params![message.id, media],
    )?;
    Ok(())
}

pub fn remove(tx: &Tx, piece: &May<RemovePiece>) -> Result<()> {
    media::store::forget(tx, piece.media.id)
}

/// Everything that was to go with a draft thrown away.
pub fn forget_all(tx: &Tx, message: &May<WriteMessage>) -> Result<()> {
    let all: Vec<Id<Media>> =
        tx.all("SELECT media FROM message_media WHERE message = ?1", [message.id], |row| row.get(0))?;
    all.into_iter().try_for_each(|media| media::store::forget(tx, media))
}
