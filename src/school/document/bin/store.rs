//! The rows of the bin.

use super::Thrown;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
    },
    school::{
        document::{
            BIN_KEPT, Binned, Entry, Kind, Space, names,
            placing::{
                Clash, Placed,
                store::{New, add, free},
            },
            policy::{BinEntry, EmptyBin, EraseEntry, OpenBin, RestoreEntry},
            space, store,
            store::who,
            versions,
        },
        media::Media,
        permit::{May, Witness},
    },
};
use rusqlite::params;

/// Erased in one transaction at most.
const HANDFUL: i64 = 200;

pub(in crate::school::document) fn binned(rx: &Rx, id: Id<Entry>, witness: &Witness) -> Result<Option<Binned>> {
    store::binned(rx, id, witness)
}

/// With all that it holds; what of that lay in the bin before stays there by itself.
pub fn bin(tx: &Tx, entry: &May<BinEntry>, now: Instant) -> Result<()> {
    tx.run(
        "WITH RECURSIVE down (id, step) AS (SELECT ?1, 0 UNION ALL SELECT d.id, down.step + 1 FROM down CROSS JOIN document d ON d.folder = down.id WHERE down.step < 60 AND d.binned_at IS NULL)
         UPDATE document SET binned_at = ?2, binned_by = ?3, binned_with = ?1, erase_at = ?4 WHERE id IN (SELECT id FROM down)",
        params![entry.id, now, entry.by(), now.plus(BIN_KEPT)],
    )?;
    Ok(())
}

/// The last thrown away first.
pub fn list(rx: &Rx, shelf: &May<OpenBin>, most: usize) -> Result<Vec<Thrown>> {
    let space = space(shelf);
    rx.all(
        "SELECT d.id, d.kind, d.name, w.bytes, w.files, d.binned_at, d.erase_at, p.civility, p.first_name,
           CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, EXISTS (SELECT 1 FROM duty u WHERE u.person = d.binned_by)
         FROM (SELECT binned_with AS top, sum(bytes) AS bytes, sum(kind = 'file') AS files FROM document
               WHERE space = ?1 AND owner = ?2 AND binned_at IS NOT NULL GROUP BY binned_with) w
         CROSS JOIN document d ON d.id = w.top LEFT JOIN person p ON p.id = d.binned_by ORDER BY d.binned_at DESC, d.id DESC LIMIT ?3",
        params![space.kind(), space.owner(), most as i64],
        |row| {
            Ok(Thrown {
                id: row.get(0)?,
                kind: if row.get::<_, String>(1)? == "folder" { Kind::Folder } else { Kind::File },
                name: row.get(2)?,
                bytes: row.get::<_, i64>(3)?.max(0) as u64,
                files: row.get::<_, i64>(4)?.max(0) as usize,
                binned_at: row.get(5)?,
                erase_at: row.get(6)?,
                binned_by: who(row, 7)?,
            })
        },
    )
}

/// Where it was; a folder that is there no more is made again, a name that was taken meanwhile gets a number.
pub fn restore(tx: &Tx, binned: &May<RestoreEntry>, now: Instant) -> Result<Placed> {
    let space = binned.space;
    let mut folder = None;
    let mut way = match binned.folder {
        Some(folder) => store::above(tx, folder)?,
        None => Vec::new(),
    };
    // The lowest that stands: what is above it stands too.
    let standing = way.iter().rposition(|(id, _)| is_live(tx, *id, space).unwrap_or(false));
    if let Some(at) = standing {
        folder = Some(way[at].0);
        way.drain(..=at);
    }
    for (_, name) in way {
        folder = Some(match store::child(tx, space, folder, &name)? {
            Some(found) if found.is_folder() => found.id,
            _ => {
                let name = match free(tx, space, folder, &name, Clash::Number, None)? {
                    Ok(name) => name,
                    Err(hindrance) => return Ok(Err(hindrance)),
                };
                // In a casier it is the pupil's.
                let (pupil, by) = (binned.pupil, binned.by());
                add(tx, &New { space, folder, kind: Kind::Folder, name: &name, bytes: 0, pupil, by }, now)?
            }
        });
    }
    let name = match free(tx, space, folder, &binned.name, Clash::Number, None)? {
        Ok(name) => name,
        Err(hindrance) => return Ok(Err(hindrance)),
    };
    tx.run(
        "UPDATE document SET folder = ?2, name = ?3, folded = ?4, sort_key = ?5 WHERE id = ?1",
        params![binned.id, folder, name, names::folded(&name), names::sort_key(&name)],
    )?;
    tx.run(
        "UPDATE document SET binned_at = NULL, binned_by = NULL, binned_with = NULL, erase_at = NULL WHERE binned_with = ?1",
        [binned.id],
    )?;
    Ok(Ok(binned.id))
}

fn is_live(rx: &Rx, id: Id<Entry>, space: Space) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM document WHERE id = ?1 AND space = ?2 AND owner = ?3 AND binned_at IS NULL",
        params![id, space.kind(), space.owner()],
    )
}

/// For good: its rows now, its bytes at the next sweep, unless something else holds the same.
pub fn erase(tx: &Tx, binned: &May<EraseEntry>) -> Result<()> {
    erase_with(tx, binned.id)
}

/// All of a space's bin, for good.
pub fn empty(tx: &Tx, shelf: &May<EmptyBin>) -> Result<usize> {
    let space = space(shelf);
    let tops = tx.all(
        "SELECT DISTINCT binned_with FROM document WHERE space = ?1 AND owner = ?2 AND binned_at IS NOT NULL AND binned_with IS NOT NULL",
        params![space.kind(), space.owner()],
        |row| row.get(0),
    )?;
    tops.iter().try_for_each(|top| erase_with(tx, *top))?;
    Ok(tops.len())
}

/// What has lain its time, a handful at a time: the next round takes what is left. Gives how many tops went.
pub fn sweep(tx: &Tx, _: &System, now: Instant) -> Result<usize> {
    let tops = tx.all(
        "SELECT DISTINCT binned_with FROM document WHERE erase_at <= ?1 AND binned_with IS NOT NULL ORDER BY erase_at LIMIT ?2",
        params![now, HANDFUL],
        |row| row.get(0),
    )?;
    tops.iter().try_for_each(|top| erase_with(tx, *top))?;
    Ok(tops.len() + throw_what_is_nobodys(tx, now)?)
}

/// What somebody kept for themselves goes with them: at once, since nobody else ever saw it.
fn throw_what_is_nobodys(tx: &Tx, now: Instant) -> Result<usize> {
    tx.run(
        "UPDATE document SET binned_at = ?1, binned_with = id, erase_at = ?1, folder = NULL
         WHERE space = 'own' AND binned_at IS NULL AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = document.owner)",
        [now],
    )
}

fn erase_with(tx: &Tx, top: Id<Entry>) -> Result<()> {
    let held: Vec<(String, Option<Id<Media>>)> = tx.all(
        "SELECT v.file, v.media FROM document d JOIN document_version v ON v.document = d.id WHERE d.binned_with = ?1",
        [top],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    // Thrown away before its folder was: it stays in the bin until its own day, and would come back at the top.
    tx.run(
        "UPDATE document SET folder = NULL WHERE folder IN (SELECT id FROM document WHERE binned_with = ?1) AND binned_with <> ?1",
        [top],
    )?;
    tx.run("DELETE FROM document WHERE binned_with = ?1", [top])?;
    versions::store::forget(tx, &held)
}
