//! The rows of documents, put in their places. Permits: on the space that something is put into, and on what is moved.

use super::{COPIED, Clash, Hindrance, Placed};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    school::{
        Person, Pupil,
        document::{
            Bytes, DEEPEST, Entry, Facts, Kind, Space,
            bound::store::{fullness, weight},
            names,
            policy::{ChangeEntry, KeepSpace, ReadEntry, ReadWhole, TakeEntry},
            space,
            store::{above, at, child},
            versions,
        },
        media,
        permit::{Manages, May},
    },
};
use rusqlite::params;
use std::collections::HashMap;

/// Names tried before one is given up.
const NUMBERS: usize = 1_000;

/// One row on its way into a folder.
pub(in crate::school::document) struct New<'a> {
    pub space: Space,
    pub folder: Option<Id<Entry>>,
    pub kind: Kind,
    pub name: &'a str,
    pub bytes: u64,
    pub pupil: Option<Id<Pupil>>,
    pub by: Id<Person>,
}

pub fn make_folder(
    tx: &Tx,
    shelf: &May<KeepSpace>,
    folder: Option<Id<Entry>>,
    name: &str,
    clash: Clash,
    now: Instant,
) -> Result<Placed> {
    let space = space(shelf);
    let depth = depth(tx, space, folder)?;
    if depth + 1 > DEEPEST {
        return Ok(Err(Hindrance::TooDeep));
    }
    let name = match free(tx, space, folder, name, clash, None)? {
        Ok(name) => name,
        Err(hindrance) => return Ok(Err(hindrance)),
    };
    let new = New { space, folder, kind: Kind::Folder, name: &name, bytes: 0, pupil: None, by: shelf.by() };
    add(tx, &new, now).map(Ok)
}

/// The folder under these names, made as far as it is not there: a tree that comes file by file.
pub fn make_way(
    tx: &Tx,
    shelf: &May<KeepSpace>,
    folder: Option<Id<Entry>>,
    path: &[&str],
    now: Instant,
) -> Result<std::result::Result<Option<Id<Entry>>, Hindrance>> {
    let mut at = folder;
    for name in path {
        let Some(name) = names::harmless(name) else { return Ok(Err(Hindrance::Name)) };
        at = match child(tx, space(shelf), at, &name)? {
            Some(found) if found.is_folder() => Some(found.id),
            _ => match make_folder(tx, shelf, at, &name, Clash::Number, now)? {
                Ok(made) => Some(made),
                Err(hindrance) => return Ok(Err(hindrance)),
            },
        };
    }
    Ok(Ok(at))
}

/// A file, or the newest version of one. Its bytes are kept and have their row.
pub fn put(
    tx: &Tx,
    shelf: &May<KeepSpace>,
    folder: Option<Id<Entry>>,
    name: &str,
    bytes: &Bytes,
    clash: Clash,
    now: Instant,
) -> Result<Placed> {
    let space = space(shelf);
    depth(tx, space, folder)?;
    if let Some(hindrance) = fullness(tx, space, shelf.ties(), bytes.size)? {
        return Ok(Err(hindrance));
    }
    if clash == Clash::Version
        && let Some(name) = names::harmless(name)
        && let Some(standing) = child(tx, space, folder, &name)?
    {
        if standing.is_folder() {
            return Ok(Err(Hindrance::Taken(standing.id)));
        }
        versions::store::add(tx, &standing, bytes, shelf.by(), now)?;
        return Ok(Ok(standing.id));
    }
    let name = match free(tx, space, folder, name, clash, None)? {
        Ok(name) => name,
        Err(hindrance) => return Ok(Err(hindrance)),
    };
    let new = New { space, folder, kind: Kind::File, name: &name, bytes: 0, pupil: None, by: shelf.by() };
    let id = add(tx, &new, now)?;
    versions::store::first(tx, id, &name, bytes, shelf.by(), now)?;
    Ok(Ok(id))
}

/// Under another name, in the same folder.
pub fn rename(tx: &Tx, entry: &May<ChangeEntry>, name: &str, clash: Clash, now: Instant) -> Result<Placed> {
    let name = match free(tx, entry.space, entry.folder, name, clash, Some(entry.id))? {
        Ok(name) => name,
        Err(hindrance) => return Ok(Err(hindrance)),
    };
    name_it(tx, entry.id, &name)?;
    touch(tx, entry.id, entry.by(), now)?;
    Ok(Ok(entry.id))
}

/// Into a folder of a space, its own or another, with all that it holds; under this name or its own.
pub fn relocate(
    tx: &Tx,
    entry: &May<ChangeEntry>,
    to: &May<KeepSpace>,
    folder: Option<Id<Entry>>,
    name: Option<&str>,
    clash: Clash,
    now: Instant,
) -> Result<Placed> {
    let space = space(to);
    if let Some(hindrance) = hindrance(tx, entry, space, folder)? {
        return Ok(Err(hindrance));
    }
    if entry.space != space && entry.also::<TakeEntry>().is_none() {
        return Ok(Err(Hindrance::Stays));
    }
    if entry.space != space
        && let Some(hindrance) = fullness(tx, space, to.ties(), weight(tx, entry.id)?)?
    {
        return Ok(Err(hindrance));
    }
    let name = match free(tx, space, folder, name.unwrap_or(&entry.name), clash, Some(entry.id))? {
        Ok(name) => name,
        Err(hindrance) => return Ok(Err(hindrance)),
    };
    if entry.space != space {
        // What lies in the bin below stays in the bin of the space that it was thrown away in, at its top.
        tx.run(
            "WITH RECURSIVE down (id, step) AS (SELECT ?1, 0 UNION ALL SELECT d.id, down.step + 1 FROM down CROSS JOIN document d ON d.folder = down.id WHERE down.step < 60 AND d.binned_at IS NULL)
             UPDATE document SET folder = NULL WHERE binned_at IS NOT NULL AND folder IN (SELECT id FROM down)",
            [entry.id],
        )?;
        tx.run(
            "WITH RECURSIVE down (id, step) AS (SELECT ?1, 0 UNION ALL SELECT d.id, down.step + 1 FROM down CROSS JOIN document d ON d.folder = down.id WHERE down.step < 60)
             UPDATE document SET space = ?2, owner = ?3, folder = CASE id WHEN ?1 THEN ?4 ELSE folder END,
               folded = CASE id WHEN ?1 THEN ?5 ELSE folded END, pupil = NULL
             WHERE id IN (SELECT id FROM down)",
            params![entry.id, space.kind(), space.owner(), folder, names::folded(&name)],
        )?;
        name_it(tx, entry.id, &name)?;
    } else {
        tx.run(
            "UPDATE document SET folder = ?2, name = ?3, folded = ?4, sort_key = ?5 WHERE id = ?1",
            params![entry.id, folder, name, names::folded(&name), names::sort_key(&name)],
        )?;
    }
    touch(tx, entry.id, entry.by(), now)?;
    Ok(Ok(entry.id))
}

/// A second one with all that it holds; the bytes stand once. Versions before the shown one stay with the first.
pub fn copy(
    tx: &Tx,
    entry: &May<ReadEntry>,
    to: &May<KeepSpace>,
    folder: Option<Id<Entry>>,
    name: Option<&str>,
    clash: Clash,
    now: Instant,
) -> Result<Placed> {
    // In a space of one's own it would be given whole, with what a camera wrote into it.
    if entry.also::<ReadWhole>().is_none() {
        return Err(Error::Forbidden);
    }
    let space = space(to);
    if let Some(hindrance) = hindrance(tx, entry, space, folder)? {
        return Ok(Err(hindrance));
    }
    let name = match free(tx, space, folder, name.unwrap_or(&entry.name), clash, None)? {
        Ok(name) => name,
        Err(hindrance) => return Ok(Err(hindrance)),
    };
    let all = below(tx, entry.id)?;
    if all.len() > COPIED {
        return Ok(Err(Hindrance::TooMany));
    }
    if let Some(hindrance) = fullness(tx, space, to.ties(), all.iter().map(|one| one.bytes).sum())? {
        return Ok(Err(hindrance));
    }
    let mut copies: HashMap<i64, Id<Entry>> = HashMap::new();
    let mut top = None;
    for Below { id, folder: of, kind, name: own_name, bytes } in all {
        let is_top = id == entry.id;
        let new = New {
            space,
            folder: if is_top { folder } else { of.and_then(|of| copies.get(&of.number()).copied()) },
            kind,
            name: if is_top { &name } else { &own_name },
            bytes,
            pupil: None,
            by: to.by(),
        };
        let copied = add(tx, &new, now)?;
        if kind == Kind::File {
            versions::store::copy(tx, id, copied, to.by(), now)?;
        }
        copies.insert(id.number(), copied);
        top = top.or(Some(copied));
    }
    top.map(Ok).ok_or(Error::NotFound)
}

/// What is copied of one row.
struct Below {
    id: Id<Entry>,
    folder: Option<Id<Entry>>,
    kind: Kind,
    name: String,
    bytes: u64,
}

/// Every one that a folder holds, above before below; itself first.
fn below(rx: &Rx, id: Id<Entry>) -> Result<Vec<Below>> {
    rx.all(
        "WITH RECURSIVE down (id, step) AS (SELECT ?1, 0 UNION ALL SELECT d.id, down.step + 1 FROM down CROSS JOIN document d ON d.folder = down.id WHERE down.step < 60 AND d.binned_at IS NULL)
         SELECT d.id, d.folder, d.kind, d.name, d.bytes FROM down CROSS JOIN document d ON d.id = down.id ORDER BY down.step LIMIT ?2",
        params![id, COPIED as i64 + 1],
        |row| {
            let kind = if row.get::<_, String>(2)? == "folder" { Kind::Folder } else { Kind::File };
            let bytes = row.get::<_, i64>(4)?.max(0) as u64;
            Ok(Below { id: row.get(0)?, folder: row.get(1)?, kind, name: row.get(3)?, bytes })
        },
    )
}

/// Into itself, or deeper than folders go.
fn hindrance(rx: &Rx, one: &Facts, space: Space, folder: Option<Id<Entry>>) -> Result<Option<Hindrance>> {
    let depth = depth(rx, space, folder)?;
    if !one.is_folder() {
        return Ok(None);
    }
    if let Some(folder) = folder
        && above(rx, folder)?.iter().any(|(id, _)| *id == one.id)
    {
        return Ok(Some(Hindrance::Inside));
    }
    let own: i64 = rx.value(
        "WITH RECURSIVE down (id, step) AS (SELECT ?1, 1 UNION ALL SELECT d.id, down.step + 1 FROM down CROSS JOIN document d ON d.folder = down.id WHERE down.step < 60 AND d.binned_at IS NULL AND d.kind = 'folder')
         SELECT max(step) FROM down",
        [one.id],
    )?;
    Ok((depth + own.max(0) as usize > DEEPEST).then_some(Hindrance::TooDeep))
}

/// In how many folders something stands that is put there. The folder is one, stands in the space, and is not in the bin.
fn depth(rx: &Rx, space: Space, folder: Option<Id<Entry>>) -> Result<usize> {
    let Some(folder) = folder else { return Ok(0) };
    let stands = rx.exists(
        "SELECT 1 FROM document WHERE id = ?1 AND space = ?2 AND owner = ?3 AND kind = 'folder' AND binned_at IS NULL",
        params![folder, space.kind(), space.owner()],
    )?;
    if !stands {
        return Err(Error::NotFound);
    }
    Ok(above(rx, folder)?.len())
}

/// The name as it may stand there. `but`: the one that has it already may keep it.
pub(in crate::school::document) fn free(
    rx: &Rx,
    space: Space,
    folder: Option<Id<Entry>>,
    name: &str,
    clash: Clash,
    but: Option<Id<Entry>>,
) -> Result<std::result::Result<String, Hindrance>> {
    let Some(name) = names::harmless(name) else { return Ok(Err(Hindrance::Name)) };
    let mut taken = None;
    for number in 1..=NUMBERS {
        let tried = if number == 1 { name.clone() } else { names::numbered(&name, number) };
        match taken_by(rx, space, folder, &tried)?.filter(|id| Some(*id) != but) {
            None => return Ok(Ok(tried)),
            Some(by) if clash != Clash::Number => return Ok(Err(Hindrance::Taken(by))),
            Some(by) => taken = taken.or(Some(by)),
        }
    }
    Ok(Err(taken.map_or(Hindrance::Name, Hindrance::Taken)))
}

fn taken_by(rx: &Rx, space: Space, folder: Option<Id<Entry>>, name: &str) -> Result<Option<Id<Entry>>> {
    rx.one(
        "SELECT id FROM document WHERE space = ?1 AND owner = ?2 AND coalesce(folder, 0) = ?3 AND folded = ?4 AND binned_at IS NULL",
        params![space.kind(), space.owner(), at(folder), names::folded(name)],
        |row| row.get(0),
    )
}

/// A row under a name that is free.
pub(in crate::school::document) fn add(tx: &Tx, new: &New, now: Instant) -> Result<Id<Entry>> {
    Ok(Id::new(tx.insert(
        "INSERT INTO document (space, owner, folder, kind, name, folded, sort_key, version, bytes, pupil, made_at, made_by, changed_at, changed_by)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?11, ?12)",
        params![
            new.space.kind(),
            new.space.owner(),
            new.folder,
            if new.kind == Kind::Folder { "folder" } else { "file" },
            new.name,
            names::folded(new.name),
            names::sort_key(new.name),
            i64::from(new.kind == Kind::File),
            new.bytes as i64,
            new.pupil,
            now,
            new.by
        ],
    )?))
}

fn name_it(tx: &Tx, id: Id<Entry>, name: &str) -> Result<()> {
    tx.run(
        "UPDATE document SET name = ?2, folded = ?3, sort_key = ?4 WHERE id = ?1",
        params![id, name, names::folded(name), names::sort_key(name)],
    )?;
    Ok(())
}

fn touch(tx: &Tx, id: Id<Entry>, by: Id<Person>, now: Instant) -> Result<()> {
    tx.run("UPDATE document SET changed_at = ?2, changed_by = ?3 WHERE id = ?1", params![id, now, by])?;
    Ok(())
}

/// Two rows of people were one person: what the one kept is the other's. A name that both have gets a number.
pub fn hand_over(tx: &Tx, from: Id<Person>, to: Id<Person>, _: &impl Manages) -> Result<()> {
    let tops = tx.all(
        "SELECT id, name FROM document WHERE space = 'own' AND owner = ?1 AND coalesce(folder, 0) = 0 AND binned_at IS NULL",
        [from],
        |row| Ok((row.get::<_, Id<Entry>>(0)?, row.get::<_, String>(1)?)),
    )?;
    for (id, name) in tops {
        if let Ok(name) = free(tx, Space::Own(to), None, &name, Clash::Number, None)? {
            name_it(tx, id, &name)?;
        }
        tx.run("UPDATE document SET owner = ?2 WHERE id = ?1", params![id, to])?;
    }
    tx.run("UPDATE document SET owner = ?2 WHERE space = 'own' AND owner = ?1 AND binned_at IS NULL", [from, to])?;
    tx.run("UPDATE document SET owner = ?2 WHERE space = 'own' AND owner = ?1 AND binned_at IS NOT NULL", [from, to])?;
    Ok(())
}

/// What the darkroom will make of it; nothing for what is only read.
pub(in crate::school::document) fn develop(
    tx: &Tx,
    name: &str,
    bytes: &Bytes,
    by: Id<Person>,
    now: Instant,
) -> Result<Option<Id<media::Media>>> {
    let found = bytes.media();
    let kind = media::Kind::of(found).filter(|kind| *kind != media::Kind::Document);
    let fits = bytes.size <= crate::base::darkroom::limit(found);
    kind.filter(|_| fits).map(|kind| media::store::add(tx, by, kind, name, bytes.hash, now)).transpose()
}
