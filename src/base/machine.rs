//! What the machine says of itself under `/sys` and `/run`: what the disk of a folder is made of, whether the clock follows
//! the network, and whether names lead anywhere. What it does not say is no answer, never a guess. It starts no program.

mod wear;

use rustix::fs::{major, minor};
use std::{
    fs,
    net::{SocketAddr, ToSocketAddrs},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::Duration,
};

/// What a folder stands on, through partitions and layers, down to the disks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Storage {
    pub is_encrypted: bool,
    pub disks: Vec<Disk>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disk {
    pub name: String,
    pub kind: Kind,
    /// In percent of what it was made to bear, at most; 110 is beyond. eMMC says so; of others, what `smartctl` read.
    pub worn: Option<u8>,
    /// It says itself that its spare blocks are nearly used up.
    pub is_ending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Not made for a database, and silent about its wear.
    SdCard,
    Emmc,
    Other,
}

/// How many layers are looked through: more is a circle.
const DEEP: usize = 8;
const PATIENCE: Duration = Duration::from_secs(3);

/// Nothing where the kernel does not tell the device, as in a container.
pub fn storage(folder: &Path) -> Option<Storage> {
    let device = fs::metadata(folder).ok()?.dev();
    let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    storage_in(Path::new("/sys"), Path::new(wear::FOLDER), &mounts, major(device), minor(device))
}

/// By systemd-timesyncd, where it is there to say so.
pub fn is_synchronised() -> Option<bool> {
    synchronised_in(Path::new("/run/systemd/timesync"))
}

/// Whether a name leads anywhere from here; who does not answer in time does not.
pub fn resolves(name: &str) -> bool {
    !addresses_of(name, 443).is_empty()
}

/// Where a name leads from here, within some seconds.
pub fn addresses_of(name: &str, port: u16) -> Vec<SocketAddr> {
    let (tell, told) = mpsc::channel();
    let name = name.to_owned();
    let asked = thread::Builder::new().name("name".to_owned()).spawn(move || {
        let found = (name.as_str(), port).to_socket_addrs().map(Iterator::collect).unwrap_or_default();
        // Nobody waits any more.
        let _ = tell.send(found);
    });
    asked.ok().and_then(|_| told.recv_timeout(PATIENCE).ok()).unwrap_or_default()
}

fn synchronised_in(folder: &Path) -> Option<bool> {
    folder.is_dir().then(|| folder.join("synchronized").exists())
}

fn storage_in(sys: &Path, wear_of: &Path, mounts: &str, major: u32, minor: u32) -> Option<Storage> {
    let number = format!("{major}:{minor}");
    let device = fs::canonicalize(sys.join("dev/block").join(&number)).ok();
    let device = device.or_else(|| called(sys, source(mounts, &number)?))?;
    let mut storage = Storage::default();
    descend(&device, wear_of, &mut storage, DEEP);
    (!storage.disks.is_empty()).then_some(storage)
}

/// What a file system without a device number of its own, as btrfs, was mounted from. Of several disks it tells the first.
fn source<'a>(mounts: &'a str, number: &str) -> Option<&'a str> {
    let line = mounts.lines().find(|line| line.split(' ').nth(2) == Some(number))?;
    line.split_once(" - ")?.1.split(' ').nth(1)?.strip_prefix("/dev/")
}

/// By the kernel's own lists: in our sandbox `/dev` shows no disk.
fn called(sys: &Path, name: &str) -> Option<PathBuf> {
    let blocks = sys.join("class/block");
    let device = match name.strip_prefix("mapper/") {
        None => blocks.join(name),
        Some(name) => {
            let mut mapped = fs::read_dir(&blocks).ok()?.flatten().map(|entry| entry.path());
            mapped.find(|device| said(&device.join("dm/name")).as_deref() == Some(name))?
        }
    };
    fs::canonicalize(device).ok()
}

fn descend(device: &Path, wear_of: &Path, storage: &mut Storage, deep: usize) {
    if said(&device.join("dm/uuid")).is_some_and(|uuid| uuid.starts_with("CRYPT-")) {
        storage.is_encrypted = true;
    }
    let below: Vec<PathBuf> = fs::read_dir(device.join("slaves"))
        .map(|found| found.flatten().filter_map(|entry| fs::canonicalize(entry.path()).ok()).collect())
        .unwrap_or_default();
    if !below.is_empty() && deep > 0 {
        return below.iter().for_each(|device| descend(device, wear_of, storage, deep - 1));
    }
    let whole = if device.join("partition").exists() { device.parent().unwrap_or(device) } else { device };
    let found = disk(whole, wear_of);
    if !storage.disks.contains(&found) {
        storage.disks.push(found);
    }
}

fn disk(device: &Path, wear_of: &Path) -> Disk {
    let kind = match said(&device.join("device/type")).as_deref() {
        Some("SD") => Kind::SdCard,
        Some("MMC") => Kind::Emmc,
        _ => Kind::Other,
    };
    let is_emmc = kind == Kind::Emmc;
    let worn = said(&device.join("device/life_time")).filter(|_| is_emmc).and_then(|both| {
        // 0 is « not told ».
        both.split_whitespace()
            .filter_map(hexadecimal)
            .max()
            .filter(|worn| (1..=11).contains(worn))
            .map(|tenths| tenths * 10)
    });
    let spare = said(&device.join("device/pre_eol_info")).as_deref().and_then(hexadecimal);
    let name = device.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let told = wear::of(wear_of, &name);
    let is_ending = told.is_failing || is_emmc && spare.is_some_and(|spare| spare >= 2);
    Disk { name, kind, worn: worn.or(told.percent), is_ending }
}

fn hexadecimal(text: &str) -> Option<u8> {
    u8::from_str_radix(text.trim_start_matches("0x"), 16).ok()
}

fn said(file: &Path) -> Option<String> {
    fs::read_to_string(file).ok().map(|text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    struct Sys(tempfile::TempDir);

    impl Sys {
        fn new() -> Sys {
            let sys = Sys(tempfile::tempdir().unwrap());
            fs::create_dir_all(sys.0.path().join("dev/block")).unwrap();
            sys
        }

        fn file(&self, path: &str, text: &str) {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn link(&self, from: &str, to: &str) {
            let from = self.0.path().join(from);
            fs::create_dir_all(from.parent().unwrap()).unwrap();
            symlink(self.0.path().join(to), from).unwrap();
        }

        /// With these files, by path and text, and these links, from and to.
        fn of(files: &[(&str, &str)], links: &[(&str, &str)]) -> Sys {
            let sys = Sys::new();
            files.iter().for_each(|(path, text)| sys.file(path, text));
            links.iter().for_each(|(from, to)| sys.link(from, to));
            sys
        }

        fn storage(&self) -> Option<Storage> {
            storage_in(self.0.path(), &self.0.path().join("wear"), "", 179, 2)
        }
    }

    #[test]
    fn an_emmc_says_how_worn_it_is() {
        let files = [
            ("devices/mmcblk0/mmcblk0p2/partition", "2"),
            ("devices/mmcblk0/device/type", "MMC\n"),
            ("devices/mmcblk0/device/life_time", "0x02 0x09\n"),
            ("devices/mmcblk0/device/pre_eol_info", "0x02\n"),
        ];
        let sys = Sys::of(&files, &[("dev/block/179:2", "devices/mmcblk0/mmcblk0p2")]);
        let disk = Disk { name: "mmcblk0".into(), kind: Kind::Emmc, worn: Some(90), is_ending: true };
        assert_eq!(sys.storage(), Some(Storage { is_encrypted: false, disks: vec![disk] }));
        sys.file("devices/mmcblk0/device/life_time", "0x00 0x00\n");
        sys.file("devices/mmcblk0/device/pre_eol_info", "0x01\n");
        let silent = sys.storage().unwrap().disks.remove(0);
        assert_eq!((silent.worn, silent.is_ending), (None, false));
    }

    #[test]
    fn an_encrypted_layer_is_seen_through_to_its_disk() {
        let files = [
            ("devices/sda/sda3/partition", "3"),
            ("devices/dm-0/dm/uuid", "CRYPT-LUKS2-0123-donnees\n"),
            ("devices/dm-1/dm/uuid", "LVM-abc\n"),
        ];
        let links = [
            ("devices/dm-1/slaves/dm-0", "devices/dm-0"),
            ("devices/dm-0/slaves/sda3", "devices/sda/sda3"),
            ("dev/block/179:2", "devices/dm-1"),
        ];
        let sys = Sys::of(&files, &links);
        let disk = Disk { name: "sda".into(), kind: Kind::Other, worn: None, is_ending: false };
        assert_eq!(sys.storage(), Some(Storage { is_encrypted: true, disks: vec![disk] }));
        sys.file(
            "wear/sda.json",
            r#"{"smart_status":{"passed":false},"ata_smart_attributes":{"table":[{"id":231,"value":4}]}}"#,
        );
        let told = sys.storage().unwrap().disks.remove(0);
        assert_eq!((told.worn, told.is_ending), (Some(96), true));
        sys.file("devices/dm-0/dm/uuid", "LVM-def\n");
        assert!(!sys.storage().unwrap().is_encrypted);
    }

    #[test]
    fn what_has_no_number_of_its_own_is_found_by_its_name() {
        let mounts = "30 1 0:26 / / rw - btrfs /dev/sdb1 rw\n\
            31 30 0:45 /donnees /var/lib/preau rw,noatime shared:9 - btrfs /dev/mapper/preau-donnees rw,ssd\n";
        let files = [
            ("devices/dm-3/dm/uuid", "CRYPT-LUKS2-0123-preau-donnees\n"),
            ("devices/dm-3/dm/name", "preau-donnees\n"),
            ("devices/sdb/sdb1/partition", "1"),
        ];
        let links = [
            ("devices/dm-3/slaves/sdb1", "devices/sdb/sdb1"),
            ("class/block/dm-3", "devices/dm-3"),
            ("class/block/sdb1", "devices/sdb/sdb1"),
        ];
        let sys = Sys::of(&files, &links);
        let found = |minor| storage_in(sys.0.path(), sys.0.path(), mounts, 0, minor).map(|found| found.is_encrypted);
        assert_eq!([found(45), found(26), found(99)], [Some(true), Some(false), None]);
    }

    #[test]
    fn what_is_not_told_is_no_answer() {
        assert_eq!(Sys::new().storage(), None);
        let run = tempfile::tempdir().unwrap();
        assert_eq!(synchronised_in(&run.path().join("timesync")), None);
        assert_eq!(synchronised_in(run.path()), Some(false));
        fs::write(run.path().join("synchronized"), "").unwrap();
        assert_eq!(synchronised_in(run.path()), Some(true));
    }
}
