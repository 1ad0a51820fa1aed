//! The rows of what a post shows.

use super::{
    Face, Picture, Shown,
    policy::{BlurPicture, ChangePicture, Sitter},
    seen::{
        Named,
        store::{BARE, bare},
    },
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        french,
    },
    rooms::blog::{
        Facts, Post,
        policy::{FindSitter, WritePost},
        store as posts,
    },
    school::{
        Class, Pupil, consent,
        media::{self, Media, store::MEDIA},
        permit::{May, Rule, Witness},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

/// A name is looked for by so many letters, and so many answers are enough to choose from.
const FEWEST_LETTERS: usize = 2;
pub const FOUND: usize = 12;

pub fn picture(rx: &Rx, post: Id<Post>, media: Id<Media>, witness: &Witness) -> Result<Option<Picture>> {
    let found = rx.one(
        &format!(
            "SELECT {BARE}, {MEDIA} FROM blog_media b JOIN media m ON m.id = b.media WHERE b.post = ?1 AND b.media = ?2"
        ),
        params![post, media],
        bare,
    )?;
    let Some((_, mut shot)) = found else { return Ok(None) };
    let Some(post) = posts::post(rx, post, witness)? else { return Ok(None) };
    let named = Named::on(rx, &[post.id], &[media])?;
    named.put_on(&mut shot, post.id);
    let days = post.published_on.map_or((Date::MIN, Date::MAX), |on| (on, on));
    let consents = consent::store::gathered(rx, &named.pupils, days)?;
    Ok(Some(Picture { post, shot, consents }))
}

pub fn sitter(rx: &Rx, post: Id<Post>, pupil: Id<Pupil>, witness: &Witness) -> Result<Option<Sitter>> {
    let class = rx.one(
        "SELECT (SELECT e.class FROM enrolment e WHERE e.pupil = u.person AND e.until_on IS NULL) FROM pupil u WHERE u.person = ?1",
        [pupil],
        |row| row.get::<_, Option<Id<Class>>>(0),
    )?;
    let (Some(class), Some(post)) = (class, posts::post(rx, post, witness)?) else { return Ok(None) };
    Ok(Some(Sitter::new(pupil, class, post)))
}

/// The children who may be named on its photos: a class that the post is for, with who is named there already.
pub fn faces(rx: &Rx, post: &May<WritePost>, class: Option<Id<Class>>, tagged: &[Id<Pupil>]) -> Result<Vec<Face>> {
    let class = class.filter(|class| post.is_meant_for(*class));
    rx.all(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
           (SELECT c.name FROM enrolment e JOIN class c ON c.id = e.class WHERE e.pupil = p.id AND e.until_on IS NULL AND e.class <> ?1)
         FROM person p WHERE p.id IN (SELECT e.pupil FROM enrolment e WHERE e.class = ?1 AND e.until_on IS NULL UNION SELECT value FROM json_each(?2))
         ORDER BY p.first_name, p.sort_key",
        params![class, Id::json(tagged)],
        face,
    )
}

/// Who answers to a name in the whole school, each with their class.
pub fn elsewhere(rx: &Rx, _: &May<FindSitter>, viewer: &Viewer, wanted: &str) -> Result<Vec<Face>> {
    let wanted: Vec<String> = french::fold(wanted).split_whitespace().map(str::to_owned).collect();
    if wanted.iter().map(|word| word.chars().count()).sum::<usize>() < FEWEST_LETTERS {
        return Ok(Vec::new());
    }
    let all = rx.all(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, c.name
         FROM class c CROSS JOIN enrolment e ON e.class = c.id AND e.until_on IS NULL JOIN person p ON p.id = e.pupil
         WHERE c.id NOT IN (SELECT value FROM json_each(?1)) ORDER BY p.first_name, p.sort_key",
        [Id::json(viewer.closed())],
        face,
    )?;
    let answers = |one: &Face| {
        let name = french::fold(&format!("{} {}", one.first_name, one.last_name));
        wanted.iter().all(|word| name.split([' ', '-']).any(|part| part.starts_with(word)))
    };
    Ok(all.into_iter().filter(answers).take(FOUND).collect())
}

fn face(row: &Row) -> rusqlite::Result<Face> {
    Ok(Face { pupil: row.get(0)?, first_name: row.get(1)?, last_name: row.get(2)?, class: row.get(3)? })
}

/// The names of who is on what is judged, for the one who keeps the post.
pub fn names(rx: &Rx, _: &Facts, pupils: &[Id<Pupil>]) -> Result<Vec<Face>> {
    rx.all(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, NULL
         FROM json_each(?1) j CROSS JOIN person p ON p.id = j.value ORDER BY p.first_name, p.sort_key",
        [Id::json(pupils)],
        face,
    )
}

/// At the end of the post; what is there already stays where it is.
pub fn add(tx: &Tx, post: &May<WritePost>, media: Id<Media>) -> Result<()> {
    tx.run(
        "INSERT INTO blog_media (post, media, place) VALUES (?1, ?2, (SELECT coalesce(max(place), 0) + 1 FROM blog_media WHERE post = ?1))
         ON CONFLICT DO NOTHING",
        params![post.id, media],
    )?;
    Ok(())
}

pub fn count<R: Rule<On = Post>>(rx: &Rx, post: &May<R>) -> Result<usize> {
    let standing: i64 = rx.value("SELECT count(*) FROM blog_media WHERE post = ?1", [post.id])?;
    Ok(standing.unsigned_abs() as usize)
}

/// With all that was made of it, unless another post shows it.
pub fn remove(tx: &Tx, picture: &May<ChangePicture>) -> Result<()> {
    let media = picture.shot.media.id;
    tx.run("DELETE FROM blog_media WHERE post = ?1 AND media = ?2", params![picture.post.id, media])?;
    match tx.exists("SELECT 1 FROM blog_media WHERE media = ?1", [media])? {
        true => Ok(()),
        false => media::store::forget(tx, media),
    }
}

/// Everything that goes with a draft that is thrown away or swept, unless another post shows it. The caller deletes the post.
pub fn forget_all(tx: &Tx, post: Id<Post>) -> Result<()> {
    let only_here: Vec<Id<Media>> = tx.all(
        "SELECT media FROM blog_media b WHERE post = ?1 AND NOT EXISTS (SELECT 1 FROM blog_media o WHERE o.media = b.media AND o.post <> b.post)",
        [post],
        |row| row.get(0),
    )?;
    only_here.into_iter().try_for_each(|media| media::store::forget(tx, media))
}

pub fn show_to(tx: &Tx, picture: &May<ChangePicture>, shown: Shown) -> Result<()> {
    tx.run(
        "UPDATE blog_media SET shown = ?3 WHERE post = ?1 AND media = ?2",
        params![picture.post.id, picture.shot.media.id, shown.as_str()],
    )?;
    Ok(())
}

/// One place towards the beginning, or towards the end.
pub fn shift(tx: &Tx, picture: &May<ChangePicture>, earlier: bool) -> Result<()> {
    let post = picture.post.id;
    let mut order: Vec<Id<Media>> =
        tx.all("SELECT media FROM blog_media WHERE post = ?1 ORDER BY place, media", [post], |row| row.get(0))?;
    let at = order.iter().position(|media| *media == picture.shot.media.id);
    let to = at.and_then(|at| if earlier { at.checked_sub(1) } else { Some(at + 1) });
    if let (Some(at), Some(to)) = (at, to.filter(|to| *to < order.len())) {
        order.swap(at, to);
    }
    put_in_order(tx, post, &order)
}

fn put_in_order(tx: &Tx, post: Id<Post>, order: &[Id<Media>]) -> Result<()> {
    for (place, media) in (1_i64..).zip(order) {
        tx.run("UPDATE blog_media SET place = ?3 WHERE post = ?1 AND media = ?2", params![post, media, place])?;
    }
    Ok(())
}

/// « Personne de reconnaissable », or not any more.
pub fn say_nobody<R: Rule<On = Picture>>(tx: &Tx, picture: &May<R>, is_so: bool, now: Instant) -> Result<()> {
    let by = is_so.then(|| picture.by());
    tx.run(
        "UPDATE media SET nobody_by = ?2, nobody_at = ?3 WHERE id = ?1",
        params![picture.shot.media.id, by, by.map(|_| now)],
    )?;
    Ok(())
}

pub fn describe(tx: &Tx, picture: &May<ChangePicture>, alt: &str) -> Result<()> {
    tx.run("UPDATE media SET alt = ?2 WHERE id = ?1", params![picture.shot.media.id, alt])?;
    Ok(())
}

/// These cannot be recognised any more, and all others who are named can.
pub fn mark_blurred(tx: &Tx, picture: &May<BlurPicture>, pupils: &[Id<Pupil>], now: Instant) -> Result<()> {
    tx.run(
        "UPDATE media_tag SET blurred_at = CASE WHEN pupil IN (SELECT value FROM json_each(?2)) THEN coalesce(blurred_at, ?3) END WHERE media = ?1",
        params![picture.shot.media.id, Id::json(pupils), now],
    )?;
    Ok(())
}
