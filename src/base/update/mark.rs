//! The two marks, each written whole or not at all.

use super::{Fault, Result, STARTS, copying::COPY, program::Program};
use crate::base::{clock::Instant, disk};
use serde::{Deserialize, Serialize};
use std::{fs, io::ErrorKind, path::Path};

/// Scripts of the packages look for these two names.
const PREPARED: &str = "prete.json";
const BEGUN: &str = "en-cours.json";

#[derive(Clone, Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The program whose data these are.
    pub from: Program,
    /// As packages call them.
    pub from_version: String,
    pub to_version: String,
    pub at: Instant,
    /// The program that has begun.
    pub by: Option<Program>,
    pub starts: u32,
}

pub enum Standing {
    Quiet,
    Prepared(Mark),
    Begun(Mark),
}

/// When both are there, a cut came between: the later one counts.
pub fn standing(folder: &Path) -> Result<Standing> {
    Ok(match (read(&folder.join(BEGUN))?, read(&folder.join(PREPARED))?) {
        (Some(mark), _) => Standing::Begun(mark),
        (None, Some(mark)) => Standing::Prepared(mark),
        (None, None) => Standing::Quiet,
    })
}

/// The copy goes last: while a mark says that there is a way back, it must be there.
pub fn clear(folder: &Path) -> Result<()> {
    for name in [PREPARED, BEGUN, COPY] {
        let path = folder.join(name);
        disk::remove_if_there(&path)?;
        disk::sync_folder_of(&path)?;
    }
    Ok(())
}

impl Mark {
    pub fn new(from: Program, from_version: &str, to_version: &str, at: Instant) -> Mark {
        let (from_version, to_version) = (from_version.to_owned(), to_version.to_owned());
        Mark { from, from_version, to_version, at, by: None, starts: 0 }
    }

    pub fn write_prepared(&self, folder: &Path) -> Result<()> {
        self.write(&folder.join(PREPARED))
    }

    pub fn begun_by(self, own: Program, folder: &Path) -> Result<Mark> {
        let mark = Mark { by: Some(own), starts: 1, ..self };
        mark.write(&folder.join(BEGUN))?;
        let prepared = folder.join(PREPARED);
        disk::remove_if_there(&prepared)?;
        disk::sync_folder_of(&prepared)?;
        Ok(mark)
    }

    pub fn once_more(self, folder: &Path) -> Result<Mark> {
        if self.starts >= STARTS {
            return Err(Fault::GivenUp);
        }
        let mark = Mark { starts: self.starts + 1, ..self };
        mark.write(&folder.join(BEGUN))?;
        Ok(mark)
    }

    pub fn prepared_again(self, folder: &Path) -> Result<Mark> {
        let mark = Mark { by: None, starts: 0, ..self };
        mark.write_prepared(folder)?;
        let begun = folder.join(BEGUN);
        disk::remove_if_there(&begun)?;
        disk::sync_folder_of(&begun)?;
        Ok(mark)
    }

    fn write(&self, path: &Path) -> Result<()> {
        Ok(disk::write_private(path, &serde_json::to_vec_pretty(self).map_err(|error| Fault::House(error.into()))?)?)
    }
}

fn read(path: &Path) -> Result<Option<Mark>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).map_err(|_| Fault::Unreadable(path.to_owned()))?)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}
