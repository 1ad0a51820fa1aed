//! A file on its way in: already on the disk under its hash, not yet kept. Its name is only something to show.

use crate::base::{error::Result, files::Staged};
use std::sync::Mutex;

pub struct Upload {
    pub field: String,
    /// As the browser gave it, without folders and control characters, at most 120 characters.
    pub name: String,
    staged: Mutex<Option<Staged>>,
    pub size: u64,
}

impl Upload {
    pub fn new(field: String, name: &str, staged: Staged) -> Upload {
        Upload { field, name: shown_name(name), size: staged.size, staged: Mutex::new(Some(staged)) }
    }

    /// The whole content; only for what is small enough to be read at once (the route's limit says so).
    pub fn bytes(&self) -> Result<Vec<u8>> {
        match &*self.staged.lock().unwrap_or_else(std::sync::PoisonError::into_inner) {
            Some(staged) => staged.bytes(),
            None => Err(crate::base::error::Error::internal("an upload was taken twice")),
        }
    }

    /// Takes the file out, to keep it.
    pub fn take(&self) -> Option<Staged> {
        self.staged.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
    }
}

/// A name fit to be shown and to be offered for a download.
pub fn shown_name(given: &str) -> String {
    let base = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = base
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        .take(120)
        .collect();
    match clean.trim().trim_start_matches('.') {
        "" => "fichier".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown_name;

    #[test]
    fn a_name_is_never_a_path_nor_a_trick() {
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("C:\\photos\\Léa.jpg"), "Léa.jpg");
        assert_eq!(shown_name("fac\u{202e}gpj.exe"), "facgpj.exe");
        assert_eq!(shown_name("...\r\n"), "fichier");
        assert_eq!(shown_name(&"a".repeat(500)).len(), 120);
    }
}
