//! Writing files so that a power cut leaves the old one or the new one, never a half: temporary file, fsync, rename, fsync of the
//! folder; and how much room is left.

mod ballast;
mod cause;
mod fill;

pub use ballast::Ballast;
pub use cause::cause;
pub use fill::Fill;

use rustix::fs::{Advice, fadvise};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Result, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

/// What a cut leaves beside a file ends so.
pub const PARTIAL: &str = ".partial";

/// Replaces `path` as a whole; readable by the service alone.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, bytes, 0o600)
}

pub fn write(path: &Path, bytes: &[u8], mode: u32) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(PARTIAL);
    let partial = path.with_file_name(name);
    // A partial file left by a cut may carry another mode: begin anew.
    remove_if_there(&partial)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&partial, path)?;
    sync_folder_of(path)
}

pub fn private_folder(path: &Path) -> Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Makes a rename or a removal in that folder durable.
pub fn sync_folder_of(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

/// The file as its disk gives it now: what memory holds of it is let go first. Of bytes that were not synced yet, memory's stand.
pub fn open_anew(path: &Path) -> Result<File> {
    let file = File::open(path)?;
    fadvise(&file, 0, None, Advice::DontNeed)?;
    Ok(file)
}

pub fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// How much a disk holds, and how much of it may still be written by the service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Room {
    pub whole: u64,
    pub free: u64,
}

/// Of the disk on which `path` stands. What is kept for root is neither free nor ours to fill, as `df` counts it.
pub fn room(path: &Path) -> Result<Room> {
    let said = rustix::fs::statvfs(path)?;
    let ours = said.f_blocks.saturating_sub(said.f_bfree).saturating_add(said.f_bavail);
    Ok(Room { whole: ours.saturating_mul(said.f_frsize), free: said.f_bavail.saturating_mul(said.f_frsize) })
}
