//! Reads a backup again, encrypted as it stands: with the box's own key to check it, with the recovery key to restore it.
//! Nothing that it says is believed before its bytes were authenticated.

use super::{
    bench::Bench,
    fault::{Fault, Result, at, unread},
    manifest::{self, Entry, Manifest},
    pour,
};
use crate::base::{db::backup, disk};
use age::{DecryptError, Decryptor, stream::StreamReader, x25519::Identity};
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufReader, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Component, Path},
};

pub const MANIFEST: &str = "manifest.json";
pub const DATABASE: &str = "preau.db";
pub const TLS: &str = "tls";

/// Unpacks the archive on the bench, and examines the database that comes out.
pub(super) fn database(path: &Path, own: &Identity, bench: &Bench) -> Result<Manifest> {
    let aside = bench.place("relue");
    let manifest = unpack(path, own, &aside)?;
    examine(path, &aside, &manifest)?;
    fs::remove_dir_all(&aside).map_err(at(&aside))?;
    Ok(manifest)
}

/// Whether the unpacked database is whole and has the rows that were counted when it was copied.
pub(super) fn examine(path: &Path, folder: &Path, manifest: &Manifest) -> Result<()> {
    let examined = backup::examine(&folder.join(DATABASE))?;
    if let Some(fault) = examined.faults.first() {
        return Err(Fault::damaged(path, fault));
    }
    if examined.schema != manifest.schema || examined.counts != manifest.counts {
        return Err(Fault::damaged(path, "la base n’a pas les nombres que la sauvegarde annonce"));
    }
    Ok(())
}

/// Every entry of the archive into `folder`, each of the size and bytes that the manifest says, and none besides.
pub(super) fn unpack(path: &Path, identity: &Identity, folder: &Path) -> Result<Manifest> {
    let damaged = |error: io::Error| unread(path)(error);
    for folder in [folder, &folder.join(TLS)] {
        disk::private_folder(folder).map_err(at(folder))?;
    }
    let mut archive = tar::Archive::new(decrypted(path, identity)?);
    let mut manifest: Option<Manifest> = None;
    let mut seen = Vec::new();
    for entry in archive.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let name = entry.path().map_err(damaged)?.to_string_lossy().into_owned();
        let Some(manifest) = &manifest else {
            if name != MANIFEST {
                return Err(Fault::damaged(path, "elle ne commence pas par son manifeste"));
            }
            manifest = Some(manifest::from(path, &mut entry)?);
            continue;
        };
        let announced = announced(manifest, &name).ok_or_else(|| Fault::damaged(path, "une entrée inattendue"))?;
        let to = folder.join(&announced.name);
        let mut file = create(&to)?;
        let poured = pour::into(entry, &mut file).map_err(|spill| spill.fault(path, &to))?;
        if poured.size != announced.size || poured.sha256 != announced.sha256 {
            return Err(Fault::damaged(path, format!("{name} n’a pas la bonne empreinte")));
        }
        file.sync_all().map_err(at(&to))?;
        seen.push(name);
    }
    // The archive ends before the encryption does: its last bytes are authenticated too.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(damaged)?;
    let manifest = manifest.ok_or_else(|| Fault::damaged(path, "elle est vide"))?;
    if seen.len() != 1 + manifest.tls.len() {
        return Err(Fault::damaged(path, "une entrée manque"));
    }
    Ok(manifest)
}

/// What the archive says of itself, without the rest of it.
pub(super) fn manifest(path: &Path, identity: &Identity) -> Result<Manifest> {
    let damaged = |error: io::Error| unread(path)(error);
    let mut archive = tar::Archive::new(decrypted(path, identity)?);
    let first = archive.entries().map_err(damaged)?.next();
    let mut first = first.ok_or_else(|| Fault::damaged(path, "elle est vide"))?.map_err(damaged)?;
    manifest::from(path, &mut first)
}

/// Whether that key opens it and this program can read what it says of itself; not whether it is whole.
pub fn opens(path: &Path, identity: &Identity) -> Result<()> {
    manifest(path, identity).map(drop)
}

/// A file from beside the archive, in the clear, into `to`, on the disk of `there`; false when its bytes are not those of its
/// name. Of a disk that fails, the path says which.
pub(super) fn file(
    place: &Path,
    identity: &Identity,
    hash: &str,
    (to, there): (&mut impl Write, &Path),
) -> Result<bool> {
    if !is_there(place)? {
        return Err(Fault::damaged(place, "il n’est pas là"));
    }
    let poured = pour::into(decrypted(place, identity)?, to).map_err(|spill| spill.fault(place, there))?;
    Ok(poured.sha256 == hash)
}

/// A disk that does not answer has not said that it is gone.
fn is_there(place: &Path) -> Result<bool> {
    match fs::metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        found => found.map(|_| true).map_err(at(place)),
    }
}

/// By its own name alone: a path in an archive never chooses where it is written.
fn announced<'a>(manifest: &'a Manifest, name: &str) -> Option<&'a Entry> {
    let entries = [&manifest.database].into_iter().chain(&manifest.tls);
    let found = entries.into_iter().find(|entry| entry.name == name)?;
    let parts: Vec<Component> = Path::new(name).components().collect();
    let is_plain = match parts.as_slice() {
        [Component::Normal(_)] => name == DATABASE,
        [Component::Normal(folder), Component::Normal(_)] => *folder == TLS,
        _ => false,
    };
    is_plain.then_some(found)
}

pub(super) fn create(path: &Path) -> Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(at(path))
}

fn decrypted(path: &Path, identity: &Identity) -> Result<StreamReader<BufReader<File>>> {
    let file = BufReader::with_capacity(256 * 1024, File::open(path).map_err(at(path))?);
    let opened = Decryptor::new_buffered(file)
        .and_then(|decryptor| decryptor.decrypt([identity as &dyn age::Identity].into_iter()));
    opened.map_err(|error| match error {
        DecryptError::NoMatchingKeys => Fault::WrongKey,
        DecryptError::Io(error) => unread(path)(error),
        _ => Fault::damaged(path, "il ne commence pas comme une sauvegarde"),
    })
}
