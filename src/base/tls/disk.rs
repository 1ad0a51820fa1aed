//! Files that survive a power cut: written beside, flushed, renamed, and the folder flushed after.
//!
//! Every file here may hold a key, so all are 0600 in a folder that is 0700.

use super::fault::Fault;
use serde::Serialize;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

const HALF_WRITTEN: &str = ".tmp";

/// Makes the folder if need be, closes it to others, and sweeps what a power cut left half-written.
pub(super) fn prepare(folder: &Path) -> Result<(), Fault> {
    let done = || -> io::Result<()> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(HALF_WRITTEN) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    };
    done().map_err(at(folder))
}

/// The file's bytes, or nothing if there is no such file.
pub(super) fn bytes(path: &Path) -> Result<Option<Vec<u8>>, Fault> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(at(path)(cause)),
    }
}

/// Replaces `folder/name` whole, or leaves it as it was.
pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    let half = folder.join(format!("{name}{HALF_WRITTEN}"));
    let done = || -> io::Result<()> {
        // A leftover could be open to others: the mode below only counts for a new file.
        remove_if_there(&half)?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&half, folder.join(name))?;
        File::open(folder)?.sync_all()
    };
    done().map_err(at(&folder.join(name)))
}

pub(super) fn remove(path: &Path) -> Result<(), Fault> {
    let done = || -> io::Result<()> {
        remove_if_there(path)?;
        match path.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    };
    done().map_err(at(path))
}

pub(super) fn json(path: &Path, value: &impl Serialize) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(value).map_err(|cause| at(path)(cause.into()))
}

/// The plain file names of the folder.
pub(super) fn names(folder: &Path) -> Result<Vec<String>, Fault> {
    let listed = || -> io::Result<Vec<String>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    };
    listed().map_err(at(folder))
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Fault {
    move |cause| Fault::Disk { path: path.to_owned(), cause }
}
