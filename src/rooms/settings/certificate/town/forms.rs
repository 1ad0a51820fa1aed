//! The two files, which touch the disk only once they are known to be good.

use crate::door::{Faults, Fields, Form, form::Checked, upload::Upload};

pub struct TownForm {
    pub chain: Vec<u8>,
    pub key: Vec<u8>,
}

impl Form for TownForm {
    const FILE_LIMIT: u64 = 64 * 1024;
    const FILES: usize = 2;
    const IN_MEMORY: bool = true;

    fn check(_: &Fields, uploads: &[Upload]) -> Checked<TownForm> {
        let mut faults = Faults::default();
        let file = |field: &str| {
            let found = uploads.iter().find(|upload| upload.field == field && upload.size > 0);
            found.and_then(|upload| upload.bytes().ok()).unwrap_or_default()
        };
        let (chain, key) = (file("certificat"), file("cle"));
        if chain.is_empty() {
            faults.add("certificat", "Choisissez le fichier du certificat.");
        }
        if key.is_empty() {
            faults.add("cle", "Choisissez le fichier de la clé.");
        }
        faults.or(TownForm { chain, key })
    }
}
