//! The index of the posts: a row for each post that is shown, with the version that it holds. Written by the functions that
//! show and change posts, in the same transaction.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, Tx},
        error::Result,
        rich_text,
        search::store::{HANDFUL, Index},
    },
    rooms::blog::{Post, policy::OpenBlog, store::formal},
    school::{
        permit::{May, Ties},
        viewer::Viewer,
    },
};
use rusqlite::params;

const INDEX: Index = Index {
    put: "INSERT OR REPLACE INTO blog_search (rowid, folded, stems, version) VALUES (?1, ?2, ?3, ?4)",
    remove: "DELETE FROM blog_search WHERE rowid = ?1",
    empty: "INSERT INTO blog_search (blog_search) VALUES ('delete-all')",
};

/// A post that answers.
pub struct Answering {
    pub id: Id<Post>,
    pub title: String,
    pub body: String,
    pub published_at: Instant,
    pub author_name: String,
}

/// Newest first. Within what the viewer teaches, wrote, helps in or has a child in: no other post is counted or cut by.
pub fn answering(rx: &Rx, blog: &May<OpenBlog>, viewer: &Viewer, asked: &str, limit: usize) -> Result<Vec<Answering>> {
    let mut pupils: Vec<_> = viewer.children.iter().map(|child| child.id).collect();
    pupils.extend(viewer.pupil.map(|(own, _)| own));
    pupils.extend(&viewer.accompanies);
    let classes: Vec<_> = viewer.teaches.iter().chain(&viewer.helps_in).copied().collect();
    rx.all(
        "SELECT b.id, b.title, b.body, b.published_at, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM blog_search CROSS JOIN blog_post b ON b.id = blog_search.rowid JOIN person p ON p.id = b.author
         WHERE blog_search MATCH ?1 AND b.state = 'published' AND (?2 OR b.author = ?3
           OR EXISTS (SELECT 1 FROM json_each(?4) mine CROSS JOIN audience_pupil a ON a.audience = b.audience AND a.pupil = mine.value)
           OR EXISTS (SELECT 1 FROM json_each(?5) taught CROSS JOIN audience_pupil a ON a.class = taught.value AND a.sent_at = b.published_at AND a.audience = b.audience))
         ORDER BY blog_search.rowid DESC LIMIT ?6",
        params![
            asked,
            blog.ties().meets(Ties::DIRECTOR),
            blog.by(),
            Id::json(&pupils),
            Id::json(&classes),
            limit as i64
        ],
        |row| {
            Ok(Answering {
                id: row.get(0)?,
                title: row.get(1)?,
                body: row.get(2)?,
                published_at: row.get(3)?,
                author_name: formal(row, 4)?,
            })
        },
    )
}

/// What it says from now on.
pub fn put(tx: &Tx, post: Id<Post>) -> Result<()> {
    let found = tx.one("SELECT version, title, body FROM blog_post WHERE id = ?1", [post], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    let Some((version, title, body)) = found else { return Ok(()) };
    INDEX.put(tx, post.number(), &format!("{title}\n{}", rich_text::to_plain(&body)), version)
}

/// Withdrawn: found by nobody any more.
pub fn remove(tx: &Tx, post: Id<Post>) -> Result<()> {
    INDEX.remove(tx, post.number())
}

/// Posts shown without a row or with one of another version, and rows without a post shown.
pub fn strays(rx: &Rx) -> Result<i64> {
    rx.value(
        "SELECT (SELECT count(*) FROM blog_post b LEFT JOIN blog_search s ON s.rowid = b.id WHERE b.state = 'published' AND s.version IS NOT b.version)
              + (SELECT count(*) FROM blog_search s LEFT JOIN blog_post b ON b.id = s.rowid WHERE b.id IS NULL OR b.state <> 'published')",
        [],
    )
}

pub fn rebuild(tx: &Tx) -> Result<()> {
    INDEX.rebuild(tx, |last| {
        let posts: Vec<i64> = tx.all(
            "SELECT id FROM blog_post WHERE id > ?1 AND state = 'published' ORDER BY id LIMIT ?2",
            [last, HANDFUL],
            |row| row.get(0),
        )?;
        posts.iter().try_for_each(|post| put(tx, Id::new(*post)))?;
        Ok(posts.last().copied())
    })
}
