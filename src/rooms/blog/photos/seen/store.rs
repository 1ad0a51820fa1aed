//! The rows from which the photos of many posts are judged and drawn.

use super::super::{Bare, Shown};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::blog::Post,
    school::{
        Pupil,
        media::{
            self, Media, Rendition,
            store::{Form, JUDGED, MEDIA, form},
        },
    },
};
use rusqlite::{Row, params};
use std::collections::HashMap;

/// Columns of `blog_media b`, before those of `media m`; [`bare`] reads them.
pub const BARE: &str = "b.post, b.shown, b.place";

pub fn bare(row: &Row) -> rusqlite::Result<(Id<Post>, Bare)> {
    let shown = Shown::parse(row.get_ref(1)?.as_str()?);
    Ok((
        row.get(0)?,
        Bare { media: media::store::row(row, 3)?, shown, place: row.get(2)?, tags: Vec::new(), strangers: Vec::new() },
    ))
}

/// Everything that goes with these posts, in the order of each.
pub fn bares(rx: &Rx, posts: &[Id<Post>]) -> Result<Vec<(Id<Post>, Bare)>> {
    rx.all(
        &format!(
            "SELECT {BARE}, {MEDIA} FROM json_each(?1) j CROSS JOIN blog_media b ON b.post = j.value JOIN media m ON m.id = b.media
             ORDER BY b.post, b.place, b.media"
        ),
        [Id::json(posts)],
        bare,
    )
}

/// The photos that are ready and that somebody may see, in no order, as far as tells for whom they are.
pub fn photos_to_judge(rx: &Rx, posts: &[Id<Post>]) -> Result<Vec<(Id<Post>, Bare)>> {
    rx.all(
        &format!(
            "SELECT {BARE}, {JUDGED} FROM json_each(?1) j CROSS JOIN blog_media b ON b.post = j.value JOIN media m ON m.id = b.media
             WHERE b.shown <> 'out' AND m.kind = 'photo' AND m.state = 'ready'"
        ),
        [Id::json(posts)],
        bare,
    )
}

/// Of what goes with one post these, in no order, as far as tells for whom they are.
pub fn to_judge(rx: &Rx, post: Id<Post>, only: &[Id<Media>]) -> Result<Vec<(Id<Post>, Bare)>> {
    rx.all(
        &format!(
            "SELECT {BARE}, {JUDGED} FROM json_each(?2) j CROSS JOIN blog_media b ON b.post = ?1 AND b.media = j.value
             JOIN media m ON m.id = b.media"
        ),
        params![post, Id::json(only)],
        bare,
    )
}

/// What it takes to draw them in a list, each with its small size where it has one.
pub fn to_draw(rx: &Rx, media: &[Id<Media>]) -> Result<Vec<(Media, Option<Rendition>)>> {
    let rows = rx.all(
        &format!(
            "SELECT f.size, f.file, f.media_type, f.width, f.height, f.bytes, {MEDIA} FROM json_each(?1) j
             CROSS JOIN media m ON m.id = j.value LEFT JOIN media_form f ON f.media = m.id AND f.size = 'small'"
        ),
        [Id::json(media)],
        |row| {
            let has_form = row.get_ref(0)?.as_str_or_null()?.is_some();
            Ok((media::store::row(row, 6)?, if has_form { Some(form(row, 0)?) } else { None }))
        },
    )?;
    rows.into_iter().map(|(media, form)| Ok((media, form.map(Form::rendition).transpose()?))).collect()
}

/// The classes for which each of these posts is; 0 is the whole school.
pub fn targets(rx: &Rx, posts: &[Id<Post>]) -> Result<Vec<(Id<Post>, i64)>> {
    rx.all(
        "SELECT t.post, t.class FROM json_each(?1) j CROSS JOIN blog_target t ON t.post = j.value",
        [Id::json(posts)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The classes in which these pupils are, or were.
pub fn classes(rx: &Rx, pupils: &[Id<Pupil>]) -> Result<Vec<(Id<Pupil>, i64)>> {
    rx.all(
        "SELECT e.pupil, e.class FROM json_each(?1) j CROSS JOIN enrolment e ON e.pupil = j.value",
        [Id::json(pupils)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Each in its sizes, from the smallest to the whole.
pub fn sizes(rx: &Rx, media: &[Id<Media>]) -> Result<HashMap<Id<Media>, Vec<Rendition>>> {
    let rows = rx.all(
        "SELECT f.media, f.size, f.file, f.media_type, f.width, f.height, f.bytes FROM json_each(?1) j CROSS JOIN media_form f ON f.media = j.value",
        [Id::json(media)],
        |row| Ok((row.get(0)?, form(row, 1)?)),
    )?;
    let mut all: HashMap<Id<Media>, Vec<Rendition>> = HashMap::new();
    for (media, form) in rows {
        all.entry(media).or_default().push(form.rendition()?);
    }
    for sizes in all.values_mut() {
        sizes.sort_by_key(|one| one.size);
    }
    Ok(all)
}
