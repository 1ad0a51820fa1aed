//! The copy that data may go back to, and the way back. Only the database: files are never changed, and nobody sweeps any before
//! an update is confirmed.

use super::{Fault, Result};
use crate::base::{
    db::{Db, backup},
    disk,
};
use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
};

pub(super) const COPY: &str = "avant.db";
const DATABASE: &str = "preau.db";
/// The copy, then what a migration writes beside the database.
const TIMES: u64 = 2;
const MARGIN: u64 = 200 << 20;

pub fn must_fit(data: &Path) -> Result<()> {
    let database = database(data);
    let size = size(&database)? + size(&beside(&database, "-wal"))?;
    let (needed, free) = (size * TIMES + MARGIN, disk::room(data)?.free);
    if free < needed { Err(Fault::NoRoom { needed, free }) } else { Ok(()) }
}

/// Whole, counted against the snapshot that it was taken from, then in its place.
pub fn copied(data: &Path, folder: &Path) -> Result<()> {
    let partial = partial(folder);
    forget(&partial)?;
    let db = Db::open(&database(data))?;
    let rx = db.read()?;
    let counts = backup::counts(&rx)?;
    backup::copy(&rx, &partial)?;
    drop(rx);
    let examined = backup::examine(&partial)?;
    if let Some(fault) = examined.faults.into_iter().next() {
        return Err(Fault::Sick(fault));
    }
    if examined.counts != counts {
        return Err(Fault::Sick("la copie n’a pas les mêmes nombres".to_owned()));
    }
    let copy = folder.join(COPY);
    fs::rename(&partial, &copy)?;
    Ok(disk::sync_folder_of(&copy)?)
}

/// Puts the copy in the database's place. Done twice, or cut in the midst and done again, it comes to the same.
pub fn back(data: &Path, folder: &Path) -> Result<()> {
    let (database, copy) = (database(data), folder.join(COPY));
    // Without a copy it has been put back already: the mark was to go next.
    if !copy.try_exists()? {
        return Ok(());
    }
    let examined = backup::examine(&copy)?;
    if let Some(fault) = examined.faults.into_iter().next() {
        return Err(Fault::Sick(fault));
    }
    // A journal left beside it would be played into a database that is not its own.
    for journal in ["-wal", "-shm", "-journal"] {
        disk::remove_if_there(&beside(&database, journal))?;
    }
    disk::sync_folder_of(&database)?;
    File::open(&copy)?.sync_all()?;
    fs::rename(&copy, &database)?;
    disk::sync_folder_of(&copy)?;
    Ok(disk::sync_folder_of(&database)?)
}

/// What a cut left, when no mark speaks of it: clear copies of a school stay no longer than they serve.
pub fn tidy(folder: &Path) -> Result<()> {
    forget(&folder.join(COPY))?;
    forget(&partial(folder))
}

fn partial(folder: &Path) -> PathBuf {
    folder.join(format!("{COPY}{}", disk::PARTIAL))
}

fn forget(copy: &Path) -> Result<()> {
    for end in ["", "-wal", "-shm", "-journal"] {
        disk::remove_if_there(&beside(copy, end))?;
    }
    Ok(())
}

fn database(data: &Path) -> PathBuf {
    data.join(DATABASE)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn size(path: &Path) -> Result<u64> {
    match fs::metadata(path) {
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error.into()),
    }
}
