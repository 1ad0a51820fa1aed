//! Lists of posts: by audience and time, paged by key, so that the tenth year costs what the first did.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::blog::{
        Facts, Post,
        policy::OpenBlog,
        store::{POST_FACTS, WIDTH, facts},
    },
    school::{
        Class, Pupil,
        permit::{May, Ties},
    },
};
use rusqlite::{Row, ToSql, params};

/// Where a page begins: after the post shown then, to that audience.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct After(pub Instant, pub i64);

impl After {
    pub const START: After = After(Instant(i64::MAX), i64::MAX);
}

/// Through what the viewer sees posts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// Every post: the director's.
    All,
    Class(Id<Class>),
    Pupil(Id<Pupil>),
    /// The viewer's own.
    Author,
}

/// Which of them.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub after: After,
    /// Shown at that instant or later.
    pub since: Instant,
    pub category: Option<i64>,
    pub limit: i64,
}

/// What every list says of a post.
#[derive(Clone, Debug)]
pub struct Listed {
    pub post: Facts,
    /// Its place in every list.
    pub key: After,
    /// « CE1, CM1 »; nothing for the whole school.
    pub classes: Option<String>,
}

/// After the post's own columns.
const REST: &str = "b.published_at, b.audience,
     (SELECT group_concat(c.name, ', ') FROM blog_target t JOIN class c ON c.id = t.class WHERE t.post = b.id)";
const FROM: &str = "JOIN person p ON p.id = b.author LEFT JOIN blog_category k ON k.id = b.category";

/// Newest first.
pub fn of(rx: &Rx, blog: &May<OpenBlog>, source: Source, asked: &Asked) -> Result<Vec<Listed>> {
    let Asked { after: After(at, audience), since, category, limit } = *asked;
    let rest = (at, audience, since, category, limit);
    match source {
        Source::All if blog.ties().meets(Ties::DIRECTOR) => read(rx, &all_sql(), &0, rest),
        Source::All => Ok(Vec::new()),
        Source::Class(class) => of_class(rx, class, asked),
        Source::Pupil(pupil) => read(rx, &of_pupil_sql(), &pupil, rest),
        Source::Author => read(rx, &by_author_sql(), &blog.by(), rest),
    }
}

/// One search a post: a class is reached by one row a pupil, and reading them all to tell the posts apart costs more than the page.
fn of_class(rx: &Rx, class: Id<Class>, asked: &Asked) -> Result<Vec<Listed>> {
    let (sql, mut after, mut found) = (of_class_sql(), asked.after, Vec::new());
    while (found.len() as i64) < asked.limit {
        let Some(next) = rx.one(&sql, params![class, after.0, after.1, asked.since, asked.category], listed)? else {
            break;
        };
        after = next.key;
        found.push(next);
    }
    Ok(found)
}

type Rest = (Instant, i64, Instant, Option<i64>, i64);

fn read(rx: &Rx, sql: &str, of: &dyn ToSql, (at, audience, since, category, limit): Rest) -> Result<Vec<Listed>> {
    rx.all(sql, params![of, at, audience, since, category, limit], listed)
}

/// The one just newer than that, through that source: number and title.
pub fn newer(rx: &Rx, blog: &May<OpenBlog>, source: Source, than: After) -> Result<Option<(After, Id<Post>, String)>> {
    let one = |sql: &str, of: &dyn ToSql| {
        rx.one(sql, params![of, than.0, than.1], |row| {
            Ok((After(row.get(0)?, row.get(1)?), row.get::<_, Id<Post>>(2)?, row.get::<_, String>(3)?))
        })
    };
    match source {
        Source::All if blog.ties().meets(Ties::DIRECTOR) => one(
            "SELECT b.published_at, b.audience, b.id, b.title FROM blog_post b
             WHERE ?1 = 0 AND b.state = 'published' AND b.published_at >= ?2 AND (b.published_at > ?2 OR b.audience > ?3)
             ORDER BY b.published_at LIMIT 1",
            &0,
        ),
        Source::All => Ok(None),
        Source::Class(class) => one(
            "SELECT b.published_at, b.audience, b.id, b.title FROM audience_pupil a CROSS JOIN blog_post b ON b.audience = a.audience
             WHERE a.class = ?1 AND a.sent_at >= ?2 AND (a.sent_at > ?2 OR a.audience > ?3) AND b.state = 'published'
             ORDER BY a.sent_at, a.audience LIMIT 1",
            &class,
        ),
        Source::Pupil(pupil) => one(
            "SELECT b.published_at, b.audience, b.id, b.title FROM audience_pupil a CROSS JOIN blog_post b ON b.audience = a.audience
             WHERE a.pupil = ?1 AND a.sent_at >= ?2 AND (a.sent_at > ?2 OR a.audience > ?3) AND b.state = 'published'
             ORDER BY a.sent_at, a.audience LIMIT 1",
            &pupil,
        ),
        Source::Author => one(
            "SELECT b.published_at, b.audience, b.id, b.title FROM blog_post b
             WHERE b.author = ?1 AND b.state = 'published' AND b.published_at >= ?2 AND (b.published_at > ?2 OR b.audience > ?3)
             ORDER BY b.published_at LIMIT 1",
            &blog.by(),
        ),
    }
}

/// Those kept at the top since the year began, of these classes and pupils; to the director what is for the whole school.
pub fn pinned(
    rx: &Rx,
    blog: &May<OpenBlog>,
    (is_all, classes, pupils): (bool, &[Id<Class>], &[Id<Pupil>]),
    since: Instant,
) -> Result<Vec<Listed>> {
    let is_all = is_all && blog.ties().meets(Ties::DIRECTOR);
    rx.all(
        &format!(
            "SELECT {POST_FACTS}, {REST} FROM blog_post b {FROM} WHERE b.pinned_at >= ?1 AND b.state = 'published' AND ((?2 AND b.purpose = 'school')
               OR EXISTS (SELECT 1 FROM json_each(?3) mine CROSS JOIN audience_pupil a ON a.audience = b.audience AND a.pupil = mine.value)
               OR EXISTS (SELECT 1 FROM json_each(?4) own CROSS JOIN audience_pupil a ON a.class = own.value AND a.sent_at = b.published_at AND a.audience = b.audience))
             ORDER BY b.pinned_at DESC LIMIT 20"
        ),
        params![since, is_all, Id::json(pupils), Id::json(classes)],
        listed,
    )
}

/// Rubrics of which something may be shown: the whole list, it is short.
pub fn categories(rx: &Rx, _: &May<OpenBlog>) -> Result<Vec<(i64, String)>> {
    rx.all("SELECT id, name FROM blog_category ORDER BY sort_key", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn all_sql() -> String {
    format!(
        "SELECT {POST_FACTS}, {REST} FROM blog_post b {FROM} WHERE ?1 = 0 AND b.state = 'published' AND b.published_at <= ?2
           AND (b.published_at < ?2 OR b.audience < ?3) AND b.published_at >= ?4 AND (?5 IS NULL OR b.category = ?5)
         ORDER BY b.published_at DESC LIMIT ?6"
    )
}

fn of_class_sql() -> String {
    format!(
        "SELECT {POST_FACTS}, {REST} FROM audience_pupil a CROSS JOIN blog_post b ON b.audience = a.audience {FROM}
         WHERE a.class = ?1 AND (a.sent_at, a.audience) < (?2, ?3) AND a.sent_at >= ?4
           AND b.state = 'published' AND (?5 IS NULL OR b.category = ?5)
         ORDER BY a.sent_at DESC, a.audience DESC LIMIT 1"
    )
}

fn of_pupil_sql() -> String {
    format!(
        "SELECT {POST_FACTS}, {REST} FROM audience_pupil a CROSS JOIN blog_post b ON b.audience = a.audience {FROM}
         WHERE a.pupil = ?1 AND a.sent_at <= ?2 AND (a.sent_at < ?2 OR a.audience < ?3) AND a.sent_at >= ?4
           AND b.state = 'published' AND (?5 IS NULL OR b.category = ?5)
         ORDER BY a.sent_at DESC, a.audience DESC LIMIT ?6"
    )
}

fn by_author_sql() -> String {
    format!(
        "SELECT {POST_FACTS}, {REST} FROM blog_post b {FROM} WHERE b.author = ?1 AND b.state = 'published' AND b.published_at <= ?2
           AND (b.published_at < ?2 OR b.audience < ?3) AND b.published_at >= ?4 AND (?5 IS NULL OR b.category = ?5)
         ORDER BY b.published_at DESC LIMIT ?6"
    )
}

fn listed(row: &Row) -> rusqlite::Result<Listed> {
    let key = After(row.get(WIDTH)?, row.get(WIDTH + 1)?);
    Ok(Listed { post: facts(row)?, key, classes: row.get(WIDTH + 2)? })
}
