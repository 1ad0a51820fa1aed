//! The draft of a word: one a person, kept in the box so that it survives a closed tab and follows from the telephone to the
//! computer, and so that a shared computer keeps nothing.

use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    door::Fields,
    rooms::liaison::policy::WriteWord,
    school::permit::May,
};
use rusqlite::params;

pub struct Saved {
    pub fields: Fields,
    pub saved_at: Instant,
}

pub fn saved(rx: &Rx, book: &May<WriteWord>) -> Result<Option<Saved>> {
    let row = rx.one("SELECT fields, saved_at FROM liaison_draft WHERE author = ?1", [book.by()], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?))
    })?;
    let Some((json, saved_at)) = row else { return Ok(None) };
    let mut fields = Fields::default();
    for (name, value) in serde_json::from_str::<Vec<(String, String)>>(&json)? {
        fields.push(name, value);
    }
    Ok(Some(Saved { fields, saved_at }))
}

pub fn keep(tx: &Tx, book: &May<WriteWord>, fields: &Fields, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO liaison_draft (author, fields, saved_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (author) DO UPDATE SET fields = excluded.fields, saved_at = excluded.saved_at",
        params![book.by(), serde_json::to_string(fields.pairs())?, now],
    )?;
    Ok(())
}

pub fn forget(tx: &Tx, book: &May<WriteWord>) -> Result<()> {
    tx.run("DELETE FROM liaison_draft WHERE author = ?1", [book.by()])?;
    Ok(())
}

/// Words that the viewer has sent.
pub fn sent(rx: &Rx, book: &May<WriteWord>) -> Result<usize> {
    let count: i64 = rx.value("SELECT count(*) FROM liaison_note WHERE author = ?1", [book.by()])?;
    Ok(usize::try_from(count).unwrap_or(0))
}
