//! Why a backup could not be made, read or restored, in a sentence for whoever must act.

use crate::base::{
    console,
    error::Error,
    french::{count, number},
};
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

const NO_BACKUP: &str =
    "donnez le dossier qui contient « sauvegardes » et « fichiers » (sur un disque, « sauvegardes-preau »).";
const NOT_EMPTY: &str = "une restauration n’écrase rien, et se fait dans un dossier vide ou sur une boîte qui n’a pas encore d’école. Donnez un autre dossier, ou déplacez d’abord ce qu’il contient.";
const SERVED: &str = "arrêtez-le (systemctl stop preau.socket preau-http.socket preau.service ; pour une école parmi d’autres, preau@NOM.socket preau@NOM.service) et recommencez, ou restaurez depuis sa page de mise en route.";

pub type Result<T> = std::result::Result<T, Fault>;

#[derive(Debug)]
pub enum Fault {
    /// What was typed is no recovery key.
    NoKey,
    /// A key, but not one of this backup's.
    WrongKey,
    /// Its bytes are not those that were written.
    Damaged {
        path: PathBuf,
        what: String,
    },
    /// The school is whole in it, but not all of its files: none of them is in its place yet.
    Incomplete {
        first: PathBuf,
        lost: usize,
        of: usize,
    },
    /// Written by a later program.
    Newer {
        program: String,
    },
    /// Nothing to read in that folder.
    NoBackup(PathBuf),
    /// A restore writes over nothing.
    NotEmpty(PathBuf),
    /// The service has that folder's database open.
    Served(PathBuf),
    /// The disk of that file gives back other bytes than were written.
    Unfaithful(PathBuf),
    /// Another one is at work on the same data.
    UnderWay,
    /// The service was asked to stop. What was written stays for the next.
    Stopped,
    /// The disk of that folder has not so much room.
    NoRoom {
        folder: PathBuf,
        bytes: u64,
    },
    /// The box's own data are damaged: nothing good comes of copying them.
    Sick(String),
    /// The backup was made without files that the box itself no longer has.
    Lost {
        count: usize,
    },
    Disk {
        path: PathBuf,
        cause: io::Error,
    },
    /// The disk of that label is not plugged in.
    Away(String),
    /// A program that takes backups elsewhere failed.
    Hook {
        name: String,
        words: String,
    },
    House(Error),
}

impl Fault {
    pub fn damaged(path: &Path, what: impl fmt::Display) -> Fault {
        Fault::Damaged { path: path.to_owned(), what: what.to_string() }
    }
}

/// Bytes could not be read: by the disk, which may answer better another day, or because they are not those that were written.
pub fn unread(path: &Path) -> impl FnOnce(io::Error) -> Fault {
    move |cause| match cause.raw_os_error() {
        Some(_) => at(path)(cause),
        None if cause.kind() == io::ErrorKind::UnexpectedEof => Fault::damaged(path, "il est coupé"),
        None => Fault::damaged(path, "ses octets ont changé"),
    }
}

/// What the disk answered about that path.
pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Fault {
    move |cause| Fault::Disk { path: path.to_owned(), cause }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        Fault::House(error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::NoKey => f.write_str(
                "ce n’est pas une clé de secours : il y manque un caractère, ou l’un d’eux a été pris pour un autre.",
            ),
            Fault::WrongKey => f.write_str(
                "cette clé n’ouvre pas cette sauvegarde : prenez la clé imprimée au moment où elle a été faite. Rien n’est changé.",
            ),
            Fault::Damaged { path, what } => {
                write!(f, "{} est abîmé ({what}) : prenez une autre sauvegarde. Rien n’est changé.", path.display())
            }
            Fault::Incomplete { lost, of, .. } => write!(
                f,
                "{} sur {} dans cette sauvegarde. Rien n’est changé. Un autre disque est peut-être entier ; sinon, tout le reste peut revenir.",
                count(*lost, "fichier manque ou est abîmé", "fichiers manquent ou sont abîmés"),
                number(*of),
            ),
            Fault::Newer { program } => write!(
                f,
                "cette sauvegarde vient d’une version plus récente de Préau ({program}) : installez cette version ou une suivante, puis recommencez."
            ),
            Fault::NoBackup(folder) => write!(f, "il n’y a pas de sauvegarde dans {} : {NO_BACKUP}", folder.display()),
            Fault::NotEmpty(folder) => write!(f, "{} n’est pas vide : {NOT_EMPTY}", folder.display()),
            Fault::Served(folder) => write!(f, "le service tient {} : {SERVED}", folder.display()),
            Fault::Unfaithful(path) => write!(
                f,
                "le disque de {} ne rend pas ce qui y est écrit : faites-le remplacer. La sauvegarde, elle, n’est pas en cause.",
                path.display()
            ),
            Fault::UnderWay => {
                f.write_str("une autre sauvegarde ou vérification est en cours : attendez qu’elle se termine.")
            }
            Fault::Stopped => f.write_str("le service s’arrête : la sauvegarde reprendra ensuite."),
            Fault::NoRoom { folder, bytes } => write!(
                f,
                "il n’y a pas assez de place dans {} : il faut {} Mo libres. Faites de la place, ou prenez un disque plus grand.",
                folder.display(),
                bytes.div_ceil(1_000_000)
            ),
            Fault::Sick(what) => write!(
                f,
                "les données de cette boîte sont abîmées ({what}) : rien n’a été sauvegardé. N’effacez rien, et appelez la mairie : la dernière sauvegarde est à restaurer."
            ),
            Fault::Lost { count: lost } => write!(
                f,
                "la sauvegarde est faite, mais {} à cette boîte : « preau check » dit lesquels, et une sauvegarde plus ancienne les a peut-être.",
                count(*lost, "fichier manque", "fichiers manquent")
            ),
            Fault::Disk { path, cause } => f.write_str(&console::unread(path, cause)),
            Fault::Away(label) => {
                write!(f, "le disque « {label} » n’est pas branché : branchez-le une heure, la copie se fait seule.")
            }
            Fault::Hook { name, words } => write!(f, "« {name} » n’a pas pu la porter ailleurs : {words}"),
            Fault::House(error) => f.write_str(&console::house(error)),
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Error {
        match fault {
            Fault::House(error) => error,
            Fault::Disk { cause, .. } => cause.into(),
            other => Error::internal(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_house_and_its_disk_say_is_told_in_french() {
        let closed = || io::Error::from_raw_os_error(30);
        for fault in [Fault::House(closed().into()), at(Path::new("/media/PREAU-1"))(closed())] {
            assert!(fault.to_string().contains("on ne peut pas écrire sur ce disque"), "{fault}");
        }
        assert!(Fault::House(io::Error::from(io::ErrorKind::StorageFull).into()).to_string().contains("plein"));
        assert!(Fault::House(Error::Busy).to_string().contains("réessayez"));
        let lost = |lost| Fault::Incomplete { first: PathBuf::new(), lost, of: 2_400 }.to_string();
        assert!(
            lost(1).starts_with("1 fichier manque ou est abîmé sur 2\u{202f}400") && lost(2).contains("sont abîmés")
        );
    }
}
