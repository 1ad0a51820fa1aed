//! The rows of what a post shows.

use super::{
    Bare, Face, Picture, Shot, Shown,
    policy::{self, BlurPicture, ChangePicture, Sitter},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        files::Hash,
        french,
    },
    rooms::blog::{
        Facts, Post,
        policy::{FindSitter, WritePost},
        store::light_post,
    },
    school::{
        Class, Pupil,
        consent::{self, Known},
        media::{self, Media, Rendition, Size, Tag, store::MEDIA},
        permit::{May, Rule, Ties, Witness},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::{BTreeSet, HashMap};

/// Columns of `blog_media b` and `media m`; [`bare`] reads them.
const BARE: &str = "b.post, b.shown, b.place";
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
    let Some(post) = light_post(rx, post, witness)? else { return Ok(None) };
    for (_, tag, is_stranger) in tags(rx, &[post.id], &[media])? {
        shot.strangers.extend(is_stranger.then_some(tag.pupil));
        shot.tags.push(tag);
    }
    let pupils: Vec<Id<Pupil>> = shot.tags.iter().map(|tag| tag.pupil).collect();
    let days = post.published_on.map_or((Date::MIN, Date::MAX), |on| (on, on));
    let consents = consent::store::gathered(rx, &pupils, days)?;
    Ok(Some(Picture { post, shot, consents }))
}

pub fn sitter(rx: &Rx, post: Id<Post>, pupil: Id<Pupil>, witness: &Witness) -> Result<Option<Sitter>> {
    let class = rx.one(
        "SELECT (SELECT e.class FROM enrolment e WHERE e.pupil = u.person AND e.until_on IS NULL) FROM pupil u WHERE u.person = ?1",
        [pupil],
        |row| row.get::<_, Option<Id<Class>>>(0),
    )?;
    let (Some(class), Some(post)) = (class, light_post(rx, post, witness)?) else { return Ok(None) };
    Ok(Some(Sitter::new(pupil, class, post)))
}

/// Everything that goes with the post, in its order, judged today. Whoever holds a post was let to it.
pub fn shots(rx: &Rx, post: &Facts, today: Date) -> Result<Vec<Shot>> {
    Ok(of_posts(rx, &[post], today)?.remove(&post.id).unwrap_or_default())
}

/// The same for who writes it, as far as it is in their hand.
pub fn shots_of(rx: &Rx, post: &May<WritePost>, viewer: &Viewer) -> Result<Vec<Shot>> {
    let mut shots = shots(rx, post, viewer.today)?;
    shots.retain(|shot| policy::is_in_hand_of(&shot.bare.media, viewer));
    Ok(shots)
}

/// What the viewer sees of these posts, to each of which they are so tied.
pub fn seen(rx: &Rx, posts: &[(&Facts, Ties)], viewer: &Viewer) -> Result<HashMap<Id<Post>, Vec<Shot>>> {
    let facts: Vec<&Facts> = posts.iter().map(|(facts, _)| *facts).collect();
    let mut all = of_posts(rx, &facts, viewer.today)?;
    let own = policy::own_children(viewer);
    for (facts, ties) in posts {
        if let Some(shots) = all.get_mut(&facts.id) {
            shots.retain(|shot| {
                let ties = policy::ties_to(*ties, &shot.bare.media, viewer);
                shot.is_ready() && policy::sees(policy::seen_through(ties, shot.bare.shown, &shot.faces, &own))
            });
        }
    }
    Ok(all)
}

/// Four statements, however many posts and photos.
fn of_posts(rx: &Rx, posts: &[&Facts], today: Date) -> Result<HashMap<Id<Post>, Vec<Shot>>> {
    let ids: Vec<Id<Post>> = posts.iter().map(|post| post.id).collect();
    let bares = rx.all(
        &format!(
            "SELECT {BARE}, {MEDIA} FROM json_each(?1) j CROSS JOIN blog_media b ON b.post = j.value JOIN media m ON m.id = b.media
             ORDER BY b.post, b.place, b.media"
        ),
        [Id::json(&ids)],
        bare,
    )?;
    let media: Vec<Id<Media>> = bares.iter().map(|(_, shot)| shot.media.id).collect();
    if media.is_empty() {
        return Ok(HashMap::new());
    }
    let mut named: HashMap<Place, Vec<(Tag, bool)>> = HashMap::new();
    for (place, tag, is_stranger) in tags(rx, &ids, &media)? {
        named.entry(place).or_default().push((tag, is_stranger));
    }
    let mut sizes = sizes(rx, &media)?;
    let pupils: BTreeSet<Id<Pupil>> = named.values().flatten().map(|(tag, _)| tag.pupil).collect();
    let pupils: Vec<Id<Pupil>> = pupils.into_iter().collect();
    let known = known(rx, &pupils, posts, today)?;
    let by_id: HashMap<Id<Post>, &Facts> = posts.iter().map(|post| (post.id, *post)).collect();
    let mut all: HashMap<Id<Post>, Vec<Shot>> = HashMap::new();
    for (post, mut bare) in bares {
        let Some(facts) = by_id.get(&post) else { continue };
        for (tag, is_stranger) in named.remove(&(post, bare.media.id)).unwrap_or_default() {
            bare.strangers.extend(is_stranger.then_some(tag.pupil));
            bare.tags.push(tag);
        }
        let faces = bare.faces(facts, &known, today);
        let sizes = sizes.remove(&bare.media.id).unwrap_or_default();
        let is_private = bare.shown == Shown::Private;
        all.entry(post).or_default().push(Shot { bare, faces, sizes, is_private });
    }
    Ok(all)
}

/// One thing of one post.
type Place = (Id<Post>, Id<Media>);

/// Who is named on these, in which post, and whether as a child of none of the classes that the post is for.
fn tags(rx: &Rx, posts: &[Id<Post>], media: &[Id<Media>]) -> Result<Vec<(Place, Tag, bool)>> {
    rx.all(
        "SELECT b.post, t.media, t.pupil, t.blurred_at IS NOT NULL,
           NOT EXISTS (SELECT 1 FROM blog_target g WHERE g.post = b.post
             AND (g.class = 0 OR EXISTS (SELECT 1 FROM enrolment e WHERE e.pupil = t.pupil AND e.class = g.class)))
         FROM json_each(?2) m CROSS JOIN media_tag t ON t.media = m.value JOIN blog_media b ON b.media = t.media
         WHERE b.post IN (SELECT value FROM json_each(?1))",
        [Id::json(posts), Id::json(media)],
        |row| {
            let tag = Tag { pupil: row.get(2)?, is_blurred: row.get(3)? };
            Ok(((row.get(0)?, row.get(1)?), tag, row.get(4)?))
        },
    )
}

fn known(rx: &Rx, pupils: &[Id<Pupil>], posts: &[&Facts], today: Date) -> Result<Known> {
    let days = || posts.iter().map(|post| post.published_on.unwrap_or(today));
    consent::store::known(rx, pupils, (days().min().unwrap_or(today), days().max().unwrap_or(today)), today)
}

fn sizes(rx: &Rx, media: &[Id<Media>]) -> Result<HashMap<Id<Media>, Vec<Rendition>>> {
    let rows = rx.all(
        "SELECT f.media, f.size, f.file, f.media_type, f.width, f.height, f.bytes FROM json_each(?1) j CROSS JOIN media_form f ON f.media = j.value",
        [Id::json(media)],
        |row| {
            let (size, file): (String, String) = (row.get(1)?, row.get(2)?);
            Ok((row.get(0)?, size, file, row.get(3)?, row.get(4)?, row.get(5)?, row.get::<_, i64>(6)?))
        },
    )?;
    let mut all: HashMap<Id<Media>, Vec<Rendition>> = HashMap::new();
    for (media, size, file, media_type, width, height, bytes) in rows {
        let file = Hash::parse(&file).ok_or_else(|| Error::internal("a rendition has no file"))?;
        let size = Size::parse(&size).unwrap_or(Size::Whole);
        let one = Rendition { size, file, media_type, width, height, bytes: bytes.unsigned_abs() };
        all.entry(media).or_default().push(one);
    }
    for sizes in all.values_mut() {
        sizes.sort_by_key(|one| one.size);
    }
    Ok(all)
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

fn bare(row: &Row) -> rusqlite::Result<(Id<Post>, Bare)> {
    let shown = Shown::parse(&row.get::<_, String>(1)?);
    Ok((
        row.get(0)?,
        Bare { media: media::store::row(row, 3)?, shown, place: row.get(2)?, tags: Vec::new(), strangers: Vec::new() },
    ))
}
