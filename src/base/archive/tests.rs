//! Archives read back by another's reader.

use super::*;
use std::io::Cursor;

const PARIS: &str = "Europe/Paris";

fn shelf() -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::open(folder.path()).unwrap();
    (folder, files)
}

fn kept(files: &Files, bytes: &[u8]) -> Hash {
    files.keep(files.stage(bytes).unwrap()).unwrap()
}

fn entry(path: &[&str], file: &Hash, at: i64) -> Entry {
    Entry { path: path.iter().map(|name| (*name).to_owned()).collect(), file: Some(file.clone()), at: Instant(at) }
}

fn folder(path: &[&str]) -> Entry {
    Entry { path: path.iter().map(|name| (*name).to_owned()).collect(), file: None, at: Instant(1_794_900_642) }
}

fn made(files: &Files, entries: Vec<Entry>) -> Vec<u8> {
    let mut archive = Archive::new(files, entries, &TimeZone::get(PARIS).unwrap()).unwrap();
    let mut all = Vec::new();
    loop {
        let chunk = archive.next(files).unwrap();
        assert!(chunk.len() <= 2 * CHUNK, "a bounded many at a time: {}", chunk.len());
        if chunk.is_empty() {
            break;
        }
        all.extend(chunk);
    }
    assert_eq!(all.len() as u64, archive.length(), "its length was told before");
    all
}

#[test]
fn what_went_in_comes_out_with_its_name_and_time() {
    let (_folder, files) = shelf();
    let large: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
    let (one, two, nothing) = (kept(&files, b"un"), kept(&files, &large), kept(&files, b""));
    // 17 November 2026, 8:30:42 in Paris.
    let at = 1_794_900_642;
    let bytes = made(
        &files,
        vec![
            entry(&["Noël 🎄.jpg"], &one, at),
            entry(&["Sorties", "ferme.mp4"], &two, at),
            entry(&["vide.txt"], &nothing, 0),
            entry(&["NOËL 🎄.JPG"], &one, at),
        ],
    );
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["Noël 🎄.jpg", "Sorties/ferme.mp4", "vide.txt", "NOËL 🎄 (2).JPG"]);
    for (name, wanted) in [("Noël 🎄.jpg", b"un".as_slice()), ("Sorties/ferme.mp4", &large), ("vide.txt", b"")] {
        let mut found = archive.by_name(name).unwrap();
        let mut bytes = Vec::new();
        found.read_to_end(&mut bytes).unwrap();
        assert!(bytes == wanted, "{name}");
        assert_eq!(found.compression(), zip::CompressionMethod::Stored);
    }
    let found = archive.by_index(0).unwrap();
    let time = found.last_modified().unwrap();
    assert_eq!((time.year(), time.month(), time.day()), (2026, 11, 17));
    assert_eq!((time.hour(), time.minute(), time.second()), (8, 30, 42));
}

#[test]
fn a_folder_is_there_even_when_it_is_empty() {
    let (_folder, files) = shelf();
    let one = kept(&files, b"un");
    let entries = vec![
        folder(&["Élèves"]),
        entry(&["Élèves", "liste.txt"], &one, 0),
        folder(&["Élèves", "À ranger 🗂"]),
        folder(&["Noël"]),
    ];
    let mut archive = zip::ZipArchive::new(Cursor::new(made(&files, entries))).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, ["Élèves/", "Élèves/liste.txt", "Élèves/À ranger 🗂/", "Noël/"]);
    for (at, is_folder) in [(0, true), (1, false), (2, true), (3, true)] {
        let found = archive.by_index(at).unwrap();
        let mode = if is_folder { 0o40_755 } else { 0o100_644 };
        assert_eq!((found.is_dir(), found.unix_mode()), (is_folder, Some(mode)), "{at}");
    }
}

#[test]
fn more_files_than_the_old_format_counts() {
    let (_folder, files) = shelf();
    let one = kept(&files, b"x");
    let entries = (0..66_000).map(|number| entry(&[&format!("{number}.txt")], &one, 1_794_900_642)).collect();
    let archive = zip::ZipArchive::new(Cursor::new(made(&files, entries))).unwrap();
    assert_eq!(archive.len(), 66_000);
}

#[test]
fn nothing_makes_an_archive_of_nothing() {
    let (_folder, files) = shelf();
    assert_eq!(zip::ZipArchive::new(Cursor::new(made(&files, Vec::new()))).unwrap().len(), 0);
}

/// As large as a long video, without a byte of it on the disk.
#[test]
fn a_file_beyond_four_gigabytes_is_told_in_the_longer_form() {
    let (folder, files) = shelf();
    let (large, after) = (kept(&files, b"large"), kept(&files, b"apres"));
    let size = 5_000_000_000;
    let path = folder.path().join(&large.as_str()[..2]).join(large.as_str());
    File::options().write(true).open(path).unwrap().set_len(size).unwrap();
    let entries = vec![entry(&["film.mp4"], &large, 0), entry(&["apres.txt"], &after, 0)];
    let archive = Archive::new(&files, entries, &TimeZone::UTC).unwrap();
    assert!(archive.length() > size);
    let (first, second) = (&archive.entries[0], &archive.entries[1]);
    let holds = |bytes: &[u8], number: u64| bytes.windows(8).any(|window| window == number.to_le_bytes());
    assert!(holds(&first.head(), size) && holds(&first.line(), size));
    assert!(second.offset > size && holds(&second.line(), second.offset));
    assert!(!holds(&second.head(), second.size));
}

#[test]
fn a_file_that_is_cut_short_breaks_the_archive() {
    let (folder, files) = shelf();
    let one = kept(&files, b"une photo");
    let mut archive = Archive::new(&files, vec![entry(&["a"], &one, 0)], &TimeZone::UTC).unwrap();
    let path = folder.path().join(&one.as_str()[..2]).join(one.as_str());
    File::options().write(true).open(path).unwrap().set_len(3).unwrap();
    assert!(archive.next(&files).is_err());
    let gone = Hash::parse(&"0".repeat(64)).unwrap();
    assert!(Archive::new(&files, vec![entry(&["a"], &gone, 0)], &TimeZone::UTC).is_err());
}
