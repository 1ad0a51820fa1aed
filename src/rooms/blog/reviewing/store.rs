//! The rows of what goes between an author and who publishes: proposed, taken back, returned with a remark.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    rooms::blog::{
        Post, State, Stopped,
        policy::{OpenBlog, ReturnPost, SubmitPost, TakeBackPost},
        store::formal,
    },
    school::permit::{May, Rule},
};
use rusqlite::params;

/// What was said of it to its author.
pub struct Remark {
    pub said_by: String,
    pub said_at: Instant,
    pub text: String,
}

/// A post that is not, or no longer, before families.
pub struct InWork {
    pub post: Id<Post>,
    pub title: String,
    pub state: State,
    pub author_name: String,
    /// « CE1, CM1 »; nothing for the whole school, or while it is not said.
    pub classes: Option<String>,
    pub changed_at: Instant,
    pub leaves_at: Option<Instant>,
    pub stopped: Option<Stopped>,
}

pub fn submit(tx: &Tx, post: &May<SubmitPost>, now: Instant) -> Result<()> {
    step(
        tx,
        "UPDATE blog_post SET state = 'submitted', submitted_at = ?2, stopped_at = NULL, stopped_why = NULL WHERE id = ?1 AND state IN ('draft', 'returned')",
        post,
        now,
    )
}

/// Before anybody published it.
pub fn take_back(tx: &Tx, post: &May<TakeBackPost>, now: Instant) -> Result<()> {
    step(
        tx,
        "UPDATE blog_post SET state = 'draft', changed_at = ?2 WHERE id = ?1 AND state IN ('submitted', 'scheduled')",
        post,
        now,
    )
}

pub fn give_back(tx: &Tx, post: &May<ReturnPost>, remark: &str, now: Instant) -> Result<()> {
    step(
        tx,
        "UPDATE blog_post SET state = 'returned', changed_at = ?2 WHERE id = ?1 AND state IN ('submitted', 'scheduled')",
        post,
        now,
    )?;
    tx.run(
        "INSERT INTO blog_remark (post, said_by, said_at, text) VALUES (?1, ?2, ?3, ?4)",
        params![post.id, post.by(), now, remark],
    )?;
    Ok(())
}

fn step<R: Rule<On = Post>>(tx: &Tx, sql: &str, post: &May<R>, now: Instant) -> Result<()> {
    if tx.run(sql, params![post.id, now])? == 0 { Err(Error::Conflict) } else { Ok(()) }
}

/// In the order in which they were said.
pub fn remarks<R: Rule<On = Post>>(rx: &Rx, post: &May<R>) -> Result<Vec<Remark>> {
    rx.all(
        "SELECT p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, r.said_at, r.text
         FROM blog_remark r JOIN person p ON p.id = r.said_by WHERE r.post = ?1 ORDER BY r.id",
        [post.id],
        |row| Ok(Remark { said_by: formal(row, 0)?, said_at: row.get(3)?, text: row.get(4)? }),
    )
}

const IN_WORK: &str = "SELECT b.id, b.title, b.state, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
     b.changed_at, b.leaves_at, b.stopped_why,
     (SELECT group_concat(c.name, ', ') FROM blog_target t JOIN class c ON c.id = t.class WHERE t.post = b.id) FROM blog_post b JOIN person p ON p.id = b.author";

/// The viewer's own, last touched first; not the draft in which nothing stands yet.
pub fn own(rx: &Rx, blog: &May<OpenBlog>) -> Result<Vec<InWork>> {
    rx.all(
        &format!(
            "{IN_WORK} WHERE b.author = ?1 AND b.state IN ('draft', 'returned', 'submitted', 'scheduled', 'withdrawn')
             AND (b.title <> '' OR b.body <> '' OR EXISTS (SELECT 1 FROM blog_media m WHERE m.post = b.id)) ORDER BY b.changed_at DESC LIMIT 50"
        ),
        [blog.by()],
        row,
    )
}

/// Everything that waits for somebody to publish it; each is judged again before it is shown.
pub fn submitted(rx: &Rx, blog: &May<OpenBlog>) -> Result<Vec<InWork>> {
    rx.all(
        &format!("{IN_WORK} WHERE b.state = 'submitted' AND b.author <> ?1 ORDER BY b.submitted_at LIMIT 100"),
        [blog.by()],
        row,
    )
}

/// Everybody's that leave by themselves, the next one first; each is judged again before it is shown.
pub fn scheduled(rx: &Rx, blog: &May<OpenBlog>) -> Result<Vec<InWork>> {
    rx.all(
        &format!("{IN_WORK} WHERE b.state = 'scheduled' AND b.author <> ?1 ORDER BY b.leaves_at LIMIT 100"),
        [blog.by()],
        row,
    )
}

fn row(row: &rusqlite::Row) -> rusqlite::Result<InWork> {
    Ok(InWork {
        post: row.get(0)?,
        title: row.get(1)?,
        state: State::parse(&row.get::<_, String>(2)?),
        author_name: formal(row, 3)?,
        classes: row.get(9)?,
        changed_at: row.get(6)?,
        leaves_at: row.get(7)?,
        stopped: row.get::<_, Option<String>>(8)?.and_then(|why| Stopped::parse(&why)),
    })
}
