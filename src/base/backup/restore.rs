//! Brings a backup back into an empty folder. All of it is read, compared and prepared aside in that folder; it takes its
//! place when it is whole, the database last. Whatever fails before leaves the folder as it was.

use super::{
    fault::{Fault, Result, at},
    make::must_take,
    manifest::Manifest,
    read::{self, DATABASE},
    shelf::Shelf,
};
use crate::base::{disk, error::Error, files::Files};
use age::x25519::Identity;
use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

const ASIDE: &str = "restauration-en-cours";

/// Read and compared; not yet in its place. Removed when dropped before [`Staged::settle`].
pub struct Staged {
    aside: Aside,
    pub manifest: Manifest,
}

/// `files` is the name of the folder of files; `steps` how far this program's schema goes.
pub fn stage(from: &Path, identity: &Identity, data: &Path, files: &str, steps: usize) -> Result<Staged> {
    let (shelf, path) = Shelf::find(from)?;
    must_be_empty(data)?;
    disk::private_folder(data).map_err(at(data))?;
    // The guard stands before the first byte is written.
    let aside = Aside::clear(data)?;
    let folder = &aside.folder;
    let manifest = read::unpack(&path, identity, folder)?;
    manifest.must_be_known(steps)?;
    read::examine(&path, folder, &manifest)?;
    must_take(data, manifest.files_size())?;
    let kept = Files::open(&folder.join(files))?;
    for file in &manifest.files {
        let place = shelf.file(&manifest.naming, &file.hash);
        let mut incoming = Pouring(kept.receive()?);
        if !read::file(&place, identity, &file.hash, &mut incoming)? || incoming.0.size() != file.size {
            return Err(Fault::damaged(&place, "ses octets ne sont pas ceux qui ont été sauvegardés"));
        }
        kept.keep(incoming.0.finish()?)?;
    }
    Ok(Staged { aside, manifest })
}

impl Staged {
    /// Where it stands, for what must be done to it before it is anybody's school again.
    pub fn folder(&self) -> &Path {
        &self.aside.folder
    }

    pub fn settle(self) -> Result<Manifest> {
        let Staged { aside, manifest } = self;
        let mut names: Vec<OsString> = Vec::new();
        for entry in fs::read_dir(&aside.folder).map_err(at(&aside.folder))? {
            names.push(entry.map_err(at(&aside.folder))?.file_name());
        }
        // Whoever finds the database finds the rest.
        names.sort_by_key(|name| name.to_string_lossy().starts_with(DATABASE));
        for name in names {
            let to = aside.data.join(&name);
            fs::rename(aside.folder.join(&name), &to).map_err(at(&to))?;
        }
        disk::sync_folder_of(&aside.folder).map_err(at(&aside.data))?;
        Ok(manifest)
    }
}

/// The folder aside; whatever is still in it goes with this.
struct Aside {
    data: PathBuf,
    folder: PathBuf,
}

impl Aside {
    fn clear(data: &Path) -> Result<Aside> {
        let aside = Aside { data: data.to_owned(), folder: data.join(ASIDE) };
        clear(&aside.folder)?;
        Ok(aside)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if let Err(fault) = clear(&self.folder) {
            tracing::error!(%fault, "what a restore left aside could not be removed");
        }
    }
}

/// A file on its way in, as something to write into.
struct Pouring(crate::base::files::Incoming);

impl io::Write for Pouring {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes).map_err(|error| match error {
            Error::Full => io::ErrorKind::StorageFull.into(),
            error => io::Error::other(error.to_string()),
        })?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a cut restore left aside is nobody's.
fn must_be_empty(data: &Path) -> Result<()> {
    let entries = match fs::read_dir(data) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        read => read.map_err(at(data))?,
    };
    for entry in entries {
        let name = entry.map_err(at(data))?.file_name();
        if name != ASIDE && name != "lost+found" {
            return Err(Fault::NotEmpty(data.to_owned()));
        }
    }
    Ok(())
}

fn clear(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(folder)(error)),
        _ => Ok(()),
    }
}
