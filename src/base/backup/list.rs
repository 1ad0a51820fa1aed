//! What stands on a shelf, as a person wants to see it: when, how big, and what is in it.

use super::{
    fault::{Result, at},
    read,
    shelf::Shelf,
};
use crate::base::{clock::Instant, db::backup::Counts};
use age::x25519::Identity;
use std::{fs, path::Path};

pub struct Listed {
    /// By its name, when it cannot be opened.
    pub made_at: Option<Instant>,
    /// Of the archive alone, as it stands.
    pub size: u64,
    /// Why it is not readable, or what it says of itself.
    pub held: Result<Held>,
}

/// The whole list of files stays behind: of all archives together it would be more than the service may have in memory.
pub struct Held {
    pub counts: Counts,
    pub files: usize,
    /// Bytes, in the clear.
    pub files_size: u64,
}

/// The newest first. Nothing where there is no shelf.
pub fn list(folder: &Path, identity: &Identity) -> Result<Vec<Listed>> {
    let mut listed = Vec::new();
    for path in Shelf::standing(folder).all()?.into_iter().rev() {
        let size = fs::metadata(&path).map_err(at(&path))?.len();
        let mut made_at = Shelf::moment(&path);
        let held = read::manifest(&path, identity).map(|manifest| {
            made_at = Some(manifest.made_at);
            Held { files: manifest.files.len(), files_size: manifest.files_size(), counts: manifest.counts }
        });
        listed.push(Listed { made_at, size, held });
    }
    Ok(listed)
}
