//! What stands on a shelf, as a person wants to see it: when, how big, and what is in it.

use super::{
    fault::{Result, at},
    manifest::Manifest,
    read,
    shelf::Shelf,
};
use crate::base::clock::Instant;
use age::x25519::Identity;
use std::{
    fs,
    path::{Path, PathBuf},
};

pub struct Listed {
    pub path: PathBuf,
    /// By its name, when it cannot be opened.
    pub made_at: Option<Instant>,
    /// Of the archive alone, as it stands.
    pub size: u64,
    /// Why it is not readable, or what it says of itself.
    pub manifest: Result<Manifest>,
}

/// The newest first. Nothing where there is no shelf.
pub fn list(folder: &Path, identity: &Identity) -> Result<Vec<Listed>> {
    let mut listed = Vec::new();
    for path in Shelf::standing(folder).all()?.into_iter().rev() {
        let size = fs::metadata(&path).map_err(at(&path))?.len();
        let manifest = read::manifest(&path, identity);
        let made_at = manifest.as_ref().ok().map(|manifest| manifest.made_at).or_else(|| Shelf::moment(&path));
        listed.push(Listed { path, made_at, size, manifest });
    }
    Ok(listed)
}
