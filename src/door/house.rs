//! What lives as long as the service: the database, the files, the keys, the clock, the rooms. No request's state.

use super::{room::Room, session::Seen};
use crate::base::{clock::Clock, db::Db, error::Result, files::Files, secret::Keys};
use std::path::{Path, PathBuf};

pub struct House {
    pub db: Db,
    pub files: Files,
    pub keys: Keys,
    pub clock: Clock,
    pub rooms: &'static [Room],
    /// Sessions seen since the last flush.
    pub seen: Seen,
    pub data: PathBuf,
    /// A demonstration says so on every page.
    pub is_demo: bool,
}

impl House {
    /// Opens a data folder: keys, files and database, brought up to date by the caller's steps.
    pub fn open(
        data: &Path,
        clock: Clock,
        rooms: &'static [Room],
        steps: &[crate::base::db::migrate::Step],
    ) -> Result<House> {
        crate::base::disk::private_folder(data)?;
        let db = Db::open(&data.join("preau.db"))?;
        crate::base::db::migrate::migrate(&db, steps, &data.join("copies"), clock.now())?;
        Ok(House {
            db,
            files: Files::open(&data.join("fichiers"))?,
            keys: Keys::open(&data.join("cles"))?,
            clock,
            rooms,
            seen: Seen::default(),
            data: data.to_owned(),
            is_demo: data.join(DEMO_MARK).exists(),
        })
    }
}

/// A folder with this file holds fictive people: `serve` refuses it.
pub const DEMO_MARK: &str = "DEMONSTRATION";
