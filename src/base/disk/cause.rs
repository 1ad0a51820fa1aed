//! Why a disk did not do what was asked of it, in words: what the system says itself is in English.

use std::io::{Error, ErrorKind};

pub fn cause(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "il n’y a rien de ce nom",
        ErrorKind::PermissionDenied => "ce compte n’y a pas accès",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "le disque est plein",
        ErrorKind::ReadOnlyFilesystem => "on ne peut pas écrire sur ce disque",
        ErrorKind::NotADirectory => "un dossier est attendu là, et c’est un fichier",
        ErrorKind::IsADirectory => "un fichier est attendu là, et c’est un dossier",
        ErrorKind::InvalidData => "ce n’est pas du texte (UTF-8)",
        ErrorKind::UnexpectedEof => "il est coupé",
        _ => match error.raw_os_error() {
            Some(NO_ANSWER | NO_ADDRESS | NO_DEVICE | STALE) => {
                "le disque ne répond pas : rebranchez-le, et remplacez-le si cela recommence"
            }
            _ => return format!("le système dit « {error} »"),
        },
    };
    known.to_owned()
}

/// EIO, ENXIO, ENODEV, ESTALE.
const NO_ANSWER: i32 = 5;
const NO_ADDRESS: i32 = 6;
const NO_DEVICE: i32 = 19;
const STALE: i32 = 116;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_school_may_meet_is_said_in_french_and_the_rest_is_quoted() {
        for (number, says) in [
            (2, "rien de ce nom"),
            (5, "ne répond pas"),
            (13, "pas accès"),
            (28, "est plein"),
            (30, "écrire"),
            (19, "rebranchez"),
        ] {
            let said = cause(&Error::from_raw_os_error(number));
            assert!(said.contains(says) && !said.contains("os error"), "{number}: {said}");
        }
        assert!(cause(&Error::from_raw_os_error(24)).contains("le système dit"));
    }
}
