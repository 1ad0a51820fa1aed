//! Posts, photos and comments that go.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    rooms::blog::{Post, finding, policy::OpenBlog},
    school::{
        Person, Pupil,
        erasure::Subject,
        media::{Media, store as media},
        permit::May,
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// In one transaction at most.
const HANDFUL: i64 = 20;

/// Whatever shows or sounds like this pupil.
pub fn remove_recognised(tx: &Tx, pupil: Id<Pupil>, subject: &Subject) -> Result<()> {
    let tagged = tx.all(
        "SELECT t.media FROM media_tag t JOIN media m ON m.id = t.media WHERE t.pupil = ?1 AND (t.blurred_at IS NULL OR m.state = 'waiting')",
        [pupil],
        |row| row.get::<_, Id<Media>>(0),
    )?;
    tagged.into_iter().try_for_each(|one| media::withdraw(tx, one, subject))?;
    // Drawn over, they stay, and are shown as before: with the name goes no more than the name. Whoever drew has said so.
    tx.run(
        "UPDATE media SET nobody_at = (SELECT t.blurred_at FROM media_tag t WHERE t.media = media.id AND t.pupil = ?1),
           nobody_by = (SELECT b.blurred_by FROM media_blur b WHERE b.media = media.id)
         WHERE nobody_at IS NULL AND id IN (SELECT t.media FROM media_tag t WHERE t.pupil = ?1)
           AND NOT EXISTS (SELECT 1 FROM media_tag o WHERE o.media = media.id AND o.pupil <> ?1)",
        [pupil],
    )?;
    // But nobody takes the drawing off any more.
    tx.run(
        "UPDATE media_blur SET clear = NULL WHERE clear IS NOT NULL AND media IN (SELECT media FROM media_tag WHERE pupil = ?1)",
        [pupil],
    )?;
    Ok(())
}

/// What a guardian said for a child who stays is the proof of what was shown: it stays, without their name.
pub fn disown_consents(tx: &Tx, subject: &Subject) -> Result<()> {
    tx.run("UPDATE consent_answer SET guardian = ?2 WHERE guardian = ?1", params![subject.person, subject.former])?;
    Ok(())
}

/// Posts on which this pupil can be recognised, the newest first: how many pictures or sounds of each, and how many of those
/// show another child too.
pub fn recognised(rx: &Rx, _: &May<OpenBlog>, person: Id<Person>) -> Result<Vec<(Id<Post>, usize, usize)>> {
    rx.all(
        "SELECT b.post, count(*), sum(EXISTS (SELECT 1 FROM media_tag o WHERE o.media = t.media AND o.pupil <> ?1 AND o.blurred_at IS NULL))
         FROM media_tag t CROSS JOIN blog_media b ON b.media = t.media WHERE t.pupil = ?1 AND t.blurred_at IS NULL
         GROUP BY b.post ORDER BY b.post DESC",
        [person],
        |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize, row.get::<_, i64>(2)? as usize)),
    )
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

/// Those published before that moment, and those taken back before it.
pub fn forget_old(tx: &Tx, before: Instant, _: &System) -> Result<usize> {
    let mut old: Vec<Id<Post>> = tx.all(
        "SELECT id FROM blog_post WHERE state = 'published' AND published_at < ?1 ORDER BY published_at LIMIT ?2",
        params![before, HANDFUL],
        |row| row.get(0),
    )?;
    let taken_back =
        "SELECT id FROM blog_post WHERE state = 'withdrawn' AND withdrawn_at < ?1 ORDER BY withdrawn_at LIMIT ?2";
    old.extend(tx.all(taken_back, params![before, HANDFUL], |row| row.get::<_, Id<Post>>(0))?);
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
