//! Makes a backup of a school that is at work: the database in one moment, the files that the shelf has not yet, and the archive
//! that names them all. It has its name only once it was read again and counted.

use super::{
    bench::Bench,
    fault::{Fault, Result, at},
    key::BoxKeys,
    manifest::{Entry, FORMAT, Kept, Manifest, PROGRAM},
    pour::{self, digest_of},
    progress::Stage,
    read,
    shelf::{Sealed, Shelf},
};
use crate::base::{
    clock::Instant,
    db::{Db, backup},
    disk,
    error::Error,
    files::{Files, Hash, store},
};
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

/// A file may leave the school between the database's copy and its own: then both are taken anew.
const TRIES: usize = 3;
/// Left free beside what is written.
const MARGIN: u64 = 64 << 20;

pub struct Source<'a> {
    pub db: &'a Db,
    pub files: &'a Files,
    /// The folder of everything.
    pub data: &'a Path,
    pub school: &'a str,
    /// Asked between two files: true when the service is to stop.
    pub stop: &'a dyn Fn() -> bool,
    /// Told how far it has come.
    pub told: &'a dyn Fn(Stage),
}

/// What was made.
pub struct Made {
    pub path: PathBuf,
    pub manifest: Manifest,
    /// Files that the shelf had not yet.
    pub written: usize,
    /// False: only this box can open it, for there is no recovery key yet.
    pub has_recovery: bool,
}

pub fn make(source: &Source, shelf: &Shelf, keys: &BoxKeys, now: Instant) -> Result<Made> {
    let bench = Bench::take(source.data)?;
    shelf.sweep()?;
    let mut written = 0;
    let mut tries = TRIES;
    loop {
        tries -= 1;
        (source.told)(Stage::Database);
        let (copy, mut manifest) = copied(source, keys, &bench, now)?;
        must_fit(shelf, &manifest)?;
        let poured = pour_files(source, shelf, keys, &manifest)?;
        written += poured.written;
        let still_named = still_named(source.db, &poured.lost)?;
        if still_named.len() < poured.lost.len() && tries > 0 {
            continue;
        }
        manifest.files.retain(|file| !poured.lost.contains(&file.hash));
        manifest.missing = poured.lost;
        let path = archive(source, shelf, keys, &bench, &copy, &manifest)?;
        return Ok(Made { path, manifest, written, has_recovery: keys.has_recovery() });
    }
}

/// The database in one moment, checked and counted against the snapshot that it was taken from.
fn copied(source: &Source, keys: &BoxKeys, bench: &Bench, now: Instant) -> Result<(PathBuf, Manifest)> {
    let copy = bench.place("preau.db");
    disk::remove_if_there(&copy).map_err(at(&copy))?;
    let size = fs::metadata(source.db.path()).map_err(at(source.db.path()))?.len();
    must_take(bench.folder(), size)?;
    let rx = source.db.read()?;
    let (counts, schema) = (backup::counts(&rx)?, backup::schema(&rx)?);
    let files = store::sizes(&rx)?.into_iter().map(|(hash, size)| Kept { hash: hash.as_str().to_owned(), size });
    let files = files.collect();
    backup::copy(&rx, &copy)?;
    drop(rx);
    let examined = backup::examine(&copy)?;
    if let Some(fault) = examined.faults.first() {
        return Err(Fault::Sick(fault.clone()));
    }
    if examined.counts != counts {
        return Err(Fault::Sick("la copie de la base n’a pas les mêmes nombres".to_owned()));
    }
    let database = entry(&copy, "preau.db")?;
    let tls = tls_entries(source, bench)?;
    let (program, school) = (PROGRAM.to_owned(), source.school.to_owned());
    let (naming, missing) = (keys.naming(), Vec::new());
    let manifest = Manifest {
        format: FORMAT,
        program,
        schema,
        school,
        made_at: now,
        counts,
        database,
        tls,
        naming,
        files,
        missing,
    };
    Ok((copy, manifest))
}

struct Poured {
    written: usize,
    /// Absent from the box, or no longer what their name says.
    lost: Vec<String>,
}

fn pour_files(source: &Source, shelf: &Shelf, keys: &BoxKeys, manifest: &Manifest) -> Result<Poured> {
    let recipients = keys.recipients();
    let mut poured = Poured { written: 0, lost: Vec::new() };
    for (done, Kept { hash, .. }) in manifest.files.iter().enumerate() {
        (source.told)(Stage::Files { done, of: manifest.files.len() });
        let path = shelf.file(&manifest.naming, hash);
        if path.exists() {
            continue;
        }
        if (source.stop)() {
            return Err(Fault::Stopped);
        }
        let file = match Hash::parse(hash).map(|hash| source.files.open_file(&hash)) {
            Some(Ok(file)) => file,
            Some(Err(Error::NotFound)) | None => {
                poured.lost.push(hash.clone());
                continue;
            }
            Some(Err(error)) => return Err(error.into()),
        };
        let mut sealed = Sealed::begin(&path, &recipients)?;
        let read = pour::into(file, &mut sealed).map_err(|spill| spill.fault(source.data, &path))?;
        if read.sha256 != *hash {
            poured.lost.push(hash.clone());
            continue;
        }
        sealed.end()?;
        sealed.place()?;
        poured.written += 1;
    }
    Ok(poured)
}

/// Of those, what the database names today.
fn still_named(db: &Db, lost: &[String]) -> Result<Vec<Hash>> {
    let rx = db.read()?;
    let mut named = Vec::new();
    for hash in lost.iter().filter_map(|hash| Hash::parse(hash)) {
        if store::has_row(&rx, &hash)? {
            named.push(hash);
        }
    }
    Ok(named)
}

fn archive(
    source: &Source,
    shelf: &Shelf,
    keys: &BoxKeys,
    bench: &Bench,
    copy: &Path,
    manifest: &Manifest,
) -> Result<PathBuf> {
    (source.told)(Stage::Reading);
    let path = shelf.archive(manifest.made_at);
    let mut sealed = Sealed::begin(&path, &keys.recipients())?;
    let told = serde_json::to_vec_pretty(manifest).map_err(|e| Fault::House(e.into()))?;
    let mut tar = tar::Builder::new(&mut sealed);
    let mut append = |name: &str, size: u64, bytes: &mut dyn std::io::Read| {
        let mut header = tar::Header::new_ustar();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(manifest.made_at.0.max(0) as u64);
        tar.append_data(&mut header, name, bytes).map_err(at(&path))
    };
    append(read::MANIFEST, told.len() as u64, &mut told.as_slice())?;
    let database = File::open(copy).map_err(at(copy))?;
    append(read::DATABASE, manifest.database.size, &mut &database)?;
    for entry in &manifest.tls {
        let path = bench.place(&entry.name);
        append(&entry.name, entry.size, &mut File::open(&path).map_err(at(&path))?)?;
    }
    tar.into_inner().map_err(at(&path))?;
    let written = sealed.end()?;
    disk::remove_if_there(copy).map_err(at(copy))?;
    read::database(written, keys.own(), bench)?;
    sealed.place()
}

/// Copied to the bench: a certificate may be renewed before its turn comes.
fn tls_entries(source: &Source, bench: &Bench) -> Result<Vec<Entry>> {
    let folder = source.data.join(read::TLS);
    let aside = bench.place(read::TLS);
    disk::private_folder(&aside).map_err(at(&aside))?;
    let mut entries = Vec::new();
    for found in fs::read_dir(&folder).map_err(at(&folder))? {
        let found = found.map_err(at(&folder))?;
        let name = found.file_name().to_string_lossy().into_owned();
        if found.path().is_file() && !name.ends_with(disk::PARTIAL) {
            let copy = aside.join(&name);
            fs::copy(found.path(), &copy).map_err(at(&copy))?;
            entries.push(entry(&copy, &format!("{}/{name}", read::TLS))?);
        }
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

fn entry(path: &Path, name: &str) -> Result<Entry> {
    let read = digest_of(path)?;
    Ok(Entry { name: name.to_owned(), size: read.size, sha256: read.sha256 })
}

/// What the shelf has not yet, and the archive.
fn must_fit(shelf: &Shelf, manifest: &Manifest) -> Result<()> {
    let new = manifest.files.iter().filter(|file| !shelf.file(&manifest.naming, &file.hash).exists());
    must_take(shelf.root(), new.map(|file| file.size).sum::<u64>() + manifest.database.size)
}

pub(super) fn must_take(folder: &Path, bytes: u64) -> Result<()> {
    let bytes = bytes + MARGIN;
    let room = disk::room(folder).map_err(at(folder))?;
    if room.takes(bytes) { Ok(()) } else { Err(Fault::NoRoom { folder: folder.to_owned(), bytes }) }
}
