//! Names in what hangs on words, looked for by handfuls.

use super::Where;
use crate::{
    base::{
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        rich_text,
        search::{
            Named,
            store::{by_handfuls, take_out},
        },
    },
    rooms::liaison::{Note, policy::OpenBook},
    school::{erasure::Subject, permit::May},
};
use rusqlite::params;

/// A word, and where in it.
type Place = (Id<Note>, Where);

/// Names of what is joined today.
pub fn pieces(rx: &Rx, _: &May<OpenBook>, name: &Named) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    by_handfuls(rx, "SELECT coalesce(max(id), 0) FROM liaison_attachment", |from, to| {
        let some = rx.all(
            "SELECT note, name FROM liaison_attachment WHERE id > ?1 AND id <= ?2 AND removed_in IS NULL",
            [from, to],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?)),
        )?;
        let named = some.into_iter().filter(|(_, called)| name.is_in(called));
        found.extend(named.map(|(note, _)| (note, Where::Piece)));
        Ok(())
    })?;
    Ok(found)
}

/// What may be chosen on a slip; what it asks is found by a search.
pub fn choices(rx: &Rx, _: &May<OpenBook>, name: &Named) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    by_handfuls(rx, "SELECT coalesce(max(id), 0) FROM liaison_question", |from, to| {
        let some = rx.all(
            "SELECT note, choices FROM liaison_question WHERE id > ?1 AND id <= ?2 AND choices <> '[]'",
            [from, to],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?)),
        )?;
        let named = some.into_iter().filter(|(_, choices)| name.is_in(choices));
        found.extend(named.map(|(note, _)| (note, Where::Choice)));
        Ok(())
    })?;
    Ok(found)
}

/// Words that no search finds any more: their author and the direction still read them.
pub fn taken_back(rx: &Rx, _: &May<OpenBook>, name: &Named) -> Result<Vec<Place>> {
    let mut found = Vec::new();
    by_handfuls(rx, "SELECT coalesce(max(id), 0) FROM liaison_note", |from, to| {
        let some = rx.all(
            "SELECT n.id, v.title, v.body FROM liaison_note n JOIN liaison_version v ON v.note = n.id AND v.version = n.version
             WHERE n.id > ?1 AND n.id <= ?2 AND n.withdrawn_at IS NOT NULL",
            [from, to],
            |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)),
        )?;
        let bears = |title: &str, body: &str| name.is_in(title) || name.is_in(&rich_text::to_plain(body));
        let named = some.into_iter().filter(|(_, title, body)| bears(title, body));
        found.extend(named.map(|(note, ..)| (note, Where::TakenBack)));
        Ok(())
    })?;
    Ok(found)
}

/// What a word said before it was corrected, and what was joined to it then: nobody can correct it any more. The proof of what
/// was signed stays, and says where a name was.
pub fn unname(tx: &Tx, _: &Subject, name: &Named) -> Result<()> {
    by_handfuls(tx, "SELECT coalesce(max(id), 0) FROM liaison_note", |from, to| {
        let said: Vec<(i64, i64, String, String)> = tx.all(
            "SELECT n.id, v.version, v.title, v.body FROM liaison_note n CROSS JOIN liaison_version v ON v.note = n.id AND v.version <> n.version
             WHERE n.id > ?1 AND n.id <= ?2",
            [from, to],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )?;
        for (note, version, title, body) in said {
            if let Some((title, body)) = name.taken_out_of(title, body) {
                tx.run(
                    "UPDATE liaison_version SET title = ?3, body = ?4 WHERE note = ?1 AND version = ?2",
                    params![note, version, title, body],
                )?;
            }
        }
        Ok(())
    })?;
    unname_pieces(tx, name)
}

fn unname_pieces(tx: &Tx, name: &Named) -> Result<()> {
    by_handfuls(tx, "SELECT coalesce(max(id), 0) FROM liaison_attachment", |from, to| {
        let removed: Vec<(i64, String)> = tx.all(
            "SELECT id, name FROM liaison_attachment WHERE id > ?1 AND id <= ?2 AND removed_in IS NOT NULL",
            [from, to],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        take_out(tx, name, removed, "UPDATE liaison_attachment SET name = ?2 WHERE id = ?1")
    })?;
    Ok(())
}
