//! The place beside the data where a clear copy of the database stands for a moment, and the lock of whoever is at work there.
//! The clear copy never leaves the disk of the database itself.

use super::fault::{Fault, Result, at};
use crate::base::disk;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::ErrorKind,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

const LOCK: &str = "sauvegarde.verrou";
const FOLDER: &str = "sauvegarde-en-cours";

pub struct Bench {
    folder: PathBuf,
    _lock: File,
}

impl Bench {
    /// [`Fault::UnderWay`] while another process or thread has it.
    pub fn take(data: &Path) -> Result<Bench> {
        let path = data.join(LOCK);
        let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path);
        let lock = lock.map_err(at(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Fault::UnderWay),
            Err(TryLockError::Error(cause)) => return Err(at(&path)(cause)),
        }
        let folder = data.join(FOLDER);
        clear(&folder)?;
        disk::private_folder(&folder).map_err(at(&folder))?;
        Ok(Bench { folder, _lock: lock })
    }

    /// A name on it.
    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if let Err(fault) = clear(&self.folder) {
            tracing::error!(%fault, "the backup's bench could not be cleared");
        }
    }
}

fn clear(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(at(folder)(error)),
        _ => Ok(()),
    }
}
