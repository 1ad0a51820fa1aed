//! The disks that somebody plugged in, recognised by their label: what the machine mounts under `/media` and the like, in a
//! folder that has the label's name. It mounts nothing itself.

use super::disk::{self, Room};
use std::{
    fs,
    path::{Path, PathBuf},
};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drive {
    pub label: String,
    pub folder: PathBuf,
    pub room: Room,
}

/// Where to look.
#[derive(Clone, Debug)]
pub struct Drives {
    /// The kernel's own list of mounts.
    pub mounts: PathBuf,
    /// What lies deeper than one of these is a disk.
    pub under: Vec<PathBuf>,
}

impl Default for Drives {
    fn default() -> Drives {
        Drives { mounts: "/proc/self/mountinfo".into(), under: ["/media", "/run/media", "/mnt"].map(Into::into).into() }
    }
}

impl Drives {
    /// Those that are there now, by label.
    pub fn all(&self) -> Vec<Drive> {
        // A machine that does not tell has none.
        let told = fs::read_to_string(&self.mounts).unwrap_or_default();
        let mut found: Vec<Drive> = told.lines().filter_map(|line| self.drive(line)).collect();
        found.sort_by(|a, b| a.label.cmp(&b.label));
        found.dedup_by(|a, b| a.label == b.label);
        found
    }

    pub fn labelled(&self, label: &str) -> Option<Drive> {
        self.all().into_iter().find(|drive| drive.label == label)
    }

    /// A line of `mountinfo`, whose fifth field is the folder.
    fn drive(&self, line: &str) -> Option<Drive> {
        let folder = PathBuf::from(unescaped(line.split(' ').nth(4)?));
        if !self.under.iter().any(|under| is_below(&folder, under)) {
            return None;
        }
        let label = folder.file_name()?.to_str()?.to_owned();
        let room = disk::room(&folder).ok()?;
        Some(Drive { label, folder, room })
    }
}

/// In a folder of its label, or of who sits at the machine and then its label.
fn is_below(folder: &Path, under: &Path) -> bool {
    let below = folder.strip_prefix(under).map_or(0, |rest| rest.components().count());
    (1..=2).contains(&below) && folder.is_dir()
}

/// The kernel writes a space as `\040`.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        match rest.get(at + 1..at + 4).and_then(|octal| u8::from_str_radix(octal, 8).ok()) {
            Some(byte) if byte.is_ascii() => {
                out.push(byte as char);
                rest = &rest[at + 4..];
            }
            _ => {
                out.push('\\');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_is_what_is_mounted_below_and_has_its_folder_s_name() {
        let folder = tempfile::tempdir().unwrap();
        let media = folder.path().join("media");
        for name in ["École du Port", "PREAU-1"] {
            fs::create_dir_all(media.join(name)).unwrap();
        }
        let line = |at: &Path| {
            format!("36 35 8:1 / {} rw - ext4 /dev/sda1 rw\n", at.display().to_string().replace(' ', "\\040"))
        };
        let mounts = folder.path().join("mountinfo");
        let told = [&media, &media.join("PREAU-1"), &media.join("École du Port"), &folder.path().to_owned()];
        fs::write(&mounts, told.into_iter().map(|at| line(at)).collect::<String>() + "bizarre\n").unwrap();
        let drives = Drives { mounts, under: vec![media.clone()] };
        let labels: Vec<String> = drives.all().into_iter().map(|drive| drive.label).collect();
        assert_eq!(labels, ["PREAU-1", "École du Port"]);
        assert_eq!(drives.labelled("École du Port").map(|drive| drive.folder), Some(media.join("École du Port")));
        assert_eq!(drives.labelled("AUTRE"), None);
        assert_eq!(unescaped("a\\b\\04"), "a\\b\\04");
    }
}
