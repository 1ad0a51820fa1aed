//! The rows of posts as they come before families, and go.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        jobs::System,
    },
    rooms::blog::{
        Post, State, Stopped, Target, finding,
        policy::{BringBackPost, PinPost, PublishPost, WithdrawPost},
        purpose_for,
    },
    school::{
        Class, Person,
        audience::{self, Addressed},
        calendar::SchoolYear,
        permit::May,
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// A post that waits for its hour.
pub struct Due {
    pub leaves_at: Instant,
    /// Who set the hour.
    pub by: Id<Person>,
    pub author: Id<Person>,
}

/// Whether anybody would see it: a class without pupils reads nothing.
pub fn has_pupils(rx: &Rx, post: &Post) -> Result<bool> {
    let classes: Vec<Id<Class>> = post
        .targets
        .iter()
        .filter_map(|target| match target {
            Target::Class(class) => Some(*class),
            Target::School => None,
        })
        .collect();
    if post.is_for_school() {
        return rx.exists("SELECT 1 FROM enrolment WHERE until_on IS NULL LIMIT 1", []);
    }
    rx.exists(
        "SELECT 1 FROM json_each(?1) c CROSS JOIN enrolment e ON e.class = c.value AND e.until_on IS NULL LIMIT 1",
        [Id::json(&classes)],
    )
}

/// Something to look at, to listen to or to open, for others than its author.
pub fn has_media(rx: &Rx, post: Id<Post>) -> Result<bool> {
    rx.exists("SELECT 1 FROM blog_media WHERE post = ?1 AND shown <> 'out'", [post])
}

/// Shown from now on, to whom it is addressed and to who joins them until the summer.
pub fn publish(
    tx: &Tx,
    post: &May<PublishPost>,
    to: &Addressed,
    closed: &[Id<Class>],
    now: Instant,
    today: Date,
) -> Result<()> {
    if post.was_shown() {
        return Err(Error::Conflict);
    }
    let audience = audience::store::address(tx, to, now)?;
    audience::store::deliver(tx, audience, closed, now, SchoolYear::of(today).last_day())?;
    let purpose = purpose_for(&post.targets);
    tx.run(
        "UPDATE blog_post SET state = 'published', audience = ?2, purpose = ?3, published_at = ?4, published_on = ?5, published_by = ?6,
           leaves_at = NULL, stopped_at = NULL, stopped_why = NULL WHERE id = ?1",
        params![post.id, audience, purpose.as_str(), now, today.to_string(), post.by()],
    )?;
    finding::store::put(tx, post.id)
}

/// Leaves by itself, by the right that this person has at that hour.
pub fn schedule(tx: &Tx, post: &May<PublishPost>, leaves_at: Instant) -> Result<()> {
    if post.was_shown() {
        return Err(Error::Conflict);
    }
    tx.run(
        "UPDATE blog_post SET state = 'scheduled', leaves_at = ?2, published_by = ?3, stopped_at = NULL, stopped_why = NULL WHERE id = ?1",
        params![post.id, leaves_at, post.by()],
    )?;
    Ok(())
}

pub fn due(rx: &Rx, post: Id<Post>, _: &System) -> Result<Option<Due>> {
    rx.one(
        "SELECT leaves_at, coalesce(published_by, author), author FROM blog_post WHERE id = ?1 AND state = 'scheduled' AND leaves_at IS NOT NULL",
        [post],
        |row| Ok(Due { leaves_at: row.get(0)?, by: row.get(1)?, author: row.get(2)? }),
    )
}

/// Its hour came and it could not leave: back in its author's hands, or before who may publish it now.
pub fn stop(tx: &Tx, post: Id<Post>, why: Stopped, now: Instant, _: &System) -> Result<()> {
    tx.run(
        "UPDATE blog_post SET state = CASE ?3 WHEN 'right' THEN 'submitted' ELSE 'returned' END, leaves_at = NULL, submitted_at = ?2,
           stopped_at = ?2, stopped_why = ?3 WHERE id = ?1 AND state = 'scheduled'",
        params![post, now, why.as_str()],
    )?;
    Ok(())
}

pub fn withdraw(tx: &Tx, post: &May<WithdrawPost>, now: Instant) -> Result<()> {
    must_be(post, State::Published)?;
    tx.run(
        "UPDATE blog_post SET state = 'withdrawn', withdrawn_at = ?2, withdrawn_by = ?3 WHERE id = ?1",
        params![post.id, now, post.by()],
    )?;
    finding::store::remove(tx, post.id)
}

/// Where it was, under its own date.
pub fn bring_back(tx: &Tx, post: &May<BringBackPost>) -> Result<()> {
    must_be(post, State::Withdrawn)?;
    tx.run(
        "UPDATE blog_post SET state = 'published', withdrawn_at = NULL, withdrawn_by = NULL WHERE id = ?1",
        [post.id],
    )?;
    finding::store::put(tx, post.id)
}

pub fn pin(tx: &Tx, post: &May<PinPost>, is_pinned: bool, now: Instant) -> Result<()> {
    must_be(post, State::Published)?;
    tx.run(
        "UPDATE blog_post SET pinned_at = CASE WHEN ?2 THEN ?3 END WHERE id = ?1",
        params![post.id, is_pinned, now],
    )?;
    Ok(())
}

fn must_be(post: &Post, state: State) -> Result<()> {
    if post.state == state { Ok(()) } else { Err(Error::Conflict) }
}
