//! Bytes from one place to another, counted and hashed on the way. It tells the side that failed: what cannot be read is
//! damaged, what cannot be written is a matter of the disk.

use super::fault::{Fault, Result, at};
use crate::base::secret;
use ring::digest;
use std::{
    fs::File,
    io::{self, Read, Write},
    path::Path,
};

#[derive(PartialEq, Debug)]
pub struct Poured {
    pub size: u64,
    pub sha256: String,
}

pub enum Spill {
    Reading(io::Error),
    Writing(io::Error),
}

impl Spill {
    pub fn fault(self, from: &Path, to: &Path) -> Fault {
        match self {
            Spill::Reading(cause) => Fault::damaged(from, cause),
            Spill::Writing(cause) => at(to)(cause),
        }
    }
}

pub fn into(mut from: impl Read, to: &mut impl Write) -> std::result::Result<Poured, Spill> {
    let mut digest = digest::Context::new(&digest::SHA256);
    let (mut chunk, mut size) = (vec![0; 64 * 1024], 0);
    loop {
        match from.read(&mut chunk) {
            Ok(0) => return Ok(Poured { size, sha256: secret::hex(digest.finish().as_ref()) }),
            Ok(read) => {
                to.write_all(&chunk[..read]).map_err(Spill::Writing)?;
                digest.update(&chunk[..read]);
                size += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Spill::Reading(error)),
        }
    }
}

pub fn digest_of(path: &Path) -> Result<Poured> {
    let file = File::open(path).map_err(at(path))?;
    into(file, &mut io::sink()).map_err(|spill| spill.fault(path, path))
}
