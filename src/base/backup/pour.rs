//! Bytes from one place to another, counted and hashed on the way. It tells the side that failed.

use super::fault::{Fault, Result, at, unread};
use crate::base::{disk, secret};
use ring::digest;
use std::{
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
            Spill::Reading(cause) => unread(from)(cause),
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

/// As its disk gives it, not as memory still has it.
pub fn digest_of(path: &Path) -> Result<Poured> {
    let file = disk::open_anew(path).map_err(at(path))?;
    into(file, &mut io::sink()).map_err(|spill| spill.fault(path, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(fn() -> io::Error);

    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(self.0())
        }
    }

    #[test]
    fn a_disk_that_does_not_answer_is_told_from_bytes_that_are_not_those_written() {
        let fault = |cause| {
            into(Failing(cause), &mut io::sink()).err().map(|spill| spill.fault(Path::new("a"), Path::new("b")))
        };
        // EIO.
        assert!(matches!(fault(|| io::Error::from_raw_os_error(5)), Some(Fault::Disk { .. })));
        assert!(matches!(fault(|| io::ErrorKind::InvalidData.into()), Some(Fault::Damaged { .. })));
    }
}
