//! The rows of an index of texts (FTS5, with the columns `folded`, `stems` and `version`): what each room that keeps one does
//! alike. It knows neither what is found nor by whom.

use super::{Indexed, indexed};
use crate::base::{
    db::{SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

/// Rows read in one go while an index is built anew.
pub const HANDFUL: i64 = 500;

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
