//! The rows of an index of texts (FTS5, with the columns `folded`, `stems` and `version`): what each room that keeps one does
//! alike, and a look through texts that no index holds. It knows neither what is found nor by whom.

use super::{Indexed, Named, indexed};
use crate::base::{
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

/// Rows read in one go while an index is built anew.
pub const HANDFUL: i64 = 500;

/// Ids looked through in one go where no index is asked.
const MANY: i64 = 2_000;

/// A whole table by handfuls of its ids: `end` gives the last one, `look` is given what comes after one id and up to another.
pub fn by_handfuls(rx: &Rx, end: &str, mut look: impl FnMut(i64, i64) -> Result<()>) -> Result<()> {
    let (mut last, end): (i64, i64) = (0, rx.value(end, [])?);
    while last < end {
        look(last, last + MANY)?;
        last += MANY;
    }
    Ok(())
}

/// The name out of those of these texts that bear it; `write` puts one back under its id.
pub fn take_out(tx: &Tx, name: &Named, texts: Vec<(i64, String)>, write: &str) -> Result<()> {
    for (id, text) in texts {
        if let Some(text) = name.taken_out(&text) {
            tx.run(write, params![id, text])?;
        }
    }
    Ok(())
}

/// An index, by the statements of its own table: whole, so that each is read and explained as it stands.
pub struct Index {
    /// Of the row, its folded text, its stems and its version.
    pub put: &'static str,
    pub remove: &'static str,
    pub empty: &'static str,
}

impl Index {
    /// What the row says from now on, in plain text.
    pub fn put(&self, tx: &Tx, row: i64, text: &str, version: i64) -> Result<()> {
        let Indexed { folded, stems } = indexed(text);
        tx.run(self.put, params![row, folded, stems, version])?;
        Ok(())
    }

    /// Found by nobody any more.
    pub fn remove(&self, tx: &Tx, row: i64) -> Result<()> {
        tx.run(self.remove, [row])?;
        Ok(())
    }

    /// Empty, then filled by handfuls: `put_after` puts the rows that come after the one it is given, and says which was the
    /// last; nothing when there are no more.
    pub fn rebuild(&self, tx: &Tx, mut put_after: impl FnMut(i64) -> Result<Option<i64>>) -> Result<()> {
        tx.run(self.empty, [])?;
        let mut last = 0;
        while let Some(row) = put_after(last)? {
            last = row;
        }
        Ok(())
    }
}
