//! What a backup says of itself, in its first entry: versions, counts, and every file that belongs to it.

use super::{
    fault::{Fault, Result, unread},
    key::Naming,
};
use crate::base::{clock::Instant, db::backup::Counts};
use serde::{Deserialize, Serialize};
use std::{io::Read, path::Path};

/// Of the backup's own layout. What reads an older one stays in this program.
pub const FORMAT: u32 = 1;
pub const PROGRAM: &str = env!("CARGO_PKG_VERSION");
/// Bytes: a million files, and more than a school will ever have. Whoever knows the box's public key can write one.
const LONGEST: u64 = 128 << 20;

#[derive(Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The version that made it.
    pub program: String,
    /// The step of the database's schema.
    pub schema: usize,
    pub school: String,
    pub made_at: Instant,
    /// Rows by table.
    pub counts: Counts,
    pub database: Entry,
    /// The certificates' folder, the school's own authority in it.
    pub tls: Vec<Entry>,
    pub naming: Naming,
    pub files: Vec<Kept>,
    /// Files that the database names and the box had lost, by their hash.
    pub missing: Vec<String>,
}

/// An entry of the archive.
#[derive(Serialize, Deserialize, Clone)]
pub struct Entry {
    pub name: String,
    pub size: u64,
    pub sha256: String,
}

/// A file beside the archive.
#[derive(Serialize, Deserialize, Clone)]
pub struct Kept {
    pub hash: String,
    pub size: u64,
}

/// The only part that every version must understand.
#[derive(Deserialize)]
struct Edition {
    format: u32,
    program: String,
}

/// The first entry of the archive at `path`.
pub(super) fn from(path: &Path, entry: &mut impl Read) -> Result<Manifest> {
    let mut told = Vec::new();
    entry.take(LONGEST + 1).read_to_end(&mut told).map_err(unread(path))?;
    if told.len() as u64 > LONGEST {
        return Err(Fault::damaged(path, "son manifeste ne finit pas"));
    }
    Manifest::read(&told)
}

impl Manifest {
    /// Refused when a later program wrote it in a way that this one cannot know.
    pub fn read(bytes: &[u8]) -> Result<Manifest> {
        let unclear = |_| Fault::damaged(Path::new("manifest.json"), "il ne se lit pas");
        let edition: Edition = serde_json::from_slice(bytes).map_err(unclear)?;
        if edition.format > FORMAT {
            return Err(Fault::Newer { program: edition.program });
        }
        serde_json::from_slice(bytes).map_err(unclear)
    }

    /// `steps`: how far this program's schema goes.
    pub fn must_be_known(&self, steps: usize) -> Result<()> {
        if self.schema > steps { Err(Fault::Newer { program: self.program.clone() }) } else { Ok(()) }
    }

    /// Rows in all.
    pub fn rows(&self) -> i64 {
        self.counts.values().sum()
    }

    /// Bytes of what stands beside the archive, in the clear.
    pub fn files_size(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_of_tomorrow_is_told_from_a_damaged_one() {
        let later = br#"{"format": 2, "program": "9.1.0", "everything": "else"}"#;
        assert!(matches!(Manifest::read(later), Err(Fault::Newer { program }) if program == "9.1.0"));
        assert!(matches!(Manifest::read(b"{\"format\": 1}"), Err(Fault::Damaged { .. })));
        assert!(matches!(Manifest::read(b"rien"), Err(Fault::Damaged { .. })));
    }

    #[test]
    fn one_that_does_not_end_is_not_read_into_memory() {
        let endless = from(Path::new("a"), &mut std::io::repeat(b' ')).map(drop).unwrap_err();
        assert!(endless.to_string().contains("ne finit pas"), "{endless}");
    }
}
