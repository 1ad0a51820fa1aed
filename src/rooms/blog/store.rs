//! The rows of posts.

use super::{Facts, Post, State, Stopped, Target};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
        jobs::System,
    },
    school::{
        audience::{self, Audience, Reached},
        consent::Purpose,
        permit::Witness,
    },
};
use rusqlite::Row;

/// Columns of `blog_post b` joined to `person p` and `blog_category k`; [`facts`] reads them.
pub(super) const FACTS: &str =
    "b.id, b.author, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
     b.state, b.title, b.body, k.name, b.occasion, b.audience, b.purpose, b.version, b.changed_at, b.submitted_at,
     b.leaves_at, b.published_at, b.published_on, b.pinned_at, b.comments, b.public_at, b.category, b.changed_by, b.withdrawn_at,
     b.stopped_at, b.stopped_why";

pub fn post(rx: &Rx, id: Id<Post>, witness: &Witness) -> Result<Option<Post>> {
    read(rx, id, |audience| audience::store::reached(rx, audience, witness))
}

/// The same with no more of whom it reached than its pictures are judged by: each of a dozen asks for it.
pub fn light_post(rx: &Rx, id: Id<Post>, witness: &Witness) -> Result<Option<Post>> {
    read(rx, id, |audience| audience::store::reached_by_class(rx, audience, witness))
}

/// A post's row, for the house.
pub fn told(rx: &Rx, id: Id<Post>, _: &System) -> Result<Option<Facts>> {
    Ok(read(rx, id, |_| Ok(Vec::new()))?.map(|post| post.facts))
}

fn read(rx: &Rx, id: Id<Post>, reached_by: impl FnOnce(Id<Audience>) -> Result<Vec<Reached>>) -> Result<Option<Post>> {
    let found = rx.one(
        &format!(
            "SELECT {FACTS} FROM blog_post b JOIN person p ON p.id = b.author LEFT JOIN blog_category k ON k.id = b.category
             WHERE b.id = ?1"
        ),
        [id],
        facts,
    )?;
    let Some(facts) = found else { return Ok(None) };
    let targets = rx.all("SELECT class FROM blog_target WHERE post = ?1 ORDER BY class", [id], |row| {
        let class: i64 = row.get(0)?;
        Ok(if class == 0 { Target::School } else { Target::Class(Id::new(class)) })
    })?;
    let reached = match (facts.state, facts.audience) {
        (State::Published, Some(audience)) => reached_by(audience)?,
        _ => Vec::new(),
    };
    Ok(Some(Post { facts, targets, reached }))
}

pub(super) fn facts(row: &Row) -> rusqlite::Result<Facts> {
    let stopped_at: Option<_> = row.get(24)?;
    let why = row.get::<_, Option<String>>(25)?.and_then(|why| Stopped::parse(&why));
    Ok(Facts {
        id: row.get(0)?,
        author: row.get(1)?,
        author_name: formal(row, 2)?,
        state: State::parse(&row.get::<_, String>(5)?),
        title: row.get(6)?,
        body: row.get(7)?,
        category: row.get(8)?,
        occasion: row.get(9)?,
        audience: row.get(10)?,
        purpose: Purpose::parse(&row.get::<_, String>(11)?).unwrap_or(Purpose::School),
        version: row.get(12)?,
        changed_at: row.get(13)?,
        submitted_at: row.get(14)?,
        leaves_at: row.get(15)?,
        published_at: row.get(16)?,
        published_on: row.get::<_, Option<String>>(17)?.and_then(|day| day.parse().ok()),
        pinned_at: row.get(18)?,
        has_comments: row.get(19)?,
        public_at: row.get(20)?,
        category_id: row.get(21)?,
        changed_by: row.get(22)?,
        withdrawn_at: row.get(23)?,
        stopped: stopped_at.zip(why),
        _row: (),
    })
}

/// The names of the classes meant, in the order of the list; the school has none.
pub fn names(rx: &Rx, targets: &[Target]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for target in targets {
        if let Target::Class(class) = target {
            names.extend(rx.one("SELECT name FROM class WHERE id = ?1", [class], |row| row.get::<_, String>(0))?);
        }
    }
    Ok(names)
}

/// « Mme Benali » from civility, first name and name, in three columns from `at`.
pub(super) fn formal(row: &Row, at: usize) -> rusqlite::Result<String> {
    let (civility, first, last): (String, String, String) = (row.get(at)?, row.get(at + 1)?, row.get(at + 2)?);
    Ok(format!("{} {last}", if civility.is_empty() { first } else { civility }))
}
