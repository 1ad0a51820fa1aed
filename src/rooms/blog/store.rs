//! The rows of posts.

use super::{Facts, Post, State, Stopped, Target, public::Open};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
        jobs::System,
    },
    school::{
        Class, Pupil,
        audience::{self, Audience, Reached},
        consent::Purpose,
        permit::Witness,
        viewer::Viewer,
    },
};
use rusqlite::{Row, params};

/// Columns of `blog_post b` joined to `person p` and `blog_category k`, so many; [`facts`] reads them.
pub(super) const WIDTH: usize = 27;
pub const POST_FACTS: &str =
    "b.id, b.author, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
     b.state, b.title, b.body, k.name, b.occasion, b.audience, b.purpose, b.version, b.changed_at, b.submitted_at,
     b.leaves_at, b.published_at, b.published_on, b.pinned_at, b.comments, b.public_at, b.category, b.changed_by, b.withdrawn_at,
     b.stopped_at, b.stopped_why, b.public_left_at";

/// A post is for classes or for the school, never for a pupil by name nor for a group.
pub fn post(rx: &Rx, id: Id<Post>, witness: &Witness) -> Result<Option<Post>> {
    read(rx, id, |audience| audience::store::reached_by_class(rx, audience, witness))
}

/// A post's row, for the house.
pub fn told(rx: &Rx, id: Id<Post>, _: &System) -> Result<Option<Facts>> {
    Ok(read(rx, id, |_| Ok(Vec::new()))?.map(|post| post.facts))
}

/// Posts of a list that the viewer reads, each with no more of whom it reached than tells what this viewer is to it: their own
/// children and pupils, and one pupil of each class of theirs.
pub fn listed(rx: &Rx, posts: Vec<Facts>, viewer: &Viewer) -> Result<Vec<Post>> {
    let ids = Id::json(&posts.iter().map(|facts| facts.id).collect::<Vec<_>>());
    let mut posts: Vec<Post> =
        posts.into_iter().map(|facts| Post { facts, targets: Vec::new(), reached: Vec::new() }).collect();
    let targets = rx.all(
        "SELECT t.post, t.class FROM json_each(?1) j CROSS JOIN blog_target t ON t.post = j.value ORDER BY t.post, t.class",
        [&ids],
        |row| Ok((row.get::<_, Id<Post>>(0)?, row.get::<_, i64>(1)?)),
    )?;
    for (id, class) in targets {
        let target = if class == 0 { Target::School } else { Target::Class(Id::new(class)) };
        posts.iter_mut().filter(|post| post.id == id).for_each(|post| post.targets.push(target));
    }
    let own: Vec<Id<Pupil>> = (viewer.children.iter().map(|child| child.id))
        .chain(viewer.accompanies.iter().copied())
        .chain(viewer.pupil.map(|(me, _)| me))
        .collect();
    let classes: Vec<Id<Class>> = viewer.teaches.iter().chain(&viewer.helps_in).copied().collect();
    for (id, one) in of_own(rx, &ids, &own)?.into_iter().chain(of_classes(rx, &ids, &classes)?) {
        posts.iter_mut().filter(|post| post.id == id).for_each(|post| post.reached.push(one.clone()));
    }
    Ok(posts)
}

/// Which of these pupils each of these posts reached.
fn of_own(rx: &Rx, posts: &str, own: &[Id<Pupil>]) -> Result<Vec<(Id<Post>, Reached)>> {
    if own.is_empty() {
        return Ok(Vec::new());
    }
    rx.all(
        "SELECT b.id, a.pupil, a.class FROM json_each(?1) j CROSS JOIN blog_post b ON b.id = j.value CROSS JOIN json_each(?2) mine
           JOIN audience_pupil a ON a.audience = b.audience AND a.pupil = mine.value WHERE b.state = 'published'",
        params![posts, Id::json(own)],
        reached,
    )
}

/// One pupil of each of these classes that each of these posts reached: one search each, however many it reached.
fn of_classes(rx: &Rx, posts: &str, classes: &[Id<Class>]) -> Result<Vec<(Id<Post>, Reached)>> {
    if classes.is_empty() {
        return Ok(Vec::new());
    }
    rx.all(
        "SELECT r.post, r.pupil, r.class FROM (
           SELECT b.id AS post, own.value AS class, (SELECT a.pupil FROM audience_pupil a
             WHERE a.class = own.value AND a.sent_at = b.published_at AND a.audience = b.audience LIMIT 1) AS pupil
           FROM json_each(?2) own CROSS JOIN json_each(?1) j CROSS JOIN blog_post b ON b.id = j.value WHERE b.state = 'published') r
         WHERE r.pupil IS NOT NULL",
        params![posts, Id::json(classes)],
        reached,
    )
}

fn reached(row: &Row) -> rusqlite::Result<(Id<Post>, Reached)> {
    Ok((row.get(0)?, Reached { pupil: row.get(1)?, class: row.get(2)?, is_named: false, groups: Vec::new() }))
}

fn read(rx: &Rx, id: Id<Post>, reached_by: impl FnOnce(Id<Audience>) -> Result<Vec<Reached>>) -> Result<Option<Post>> {
    let found = rx.one(
        &format!(
            "SELECT {POST_FACTS} FROM blog_post b JOIN person p ON p.id = b.author LEFT JOIN blog_category k ON k.id = b.category
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
        public_left_at: row.get(26)?,
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

const PUBLIC: &str = "FROM blog_post b JOIN person p ON p.id = b.author LEFT JOIN blog_category k ON k.id = b.category
     WHERE b.public_at IS NOT NULL AND b.state = 'published'
       AND NOT EXISTS (SELECT 1 FROM blog_target t JOIN json_each(?1) closed ON closed.value = t.class WHERE t.post = b.id)";

/// Those on the public page, newest first; none of a class for which the blog is off.
pub fn public(rx: &Rx, _: &Open, closed: &[Id<Class>], (skip, limit): (i64, i64)) -> Result<Vec<Facts>> {
    rx.all(
        &format!("SELECT {POST_FACTS} {PUBLIC} ORDER BY b.published_at DESC, b.id DESC LIMIT ?3 OFFSET ?2"),
        params![Id::json(closed), skip, limit],
        facts,
    )
}

pub fn public_one(rx: &Rx, _: &Open, closed: &[Id<Class>], id: Id<Post>) -> Result<Option<Facts>> {
    rx.one(&format!("SELECT {POST_FACTS} {PUBLIC} AND b.id = ?2"), params![Id::json(closed), id], facts)
}

/// « Mme Benali » from civility, first name and name, in three columns from `at`.
pub(super) fn formal(row: &Row, at: usize) -> rusqlite::Result<String> {
    let (civility, first, last): (String, String, String) = (row.get(at)?, row.get(at + 1)?, row.get(at + 2)?);
    Ok(format!("{} {last}", if civility.is_empty() { first } else { civility }))
}
