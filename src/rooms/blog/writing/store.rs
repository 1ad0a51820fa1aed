//! The rows of posts while they are written. What families were shown is kept beside what they are shown now.

use super::{Terms, Text};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        jobs::System,
    },
    rooms::blog::{
        Post, Target, finding, photos,
        policy::{BeginPost, ThrowAwayPost, WritePost},
        purpose_for,
    },
    school::permit::May,
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::BTreeSet;

/// So many drafts go in one transaction: the writer is not held for a summer's worth of them.
const AT_ONCE: i64 = 50;

/// A draft that its author has not touched, and an old one before a new one.
pub fn untouched(rx: &Rx, blog: &May<BeginPost>) -> Result<Option<Id<Post>>> {
    rx.one(
        "SELECT b.id FROM blog_post b WHERE b.author = ?1 AND b.state = 'draft' AND b.title = '' AND b.body = ''
         AND NOT EXISTS (SELECT 1 FROM blog_media m WHERE m.post = b.id) ORDER BY b.changed_at DESC LIMIT 1",
        [blog.by()],
        |row| row.get(0),
    )
}

pub fn begin(tx: &Tx, blog: &May<BeginPost>, now: Instant) -> Result<Id<Post>> {
    let draft = "INSERT INTO blog_post (author, state, made_at, changed_at) VALUES (?1, 'draft', ?2, ?2)";
    Ok(Id::new(tx.insert(draft, params![blog.by(), now])?))
}

/// A text is written over; once families were shown it, or once it is another's, what it said stays.
pub fn write(tx: &Tx, post: &May<WritePost>, text: &Text, now: Instant) -> Result<()> {
    let is_changed = post.title != text.title || post.body != text.body;
    if is_changed && (post.was_shown() || post.by() != post.changed_by.unwrap_or(post.author)) && !is_blank(post) {
        tx.run(
            "INSERT INTO blog_version (post, version, title, body, written_at, written_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![post.id, post.version, post.title, post.body, post.changed_at, post.changed_by.unwrap_or(post.author)],
        )?;
        tx.run("UPDATE blog_post SET version = version + 1 WHERE id = ?1", [post.id])?;
    }
    tx.run(
        "UPDATE blog_post SET title = ?2, body = ?3, occasion = ?4,
           category = (SELECT id FROM blog_category WHERE id = ?5), changed_at = CASE WHEN ?6 THEN ?7 ELSE changed_at END,
           changed_by = CASE WHEN ?6 THEN ?8 ELSE changed_by END WHERE id = ?1",
        params![post.id, text.title, text.body, text.occasion, text.category, is_changed, now, post.by()],
    )?;
    if is_changed && post.published_at.is_some() && post.withdrawn_at.is_none() {
        finding::store::put(tx, post.id)?;
    }
    Ok(())
}

fn is_blank(post: &Post) -> bool {
    post.title.is_empty() && post.body.is_empty()
}

/// For whom it is meant, until it is published. The caller holds a permit on each.
pub fn aim(tx: &Tx, post: &May<WritePost>, targets: &BTreeSet<Target>) -> Result<()> {
    if post.was_shown() {
        return Err(Error::Conflict);
    }
    tx.run("DELETE FROM blog_target WHERE post = ?1", [post.id])?;
    for target in targets {
        let class = match target {
            Target::School => 0,
            Target::Class(class) => class.number(),
        };
        tx.run("INSERT INTO blog_target (post, class) VALUES (?1, ?2)", params![post.id, class])?;
    }
    let purpose = purpose_for(targets);
    tx.run("UPDATE blog_post SET purpose = ?2 WHERE id = ?1", params![post.id, purpose.as_str()])?;
    Ok(())
}

/// The moment is kept only while it is still to come.
pub fn set_terms(
    tx: &Tx,
    post: &May<WritePost>,
    terms: &Terms,
    leaves_at: Option<Instant>,
    now: Instant,
) -> Result<()> {
    tx.run(
        "UPDATE blog_post SET pinned_at = CASE WHEN ?2 THEN coalesce(pinned_at, ?4) END, comments = ?3,
           leaves_at = CASE state WHEN 'published' THEN leaves_at WHEN 'withdrawn' THEN leaves_at ELSE ?5 END WHERE id = ?1",
        params![post.id, terms.is_pinned, terms.has_comments, now, leaves_at],
    )?;
    Ok(())
}

/// With its photos, and all that was made of them.
pub fn throw_away(tx: &Tx, post: &May<ThrowAwayPost>) -> Result<()> {
    if post.was_shown() {
        return Err(Error::Conflict);
    }
    delete(tx, post.id)
}

fn delete(tx: &Tx, post: Id<Post>) -> Result<()> {
    photos::store::forget_all(tx, post)?;
    tx.run("DELETE FROM blog_post WHERE id = ?1", [post])?;
    Ok(())
}

/// Its author has it in hand today, whatever of it was changed.
pub fn touch(tx: &Tx, post: &May<WritePost>, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE blog_post SET changed_at = ?2 WHERE id = ?1 AND state IN ('draft', 'returned') AND published_at IS NULL",
        params![post.id, now],
    )?;
    Ok(())
}

/// Drafts in which nothing was ever written, and those that nobody has touched for long, with all that was sent for them.
pub fn sweep(tx: &Tx, (empty, abandoned): (Instant, Instant), _: &System) -> Result<usize> {
    let gone: Vec<Id<Post>> = tx.all(
        "SELECT id FROM blog_post WHERE state IN ('draft', 'returned') AND published_at IS NULL AND (changed_at < ?2
           OR (changed_at < ?1 AND title = '' AND body = '' AND NOT EXISTS (SELECT 1 FROM blog_media m WHERE m.post = blog_post.id)))
         ORDER BY changed_at LIMIT ?3",
        params![empty, abandoned, AT_ONCE],
        |row| row.get(0),
    )?;
    gone.iter().try_for_each(|post| delete(tx, *post))?;
    Ok(gone.len())
}

/// Occasions for which consents were asked and still hold: what is typed like them counts with them.
pub fn occasions(rx: &Rx, _: &May<WritePost>, today: Date) -> Result<Vec<String>> {
    rx.all(
        "SELECT DISTINCT occasion FROM consent_request WHERE purpose IN ('class', 'school') AND until_on >= ?1 AND occasion <> '' ORDER BY 1",
        [today.to_string()],
        |row| row.get(0),
    )
}

/// The school's own list, by name.
pub fn categories(rx: &Rx, _: &May<WritePost>) -> Result<Vec<(i64, String)>> {
    rx.all("SELECT id, name FROM blog_category ORDER BY sort_key", [], |row| Ok((row.get(0)?, row.get(1)?)))
}
