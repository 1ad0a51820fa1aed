//! What a program signs in with: for documents alone, by WebDAV, never for a page. Drawn by us, shown once, kept as a digest;
//! revoked one by one by its owner, and all together with the passphrase.

pub mod store;

use crate::{
    base::{
        clock::Instant,
        error::Result,
        secret::{fill, sha256},
    },
    school::viewer::Viewer,
};

/// The room that they open.
pub const ROOM: &str = "documents";
/// So many stand at once.
pub const MOST: usize = 20;
/// Letters and digits that nobody takes for others: 32 of them, five bits each.
const SYMBOLS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 140 bits: nobody guesses them, so their digest needs no argon2.
const LENGTH: usize = 28;
const GROUP: usize = 4;

/// One of the owner's list.
pub struct Application {
    pub id: i64,
    pub name: String,
    pub made_at: Instant,
    pub used_at: Option<Instant>,
}

/// Just drawn: the only moment at which it is clear.
pub struct Fresh(String);

/// What a program presents, as it came.
#[derive(Clone)]
pub struct Presented {
    pub login: String,
    password: String,
}

impl Fresh {
    pub fn draw() -> Result<Fresh> {
        let mut bytes = [0u8; LENGTH];
        fill(&mut bytes)?;
        Ok(Fresh(bytes.iter().map(|byte| SYMBOLS[usize::from(byte % 32)] as char).collect()))
    }

    /// « 3k9f-x2mp-… »
    pub fn shown(&self) -> String {
        let symbols: Vec<char> = self.0.chars().collect();
        symbols.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
    }

    pub(super) fn digest(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }
}

impl Presented {
    pub fn new(login: String, password: String) -> Presented {
        Presented { login, password }
    }

    /// With or without hyphens, in any case, an « o » for a zero.
    fn digest(&self) -> [u8; 32] {
        let symbols = self.password.chars().filter(|c| !c.is_whitespace() && *c != '-').take(4 * LENGTH);
        let normal: String = symbols
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                c => c,
            })
            .collect();
        sha256(normal.as_bytes())
    }
}

/// Who may have one: whoever works here, today.
pub fn is_for(viewer: &Viewer) -> bool {
    viewer.is_staff || viewer.is_director
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_found_again_as_people_type_it() {
        let fresh = Fresh::draw().unwrap();
        let shown = fresh.shown();
        assert_eq!((shown.len(), shown.matches('-').count()), (34, 6));
        for typed in [
            shown.clone(),
            shown.replace('-', ""),
            shown.to_uppercase(),
            format!(" {} ", shown.replace('-', " ")),
            shown.replace('0', "O"),
        ] {
            assert_eq!(Presented::new("x".to_owned(), typed.clone()).digest(), fresh.digest(), "{typed}");
        }
        assert_ne!(Presented::new("x".to_owned(), Fresh::draw().unwrap().shown()).digest(), fresh.digest());
    }
}
