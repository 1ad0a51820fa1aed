//! The files of the `tls` folder, written as `base/disk` writes, with the path in each fault.
//!
//! Every file here may hold a key, so all are 0600 in a folder that is 0700.

use super::fault::Fault;
use crate::base::disk;
use serde::Serialize;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Makes the folder if need be, closes it to others, and sweeps what a power cut left half-written.
pub(super) fn prepare(folder: &Path) -> Result<(), Fault> {
    let done = || -> io::Result<()> {
        disk::private_folder(folder)?;
        fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with(disk::PARTIAL) {
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
    let path = folder.join(name);
    disk::write_private(&path, bytes).map_err(at(&path))
}

pub(super) fn remove(path: &Path) -> Result<(), Fault> {
    disk::remove_if_there(path).and_then(|()| disk::sync_folder_of(path)).map_err(at(path))
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

fn at(path: &Path) -> impl FnOnce(io::Error) -> Fault {
    move |cause| Fault::Disk { path: path.to_owned(), cause }
}
