//! Reads a whole backup again, as a restore would: its database restored aside and counted, each file decrypted and hashed; and
//! written too, then read from the disk, while there is room for all of them. It mends and removes nothing of the backup's.

use super::{
    bench::Bench,
    fault::{Fault, Result, at},
    make::must_take,
    manifest::Manifest,
    pour, read,
    shelf::Shelf,
};
use crate::base::{
    disk,
    files::{Files, Hash},
};
use age::x25519::Identity;
use std::{
    io,
    path::{Path, PathBuf},
};

/// With what a backup is read, and where.
pub struct Check<'a> {
    pub own: &'a Identity,
    pub data: &'a Path,
    /// The school's own. What was erased of them since comes out of no backup in the clear.
    pub files: &'a Files,
    pub stop: &'a dyn Fn() -> bool,
}

/// It found nothing wrong, or only these files.
pub struct Checked {
    pub path: PathBuf,
    pub manifest: Manifest,
    /// Absent, or not what was written: their encrypted path.
    pub damaged: Vec<PathBuf>,
    /// The disk did not give one of them: nobody knows yet whether it is whole.
    pub unread: Option<Fault>,
    /// How many of the others were written as well.
    pub written: usize,
}

/// By the box, at its bench.
pub fn check(path: &Path, with: &Check) -> Result<Checked> {
    let bench = Bench::take(with.data)?;
    let (shelf, path) = Shelf::find(path)?;
    let manifest = read::database(&path, with.own, &bench)?;
    // As it is for a restore: all of them, or none.
    let has_room = must_take(with.data, manifest.files_size()).is_ok();
    let mut checked = Checked { path, manifest, damaged: Vec::new(), unread: None, written: 0 };
    for file in &checked.manifest.files {
        if (with.stop)() {
            return Err(Fault::Stopped);
        }
        let place = shelf.file(&checked.manifest.naming, &file.hash);
        let is_written = has_room && holds(with.files, &file.hash);
        let aside = is_written.then(|| bench.place("fichier"));
        match is_whole(&place, with.own, &file.hash, aside.as_deref()) {
            Ok(true) => checked.written += usize::from(is_written),
            Ok(false) | Err(Fault::Damaged { .. } | Fault::WrongKey) => checked.damaged.push(place),
            Err(fault @ (Fault::Disk { .. } | Fault::Unfaithful(_))) => {
                checked.unread.get_or_insert(fault);
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(checked)
}

fn holds(files: &Files, hash: &str) -> bool {
    Hash::parse(hash).is_some_and(|hash| files.open_file(&hash).is_ok())
}

/// Whether what comes out is what was put in; by way of the disk when it may stand there, for as long as this takes.
fn is_whole(place: &Path, own: &Identity, hash: &str, aside: Option<&Path>) -> Result<bool> {
    let Some(aside) = aside else { return read::file(place, own, hash, (&mut io::sink(), place)) };
    let written = || {
        let mut file = read::create(aside)?;
        let is_whole = read::file(place, own, hash, (&mut file, aside))?;
        file.sync_all().map_err(at(aside))?;
        // The box's own disk lies, and the backup is not to blame.
        if is_whole && pour::digest_of(aside)?.sha256 != hash {
            return Err(Fault::Unfaithful(aside.to_owned()));
        }
        Ok(is_whole)
    };
    let found = written();
    disk::remove_if_there(aside).map_err(at(aside))?;
    found
}
