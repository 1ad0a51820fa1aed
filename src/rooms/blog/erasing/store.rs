//! Posts, photos and comments that go.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    rooms::blog::{Post, finding},
    school::{
        Pupil,
        erasure::Subject,
        media::{Media, store as media},
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// In one transaction at most.
const HANDFUL: i64 = 20;

/// Whatever shows or sounds like this pupil.
pub fn remove_recognised(tx: &Tx, pupil: Id<Pupil>, subject: &Subject) -> Result<()> {
    let tagged = tx.all("SELECT media FROM media_tag WHERE pupil = ?1 AND blurred_at IS NULL", [pupil], |row| {
        row.get::<_, Id<Media>>(0)
    })?;
    tagged.into_iter().try_for_each(|one| media::withdraw(tx, one, subject))
}

/// What nobody else has seen goes with its author.
pub fn remove_unpublished(tx: &Tx, subject: &Subject) -> Result<()> {
    let own = "SELECT id FROM blog_post WHERE author = ?1 AND published_at IS NULL";
    let posts: Vec<Id<Post>> = tx.all(own, [subject.person], |row| row.get(0))?;
    for post in posts {
        for one in media_of(tx, post)? {
            media::withdraw(tx, one, subject)?;
        }
        remove(tx, post)?;
    }
    Ok(())
}

/// Of staff they stay, without the name; a family's go with it.
pub fn disown_comments(tx: &Tx, subject: &Subject) -> Result<()> {
    tx.run("UPDATE blog_comment SET author = ?2 WHERE author = ?1", params![subject.person, subject.former])?;
    Ok(())
}

/// Those published before that moment.
pub fn forget_old(tx: &Tx, before: Instant, _: &System) -> Result<usize> {
    let old: Vec<Id<Post>> = tx.all(
        "SELECT id FROM blog_post WHERE state = 'published' AND published_at < ?1 ORDER BY published_at LIMIT ?2",
        params![before, HANDFUL],
        |row| row.get(0),
    )?;
    for post in &old {
        let held = media_of(tx, *post)?;
        remove(tx, *post)?;
        held.into_iter().try_for_each(|one| media::forget(tx, one))?;
    }
    Ok(old.len())
}

/// Requests whose last day was before that day, with what was answered.
pub fn forget_consents(tx: &Tx, before: Date, _: &System) -> Result<usize> {
    tx.run(
        "DELETE FROM consent_request WHERE id IN (SELECT id FROM consent_request WHERE until_on < ?1 ORDER BY until_on LIMIT ?2)",
        params![before.to_string(), HANDFUL],
    )
}

fn media_of(tx: &Tx, post: Id<Post>) -> Result<Vec<Id<Media>>> {
    tx.all("SELECT media FROM blog_media WHERE post = ?1", [post], |row| row.get(0))
}

fn remove(tx: &Tx, post: Id<Post>) -> Result<()> {
    finding::store::remove(tx, post)?;
    tx.run("DELETE FROM document_use WHERE thing = 'post' AND thing_id = ?1", [post])?;
    let audience: Option<Option<i64>> =
        tx.one("SELECT audience FROM blog_post WHERE id = ?1", [post], |row| row.get(0))?;
    tx.run("DELETE FROM blog_post WHERE id = ?1", [post])?;
    tx.run("DELETE FROM audience WHERE id = ?1", [audience.flatten()])?;
    Ok(())
}
