//! The rows of what was handed in, in a folder of the pupil's own, so that a network drive shows it as the page does; and of what a
//! child keeps, for whoever takes it away with the rest.

use super::{Deposit, Receipt, Row, Slot};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        files::Hash,
    },
    school::{
        Class, Pupil,
        document::{
            Bytes, Entry, Kind, Space,
            placing::{
                Clash, Placed,
                store::{New, add, free},
            },
            policy::{HandIn, OpenCasier, OpenDocuments},
            store::who,
            versions,
        },
        permit::{May, Witness},
    },
};
use rusqlite::{ToSql, params};

pub(in crate::school::document) fn slot(
    rx: &Rx,
    class: Id<Class>,
    pupil: Id<Pupil>,
    _: &Witness,
) -> Result<Option<Slot>> {
    rx.one(
        "SELECT c.id, c.name, p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM enrolment e JOIN class c ON c.id = e.class JOIN person p ON p.id = e.pupil
         WHERE e.pupil = ?2 AND e.class = ?1 AND e.until_on IS NULL",
        params![class, pupil],
        |row| {
            Ok(Slot {
                class: row.get(0)?,
                class_name: row.get(1)?,
                pupil: row.get(2)?,
                first_name: row.get(3)?,
                last_name: row.get(4)?,
                _row: (),
            })
        },
    )
}

/// Puts it in. Its bytes are kept and have their row.
pub fn hand_in(tx: &Tx, slot: &May<HandIn>, name: &str, bytes: &Bytes, now: Instant) -> Result<Placed> {
    let space = Space::HandIn(slot.class);
    let folder = match folder(tx, slot)? {
        Some(folder) => folder,
        None => {
            let name = format!("{} {}", slot.last_name, slot.first_name);
            let name = match free(tx, space, None, &name, Clash::Number, None)? {
                Ok(name) => name,
                Err(hindrance) => return Ok(Err(hindrance)),
            };
            let new = New {
                space,
                folder: None,
                kind: Kind::Folder,
                name: &name,
                bytes: 0,
                pupil: Some(slot.pupil),
                by: slot.by(),
            };
            add(tx, &new, now)?
        }
    };
    let free = match free(tx, space, Some(folder), name, Clash::Number, None)? {
        Ok(name) => name,
        Err(hindrance) => return Ok(Err(hindrance)),
    };
    let new = New {
        space,
        folder: Some(folder),
        kind: Kind::File,
        name: &free,
        bytes: 0,
        pupil: Some(slot.pupil),
        by: slot.by(),
    };
    let id = add(tx, &new, now)?;
    versions::store::first(tx, id, &free, bytes, slot.by(), now)?;
    tx.run("UPDATE document SET said = ?2 WHERE id = ?1", params![id, name])?;
    Ok(Ok(id))
}

fn folder(rx: &Rx, slot: &Slot) -> Result<Option<Id<Entry>>> {
    rx.one(
        "SELECT id FROM document WHERE pupil = ?1 AND space = 'hand_in' AND owner = ?2 AND kind = 'folder' AND binned_at IS NULL",
        params![slot.pupil, slot.class],
        |row| row.get(0),
    )
}

/// The depositor's own, for this pupil, the newest first: another guardian's are that guardian's.
pub fn receipts(rx: &Rx, slot: &May<HandIn>, most: usize) -> Result<Vec<Receipt>> {
    rx.all(
        "SELECT said, bytes, made_at FROM document
         WHERE made_by = ?1 AND space = 'hand_in' AND owner = ?2 AND pupil = ?3 AND kind = 'file' ORDER BY made_at DESC, id DESC LIMIT ?4",
        params![slot.by(), slot.class, slot.pupil, most as i64],
        |row| Ok(Receipt { name: row.get(0)?, bytes: row.get::<_, i64>(1)?.max(0) as u64, at: row.get(2)? }),
    )
}

/// A file that somebody handed in or keeps, under the name by which they called it.
pub struct Handed {
    pub name: String,
    pub file: Hash,
    pub bytes: u64,
    pub at: Instant,
}

/// What the viewer handed in for a child, or the child did, in any year, the oldest first: nothing of another guardian's.
/// `child` is one of the viewer's own, as the session read them.
pub fn of_family(rx: &Rx, documents: &May<OpenDocuments>, child: Id<Pupil>) -> Result<Vec<Handed>> {
    files(
        rx,
        "SELECT d.said, v.file, d.bytes, d.made_at FROM document d JOIN document_version v ON v.document = d.id AND v.version = d.version
         WHERE d.pupil = ?2 AND d.made_by IN (?1, ?2) AND d.space = 'hand_in' AND d.kind = 'file' AND d.binned_at IS NULL ORDER BY d.made_at, d.id",
        params![documents.by(), child],
    )
}

/// What the child keeps in a space of their own, the oldest first: whoever decides for a child takes it with the rest, for a
/// pupil asks for nothing alone. `child` as above.
pub fn of_child(rx: &Rx, _: &May<OpenDocuments>, child: Id<Pupil>) -> Result<Vec<Handed>> {
    files(
        rx,
        "SELECT d.name, v.file, d.bytes, d.made_at FROM document d JOIN document_version v ON v.document = d.id AND v.version = d.version
         WHERE d.space = 'own' AND d.owner = ?1 AND d.kind = 'file' AND d.binned_at IS NULL ORDER BY d.made_at, d.id",
        params![child],
    )
}

fn files(rx: &Rx, sql: &str, of: &[&dyn ToSql]) -> Result<Vec<Handed>> {
    let rows = rx.all(sql, of, |row| {
        Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?.max(0) as u64, row.get(3)?))
    })?;
    let handed = |(name, file, bytes, at): (String, String, u64, Instant)| {
        Hash::parse(&file).map(|file| Handed { name, file, bytes, at })
    };
    Ok(rows.into_iter().filter_map(handed).collect())
}

/// How many this depositor has handed in there.
pub fn count(rx: &Rx, slot: &May<HandIn>) -> Result<i64> {
    rx.value(
        "SELECT count(*) FROM document WHERE made_by = ?1 AND space = 'hand_in' AND owner = ?2 AND kind = 'file' AND binned_at IS NULL",
        params![slot.by(), slot.class],
    )
}

/// The pupils of the class by name, each with what lies in the casier for them; those who have left last, if anything does.
pub fn rows(rx: &Rx, casier: &May<OpenCasier>) -> Result<Vec<Row>> {
    let pupils = rx.all(
        "SELECT p.id, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM enrolment e JOIN person p ON p.id = e.pupil WHERE e.class = ?1 AND e.until_on IS NULL ORDER BY p.sort_key",
        [casier.class],
        |row| Ok(Row { pupil: row.get(0)?, first_name: row.get(1)?, last_name: row.get(2)?, deposits: Vec::new() }),
    )?;
    let deposits = rx.all(
        "SELECT d.pupil, d.id, d.name, d.bytes, v.media_type, d.made_at, p.civility, p.first_name,
           CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, 0,
           u.first_name, CASE u.usage_name WHEN '' THEN u.last_name ELSE u.usage_name END
         FROM document d JOIN document_version v ON v.document = d.id AND v.version = d.version
         LEFT JOIN person p ON p.id = d.made_by LEFT JOIN person u ON u.id = d.pupil
         WHERE d.space = 'hand_in' AND d.owner = ?1 AND d.kind = 'file' AND d.pupil IS NOT NULL AND d.binned_at IS NULL ORDER BY d.made_at, d.id",
        [casier.class],
        |row| {
            let one = Deposit {
                id: row.get(1)?,
                name: row.get(2)?,
                bytes: row.get::<_, i64>(3)?.max(0) as u64,
                media_type: row.get(4)?,
                at: row.get(5)?,
                by: who(row, 6)?,
            };
            Ok((row.get::<_, Id<Pupil>>(0)?, one, row.get::<_, String>(10)?, row.get::<_, String>(11)?))
        },
    )?;
    let mut rows = pupils;
    for (pupil, deposit, first_name, last_name) in deposits {
        match rows.iter_mut().find(|row| row.pupil == pupil) {
            Some(row) => row.deposits.push(deposit),
            None => rows.push(Row { pupil, first_name, last_name, deposits: vec![deposit] }),
        }
    }
    Ok(rows)
}

/// Everything in it to the bin.
pub fn empty(tx: &Tx, casier: &May<OpenCasier>, now: Instant) -> Result<usize> {
    tx.run(
        "UPDATE document SET binned_at = ?2, binned_by = ?3, binned_with = coalesce(folder, id), erase_at = ?4
         WHERE space = 'hand_in' AND owner = ?1 AND binned_at IS NULL",
        params![casier.class, now, casier.by(), now.plus(crate::school::document::BIN_KEPT)],
    )
}
