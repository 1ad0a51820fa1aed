//! The folder where backups stand: an archive for each day, and beside them every file once, all encrypted.
//!
//! ```text
//! sauvegardes/20261122T213000Z.tar.age   manifest.json, preau.db, tls/…
//! fichiers/ab/ab12….age                  a file of the school, under a name that tells nothing
//! effacements.txt                        numbers of those that were erased since, in the clear
//! ```
//! `age -d -i KEY archive | tar x` opens one without this program.

use super::{
    fault::{Fault, Result, at},
    key::Naming,
};
use crate::base::{clock::Instant, disk};
use age::{Encryptor, stream::StreamWriter, x25519::Recipient};
use jiff::{civil::DateTime, tz::TimeZone};
use std::{
    fs::{self, File, OpenOptions},
    io::{BufWriter, ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Who must not come back out of an older backup, as whoever makes backups wrote it: carried along, never read here.
pub const GONE: &str = "effacements.txt";
const ARCHIVES: &str = "sauvegardes";
const FILES: &str = "fichiers";
pub(super) const ENDING: &str = ".tar.age";
pub(super) const FILE_ENDING: &str = ".age";
const MOMENT: &str = "%Y%m%dT%H%M%SZ";

pub struct Shelf {
    root: PathBuf,
}

impl Shelf {
    /// Makes it if need be.
    pub fn prepare(root: &Path) -> Result<Shelf> {
        let shelf = Shelf { root: root.to_owned() };
        for folder in [shelf.archives(), root.join(FILES)] {
            disk::private_folder(&folder).map_err(at(&folder))?;
            // A power cut after the first backup must not take the folder's own name away.
            disk::sync_folder_of(&folder).map_err(at(&folder))?;
        }
        // Above it the folders may be closed to us.
        let _ = disk::sync_folder_of(root);
        Ok(shelf)
    }

    /// Removes what a cut left half-written. By whoever has the bench: it may be what another one is writing.
    pub(super) fn sweep(&self) -> Result<()> {
        sweep_partials(&self.archives())?;
        let files = self.root.join(FILES);
        for folder in names(&files)? {
            sweep_partials(&files.join(folder))?;
        }
        Ok(())
    }

    /// As it stands, or stands not yet: nothing is made.
    pub fn standing(root: &Path) -> Shelf {
        Shelf { root: root.to_owned() }
    }

    /// One that is there, and the backup that is meant: the folder's newest, or the one that a file is.
    pub fn find(path: &Path) -> Result<(Shelf, PathBuf)> {
        if path.is_file() {
            let root = path.parent().and_then(Path::parent).ok_or_else(|| Fault::NoBackup(path.to_owned()))?;
            return Ok((Shelf { root: root.to_owned() }, path.to_owned()));
        }
        let shelf = Shelf { root: path.to_owned() };
        let newest = shelf.all()?.pop().ok_or_else(|| Fault::NoBackup(path.to_owned()))?;
        Ok((shelf, newest))
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The archives, oldest first.
    pub fn all(&self) -> Result<Vec<PathBuf>> {
        let folder = self.archives();
        let mut found: Vec<String> = names(&folder)?.into_iter().filter(|name| name.ends_with(ENDING)).collect();
        // The second of a moment is longer, and begins like the first.
        found.sort_by(|one, other| (one.get(..16), one.len(), one).cmp(&(other.get(..16), other.len(), other)));
        Ok(found.iter().map(|name| folder.join(name)).collect())
    }

    /// The archive of that name, whether it is there or not.
    pub fn named(&self, name: &str) -> PathBuf {
        self.archives().join(name)
    }

    /// Every file beside the archives.
    pub(super) fn files(&self) -> Result<Vec<PathBuf>> {
        let root = self.root.join(FILES);
        let mut found = Vec::new();
        for folder in names(&root)? {
            let folder = root.join(folder);
            found.extend(
                names(&folder)?.iter().filter(|name| name.ends_with(FILE_ENDING)).map(|name| folder.join(name)),
            );
        }
        Ok(found)
    }

    /// When that archive was made, by its name.
    pub fn moment(archive: &Path) -> Option<Instant> {
        let name = archive.file_name()?.to_str()?;
        let made_at = DateTime::strptime(MOMENT, name.get(..16)?).ok()?;
        Some(TimeZone::UTC.to_timestamp(made_at).ok()?.into())
    }

    /// A name that tells its time and that nothing has yet.
    pub(super) fn archive(&self, made_at: Instant) -> PathBuf {
        let moment = made_at.timestamp().strftime(MOMENT).to_string();
        let named = |suffix: String| self.archives().join(format!("{moment}{suffix}{ENDING}"));
        let mut path = named(String::new());
        for count in 2.. {
            if !path.exists() {
                break;
            }
            path = named(format!("-{count}"));
        }
        path
    }

    pub(super) fn file(&self, naming: &Naming, hash: &str) -> PathBuf {
        self.of_name(&naming.name(hash))
    }

    /// `name` is a hash, in hexadecimal.
    pub(super) fn of_name(&self, name: &str) -> PathBuf {
        self.root.join(FILES).join(&name[..2]).join(format!("{name}{FILE_ENDING}"))
    }

    fn archives(&self) -> PathBuf {
        self.root.join(ARCHIVES)
    }
}

/// A file on its way to the shelf: it has its name once it is whole, and leaves nothing otherwise.
pub(super) struct Sealed {
    out: Option<StreamWriter<BufWriter<File>>>,
    partial: PathBuf,
    path: PathBuf,
}

impl Sealed {
    pub fn begin(path: &Path, recipients: &[Recipient]) -> Result<Sealed> {
        let folder = path.parent().unwrap_or(Path::new("."));
        if !folder.exists() {
            disk::private_folder(folder).map_err(at(folder))?;
            disk::sync_folder_of(folder).map_err(at(folder))?;
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(disk::PARTIAL);
        let partial = PathBuf::from(partial);
        disk::remove_if_there(&partial).map_err(at(&partial))?;
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial).map_err(at(&partial))?;
        // From here on, what is dropped is removed.
        let mut sealed = Sealed { out: None, partial, path: path.to_owned() };
        let to = recipients.iter().map(|recipient| recipient as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(to).map_err(|e| Fault::House(e.into()))?;
        let out = encryptor.wrap_output(BufWriter::with_capacity(256 * 1024, file)).map_err(at(&sealed.partial))?;
        sealed.out = Some(out);
        Ok(sealed)
    }

    /// Ends the encryption and waits for the disk. Where it stands until [`Sealed::place`].
    pub fn end(&mut self) -> Result<&Path> {
        let ended = match self.out.take() {
            Some(out) => out.finish().and_then(|out| out.into_inner().map_err(|e| e.into_error())),
            None => Err(ErrorKind::BrokenPipe.into()),
        };
        ended.and_then(|file| file.sync_all()).map_err(at(&self.partial))?;
        Ok(&self.partial)
    }

    /// Gives it its name.
    pub fn place(self) -> Result<PathBuf> {
        fs::rename(&self.partial, &self.path).map_err(at(&self.path))?;
        disk::sync_folder_of(&self.path).map_err(at(&self.path))?;
        Ok(self.path.clone())
    }
}

impl Write for Sealed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.out.as_mut().ok_or(ErrorKind::BrokenPipe)?.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.as_mut().ok_or(ErrorKind::BrokenPipe)?.flush()
    }
}

impl Drop for Sealed {
    /// After `place` there is nothing by that name.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.partial);
    }
}

fn sweep_partials(folder: &Path) -> Result<()> {
    for name in names(folder)?.iter().filter(|name| name.ends_with(disk::PARTIAL)) {
        let path = folder.join(name);
        disk::remove_if_there(&path).map_err(at(&path))?;
    }
    Ok(())
}

/// Nothing where there is no such folder.
fn names(folder: &Path) -> Result<Vec<String>> {
    let listed = || -> std::io::Result<Vec<String>> {
        fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    };
    match listed() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        done => done.map_err(at(folder)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_of_one_moment_stand_in_the_order_they_were_made() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::prepare(folder.path()).unwrap();
        let (now, before) = (Instant(1_790_000_000), Instant(1_789_999_999));
        let mut made: Vec<PathBuf> = (0..12)
            .map(|_| {
                let path = shelf.archive(now);
                fs::write(&path, "").unwrap();
                path
            })
            .collect();
        made.insert(0, shelf.archive(before));
        fs::write(&made[0], "").unwrap();
        assert_eq!(shelf.all().unwrap(), made);
        assert_eq!(Shelf::moment(&made[12]), Some(now));
        assert_eq!(Shelf::find(folder.path()).unwrap().1, made[12]);
    }
}
