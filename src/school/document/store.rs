//! The rows of documents, read: one to be judged, a folder's, by their names. Each function of a permit stays within its space.

use super::{
    Binned, Content, Entry, Facts, Key, Kind, Shelf, Space, Who, grants, names,
    past::{self, Past},
    policy::{OpenDocuments, ReadEntry},
    space,
};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::{Error, Result},
        files::Hash,
        images::Media,
    },
    school::{
        Class, class,
        media::{self, Rendition, Size, State},
        permit::{May, Rule, Ties, Witness},
        viewer::Viewer,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};
use std::collections::HashMap;

/// Columns of `document d` with [`BESIDE_DOCUMENT`]; [`facts`] reads them.
pub const DOCUMENT: &str =
    "d.id, d.space, d.owner, d.folder, d.kind, d.name, d.version, d.bytes, d.pupil, d.made_at, d.changed_at,
     p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
     EXISTS (SELECT 1 FROM duty u WHERE u.person = d.changed_by), v.file, v.media_type, v.media";
pub const BESIDE_DOCUMENT: &str = "LEFT JOIN document_version v ON v.document = d.id AND v.version = d.version LEFT JOIN person p ON p.id = d.changed_by";

/// Of one folder, or of the top of a space.
const HERE: &str = "d.space = ?1 AND d.owner = ?2 AND coalesce(d.folder, 0) = ?3 AND d.binned_at IS NULL";

/// How a folder's list is ordered; folders always come first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    #[default]
    Name,
    /// The newest first.
    Changed,
    /// The heaviest first.
    Size,
}

/// A part of a list.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub order: Order,
    pub from: usize,
    pub most: usize,
}

impl Part {
    /// Everything, by name.
    pub const WHOLE: Part = Part { order: Order::Name, from: 0, most: i64::MAX as usize };
}

/// What is given of a file to whoever asks.
#[derive(Clone, Debug)]
pub enum Given {
    /// Under this name: what the darkroom made of a photo may be of another kind.
    File { hash: Hash, media_type: String, bytes: u64, name: String },
    /// The darkroom has not come to it yet.
    Waiting,
    /// It could not be made safe.
    Refused,
}

pub fn shelf(rx: &Rx, key: Key, witness: &Witness) -> Result<Option<Shelf>> {
    let Key::Of(space) = key else {
        return Ok(Some(Shelf::default_of(key)));
    };
    let (class_name, past) = match space.class() {
        None => Default::default(),
        Some(class) => match class::store::class(rx, class, witness)? {
            Some(class) => named(rx, class.id, class.name)?,
            None => return Ok(None),
        },
    };
    Ok(Some(Shelf { class_name, grants: grants::store::of(rx, space)?, past, ..Shelf::default_of(key) }))
}

/// The spaces that the viewer has: their own, the school's, the staff room, then classes and casiers by name.
pub fn shelves(rx: &Rx, viewer: &Viewer, _: &May<OpenDocuments>) -> Result<Vec<(Shelf, Ties)>> {
    let given = grants::store::all(rx)?;
    let mut all = vec![Key::Mine, Key::Of(Space::School), Key::Of(Space::Staff)]
        .into_iter()
        .map(|key| (key, (String::new(), Past::default())))
        .collect::<Vec<_>>();
    for (class, name) in classes(rx, viewer, viewer.today)? {
        let named = named(rx, class, name)?;
        all.extend([Space::Class(class), Space::HandIn(class)].map(|space| (Key::Of(space), named.clone())));
    }
    let shelves = all.into_iter().map(|(key, (class_name, past))| {
        let space = key.space(viewer.person);
        let grants = given.iter().filter(|(of, _)| *of == space).map(|(_, grant)| *grant).collect();
        let shelf = Shelf { class_name, grants, past, ..Shelf::default_of(key) };
        let ties = shelf.ties_of(viewer);
        (shelf, ties)
    });
    Ok(shelves.filter(|(_, ties)| ties.meets(Ties::READER | Ties::KEEPER | Ties::DEPOSITOR)).collect())
}

/// « CM1 »; « CM1 2026-2027 » once another year has begun, which may have a CM1 of its own.
fn named(rx: &Rx, class: Id<Class>, name: String) -> Result<(String, Past)> {
    let past = past::store::of(rx, class)?;
    let name = past.year.as_ref().map_or(name.clone(), |year| format!("{name} {year}"));
    Ok((name, past))
}

/// Those that the viewer has to do with; for who works here also this year's others, which may be opened to them.
fn classes(rx: &Rx, viewer: &Viewer, today: Date) -> Result<Vec<(Id<Class>, String)>> {
    let mut own: Vec<Id<Class>> = viewer.teaches.iter().chain(&viewer.helps_in).copied().collect();
    own.extend(viewer.children.iter().filter_map(|child| child.class));
    own.extend(viewer.pupil.and_then(|(_, class)| class));
    own.extend(past::store::classes_of(rx, viewer, today)?);
    rx.all(
        "SELECT c.id, c.name FROM class c JOIN school_year y ON y.id = c.year
         WHERE c.id IN (SELECT value FROM json_each(?1)) OR ?2 AND y.starts_on <= ?3 AND y.ends_on >= ?3 ORDER BY y.starts_on DESC, c.name, c.id",
        params![Id::json(&own), viewer.is_director || viewer.is_staff, today.to_string()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

pub fn entry(rx: &Rx, id: Id<Entry>, witness: &Witness) -> Result<Option<Entry>> {
    let found = one(rx, id, false)?;
    let Some(facts) = found else { return Ok(None) };
    let shelf = shelf(rx, facts.space.key(), witness)?;
    Ok(shelf.map(|shelf| Entry { facts, shelf }))
}

pub(super) fn binned(rx: &Rx, id: Id<Entry>, witness: &Witness) -> Result<Option<Binned>> {
    let Some(facts) = one(rx, id, true)? else { return Ok(None) };
    let shelf = shelf(rx, facts.space.key(), witness)?;
    Ok(shelf.map(|shelf| Binned { facts, shelf }))
}

fn one(rx: &Rx, id: Id<Entry>, is_binned: bool) -> Result<Option<Facts>> {
    rx.one(
        &format!(
            "SELECT {DOCUMENT} FROM document d {BESIDE_DOCUMENT} WHERE d.id = ?1
             AND CASE WHEN ?2 THEN d.binned_with = d.id ELSE d.binned_at IS NULL END"
        ),
        params![id, is_binned],
        facts,
    )
}

/// What stands under these names, one in the other, from the top of the space; nothing stands under no name.
pub fn find<R: Rule<On = Shelf>>(rx: &Rx, shelf: &May<R>, path: &[&str]) -> Result<Option<Facts>> {
    let (mut at, mut found) = (None, None);
    for name in path {
        found = child(rx, space(shelf), at, name)?;
        match &found {
            Some(one) => at = Some(one.id),
            None => return Ok(None),
        }
    }
    Ok(found)
}

/// By its name, as Windows compares names.
pub(super) fn child(rx: &Rx, space: Space, folder: Option<Id<Entry>>, name: &str) -> Result<Option<Facts>> {
    rx.one(
        &format!(
            "SELECT {DOCUMENT} FROM document d {BESIDE_DOCUMENT}
             WHERE d.space = ?1 AND d.owner = ?2 AND coalesce(d.folder, 0) = ?3 AND d.folded = ?4 AND d.binned_at IS NULL"
        ),
        params![space.kind(), space.owner(), at(folder), names::folded(name)],
        facts,
    )
}

/// A folder of this space, by a number that did not come alone.
pub fn folder<R: Rule<On = Shelf>>(rx: &Rx, shelf: &May<R>, id: Id<Entry>) -> Result<Facts> {
    let found = one(rx, id, false)?.filter(|one| one.space == space(shelf) && one.is_folder());
    found.ok_or(Error::NotFound)
}

/// Of these, what stands in this space still, in the order of lists.
pub fn chosen<R: Rule<On = Shelf>>(rx: &Rx, shelf: &May<R>, ids: &[Id<Entry>]) -> Result<Vec<Facts>> {
    let space = space(shelf);
    let mut found = rx.all(
        &format!(
            "SELECT {DOCUMENT} FROM json_each(?1) j CROSS JOIN document d ON d.id = j.value {BESIDE_DOCUMENT}
             WHERE d.space = ?2 AND d.owner = ?3 AND d.binned_at IS NULL"
        ),
        params![Id::json(ids), space.kind(), space.owner()],
        facts,
    )?;
    found.sort_by_key(|one| (!one.is_folder(), names::sort_key(&one.name)));
    found.dedup_by_key(|one| one.id);
    Ok(found)
}

/// What stands in a folder of this space, or at its top.
pub fn list<R: Rule<On = Shelf>>(rx: &Rx, shelf: &May<R>, folder: Option<Id<Entry>>, part: Part) -> Result<Vec<Facts>> {
    let space = space(shelf);
    let most = i64::try_from(part.most).unwrap_or(i64::MAX);
    let asked = params![space.kind(), space.owner(), at(folder), most, part.from as i64];
    match part.order {
        Order::Name => rx.all(
            &format!("SELECT {DOCUMENT} FROM document d {BESIDE_DOCUMENT} WHERE {HERE} ORDER BY d.kind DESC, d.sort_key LIMIT ?4 OFFSET ?5"),
            asked,
            facts,
        ),
        Order::Changed => rx.all(
            &format!("SELECT {DOCUMENT} FROM document d {BESIDE_DOCUMENT} WHERE {HERE} ORDER BY d.kind DESC, d.changed_at DESC, d.sort_key LIMIT ?4 OFFSET ?5"),
            asked,
            facts,
        ),
        Order::Size => rx.all(
            &format!("SELECT {DOCUMENT} FROM document d {BESIDE_DOCUMENT} WHERE {HERE} ORDER BY d.kind DESC, d.bytes DESC, d.sort_key LIMIT ?4 OFFSET ?5"),
            asked,
            facts,
        ),
    }
}

/// How many stand there, and how much the files among them weigh.
pub fn weight<R: Rule<On = Shelf>>(rx: &Rx, shelf: &May<R>, folder: Option<Id<Entry>>) -> Result<(usize, u64)> {
    let space = space(shelf);
    let found = rx.one(
        "SELECT count(*), coalesce(sum(bytes), 0) FROM document
         WHERE space = ?1 AND owner = ?2 AND coalesce(folder, 0) = ?3 AND binned_at IS NULL",
        params![space.kind(), space.owner(), at(folder)],
        |row| Ok((row.get::<_, i64>(0)?.max(0) as usize, row.get::<_, i64>(1)?.max(0) as u64)),
    )?;
    Ok(found.unwrap_or_default())
}

/// A folder and those that it stands in, from the top.
pub fn way<R: Rule<On = Shelf>>(rx: &Rx, _: &May<R>, folder: Id<Entry>) -> Result<Vec<(Id<Entry>, String)>> {
    above(rx, folder)
}

pub fn way_to(rx: &Rx, entry: &May<ReadEntry>) -> Result<Vec<(Id<Entry>, String)>> {
    above(rx, entry.id)
}

pub(super) fn above(rx: &Rx, id: Id<Entry>) -> Result<Vec<(Id<Entry>, String)>> {
    rx.all(
        "WITH RECURSIVE up (id, folder, name, step) AS (
           SELECT id, folder, name, 0 FROM document WHERE id = ?1
           UNION ALL SELECT d.id, d.folder, d.name, up.step + 1 FROM up CROSS JOIN document d ON d.id = up.folder WHERE up.step < 60)
         SELECT id, name FROM up ORDER BY step DESC",
        [id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A folder with all that it holds, each with the names that lead to it from there: its own first.
pub fn tree<R: Rule<On = Shelf>>(rx: &Rx, shelf: &May<R>, tops: &[Id<Entry>]) -> Result<Vec<(Vec<String>, Facts)>> {
    let space = space(shelf);
    let all = rx.all(
        &format!(
            "WITH RECURSIVE down (id, step) AS (
               SELECT value, 0 FROM json_each(?1)
               UNION ALL SELECT c.id, down.step + 1 FROM down CROSS JOIN document c ON c.folder = down.id WHERE down.step < 60 AND c.binned_at IS NULL)
             SELECT {DOCUMENT} FROM down CROSS JOIN document d ON d.id = down.id {BESIDE_DOCUMENT}
             WHERE d.space = ?2 AND d.owner = ?3 AND d.binned_at IS NULL ORDER BY down.step, d.kind DESC, d.sort_key"
        ),
        params![Id::json(tops), space.kind(), space.owner()],
        facts,
    )?;
    let mut paths: HashMap<i64, Vec<String>> = HashMap::new();
    let mut placed = Vec::with_capacity(all.len());
    for one in all {
        let mut path = one.folder.and_then(|folder| paths.get(&folder.number()).cloned()).unwrap_or_default();
        path.push(one.name.clone());
        // Chosen beside the folder that holds it already: once is enough.
        if paths.insert(one.id.number(), path.clone()).is_none() {
            placed.push((path, one));
        }
    }
    Ok(placed)
}

/// What of a file is given to who holds these ties: the bytes as they came, or what the darkroom made of a photo.
pub fn given(rx: &Rx, one: &Facts, ties: Ties) -> Result<Given> {
    let content = one.content.as_ref().ok_or(Error::NotFound)?;
    let whole = |content: &Content| Given::File {
        hash: content.file.clone(),
        media_type: content.media_type.clone(),
        bytes: one.bytes,
        name: one.name.clone(),
    };
    if ties.meets(super::policy::ReadWhole::WHO) || !holds_more_than_it_shows(&content.media_type) {
        return Ok(whole(content));
    }
    let Some(media) = content.media else { return Ok(Given::Refused) };
    Ok(match cleaned(rx, media, Size::Whole)? {
        Cleaned::Ready(found) => Given::File {
            name: names_like(&one.name, &found.media_type),
            hash: found.file,
            media_type: found.media_type,
            bytes: found.bytes,
        },
        Cleaned::Waiting => Given::Waiting,
        Cleaned::Refused => Given::Refused,
    })
}

/// Where and by what a photo, a video or a sound was taken.
fn holds_more_than_it_shows(media_type: &str) -> bool {
    ["image/", "video/", "audio/"].iter().any(|kind| media_type.starts_with(kind))
}

/// « plage.heic » is a JPEG once it is made safe.
fn names_like(name: &str, media_type: &str) -> String {
    let made = [Media::Jpeg, Media::Png, Media::Webp, Media::Gif].into_iter().find(|media| media.mime() == media_type);
    let extension = names::extension(name);
    match made {
        Some(Media::Jpeg) if extension == "jpeg" => name.to_owned(),
        Some(media) if extension != media.extension() => format!("{}.{}", names::parts(name).0, media.extension()),
        _ => name.to_owned(),
    }
}

pub enum Cleaned {
    Ready(Rendition),
    Waiting,
    Refused,
}

/// What the darkroom made of it, at that size or the largest that there is.
pub fn preview(rx: &Rx, entry: &May<ReadEntry>, size: Size) -> Result<Option<Cleaned>> {
    match entry.content.as_ref().and_then(|content| content.media) {
        Some(media) => cleaned(rx, media, size).map(Some),
        None => Ok(None),
    }
}

fn cleaned(rx: &Rx, id: Id<media::Media>, size: Size) -> Result<Cleaned> {
    let state: Option<String> = rx.one("SELECT state FROM media WHERE id = ?1", [id], |row| row.get(0))?;
    Ok(match state.as_deref().map(State::parse) {
        Some(State::Ready) => media::store::rendition(rx, id, size)?.map_or(Cleaned::Refused, Cleaned::Ready),
        Some(State::Waiting) => Cleaned::Waiting,
        Some(State::Refused) | None => Cleaned::Refused,
    })
}

pub(super) fn at(folder: Option<Id<Entry>>) -> i64 {
    folder.map_or(0, Id::number)
}

pub(super) fn facts(row: &Row) -> rusqlite::Result<Facts> {
    let space = Space::of(&row.get::<_, String>(1)?, row.get(2)?);
    let kind = if row.get::<_, String>(4)? == "folder" { Kind::Folder } else { Kind::File };
    let content = row
        .get::<_, Option<String>>(15)?
        .and_then(|file| Hash::parse(&file))
        .map(|file| Ok::<_, rusqlite::Error>(Content { file, media_type: row.get(16)?, media: row.get(17)? }));
    Ok(Facts {
        id: row.get(0)?,
        space: space.ok_or(rusqlite::Error::InvalidQuery)?,
        folder: row.get(3)?,
        kind,
        name: row.get(5)?,
        version: row.get(6)?,
        bytes: row.get::<_, i64>(7)?.max(0) as u64,
        pupil: row.get(8)?,
        made_at: row.get(9)?,
        changed_at: row.get(10)?,
        changed_by: who(row, 11)?,
        content: content.transpose()?,
        _row: (),
    })
}

/// « Mme Benali », from three columns and whether it is one of the staff.
pub(super) fn who(row: &Row, at: usize) -> rusqlite::Result<Option<Who>> {
    let Some(civility) = row.get::<_, Option<String>>(at)? else { return Ok(None) };
    let (first, last): (String, String) = (row.get(at + 1)?, row.get(at + 2)?);
    let called = if civility.is_empty() { first } else { civility };
    Ok(Some(Who { name: format!("{called} {last}").trim().to_owned(), is_staff: row.get(at + 3)? }))
}
