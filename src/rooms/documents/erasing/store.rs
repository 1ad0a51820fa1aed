//! Documents that go.

use crate::{
    base::{
        db::{Id, Sql, SqlWrite, Tx},
        error::Result,
        files::{Hash, store as files},
        jobs::System,
        search::{
            Named,
            store::{by_handfuls, take_out},
        },
    },
    school::{
        Class,
        erasure::Subject,
        media::{Media, store as media},
    },
};
use jiff::civil::Date;
use rusqlite::params;

pub fn remove_own(tx: &Tx, subject: &Subject) -> Result<()> {
    let shown = "SELECT v.media FROM document d JOIN document_version v ON v.document = d.id WHERE d.space = 'own' AND d.owner = ?1 AND v.media IS NOT NULL";
    let shown: Vec<Id<Media>> = tx.all(shown, [subject.person], |row| row.get(0))?;
    // In one statement, for a folder goes with what it holds.
    tx.run("DELETE FROM document WHERE space = 'own' AND owner = ?1", [subject.person])?;
    tx.run("DELETE FROM document_grant WHERE space = 'own' AND owner = ?1", [subject.person])?;
    shown.into_iter().try_for_each(|one| media::withdraw(tx, one, subject))
}

/// By them, or for them. A pupil's folder goes with the pupil alone: it bears that name, and holds what others deposited, whoever
/// deposited first. What staff put there is the pupil's.
pub fn remove_handed_in(tx: &Tx, subject: &Subject) -> Result<()> {
    let own: Vec<i64> = tx.all(
        "SELECT id FROM document WHERE pupil = ?1
         UNION SELECT id FROM document WHERE made_by = ?1 AND space = 'hand_in' AND kind = 'file' AND NOT ?2",
        params![subject.person, subject.is_staff],
        |row| row.get(0),
    )?;
    let all: Vec<i64> = tx.all(
        "WITH RECURSIVE down (id, step) AS (SELECT value, 0 FROM json_each(?1) UNION SELECT d.id, down.step + 1 FROM down CROSS JOIN document d ON d.folder = down.id WHERE down.step < 60)
         SELECT DISTINCT id FROM down",
        [serde_json::to_string(&own)?],
        |row| row.get(0),
    )?;
    let listed = serde_json::to_string(&all)?;
    let shown: Vec<Id<Media>> = tx.all(
        "SELECT v.media FROM json_each(?1) d CROSS JOIN document_version v ON v.document = d.value WHERE v.media IS NOT NULL",
        [&listed],
        |row| row.get(0),
    )?;
    tx.run("DELETE FROM document WHERE id IN (SELECT value FROM json_each(?1))", [listed])?;
    shown.into_iter().try_for_each(|one| media::withdraw(tx, one, subject))
}

/// How somebody called what another name was given to since, and what programs noted of a file: the file itself stays as it is.
pub fn unname(tx: &Tx, _: &Subject, name: &Named) -> Result<()> {
    by_handfuls(tx, "SELECT coalesce(max(id), 0) FROM document", |from, to| {
        let some: Vec<(i64, String)> = tx.all(
            "SELECT id, said FROM document WHERE id > ?1 AND id <= ?2 AND said <> '' AND said <> name",
            [from, to],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        take_out(tx, name, some, "UPDATE document SET said = ?2 WHERE id = ?1")?;
        let noted: Vec<(i64, String, String)> = tx.all(
            "SELECT document, name, xml FROM document_property WHERE document > ?1 AND document <= ?2",
            [from, to],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        for (document, property, xml) in noted {
            if name.is_in(&xml) {
                let sql = "DELETE FROM document_property WHERE document = ?1 AND name = ?2";
                tx.run(sql, params![document, property])?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

/// The space of one class whose year ended before that day, with all that it holds.
pub fn forget_old(tx: &Tx, space: &str, before: Date, _: &System) -> Result<usize> {
    let class: Option<Id<Class>> = tx.one(
        "SELECT c.id FROM school_year y CROSS JOIN class c ON c.year = y.id WHERE y.ends_on < ?1
           AND EXISTS (SELECT 1 FROM document d WHERE d.space = ?2 AND d.owner = c.id) LIMIT 1",
        params![before.to_string(), space],
        |row| row.get(0),
    )?;
    let Some(class) = class else { return Ok(0) };
    let held: Vec<(String, Option<Id<Media>>)> = tx.all(
        "SELECT v.file, v.media FROM document d JOIN document_version v ON v.document = d.id WHERE d.space = ?1 AND d.owner = ?2",
        params![space, class],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    tx.run("DELETE FROM document WHERE space = ?1 AND owner = ?2", params![space, class])?;
    for (file, shown) in held {
        if let Some(shown) = shown {
            media::forget(tx, shown)?;
        }
        if let Some(hash) = Hash::parse(&file) {
            files::forget(tx, &hash)?;
        }
    }
    Ok(1)
}
