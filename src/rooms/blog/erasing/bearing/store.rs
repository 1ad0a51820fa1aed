//! Names in what hangs on posts, looked for by handfuls.

use super::Where;
use crate::{
    base::{
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        rich_text,
        search::{
            Named,
            store::{by_handfuls, take_out},
        },
    },
    rooms::blog::{Post, policy::OpenBlog},
    school::{Person, erasure::Subject, permit::May},
};
use rusqlite::params;

/// A post, and where on it.
type Place = (Id<Post>, Where);

/// Descriptions, and names of documents. A photo on which this person can be recognised goes whole: it is none. On one where they
/// were drawn over, one word of the name is enough.
pub fn pieces(rx: &Rx, _: &May<OpenBlog>, person: Id<Person>, name: &Named) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    by_handfuls(rx, "SELECT coalesce(max(id), 0) FROM media", |from, to| {
        let some = rx.all(
            "SELECT b.post, m.alt, CASE m.kind WHEN 'document' THEN m.name ELSE '' END, t.pupil IS NOT NULL
             FROM media m CROSS JOIN blog_media b ON b.media = m.id LEFT JOIN media_tag t ON t.media = m.id AND t.pupil = ?3
             WHERE m.id > ?1 AND m.id <= ?2 AND (m.alt <> '' OR m.kind = 'document') AND (t.pupil IS NULL OR t.blurred_at IS NOT NULL)",
            params![from, to, person],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?, row.get::<_, bool>(3)?)),
        )?;
        for (post, alt, called, is_drawn_over) in some {
            if name.is_in(&alt) || (is_drawn_over && name.is_touched(&alt)) {
                found.push((post, Where::Description));
            }
            if name.is_in(&called) || (is_drawn_over && name.is_touched(&called)) {
                found.push((post, Where::Paper));
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// Those that stand, and those that wait.
pub fn comments(rx: &Rx, _: &May<OpenBlog>, name: &Named) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    by_handfuls(rx, "SELECT coalesce(max(id), 0) FROM blog_comment", |from, to| {
        let some = rx.all(
            "SELECT post, text FROM blog_comment WHERE id > ?1 AND id <= ?2 AND state <> 'removed'",
            [from, to],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?)),
        )?;
        found.extend(some.into_iter().filter(|(_, text)| name.is_in(text)).map(|(post, _)| (post, Where::Comment)));
        Ok(())
    })?;
    Ok(found)
}

/// Occasions of all, and the whole text of those that no search finds: proposed, waiting for their hour, taken back.
pub fn texts(rx: &Rx, _: &May<OpenBlog>, name: &Named) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    by_handfuls(rx, "SELECT coalesce(max(id), 0) FROM blog_post", |from, to| {
        let some = rx.all(
            "SELECT id, occasion, CASE state WHEN 'published' THEN '' ELSE title || char(10) || body END FROM blog_post
             WHERE id > ?1 AND id <= ?2 AND (state <> 'published' OR occasion <> '')",
            [from, to],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
        )?;
        for (post, occasion, text) in some {
            if name.is_in(&occasion) {
                found.push((post, Where::Occasion));
            }
            if name.is_in(&rich_text::to_plain(&text)) {
                found.push((post, Where::Unpublished));
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// What was said before it was changed, remarks that were passed, comments that were taken away: nobody can correct them
/// any more.
pub fn unname(tx: &Tx, _: &Subject, name: &Named) -> Result<()> {
    by_handfuls(tx, "SELECT coalesce(max(id), 0) FROM blog_post", |from, to| {
        let said: Vec<(i64, i64, String, String)> = tx.all(
            "SELECT post, version, title, body FROM blog_version WHERE post > ?1 AND post <= ?2",
            [from, to],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        for (post, version, title, body) in said {
            if let Some((title, body)) = name.taken_out_of(title, body) {
                tx.run(
                    "UPDATE blog_version SET title = ?3, body = ?4 WHERE post = ?1 AND version = ?2",
                    params![post, version, title, body],
                )?;
            }
        }
        let sql = "SELECT r.id, r.text FROM blog_post b CROSS JOIN blog_remark r ON r.post = b.id WHERE b.id > ?1 AND b.id <= ?2";
        let remarks: Vec<(i64, String)> = tx.all(sql, [from, to], |row| Ok((row.get(0)?, row.get(1)?)))?;
        take_out(tx, name, remarks, "UPDATE blog_remark SET text = ?2 WHERE id = ?1")
    })?;
    unname_removed(tx, name)
}

fn unname_removed(tx: &Tx, name: &Named) -> Result<()> {
    by_handfuls(tx, "SELECT coalesce(max(id), 0) FROM blog_comment", |from, to| {
        let removed: Vec<(i64, String)> = tx.all(
            "SELECT id, text FROM blog_comment WHERE id > ?1 AND id <= ?2 AND state = 'removed'",
            [from, to],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        take_out(tx, name, removed, "UPDATE blog_comment SET text = ?2 WHERE id = ?1")
    })?;
    Ok(())
}
