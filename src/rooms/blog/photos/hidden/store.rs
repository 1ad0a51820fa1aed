//! The rows of photos that are hidden since a consent changed.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    rooms::blog::{Facts, Post, store::told},
    school::{Person, Pupil, media::Media, viewer::Viewer},
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::BTreeMap;

/// What was hidden longer ago than that is nobody's to settle any more; it stays hidden.
const A_YEAR: i64 = 366 * Instant::DAY;

pub struct Reader {
    pub person: Id<Person>,
    pub name: String,
    pub email: String,
}

/// The posts that are shown on which the pupil can be recognised.
pub fn published_with(rx: &Rx, pupil: Id<Pupil>, by: &System) -> Result<Vec<Facts>> {
    let ids: Vec<Id<Post>> = rx.all(
        "SELECT DISTINCT p.id FROM media_tag t JOIN blog_media b ON b.media = t.media JOIN blog_post p ON p.id = b.post
         WHERE t.pupil = ?1 AND t.blurred_at IS NULL AND p.state = 'published'",
        [pupil],
        |row| row.get(0),
    )?;
    let posts: Result<Vec<Option<Facts>>> = ids.into_iter().map(|id| told(rx, id, by)).collect();
    Ok(posts?.into_iter().flatten().collect())
}

/// True the first time: nobody is told twice.
pub fn hide(tx: &Tx, post: Id<Post>, media: Id<Media>, now: Instant, _: &System) -> Result<bool> {
    let added = tx.run(
        "INSERT INTO blog_hidden (post, media, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        params![post, media, now],
    )?;
    Ok(added > 0)
}

pub fn show_again(tx: &Tx, post: Id<Post>, media: Id<Media>, _: &System) -> Result<()> {
    tx.run("DELETE FROM blog_hidden WHERE post = ?1 AND media = ?2", params![post, media])?;
    Ok(())
}

/// Its author while working here, and who teaches a class that it is for, today.
pub fn readers(rx: &Rx, post: &Facts, today: Date, _: &System) -> Result<Vec<Reader>> {
    rx.all(
        "SELECT p.id, trim(p.civility || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END), p.email
         FROM person p WHERE p.id IN (
            SELECT d.person FROM blog_target t JOIN duty d ON d.class = t.class AND d.kind IN ('teacher', 'substitute')
            WHERE t.post = ?1 AND d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?2)
            UNION SELECT d.person FROM duty d WHERE d.person = ?3 AND d.from_on <= ?2 AND (d.until_on IS NULL OR d.until_on >= ?2))
         ORDER BY p.id",
        params![post.id, today.to_string(), post.author],
        |row| Ok(Reader { person: row.get(0)?, name: row.get(1)?, email: row.get(2)? }),
    )
}

/// The posts with photos hidden so, and not yet shown otherwise, that the viewer wrote, or whose class they teach; the director's are all.
/// Of the `most` photos hidden last, post by post.
pub fn with_hidden(rx: &Rx, viewer: &Viewer, now: Instant, most: usize) -> Result<BTreeMap<Id<Post>, Vec<Id<Media>>>> {
    let rows: Vec<(Id<Post>, Id<Media>)> = rx.all(
        "SELECT h.post, h.media FROM blog_hidden h JOIN blog_post p ON p.id = h.post
         JOIN blog_media b ON b.post = h.post AND b.media = h.media AND b.shown = 'all'
         WHERE h.since >= ?4 AND p.state = 'published' AND (?1 OR p.author = ?2 OR EXISTS (
            SELECT 1 FROM blog_target t WHERE t.post = p.id AND t.class IN (SELECT value FROM json_each(?3))))
         ORDER BY h.since DESC LIMIT ?5",
        params![viewer.is_director, viewer.person, Id::json(&viewer.teaches), now.plus(-A_YEAR), most as i64],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut posts: BTreeMap<Id<Post>, Vec<Id<Media>>> = BTreeMap::new();
    for (post, media) in rows {
        posts.entry(post).or_default().push(media);
    }
    Ok(posts)
}
