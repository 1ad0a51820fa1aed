//! An archive written to the disk while it is put together, bit by bit: for what takes long to gather and is fetched later. Its
//! entries come under names that are fit already ([`super::harmless`]); it refuses the same name twice.

use super::{CHUNK, Planned, cut, dos, end};
use crate::base::{
    clock::Instant,
    disk,
    error::{Error, Result},
    files::{Files, Hash},
    secret,
};
use jiff::tz::TimeZone;
use ring::digest;
use std::{
    collections::HashSet,
    fs::{File, OpenOptions},
    io::{BufWriter, Read, Seek, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// So many bytes come between two looks at the room that is left.
const LOOK: u64 = 4 * 1024 * 1024;

/// Removed when dropped before `finish`.
pub struct Packer {
    file: BufWriter<File>,
    path: PathBuf,
    digest: digest::Context,
    written: u64,
    looked_at: u64,
    entries: Vec<Planned>,
    taken: HashSet<String>,
    zone: TimeZone,
    is_done: bool,
}

/// A whole archive on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    pub hash: Hash,
    pub size: u64,
}

impl Packer {
    /// [`Error::Full`] when the disk has no room to lend, here and at any later moment.
    pub fn create(path: &Path, zone: &TimeZone) -> Result<Packer> {
        must_take(path, 0)?;
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        Ok(Packer {
            file: BufWriter::with_capacity(CHUNK, file),
            path: path.to_owned(),
            digest: digest::Context::new(&digest::SHA256),
            written: 0,
            looked_at: 0,
            entries: Vec::new(),
            taken: HashSet::new(),
            zone: zone.clone(),
            is_done: false,
        })
    }

    /// Whether something stands under that name, as Windows compares names.
    pub fn has(&self, name: &str) -> bool {
        self.taken.contains(&name.to_lowercase())
    }

    /// What we made ourselves.
    pub fn put(&mut self, name: &str, bytes: &[u8], at: Instant) -> Result<()> {
        let crc = crc32fast::hash(bytes);
        self.begin(name, bytes.len() as u64, crc, at)?;
        self.write(bytes)
    }

    /// A kept file: read twice, never whole in memory. [`Error::NotFound`] when it is gone.
    pub fn put_file(&mut self, name: &str, files: &Files, hash: &Hash, at: Instant) -> Result<()> {
        let mut file = files.open_file(hash)?;
        let size = file.metadata()?.len();
        must_take(&self.path, size)?;
        let crc = super::checksum(&mut file, size)?;
        file.rewind()?;
        self.begin(name, size, crc, at)?;
        let (mut chunk, mut left) = (vec![0; CHUNK], size);
        while left > 0 {
            let read = file.read(&mut chunk)?;
            if read == 0 || read as u64 > left {
                return Err(cut());
            }
            self.write(&chunk[..read])?;
            left -= read as u64;
        }
        Ok(())
    }

    /// Whole and durable.
    pub fn finish(mut self) -> Result<Packed> {
        let offset = self.written;
        for at in 0..self.entries.len() {
            let line = self.entries[at].line();
            self.write(&line)?;
        }
        let last = end(self.entries.len() as u64, offset, self.written - offset);
        self.write(&last)?;
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        self.is_done = true;
        let digest = secret::hex(self.digest.clone().finish().as_ref());
        let hash = Hash::parse(&digest).ok_or_else(|| Error::internal("a digest is no hash"))?;
        Ok(Packed { hash, size: self.written })
    }

    fn begin(&mut self, name: &str, size: u64, crc: u32, at: Instant) -> Result<()> {
        if !self.taken.insert(name.to_lowercase()) {
            return Err(Error::internal("an archive has two entries of one name"));
        }
        let local = dos(at.zoned(&self.zone).datetime());
        let one = Planned { name: name.to_owned(), file: None, size, offset: self.written, crc, local, at };
        let head = one.head();
        self.entries.push(one);
        self.write(&head)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        if self.written - self.looked_at >= LOOK {
            must_take(&self.path, bytes.len() as u64)?;
            self.looked_at = self.written;
        }
        self.file.write_all(bytes)?;
        self.digest.update(bytes);
        self.written += bytes.len() as u64;
        Ok(())
    }
}

impl Drop for Packer {
    fn drop(&mut self) {
        if !self.is_done {
            // Its folder is swept as well: this only spares the wait.
            let _ = disk::remove_if_there(&self.path);
        }
    }
}

/// `path` need not be there yet; its folder is.
fn must_take(path: &Path, bytes: u64) -> Result<()> {
    if disk::room(path.parent().unwrap_or(path))?.lends(bytes) { Ok(()) } else { Err(Error::Full) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn what_is_packed_is_read_again_and_is_what_its_hash_says() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(&folder.path().join("fichiers")).unwrap();
        let kept = files.keep(files.stage(&[7; 200_000]).unwrap()).unwrap();
        let path = folder.path().join("a.zip");
        let mut packer = Packer::create(&path, &TimeZone::UTC).unwrap();
        packer.put("index.html", "<p>é".as_bytes(), Instant(1_700_000_000)).unwrap();
        packer.put_file("fichiers/Été.bin", &files, &kept, Instant(1_700_000_000)).unwrap();
        assert!(packer.has("INDEX.html") && packer.put("Index.HTML", b"", Instant(0)).is_err());
        let packed = packer.finish().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(packed.size, bytes.len() as u64);
        let digest = digest::digest(&digest::SHA256, &bytes);
        assert_eq!(packed.hash.as_str(), secret::hex(digest.as_ref()));
        let mut read = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        read.by_name("index.html").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "<p>é");
        let mut whole = Vec::new();
        read.by_name("fichiers/Été.bin").unwrap().read_to_end(&mut whole).unwrap();
        assert_eq!(whole, vec![7; 200_000]);
    }

    #[test]
    fn what_is_dropped_half_way_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let mut packer = Packer::create(&path, &TimeZone::UTC).unwrap();
        packer.put("a", b"a", Instant(0)).unwrap();
        drop(packer);
        assert!(!path.exists());
    }
}
