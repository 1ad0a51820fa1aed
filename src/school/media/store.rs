//! The rows of media.

use super::{Kind, Media, Named, Rendition, Size, State, Tag};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        files::Hash,
    },
    school::{
        Person,
        permit::Witness,
        permit::{May, Rule},
    },
};
use rusqlite::{Row, params};

/// Columns of `media m`; [`row`] reads them from `at`.
pub const MEDIA: &str = "m.id, m.owner, m.kind, m.name, m.state, m.fault, m.taken_at, coalesce(m.width, 0), coalesce(m.height, 0), m.seconds, m.tints, m.alt, m.nobody_at IS NOT NULL";

pub fn row(row: &Row, at: usize) -> rusqlite::Result<Media> {
    Ok(Media {
        id: row.get(at)?,
        owner: row.get(at + 1)?,
        kind: Kind::parse(&row.get::<_, String>(at + 2)?).unwrap_or(Kind::Document),
        name: row.get(at + 3)?,
        state: State::parse(&row.get::<_, String>(at + 4)?),
        fault: row.get(at + 5)?,
        taken_at: row.get(at + 6)?,
        width: row.get(at + 7)?,
        height: row.get(at + 8)?,
        seconds: row.get(at + 9)?,
        tints: row.get(at + 10)?,
        alt: row.get(at + 11)?,
        is_of_nobody: row.get(at + 12)?,
        _row: (),
    })
}

/// Sent just now: it waits for the darkroom. `sent` is on the shelf and has its row.
pub fn add(tx: &Tx, owner: Id<Person>, kind: Kind, name: &str, sent: &Hash, now: Instant) -> Result<Id<Media>> {
    Ok(Id::new(tx.insert(
        "INSERT INTO media (owner, kind, name, state, sent, added_at) VALUES (?1, ?2, ?3, 'waiting', ?4, ?5)",
        params![owner, kind.as_str(), name, sent.as_str(), now],
    )?))
}

/// For the loader of the thing that a permit is asked on.
pub fn media(rx: &Rx, id: Id<Media>, _: &Witness) -> Result<Option<Media>> {
    rx.one(&format!("SELECT {MEDIA} FROM media m WHERE m.id = ?1"), [id], |found| row(found, 0))
}

/// Its size on the shelf, or the largest that there is below; `None` while there is none.
pub fn rendition(rx: &Rx, id: Id<Media>, size: Size) -> Result<Option<Rendition>> {
    let all = renditions(rx, id)?;
    Ok(all.iter().find(|one| one.size == size).or(all.last()).cloned())
}

/// From the smallest to the whole.
pub fn renditions(rx: &Rx, id: Id<Media>) -> Result<Vec<Rendition>> {
    let mut all: Vec<Rendition> = rx
        .all("SELECT size, file, media_type, width, height, bytes FROM media_form WHERE media = ?1", [id], |row| {
            let (size, file): (String, String) = (row.get(0)?, row.get(1)?);
            let size = Size::parse(&size).unwrap_or(Size::Whole);
            Ok((size, file, row.get(2)?, row.get(3)?, row.get(4)?, row.get::<_, i64>(5)?))
        })?
        .into_iter()
        .map(|(size, file, media_type, width, height, bytes)| {
            let file = Hash::parse(&file).ok_or_else(|| Error::internal("a rendition has no file"))?;
            Ok(Rendition { size, file, media_type, width, height, bytes: bytes.max(0) as u64 })
        })
        .collect::<Result<_>>()?;
    all.sort_by_key(|one| one.size);
    Ok(all)
}

/// Who is tagged on these, by media.
pub fn tags(rx: &Rx, media: &[Id<Media>]) -> Result<Vec<(Id<Media>, Tag)>> {
    rx.all(
        "SELECT t.media, t.pupil, t.blurred_at IS NOT NULL FROM json_each(?1) m CROSS JOIN media_tag t ON t.media = m.value",
        [Id::json(media)],
        |row| Ok((row.get(0)?, Tag { pupil: row.get(1)?, is_blurred: row.get(2)? })),
    )
}

/// Says that this child can be recognised there. The permits: on the thing that holds it, and on the child.
pub fn tag<R: Rule, P: Rule<On: Named>>(
    tx: &Tx,
    media: Id<Media>,
    by: &May<R>,
    pupil: &May<P>,
    now: Instant,
) -> Result<()> {
    tx.run(
        "INSERT INTO media_tag (media, pupil, tagged_by, tagged_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![media, pupil.pupil(), by.by(), now],
    )?;
    tx.run("UPDATE media SET nobody_by = NULL, nobody_at = NULL WHERE id = ?1", [media])?;
    Ok(())
}

pub fn untag<R: Rule, P: Rule<On: Named>>(tx: &Tx, media: Id<Media>, _: &May<R>, pupil: &May<P>) -> Result<()> {
    tx.run("DELETE FROM media_tag WHERE media = ?1 AND pupil = ?2", params![media, pupil.pupil()])?;
    Ok(())
}
