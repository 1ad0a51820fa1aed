//! How the last update ended, for whoever tends the box and for the director.

use super::{FOLDER, Fault, Result, mark::Mark};
use crate::base::{clock::Instant, disk};
use serde::{Deserialize, Serialize};
use std::{fs, io::ErrorKind, path::Path};

const FILE: &str = "resultat.json";
const ALARM: &str = "/var/cache/preau/alarme";

#[derive(Clone, Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Outcome {
    pub ended: Ended,
    /// Versions, as packages call them.
    pub from: String,
    pub to: String,
    pub at: Instant,
}

#[derive(Clone, Copy, Serialize, Deserialize, PartialEq, Eq, Debug)]
#[serde(rename_all = "lowercase")]
pub enum Ended {
    Confirmed,
    /// The program before is there again, with the data that it had.
    Returned,
}

/// Nothing when there was no update yet. A note that cannot be read is none.
pub fn outcome(data: &Path) -> Result<Option<Outcome>> {
    match fs::read(data.join(FOLDER).join(FILE)) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// When a service of this machine last gave up and was started again, as the package notes it.
pub fn alarm() -> Option<Instant> {
    fs::read_to_string(ALARM).ok()?.trim().parse().ok().map(Instant)
}

impl Outcome {
    pub(super) fn of(mark: &Mark, ended: Ended, at: Instant) -> Outcome {
        Outcome { ended, from: mark.from_version.clone(), to: mark.to_version.clone(), at }
    }

    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let told = serde_json::to_vec_pretty(self).map_err(|error| Fault::House(error.into()))?;
        Ok(disk::write_private(&folder.join(FILE), &told)?)
    }
}
