//! Room set aside: a file that holds nothing, thrown overboard when something else has filled the disk, so that the database
//! may go on. It is taken aboard again once there is plenty of room. Nothing is ever read from it.

use super::{Fill, Room, remove_if_there, room, sync_folder_of};
use std::{
    fs::OpenOptions,
    io::Result,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

const NAME: &str = "reserve";
const MOST: u64 = 32 * 1024 * 1024;

pub struct Ballast {
    path: PathBuf,
    folder: PathBuf,
}

impl Ballast {
    /// In that folder, on the disk that it guards.
    pub fn of(folder: &Path) -> Ballast {
        Ballast { path: folder.join(NAME), folder: folder.to_owned() }
    }

    /// Aboard while there is plenty, overboard when nearly nothing is left. Called again and again. Gives what room there is.
    pub fn trim(&self) -> Result<Room> {
        let found = room(&self.folder)?;
        let size = weight(found);
        if found.free < size / 2 {
            self.release()?;
            return room(&self.folder);
        }
        if found.fill() == Fill::Plenty && !self.path.exists() {
            self.take(size)?;
        }
        Ok(found)
    }

    /// True when it was there.
    fn release(&self) -> Result<bool> {
        let was_there = self.path.exists();
        remove_if_there(&self.path)?;
        Ok(was_there)
    }

    /// Really reserved: a file with holes would keep nothing free. A file system that cannot is left without.
    fn take(&self, size: u64) -> Result<()> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&self.path)?;
        if rustix::fs::fallocate(&file, rustix::fs::FallocateFlags::empty(), 0, size).is_err() {
            drop(file);
            return remove_if_there(&self.path);
        }
        file.sync_all()?;
        sync_folder_of(&self.path)
    }
}

/// A hundredth of a small disk, never much of a large one.
fn weight(found: Room) -> u64 {
    (found.whole / 100).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_weighs_a_hundredth_of_a_small_disk_and_never_more_than_its_most() {
        assert_eq!(weight(Room { whole: 100_000_000, free: 0 }), 1_000_000);
        assert_eq!(weight(Room { whole: 1 << 50, free: 0 }), MOST);
    }

    #[test]
    fn once_released_it_is_gone_and_says_whether_it_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let ballast = Ballast::of(folder.path());
        ballast.take(10_000).unwrap();
        assert_eq!(std::fs::metadata(folder.path().join(NAME)).unwrap().len(), 10_000);
        assert!(ballast.release().unwrap());
        assert!(!ballast.release().unwrap());
    }
}
