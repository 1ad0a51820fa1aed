//! Brings a backup back into a data folder where there is no school yet. All of it is read, compared and prepared aside in that
//! folder; once it is whole it gets another name, and from then on it takes its place, however often that is cut short.
//! Whatever fails before leaves the folder as it was.

use super::{
    fault::{Fault, Result, at},
    make::must_take,
    manifest::{Kept, Manifest},
    progress::Stage,
    read::{self, DATABASE},
    shelf::{GONE, Shelf},
};
use crate::base::{disk, error::Error, files::Files};
use age::x25519::Identity;
use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

const ASIDE: &str = "restauration-en-cours";
const READY: &str = "restauration-prete";

/// Where a school comes back, and how far this program goes.
pub struct Ground<'a> {
    pub data: &'a Path,
    /// The name of the folder of files.
    pub files: &'a str,
    /// How many steps this program's schema has.
    pub steps: usize,
    /// Files that are missing or damaged do not keep all the rest away.
    pub takes_loss: bool,
    pub stop: &'a dyn Fn() -> bool,
    pub told: &'a dyn Fn(Stage),
}

/// Read and compared; not yet in its place. Removed when dropped before [`Staged::make_ready`].
pub struct Staged {
    aside: Aside,
    pub manifest: Manifest,
    /// Of those that the manifest names.
    lost: usize,
    /// What stood beside the backup, and in the folder itself, of those who must not come back: as it was written there.
    pub gone: Vec<String>,
}

/// The folder is the caller's to judge: [`must_be_empty`], or a box that is not set up.
pub fn stage(from: &Path, identity: &Identity, ground: &Ground) -> Result<Staged> {
    let (shelf, path) = Shelf::find(from)?;
    disk::private_folder(ground.data).map_err(at(ground.data))?;
    (ground.told)(Stage::Database);
    // The guard stands before the first byte is written.
    let aside = Aside::clear(ground.data)?;
    let folder = &aside.folder;
    // It is not compressed: what comes out is about what goes in.
    must_take(ground.data, fs::metadata(&path).map_err(at(&path))?.len())?;
    let manifest = read::unpack(&path, identity, folder)?;
    manifest.must_be_known(ground.steps)?;
    read::examine(&path, folder, &manifest)?;
    must_take(ground.data, manifest.files_size())?;
    let kept = Files::open(&folder.join(ground.files))?;
    let mut lost = Vec::new();
    for (done, file) in manifest.files.iter().enumerate() {
        (ground.told)(Stage::Files { done, of: manifest.files.len() });
        if (ground.stop)() {
            return Err(Fault::Stopped);
        }
        let place = shelf.file(&manifest.naming, &file.hash);
        if !brought(&place, file, identity, &kept, ground)? {
            // Pulled out, a disk has none of them: that is another sentence.
            disk::open_anew(&path).and_then(|mut archive| archive.read_exact(&mut [0])).map_err(at(&path))?;
            lost.push(place);
        }
    }
    if let Some(first) = lost.first().filter(|_| !ground.takes_loss) {
        return Err(Fault::Incomplete { first: first.clone(), lost: lost.len(), of: manifest.files.len() });
    }
    (ground.told)(Stage::Reading);
    let gone = [shelf.root(), ground.data].into_iter().filter_map(|folder| told_beside(folder).transpose());
    Ok(Staged { gone: gone.collect::<Result<_>>()?, aside, manifest, lost: lost.len() })
}

/// False for a file that is missing or is not what was written. A disk that does not answer stops it all, for it may be plugged in
/// better; who takes loss does without that file too, while the disk itself is there.
fn brought(place: &Path, file: &Kept, identity: &Identity, kept: &Files, ground: &Ground) -> Result<bool> {
    let mut incoming = Pouring(kept.receive()?);
    match read::file(place, identity, &file.hash, (&mut incoming, ground.data)) {
        Ok(true) if incoming.0.size() == file.size => {
            kept.keep(incoming.0.finish()?)?;
            Ok(true)
        }
        Ok(_) | Err(Fault::Damaged { .. } | Fault::WrongKey) => Ok(false),
        Err(Fault::Disk { path, .. }) if ground.takes_loss && path == place => Ok(false),
        Err(fault) => Err(fault),
    }
}

fn told_beside(folder: &Path) -> Result<Option<String>> {
    let place = folder.join(GONE);
    match fs::read_to_string(&place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(Some).map_err(at(&place)),
    }
}

impl Staged {
    /// Where it stands, for what must be done to it before it is anybody's school again.
    pub fn folder(&self) -> &Path {
        &self.aside.folder
    }

    /// How many files do not come back; some the box had lost already when the backup was made.
    pub fn lost(&self) -> usize {
        self.lost + self.manifest.missing.len()
    }

    /// From here on it takes its place: by [`settle`], now or at the next start.
    pub fn make_ready(self) -> Result<Manifest> {
        let Staged { aside, manifest, .. } = self;
        for folder in [aside.folder.join(read::TLS), aside.folder.clone()] {
            File::open(&folder).and_then(|folder| folder.sync_all()).map_err(at(&folder))?;
        }
        let ready = aside.data.join(READY);
        clear(&ready)?;
        fs::rename(&aside.folder, &ready).map_err(at(&ready))?;
        disk::sync_folder_of(&ready).map_err(at(&aside.data))?;
        Ok(manifest)
    }
}

/// Puts what stands ready in its place, over whatever a box that was not set up had there; nothing when there is none. To be
/// called while nobody has the database open. Cut short, it is taken up where it was.
pub fn settle(data: &Path) -> Result<bool> {
    let ready = data.join(READY);
    let mut names: Vec<OsString> = match fs::read_dir(&ready) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        read => {
            let names = read.and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect());
            names.map_err(at(&ready))?
        }
    };
    let is_database = |name: &OsString| name.to_string_lossy().starts_with(DATABASE);
    // The box's own goes first, its journal with it: it must never be played into another database.
    if names.iter().any(|name| name == DATABASE) {
        for ending in ["-wal", "-shm", ""] {
            let old = data.join(format!("{DATABASE}{ending}"));
            disk::remove_if_there(&old).map_err(at(&old))?;
        }
        disk::sync_folder_of(&ready).map_err(at(data))?;
    }
    // Whoever finds the database finds the rest.
    names.sort_by_key(|name| (is_database(name), name == DATABASE));
    for name in names {
        let to = data.join(&name);
        remove(&to)?;
        fs::rename(ready.join(&name), &to).map_err(at(&to))?;
    }
    disk::sync_folder_of(&ready).map_err(at(data))?;
    clear(&ready)?;
    Ok(true)
}

/// What a cut restore left aside is nobody's.
pub fn must_be_empty(data: &Path) -> Result<()> {
    let entries = match fs::read_dir(data) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        read => read.map_err(at(data))?,
    };
    for entry in entries {
        let name = entry.map_err(at(data))?.file_name();
        if name != ASIDE && name != GONE && name != "lost+found" {
            return Err(Fault::NotEmpty(data.to_owned()));
        }
    }
    Ok(())
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

fn remove(path: &Path) -> Result<()> {
    if path.is_dir() { clear(path) } else { disk::remove_if_there(path).map_err(at(path)) }
}

fn clear(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at(folder)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A box that was never set up, and a school that stands ready in it.
    fn ready(data: &Path) {
        for (name, text) in [("preau.db", "vide"), ("preau.db-wal", "vide"), ("INSTALLATION.txt", "code")] {
            fs::write(data.join(name), text).unwrap();
        }
        for folder in ["cles", "sauvegardes", "restauration-prete/cles", "restauration-prete/fichiers"] {
            fs::create_dir_all(data.join(folder)).unwrap();
        }
        fs::write(data.join("cles/boite.key"), "ancienne").unwrap();
        fs::write(data.join("restauration-prete/cles/boite.key"), "nouvelle").unwrap();
        fs::write(data.join("restauration-prete/preau.db"), "école").unwrap();
    }

    fn is_settled(data: &Path) {
        let text = |name: &str| fs::read_to_string(data.join(name)).unwrap();
        assert_eq!((text("preau.db").as_str(), text("cles/boite.key").as_str()), ("école", "nouvelle"));
        assert!(!data.join("preau.db-wal").exists() && !data.join(READY).exists());
        assert!(data.join("sauvegardes").is_dir() && data.join("fichiers").is_dir());
        assert!(!settle(data).unwrap(), "once");
    }

    #[test]
    fn what_stands_ready_takes_its_place_and_the_old_journal_goes() {
        let data = tempfile::tempdir().unwrap();
        ready(data.path());
        assert!(settle(data.path()).unwrap());
        is_settled(data.path());
    }

    #[test]
    fn cut_short_anywhere_it_goes_on() {
        for (from, to) in [("preau.db", None), ("cles", Some("cles")), ("fichiers", Some("fichiers"))] {
            let data = tempfile::tempdir().unwrap();
            ready(data.path());
            remove(&data.path().join(from)).unwrap();
            if let Some(to) = to {
                fs::rename(data.path().join(READY).join(from), data.path().join(to)).unwrap();
            }
            assert!(settle(data.path()).unwrap());
            is_settled(data.path());
        }
        // All but the emptied folder.
        let data = tempfile::tempdir().unwrap();
        fs::create_dir(data.path().join(READY)).unwrap();
        fs::write(data.path().join("preau.db"), "école").unwrap();
        assert!(settle(data.path()).unwrap() && data.path().join("preau.db").exists());
    }
}
