//! What stands in the way of an update, in a sentence for whoever runs it.

use crate::base::{console, disk, error::Error, french::bytes};
use std::{fmt, io, path::PathBuf};

pub type Result<T> = std::result::Result<T, Fault>;

#[derive(Debug)]
pub enum Fault {
    NoRoom {
        needed: u64,
        free: u64,
    },
    /// The database is not whole: nothing good comes of changing it.
    Sick(String),
    /// The program before could not make its copy.
    NoPrevious {
        path: PathBuf,
        why: String,
    },
    NothingPrepared,
    /// A program takes the data over just now.
    UnderWay,
    /// The new program began several times and never came through.
    GivenUp,
    Unreadable(PathBuf),
    Disk(io::Error),
    House(Error),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Fault::NoRoom { needed, free } => write!(
                f,
                "il faut {} libres sur le disque des données pour pouvoir revenir en arrière (deux fois la base, et 200 Mo) ; il y en a {}.",
                bytes(*needed),
                bytes(*free)
            ),
            Fault::Sick(what) => write!(f, "la base n’est pas entière ({what}) : restaurez d’abord une sauvegarde."),
            Fault::NoPrevious { path, why } => {
                write!(f, "la version précédente ({}) n’a pas pu copier la base : {why}", path.display())
            }
            Fault::NothingPrepared => f.write_str("aucune mise à jour n’est préparée par ce programme."),
            Fault::UnderWay => f.write_str("une mise à jour est en cours : réessayez dans un instant."),
            Fault::GivenUp => f.write_str("la nouvelle version a démarré plusieurs fois sans aboutir."),
            Fault::Unreadable(path) => write!(f, "{} ne se lit pas.", path.display()),
            Fault::Disk(error) => write!(f, "le disque : {}.", disk::cause(error)),
            Fault::House(error) => f.write_str(&console::house(error)),
        }
    }
}

impl std::error::Error for Fault {}

impl From<io::Error> for Fault {
    fn from(cause: io::Error) -> Fault {
        Fault::Disk(cause)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::House(error)
    }
}
