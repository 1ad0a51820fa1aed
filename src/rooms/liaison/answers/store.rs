//! The rows of signatures and of « lu ».

use super::Own;
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::liaison::{
        Asks,
        policy::{AcknowledgeNote, ReadNote, SignNote},
    },
    school::permit::May,
};
use rusqlite::params;

/// Signed twice is signed once, at the first moment.
pub fn sign(tx: &Tx, word: &May<SignNote>, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO liaison_signature (note, pupil, guardian, version, signed_at, how) VALUES (?1, ?2, ?3, ?4, ?5, 'application') ON CONFLICT DO NOTHING",
        params![word.id, word.pupil.pupil, word.by(), word.version, now],
    )?;
    Ok(())
}

pub fn acknowledge(tx: &Tx, word: &May<AcknowledgeNote>, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO liaison_receipt (note, pupil, guardian, version, read_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
        params![word.id, word.pupil.pupil, word.by(), word.version, now],
    )?;
    Ok(())
}

/// What the viewer answered, oldest first: nobody else's answers.
pub fn own(rx: &Rx, note: &May<ReadNote>) -> Result<Vec<Own>> {
    let sql = if note.asks == Asks::Read {
        "SELECT pupil, version, read_at FROM liaison_receipt WHERE note = ?1 AND guardian = ?2 ORDER BY version"
    } else {
        "SELECT pupil, version, signed_at FROM liaison_signature WHERE note = ?1 AND guardian = ?2 ORDER BY version"
    };
    rx.all(sql, params![note.id, note.by()], |row| {
        Ok(Own { pupil: row.get(0)?, version: row.get(1)?, at: row.get(2)? })
    })
}
