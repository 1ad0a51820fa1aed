//! A program by its bytes: two builds may carry the same version.

use super::{Fault, Result};
use crate::base::secret;
use ring::digest;
use serde::{Deserialize, Serialize};
use std::{
    fs::{self, File},
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The one that was there last; and the older ones, of schools that have not come through an update since.
const LAST: &str = "precedent/preau";
const OLDER: &str = "anciens";

/// SHA-256 in hex.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Program(String);

impl Program {
    /// The one that reads this line, even if its file was replaced since.
    pub fn running() -> Result<Program> {
        Program::at(Path::new("/proc/self/exe"))
    }

    pub fn at(path: &Path) -> Result<Program> {
        let (mut file, mut digest) = (File::open(path)?, digest::Context::new(&digest::SHA256));
        let mut chunk = vec![0; 256 * 1024];
        loop {
            match file.read(&mut chunk)? {
                0 => return Ok(Program(secret::hex(digest.finish().as_ref()))),
                read => digest.update(&chunk[..read]),
            }
        }
    }
}

/// Where the program is whose data these are. When it is nowhere the last one is named: it will say that they are not its own.
pub fn kept_in(cache: &Path, whose: &Program) -> Result<PathBuf> {
    let last = cache.join(LAST);
    let mut candidates = vec![last.clone()];
    match fs::read_dir(cache.join(OLDER)) {
        Ok(older) => {
            for one in older {
                candidates.push(one?.path());
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let is_whose = |path: &PathBuf| Program::at(path).is_ok_and(|found| found == *whose);
    Ok(candidates.into_iter().find(is_whose).unwrap_or(last))
}

/// Runs `preau update copy` of that program, and waits for it.
pub fn asked_to_copy(previous: &Path, data: &Path) -> Result<()> {
    let done = Command::new(previous)
        .args(["update", "copy", "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| Fault::NoPrevious { path: previous.to_owned(), why: cause.to_string() })?;
    if done.status.success() {
        return Ok(());
    }
    let why = String::from_utf8_lossy(&done.stderr).trim().trim_start_matches("preau : ").to_owned();
    Err(Fault::NoPrevious { path: previous.to_owned(), why })
}
