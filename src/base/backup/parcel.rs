//! A whole folder of backups in one tar, as somebody carries it: taken apart onto a shelf, by the names of its files alone. It is
//! not opened here, and nothing that it says chooses where it is written.

use super::{
    fault::{Fault, Result, at},
    make::must_take,
    pour,
    shelf::{ENDING, FILE_ENDING, GONE, Shelf},
};
use crate::base::disk;
use std::{
    fs::{self, OpenOptions},
    io::Read,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// How many archives it held. `size` is the tar's own: what comes out of it takes as much room again.
pub fn unpack(parcel: impl Read, name: &str, size: u64, shelf: &Path) -> Result<usize> {
    let told = Path::new(name);
    let damaged = |error: std::io::Error| Fault::damaged(told, error);
    Shelf::prepare(shelf)?;
    must_take(shelf, size)?;
    let mut archives = 0;
    let mut tar = tar::Archive::new(parcel);
    for entry in tar.entries().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = entry.path().map_err(damaged)?.file_name().map(|name| name.to_string_lossy().into_owned());
        let Some(to) = name.and_then(|name| place(shelf, &name)) else { continue };
        archives += usize::from(to.to_string_lossy().ends_with(ENDING));
        if to.ends_with(GONE) {
            add_lines(entry, told, &to)?;
        } else if !to.exists() {
            lay(entry, told, &to)?;
        }
    }
    if archives == 0 { Err(Fault::NoBackup(told.to_owned())) } else { Ok(archives) }
}

/// Where a file of that name belongs; nothing for what is none of a backup's.
fn place(shelf: &Path, name: &str) -> Option<PathBuf> {
    if name == GONE {
        return Some(shelf.join(name));
    }
    if let Some(moment) = name.strip_suffix(ENDING) {
        let is_moment = moment.len() >= 16 && moment.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        return is_moment.then(|| Shelf::standing(shelf).named(name));
    }
    let hash = name.strip_suffix(FILE_ENDING)?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| Shelf::standing(shelf).of_name(hash))
}

/// A ledger that stands there is another one: what either says counts.
fn add_lines(mut entry: impl Read, told: &Path, to: &Path) -> Result<()> {
    const MOST: u64 = 16 * 1024 * 1024;
    let mut brought = String::new();
    let read = entry.by_ref().take(MOST).read_to_string(&mut brought);
    read.map_err(|error| Fault::damaged(told, error))?;
    let standing = match fs::read_to_string(to) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        read => read.map_err(at(to))?,
    };
    let new = brought.lines().filter(|line| !standing.lines().any(|one| one == *line)).map(|line| format!("{line}\n"));
    let text = new.fold(standing.clone(), |text, line| text + &line);
    disk::write_private(to, text.as_bytes()).map_err(at(to))
}

/// It has its name once it is whole.
fn lay(entry: impl Read, told: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().unwrap_or(Path::new("."));
    disk::private_folder(folder).map_err(at(folder))?;
    let partial = to.with_extension(disk::PARTIAL.trim_start_matches('.'));
    disk::remove_if_there(&partial).map_err(at(&partial))?;
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&partial);
    let mut file = file.map_err(at(&partial))?;
    pour::into(entry, &mut file).map_err(|spill| spill.fault(told, &partial))?;
    fs::rename(&partial, to).map_err(at(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, bytes) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o777);
            // As an unkind program writes it: this library would refuse the name.
            header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            tar.append(&header, *bytes).unwrap();
        }
        tar.into_inner().unwrap()
    }

    #[test]
    fn each_file_goes_where_its_name_says_and_nothing_goes_elsewhere() {
        let (shelf, hash) = (tempfile::tempdir().unwrap(), "ab".repeat(32));
        let (archive, file) = ("./x/20261122T000000Z.tar.age", format!("fichiers/ab/{hash}.age"));
        let parcel = tar(&[
            (archive, b"un"),
            (&file, b"deux"),
            ("../../evil.age", b"non"),
            ("/etc/passwd", b"non"),
            ("a.tar.age", b"non"),
        ]);
        let size = parcel.len() as u64;
        assert_eq!(unpack(parcel.as_slice(), "ecole.tar", size, shelf.path()).unwrap(), 1);
        assert_eq!(fs::read(shelf.path().join("sauvegardes/20261122T000000Z.tar.age")).unwrap(), b"un");
        assert_eq!(fs::read(shelf.path().join(&file)).unwrap(), b"deux");
        let names: Vec<_> = fs::read_dir(shelf.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert_eq!(fs::read_dir(shelf.path().join("sauvegardes")).unwrap().count(), 1);
        // What either ledger says counts: one that stood there is not the newer one for it.
        let ledger = shelf.path().join(GONE);
        fs::write(&ledger, "# x\n1 2 3\n").unwrap();
        let parcel = tar(&[("x/effacements.txt", b"# x\n1 2 3\n4 5 6\n"), (archive, b"un")]);
        unpack(parcel.as_slice(), "ecole.tar", 0, shelf.path()).unwrap();
        assert_eq!(fs::read_to_string(&ledger).unwrap(), "# x\n1 2 3\n4 5 6\n");
        let nothing = unpack(tar(&[("photo.jpg", b"x")]).as_slice(), "photos.tar", 0, shelf.path());
        assert!(matches!(nothing, Err(Fault::NoBackup(_))));
        assert!(matches!(
            unpack(&b"pas un tar, mais assez long"[..], "x", 0, shelf.path()),
            Err(Fault::Damaged { .. })
        ));
    }
}
