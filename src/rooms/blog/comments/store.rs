//! The rows of comments. One that was removed keeps its place for the journal and is shown to nobody.

use super::{Comment, Facts};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    rooms::blog::{
        Post,
        policy::{CommentPost, OpenBlog, ReadPost, RemoveComment, ShowComment},
        store::{self as posts, formal},
    },
    school::{
        Class,
        permit::{May, Witness},
    },
};
use rusqlite::{Row, params};

const COMMENT: &str = "SELECT c.id, c.post, c.author, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
     c.text, c.said_at, c.state = 'shown' FROM blog_comment c JOIN person p ON p.id = c.author";

/// A post under which comments wait.
pub struct Waiting {
    pub post: Id<Post>,
    pub title: String,
    pub comments: i64,
}

pub fn comment(rx: &Rx, id: Id<Comment>, witness: &Witness) -> Result<Option<Comment>> {
    let found = rx.one(&format!("{COMMENT} WHERE c.id = ?1 AND c.state <> 'removed'"), [id], facts)?;
    let Some(facts) = found else { return Ok(None) };
    let under = posts::post(rx, facts.post, witness)?;
    Ok(under.map(|under| Comment::new(facts, under)))
}

/// In the order in which they were said. `all`: those that wait, too; else only the viewer's own of them.
pub fn of_post(rx: &Rx, post: &May<ReadPost>, all: bool) -> Result<Vec<Facts>> {
    rx.all(
        &format!(
            "{COMMENT} WHERE c.post = ?1 AND (c.state = 'shown' OR (c.state = 'waiting' AND (?2 OR c.author = ?3))) ORDER BY c.said_at, c.id LIMIT 300"
        ),
        params![post.id, all, post.by()],
        facts,
    )
}

/// Of the viewer's under this post: how many wait, and how many there are.
pub fn of_author(rx: &Rx, post: &May<CommentPost>) -> Result<(i64, i64)> {
    let found = rx.one(
        "SELECT coalesce(sum(state = 'waiting'), 0), count(*) FROM blog_comment WHERE post = ?1 AND author = ?2",
        params![post.id, post.by()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.unwrap_or_default())
}

pub fn add(tx: &Tx, post: &May<CommentPost>, text: &str, is_shown: bool, now: Instant) -> Result<Id<Comment>> {
    let state = if is_shown { "shown" } else { "waiting" };
    Ok(Id::new(tx.insert(
        "INSERT INTO blog_comment (post, author, text, said_at, state) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![post.id, post.by(), text, now, state],
    )?))
}

pub fn show(tx: &Tx, comment: &May<ShowComment>, now: Instant) -> Result<()> {
    judge(
        tx,
        "UPDATE blog_comment SET state = 'shown', judged_at = ?2, judged_by = ?3 WHERE id = ?1 AND state = 'waiting'",
        comment.id,
        comment.by().number(),
        now,
    )
}

pub fn remove(tx: &Tx, comment: &May<RemoveComment>, now: Instant) -> Result<()> {
    judge(
        tx,
        "UPDATE blog_comment SET state = 'removed', judged_at = ?2, judged_by = ?3 WHERE id = ?1 AND state <> 'removed'",
        comment.id,
        comment.by().number(),
        now,
    )
}

fn judge(tx: &Tx, sql: &str, comment: Id<Comment>, by: i64, now: Instant) -> Result<()> {
    if tx.run(sql, params![comment, now, by])? == 0 { Err(Error::Conflict) } else { Ok(()) }
}

/// What waits under posts for the whole school or for one of these classes, the oldest first; each post is judged again before
/// it is told of.
pub fn waiting(rx: &Rx, _: &May<OpenBlog>, taught: &[Id<Class>]) -> Result<Vec<Waiting>> {
    let rows = rx.all(
        "SELECT b.id, b.title FROM blog_comment c CROSS JOIN blog_post b ON b.id = c.post
         WHERE c.state = 'waiting' AND b.state = 'published' AND EXISTS (SELECT 1 FROM blog_target t
           WHERE t.post = b.id AND (t.class = 0 OR t.class IN (SELECT value FROM json_each(?1))))
         ORDER BY c.said_at LIMIT 300",
        [Id::json(taught)],
        |row| Ok((row.get::<_, Id<Post>>(0)?, row.get::<_, String>(1)?)),
    )?;
    let mut all: Vec<Waiting> = Vec::new();
    for (post, title) in rows {
        match all.iter_mut().find(|one| one.post == post) {
            Some(one) => one.comments += 1,
            None => all.push(Waiting { post, title, comments: 1 }),
        }
    }
    Ok(all)
}

fn facts(row: &Row) -> rusqlite::Result<Facts> {
    Ok(Facts {
        id: row.get(0)?,
        post: row.get(1)?,
        author: row.get(2)?,
        author_name: formal(row, 3)?,
        text: row.get(6)?,
        said_at: row.get(7)?,
        is_shown: row.get(8)?,
    })
}
