//! A file that comes in several pieces, over days and cuts. It stands apart under a number until it is whole; its length is
//! what has come. Nothing in here knows whose it is or whether it may come.

use super::{Files, Hash, Staged};
use crate::base::{
    disk,
    error::{Error, Result},
    secret,
};
use ring::digest;
use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Read},
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::PathBuf,
    sync::atomic::Ordering,
};

const FOLDER: &str = "envois";
const CHUNK: usize = 256 * 1024;
/// So many bytes come between two flushes: what a power cut may take is little, and a slow card is not flushed at each piece.
const FLUSH: u64 = 8 * 1024 * 1024;

/// Open for its next bytes. The caller sees to it that there is one at a time.
pub struct Partial {
    file: File,
    length: u64,
    flushed: u64,
    /// Of all its bytes, when they have all come through here: a file that came at one go need not be read again.
    digest: Option<digest::Context>,
}

/// SHA-256 of the whole, when it is known already.
#[derive(Clone)]
pub struct Known(digest::Context);

impl Files {
    /// Begun, when it is not yet. What has come of it is flushed: from now on its length may be told.
    pub fn partial(&self, number: i64) -> Result<Partial> {
        let path = self.partial_path(number);
        let is_new = !path.exists();
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path)?;
        file.sync_all()?;
        if is_new {
            disk::sync_folder_of(&path)?;
        }
        let length = file.metadata()?.len();
        let digest = (length == 0).then(|| digest::Context::new(&digest::SHA256));
        Ok(Partial { file, length, flushed: length, digest })
    }

    /// The whole, ready to be kept. The partial file stays beside it until `forget_partial`: whoever keeps it may fail, and
    /// try again.
    pub fn stage_partial(&self, number: i64, known: Option<Known>) -> Result<Staged> {
        let path = self.partial_path(number);
        let mut file = File::open(&path).map_err(super::absent)?;
        let size = file.metadata()?.len();
        let made = match known {
            Some(known) => known.0.finish(),
            None => digest_of(&mut file)?,
        };
        let name = format!("{}-{}", std::process::id(), self.count.fetch_add(1, Ordering::Relaxed));
        let beside = self.root.join("entrants").join(name);
        disk::remove_if_there(&beside)?;
        // A second name for the same bytes: nothing is copied.
        fs::hard_link(&path, &beside)?;
        Ok(Staged { path: beside, hash: Hash(secret::hex(made.as_ref())), size })
    }

    pub fn forget_partial(&self, number: i64) -> Result<()> {
        Ok(disk::remove_if_there(&self.partial_path(number))?)
    }

    /// Bytes of all of them together.
    pub fn come_so_far(&self) -> Result<u64> {
        let mut bytes = 0;
        for entry in fs::read_dir(self.root.join(FOLDER))? {
            // One that is gone meanwhile has come to its end.
            bytes += entry?.metadata().map_or(0, |metadata| metadata.len());
        }
        Ok(bytes)
    }

    /// Removes those that nobody waits for. Returns how many.
    pub fn sweep_partials(&self, is_awaited: impl Fn(i64) -> Result<bool>) -> Result<usize> {
        let mut swept = 0;
        for entry in fs::read_dir(self.root.join(FOLDER))? {
            let entry = entry?;
            let number = entry.file_name().to_string_lossy().parse().ok();
            if !number.map_or(Ok(false), &is_awaited)? {
                disk::remove_if_there(&entry.path())?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    pub(super) fn partials(root: &std::path::Path) -> PathBuf {
        root.join(FOLDER)
    }

    fn partial_path(&self, number: i64) -> PathBuf {
        self.root.join(FOLDER).join(number.to_string())
    }
}

impl Partial {
    /// What may be told to whoever sends: flushed, all of it, after [`Partial::flush`].
    pub fn length(&self) -> u64 {
        self.length
    }

    /// At its end; flushed now and then. Its room was promised when it was announced, and something else may have taken it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all_at(bytes, self.length)?;
        self.length += bytes.len() as u64;
        if let Some(digest) = &mut self.digest {
            digest.update(bytes);
        }
        if self.length - self.flushed >= FLUSH { self.flush() } else { Ok(()) }
    }

    pub fn flush(&mut self) -> Result<()> {
        if self.flushed != self.length {
            self.file.sync_data()?;
            self.flushed = self.length;
        }
        Ok(())
    }

    /// Takes back what came after `length`.
    pub fn cut_back(&mut self, length: u64) -> Result<()> {
        self.file.set_len(length)?;
        self.file.sync_all()?;
        (self.length, self.flushed, self.digest) = (length, length, None);
        Ok(())
    }

    pub fn known(&self) -> Option<Known> {
        self.digest.clone().map(Known)
    }
}

fn digest_of(file: &mut File) -> Result<digest::Digest> {
    let (mut digest, mut chunk) = (digest::Context::new(&digest::SHA256), vec![0; CHUNK]);
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(digest.finish()),
            Ok(read) => digest.update(&chunk[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::from(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> (tempfile::TempDir, Files) {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        (folder, files)
    }

    #[test]
    fn pieces_make_the_same_file_at_one_go_or_over_days() {
        let (_folder, files) = files();
        let whole = files.stage(b"une lecon de choses").unwrap().hash.clone();
        let mut at_once = files.partial(1).unwrap();
        at_once.write(b"une lecon ").unwrap();
        at_once.write(b"de choses").unwrap();
        let known = at_once.known();
        assert!(known.is_some());
        assert_eq!(files.stage_partial(1, known).unwrap().hash, whole);

        files.partial(2).unwrap().write(b"une lecon ").unwrap();
        let mut again = files.partial(2).unwrap();
        assert_eq!(again.length(), 10);
        again.write(b"du soir").unwrap();
        again.cut_back(10).unwrap();
        again.write(b"de choses").unwrap();
        assert!(again.known().is_none(), "it did not see all the bytes");
        assert_eq!(files.stage_partial(2, None).unwrap().hash, whole);
    }

    #[test]
    fn whoever_keeps_it_may_fail_and_try_again() {
        let (_folder, files) = files();
        files.partial(7).unwrap().write(b"une photo").unwrap();
        drop(files.stage_partial(7, None).unwrap());
        let first = files.keep(files.stage_partial(7, None).unwrap()).unwrap();
        let second = files.keep(files.stage_partial(7, None).unwrap()).unwrap();
        assert_eq!(first, second);
        files.forget_partial(7).unwrap();
        files.forget_partial(7).unwrap();
        assert_eq!(files.read(&first).unwrap(), b"une photo");
        assert_eq!(files.sweep_partials(|_| Ok(false)).unwrap(), 0);
        assert_eq!(fs::read_dir(files.root.join("entrants")).unwrap().count(), 0, "no second name is left");
    }

    #[test]
    fn only_what_is_awaited_is_spared() {
        let (_folder, files) = files();
        for number in [1, 2] {
            files.partial(number).unwrap().write(b"x").unwrap();
        }
        assert_eq!(files.sweep_partials(|number| Ok(number == 2)).unwrap(), 1);
        assert_eq!(files.partial(1).unwrap().length(), 0);
        assert_eq!(files.partial(2).unwrap().length(), 1);
    }
}
