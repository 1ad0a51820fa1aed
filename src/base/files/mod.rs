//! Files by what they hold: each stands once on the disk, under the SHA-256 of its bytes, and is never changed.
//! A name given by a person never becomes a path. The row comes last: a file without a row is swept, a row never lacks its file.

pub mod partial;
pub mod store;

use crate::base::{
    disk,
    error::{Error, Result},
    secret,
};
use ring::digest;
use std::{
    fs::{self, File, OpenOptions},
    io::{Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

/// A file without a row may belong to a request under way: it is left alone for a day.
const GRACE: Duration = Duration::from_secs(86_400);

/// So many bytes come between two looks at the room that is left.
const LOOK: u64 = 4 * 1024 * 1024;

/// No request keeps a file and writes its row so long after.
const REST: Duration = Duration::from_secs(900);

/// SHA-256 in hex: a file's only name.
#[derive(Clone, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub struct Hash(String);

impl Hash {
    pub fn parse(text: &str) -> Option<Hash> {
        (text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
            .then(|| Hash(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A part of what is sent, when what we made ourselves and kept files follow one another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stretch {
    Made(Vec<u8>),
    /// The whole of it, and how long it is said to be.
    Kept(Hash, u64),
}

impl Stretch {
    pub fn length(&self) -> u64 {
        match self {
            Stretch::Made(bytes) => bytes.len() as u64,
            Stretch::Kept(_, length) => *length,
        }
    }
}

pub struct Files {
    root: PathBuf,
    count: AtomicU64,
    /// Held while a file takes its place, and while the sweep judges one: the same bytes may come back at that very moment.
    places: Mutex<()>,
}

/// Bytes on their way in; removed when dropped before `finish`.
pub struct Incoming {
    file: File,
    path: PathBuf,
    digest: digest::Context,
    size: u64,
    /// The room was looked at when so many had come.
    looked_at: u64,
    done: bool,
}

/// Whole and on the disk, not yet in its place; removed when dropped before `keep`.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    pub hash: Hash,
    pub size: u64,
}

impl Files {
    pub fn open(root: &Path) -> Result<Files> {
        disk::private_folder(&root.join("entrants"))?;
        disk::private_folder(&Files::partials(root))?;
        Ok(Files { root: root.to_owned(), count: AtomicU64::new(0), places: Mutex::default() })
    }

    /// [`Error::Full`] when the disk takes no more files: what is left is for signatures and attendance.
    pub fn receive(&self) -> Result<Incoming> {
        must_take(&self.root, 0)?;
        let name = format!("{}-{}", std::process::id(), self.count.fetch_add(1, Ordering::Relaxed));
        let path = self.root.join("entrants").join(name);
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path)?;
        Ok(Incoming { file, path, digest: digest::Context::new(&digest::SHA256), size: 0, looked_at: 0, done: false })
    }

    /// Bytes that we made ourselves, such as a picture's smaller size.
    pub fn stage(&self, bytes: &[u8]) -> Result<Staged> {
        let mut incoming = self.receive()?;
        incoming.write(bytes)?;
        incoming.finish()
    }

    /// Puts it in its place for good. The caller then writes the row, in its transaction.
    pub fn keep(&self, staged: Staged) -> Result<Hash> {
        let place = self.place(&staged.hash);
        disk::private_folder(place.parent().unwrap_or(&self.root))?;
        {
            let _places = self.places();
            // Staged long ago or not, it is young from now on: no sweep takes it before its row is there.
            File::options().write(true).open(&staged.path)?.set_modified(SystemTime::now())?;
            fs::rename(&staged.path, &place)?;
        }
        disk::sync_folder_of(&place)?;
        disk::sync_folder_of(place.parent().unwrap_or(&self.root))?;
        Ok(staged.hash.clone())
    }

    pub fn read(&self, hash: &Hash) -> Result<Vec<u8>> {
        fs::read(self.place(hash)).map_err(absent)
    }

    pub fn open_file(&self, hash: &Hash) -> Result<File> {
        File::open(self.place(hash)).map_err(absent)
    }

    /// The first bytes, at most so many.
    pub fn head(&self, hash: &Hash, most: usize) -> Result<Vec<u8>> {
        let mut head = Vec::new();
        self.open_file(hash)?.take(most as u64).read_to_end(&mut head)?;
        Ok(head)
    }

    /// Removes what no row names: leftovers of a cut, and files whose last row is gone. Returns how many.
    pub fn sweep(&self, has_row: impl Fn(&Hash) -> Result<bool>) -> Result<usize> {
        let mut swept = 0;
        for entry in fs::read_dir(self.root.join("entrants"))? {
            let path = entry?.path();
            if is_old(&path)? {
                fs::remove_file(path)?;
                swept += 1;
            }
        }
        Ok(swept + self.sweep_kept(GRACE, has_row)?)
    }

    /// The same for files alone, at once: what was erased must not wait for a day. One that just came has its rest all the same:
    /// true once none is left.
    pub fn sweep_rested(&self, has_row: impl Fn(&Hash) -> Result<bool>) -> Result<bool> {
        self.sweep_kept(REST, &has_row)?;
        for hash in self.kept()? {
            if !has_row(&hash)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The same whatever their age: nobody else has this folder, for the school that it is of is not in its place yet.
    pub fn sweep_alone(&self, has_row: impl Fn(&Hash) -> Result<bool>) -> Result<usize> {
        self.sweep_kept(Duration::ZERO, has_row)
    }

    fn sweep_kept(&self, rest: Duration, has_row: impl Fn(&Hash) -> Result<bool>) -> Result<usize> {
        let mut swept = 0;
        for hash in self.kept()? {
            let place = self.place(&hash);
            let _places = self.places();
            if age(&place)?.is_some_and(|age| age >= rest) && !has_row(&hash)? {
                fs::remove_file(&place)?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    /// Removes one whose row is gone, once it has rested: the same bytes may have come back a moment ago, their row still to
    /// be written. True when it is there no more.
    pub fn remove(&self, hash: &Hash, has_row: impl Fn(&Hash) -> Result<bool>) -> Result<bool> {
        let place = self.place(hash);
        let _places = self.places();
        if age(&place)?.is_some_and(|age| age > REST) && !has_row(hash)? {
            fs::remove_file(&place)?;
        }
        Ok(!place.exists())
    }

    /// True when the bytes still make the name.
    pub fn is_whole(&self, hash: &Hash) -> bool {
        self.open_file(hash).and_then(digest_of).is_ok_and(|found| secret::hex(found.as_ref()) == hash.0)
    }

    fn kept(&self) -> Result<Vec<Hash>> {
        let mut found = Vec::new();
        for shelf in fs::read_dir(&self.root)? {
            let shelf = shelf?;
            if shelf.file_name().len() != 2 {
                continue;
            }
            for file in fs::read_dir(shelf.path())? {
                found.extend(Hash::parse(&file?.file_name().to_string_lossy()));
            }
        }
        Ok(found)
    }

    fn places(&self) -> MutexGuard<'_, ()> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, hash: &Hash) -> PathBuf {
        self.root.join(&hash.0[..2]).join(&hash.0)
    }
}

impl Incoming {
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if self.size - self.looked_at >= LOOK {
            must_take(&self.path, bytes.len() as u64)?;
            self.looked_at = self.size;
        }
        self.file.write_all(bytes)?;
        self.digest.update(bytes);
        self.size += bytes.len() as u64;
        Ok(())
    }

    pub fn size(&self) -> u64 {
        self.size
    }

    pub fn finish(mut self) -> Result<Staged> {
        self.file.sync_all()?;
        self.done = true;
        let hash = Hash(secret::hex(self.digest.clone().finish().as_ref()));
        Ok(Staged { path: self.path.clone(), hash, size: self.size })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.done {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Staged {
    pub fn bytes(&self) -> Result<Vec<u8>> {
        Ok(fs::read(&self.path)?)
    }

    pub fn open(&self) -> Result<File> {
        Ok(File::open(&self.path)?)
    }
}

impl Drop for Staged {
    /// After `keep` the path is gone and this does nothing.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// `beside` stands on the disk that is meant.
fn must_take(beside: &Path, bytes: u64) -> Result<()> {
    if disk::room(beside)?.takes(bytes) { Ok(()) } else { Err(Error::Full) }
}

/// A video is never whole in memory.
fn digest_of(mut file: File) -> Result<digest::Digest> {
    let mut digest = digest::Context::new(&digest::SHA256);
    let mut chunk = vec![0; 64 * 1024];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(digest.finish()),
            read => digest.update(&chunk[..read]),
        }
    }
}

fn absent(error: std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::NotFound { Error::NotFound } else { error.into() }
}

/// Not when it is gone meanwhile: a request under way ends its own leftovers.
fn is_old(path: &Path) -> Result<bool> {
    Ok(age(path)?.is_some_and(|age| age > GRACE))
}

fn age(path: &Path) -> Result<Option<Duration>> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some(match SystemTime::now().duration_since(found.modified()?) {
            Ok(age) => age,
            // Written while the clock stood far ahead: else nothing would ever sweep it.
            Err(ahead) if ahead.duration() > GRACE => ahead.duration(),
            Err(_) => Duration::ZERO,
        })),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_what_is_dropped_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let staged = files.stage(b"une feuille").unwrap();
        let hash = files.keep(staged).unwrap();
        assert_eq!(files.read(&hash).unwrap(), b"une feuille");
        assert!(files.is_whole(&hash));

        drop(files.stage(b"jamais gardee").unwrap());
        let mut half = files.receive().unwrap();
        half.write(b"moitie").unwrap();
        drop(half);
        assert_eq!(fs::read_dir(folder.path().join("entrants")).unwrap().count(), 0);
        assert_eq!(files.kept().unwrap(), vec![hash]);
    }

    #[test]
    fn a_sweep_spares_what_is_young_or_has_its_row() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let named = files.keep(files.stage(b"a").unwrap()).unwrap();
        let orphan = files.keep(files.stage(b"b").unwrap()).unwrap();
        assert_eq!(files.sweep(|_| Ok(false)).unwrap(), 0);
        let old = SystemTime::now() - GRACE - Duration::from_secs(60);
        for hash in [&named, &orphan] {
            File::options().write(true).open(files.place(hash)).unwrap().set_modified(old).unwrap();
        }
        // The bytes of an orphan come back: their file is young again, though their row is still to be written.
        assert_eq!(files.keep(files.stage(b"b").unwrap()).unwrap(), orphan);
        assert_eq!(files.sweep(|hash| Ok(*hash == named)).unwrap(), 0);
        File::options().write(true).open(files.place(&orphan)).unwrap().set_modified(old).unwrap();
        assert_eq!(files.sweep(|hash| Ok(*hash == named)).unwrap(), 1);
        assert!(files.read(&named).is_ok());
        assert!(matches!(files.read(&orphan), Err(Error::NotFound)));
    }

    #[test]
    fn one_written_while_the_clock_stood_ahead_is_swept_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let orphan = files.keep(files.stage(b"a").unwrap()).unwrap();
        let aged = |at| File::options().write(true).open(files.place(&orphan)).unwrap().set_modified(at).unwrap();
        aged(SystemTime::now() + Duration::from_secs(600));
        assert!(!files.sweep_rested(|_| Ok(false)).unwrap(), "a clock set right by a little");
        aged(SystemTime::now() + 30 * GRACE);
        assert!(files.sweep_rested(|_| Ok(false)).unwrap() && files.read(&orphan).is_err());
    }

    #[test]
    fn bytes_staged_long_ago_are_young_once_they_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let staged = files.stage(b"a").unwrap();
        let old = SystemTime::now() - GRACE - Duration::from_secs(60);
        File::options().write(true).open(&staged.path).unwrap().set_modified(old).unwrap();
        let hash = files.keep(staged).unwrap();
        assert_eq!(files.sweep(|_| Ok(false)).unwrap(), 0);
        assert!(files.is_whole(&hash));
        assert!(!is_old(&folder.path().join("parti")).unwrap(), "what a request took away stops no sweep");
    }

    #[test]
    fn one_file_is_removed_once_it_has_rested_and_nobody_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let hash = files.keep(files.stage(b"a").unwrap()).unwrap();
        assert!(!files.remove(&hash, |_| Ok(false)).unwrap());
        let old = SystemTime::now() - REST - Duration::from_secs(5);
        File::options().write(true).open(files.place(&hash)).unwrap().set_modified(old).unwrap();
        assert!(!files.remove(&hash, |_| Ok(true)).unwrap());
        assert!(files.remove(&hash, |_| Ok(false)).unwrap());
        assert!(files.remove(&hash, |_| Ok(false)).unwrap(), "gone already");
    }

    #[test]
    fn a_hash_is_never_a_path() {
        assert!(Hash::parse("../../etc/passwd").is_none());
        assert!(Hash::parse(&"A".repeat(64)).is_none());
        assert!(Hash::parse(&"a1".repeat(32)).is_some());
    }
}
