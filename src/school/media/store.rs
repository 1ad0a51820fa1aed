//! The rows of media.

use super::{Kind, Media, Named, Rendition, Size, State, Tag};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        files::{Hash, store as files},
        images::Shape,
        search,
    },
    school::{
        Person,
        erasure::Subject,
        permit::Witness,
        permit::{May, Rule},
    },
};
use rusqlite::{Row, params};

/// How long the clear one under a blur may be brought back.
pub const CLEAR_KEPT: i64 = 7 * Instant::DAY;

/// Columns of `media m`; [`row`] reads them from `at`.
pub const MEDIA: &str = "m.id, m.owner, m.kind, m.name, m.state, m.fault, m.taken_at, coalesce(m.width, 0), coalesce(m.height, 0), m.seconds, m.tints, m.alt, m.nobody_at IS NOT NULL";

/// The same columns for a list that judges many more than it draws: whose it is, what it is, whether anybody can be
/// recognised. What it looks like is left empty.
pub const JUDGED: &str = "m.id, m.owner, m.kind, '', m.state, '', NULL, 0, 0, NULL, '', '', m.nobody_at IS NOT NULL";

pub fn row(row: &Row, at: usize) -> rusqlite::Result<Media> {
    Ok(Media {
        id: row.get(at)?,
        owner: row.get(at + 1)?,
        kind: Kind::parse(row.get_ref(at + 2)?.as_str()?).unwrap_or(Kind::Document),
        name: row.get(at + 3)?,
        state: State::parse(row.get_ref(at + 4)?.as_str()?),
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
    let rows =
        rx.all("SELECT size, file, media_type, width, height, bytes FROM media_form WHERE media = ?1", [id], |row| {
            form(row, 0)
        })?;
    let mut all: Vec<Rendition> = rows.into_iter().map(Form::rendition).collect::<Result<_>>()?;
    all.sort_by_key(|one| one.size);
    Ok(all)
}

/// A row of `media_form` as it stands there: size, file, media type, width, height, bytes, from that column on.
pub struct Form {
    size: Size,
    file: Option<Hash>,
    media_type: String,
    width: Option<u32>,
    height: Option<u32>,
    bytes: u64,
}

pub fn form(row: &Row, at: usize) -> rusqlite::Result<Form> {
    Ok(Form {
        size: Size::parse(row.get_ref(at)?.as_str()?).unwrap_or(Size::Whole),
        file: Hash::parse(row.get_ref(at + 1)?.as_str()?),
        media_type: row.get(at + 2)?,
        width: row.get(at + 3)?,
        height: row.get(at + 4)?,
        bytes: row.get::<_, i64>(at + 5)?.max(0) as u64,
    })
}

impl Form {
    pub fn rendition(self) -> Result<Rendition> {
        let Form { size, file, media_type, width, height, bytes } = self;
        let file = file.ok_or_else(|| Error::internal("a rendition has no file"))?;
        Ok(Rendition { size, file, media_type, width, height, bytes })
    }
}

/// Draws over a photo that is ready: it goes back to the darkroom, and until it is ready again it is shown to nobody. These
/// shapes stand in the place of those drawn before, as long as the clear one is kept; later they come on top.
pub fn blur<R: Rule>(tx: &Tx, id: Id<Media>, shapes: &[Shape], by: &May<R>, now: Instant) -> Result<()> {
    let found = tx.one(
        "SELECT m.state, f.file, b.clear FROM media m LEFT JOIN media_form f ON f.media = m.id AND f.size = 'whole' LEFT JOIN media_blur b ON b.media = m.id WHERE m.id = ?1 AND m.kind = 'photo'",
        [id],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, Option<String>>(2)?)),
    )?;
    let (state, whole, clear) = found.ok_or(Error::NotFound)?;
    let clear = match (State::parse(&state), whole, clear) {
        (_, _, Some(clear)) => clear,
        (State::Ready, Some(whole), None) => whole,
        _ => return Err(Error::Conflict),
    };
    tx.run(
        "INSERT INTO media_blur (media, shapes, clear, blurred_by, blurred_at, erase_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (media) DO UPDATE SET shapes = excluded.shapes, blurred_by = excluded.blurred_by, blurred_at = excluded.blurred_at, erase_at = CASE WHEN clear IS NULL THEN excluded.erase_at ELSE erase_at END, clear = excluded.clear",
        params![id, serde_json::to_string(shapes)?, clear, by.by(), now, now.plus(CLEAR_KEPT)],
    )?;
    anew(tx, id, None)
}

/// Back to the clear one, while it is kept: whoever was hidden under a shape can be recognised again.
pub fn unblur<R: Rule>(tx: &Tx, id: Id<Media>, _: &May<R>) -> Result<()> {
    let clear: Option<String> =
        tx.one("SELECT clear FROM media_blur WHERE media = ?1", [id], |row| row.get(0))?.flatten();
    let clear = clear.ok_or(Error::NotFound)?;
    anew(tx, id, Some(&clear))?;
    tx.run("DELETE FROM media_blur WHERE media = ?1", [id])?;
    tx.run("UPDATE media_tag SET blurred_at = NULL WHERE media = ?1", [id])?;
    Ok(())
}

/// What was drawn on it, and until when that may be undone: `None` once the clear one is erased.
pub fn drawn(rx: &Rx, id: Id<Media>) -> Result<Option<(Vec<Shape>, Option<Instant>)>> {
    let found = rx.one(
        "SELECT shapes, CASE WHEN clear IS NOT NULL THEN erase_at END FROM media_blur WHERE media = ?1",
        [id],
        |row| Ok((row.get::<_, String>(0)?, row.get(1)?)),
    )?;
    Ok(found.map(|(shapes, until)| (Shape::parse(&shapes).unwrap_or_default(), until)))
}

/// The clear ones whose week is over. Gives how many.
pub fn erase_clear(tx: &Tx, now: Instant) -> Result<usize> {
    let due = tx.all(
        "SELECT media, clear FROM media_blur WHERE clear IS NOT NULL AND erase_at <= ?1 AND EXISTS (SELECT 1 FROM media m WHERE m.id = media AND m.state != 'waiting')",
        [now],
        |row| Ok((row.get::<_, Id<Media>>(0)?, row.get::<_, String>(1)?)),
    )?;
    for (id, clear) in &due {
        tx.run("UPDATE media_blur SET clear = NULL WHERE media = ?1", [id])?;
        forget_file(tx, clear)?;
    }
    Ok(due.len())
}

/// Takes it away with all that was made of it; its bytes follow at the next sweep.
pub fn forget(tx: &Tx, id: Id<Media>) -> Result<()> {
    let kept: Vec<String> = tx.all(
        "SELECT file FROM media_form WHERE media = ?1 UNION SELECT sent FROM media WHERE id = ?1 AND sent IS NOT NULL UNION SELECT clear FROM media_blur WHERE media = ?1 AND clear IS NOT NULL",
        [id],
        |row| row.get(0),
    )?;
    tx.run("DELETE FROM media WHERE id = ?1", [id])?;
    kept.iter().try_for_each(|file| forget_file(tx, file))
}

/// Takes it away with somebody who is erased: its bytes are the erasure's to forget, which may still be taken back.
pub fn withdraw(tx: &Tx, id: Id<Media>, _: &Subject) -> Result<()> {
    tx.run("DELETE FROM media WHERE id = ?1", [id]).map(drop)
}

/// Those on which this child was drawn over: they stay.
pub fn drawn_over(rx: &Rx, subject: &Subject) -> Result<Vec<Id<Media>>> {
    rx.all("SELECT media FROM media_tag WHERE pupil = ?1 AND blurred_at IS NOT NULL", [subject.person], |row| {
        row.get(0)
    })
}

/// What a photo, a sound or a video was called on its sender's telephone says nothing to anybody: one that bears that name, or
/// a name of the child who was drawn over on it, is called by what it is. A document's name is its author's.
pub fn unname(tx: &Tx, drawn_over: &[Id<Media>], name: &search::Named, _: &Subject) -> Result<()> {
    search::store::by_handfuls(tx, "SELECT coalesce(max(id), 0) FROM media", |from, to| {
        let some = tx.all(
            "SELECT id, name, kind FROM media WHERE id > ?1 AND id <= ?2 AND kind <> 'document'",
            [from, to],
            |row| Ok((row.get::<_, Id<Media>>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
        )?;
        for (id, called, kind) in some {
            let is_meant = name.is_in(&called) || (drawn_over.contains(&id) && name.is_touched(&called));
            if !is_meant {
                continue;
            }
            let plain = Kind::parse(&kind).unwrap_or(Kind::Photo).called();
            let anew = match called.rsplit_once('.') {
                Some((_, ending)) if !name.is_touched(ending) => format!("{plain}.{ending}"),
                _ => plain.to_owned(),
            };
            tx.run("UPDATE media SET name = ?2 WHERE id = ?1", params![id, anew])?;
        }
        Ok(())
    })?;
    Ok(())
}

/// Back into the queue: what was made of it goes at once.
fn anew(tx: &Tx, id: Id<Media>, sent: Option<&str>) -> Result<()> {
    let made: Vec<String> = tx.all("SELECT file FROM media_form WHERE media = ?1", [id], |row| row.get(0))?;
    tx.run(
        "UPDATE media SET state = 'waiting', fault = '', attempts = 0, sent = ?2, tints = '' WHERE id = ?1",
        params![id, sent],
    )?;
    tx.run("DELETE FROM media_form WHERE media = ?1", [id])?;
    made.iter().try_for_each(|file| forget_file(tx, file))
}

fn forget_file(tx: &Tx, file: &str) -> Result<()> {
    Hash::parse(file).map_or(Ok(()), |hash| files::forget(tx, &hash).map(drop))
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
