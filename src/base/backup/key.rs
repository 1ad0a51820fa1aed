//! The two keys that open a backup. The box's own stands in a file of its `cles` folder, outside the database and the backups;
//! of the recovery key only the public half is ever written: the other is on the school's paper.

use super::fault::{Fault, Result, at};
use crate::base::{disk, secret};
use age::{
    secrecy::ExposeSecret,
    x25519::{Identity, Recipient},
};
use ring::hmac;
use std::{
    fs::{self, File},
    io::ErrorKind,
    path::Path,
};

const OWN: &str = "sauvegarde.key";
const RECOVERY: &str = "secours.pub";
const PREFIX: &str = "AGE-SECRET-KEY-1";
/// So many characters are read and typed at a time.
const GROUP: usize = 6;
const NUMBER: usize = 4;

/// To whom a backup is written, and how the box reads it again.
pub struct BoxKeys {
    own: Identity,
    recovery: Option<Recipient>,
}

impl BoxKeys {
    /// Reads them from the `cles` folder; the box's own is drawn the first time.
    pub fn open(folder: &Path) -> Result<BoxKeys> {
        disk::private_folder(folder).map_err(at(folder))?;
        Ok(BoxKeys { own: own(folder)?, recovery: on_paper(&folder.join(RECOVERY))? })
    }

    /// From now on, backups are written to this one. Those of before still ask for the key of their day.
    pub fn set_recovery(&mut self, folder: &Path, key: &RecoveryKey) -> Result<()> {
        let path = folder.join(RECOVERY);
        let recipient = key.0.to_public();
        disk::write_private(&path, format!("{recipient}\n").as_bytes()).map_err(at(&path))?;
        self.recovery = Some(recipient);
        Ok(())
    }

    pub fn has_recovery(&self) -> bool {
        self.recovery.is_some()
    }

    pub fn own(&self) -> &Identity {
        &self.own
    }

    /// Never empty: the box itself, and the paper once there is one.
    pub(super) fn recipients(&self) -> Vec<Recipient> {
        [self.own.to_public()].into_iter().chain(self.recovery.clone()).collect()
    }

    /// Under what a file is named, so that its name tells nobody what it holds. Another one for other recipients: what the new
    /// paper could not open is written anew.
    pub(super) fn naming(&self) -> Naming {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.own.to_string().expose_secret().as_bytes());
        let recovery = self.recovery.as_ref().map(Recipient::to_string).unwrap_or_default();
        Naming(secret::hex(hmac::sign(&key, recovery.as_bytes()).as_ref()))
    }
}

/// What stands on the school's paper.
pub struct RecoveryKey(Identity);

impl RecoveryKey {
    pub fn draw() -> RecoveryKey {
        RecoveryKey(Identity::generate())
    }

    /// As typed from the paper, or as a key file holds it: groups or not, small letters or capitals.
    pub fn parse(typed: &str) -> Result<RecoveryKey> {
        identity(typed).map(RecoveryKey).ok_or(Fault::NoKey)
    }

    /// As printed.
    pub fn groups(&self) -> Vec<String> {
        let text = self.0.to_string();
        let characters: Vec<char> = text.expose_secret().trim_start_matches(PREFIX).chars().collect();
        characters.chunks(GROUP).map(|group| group.iter().collect()).collect()
    }

    /// The whole of it, as a scanner reads it and as `age` takes it.
    pub fn line(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }

    pub fn number(&self) -> String {
        number(&self.0.to_public())
    }

    /// Whether the last group was copied from the paper: proof that there is one.
    pub fn ends_with(&self, typed: &str) -> bool {
        let typed = bare(typed);
        self.groups().last().is_some_and(|last| secret::is_same(last.as_bytes(), typed.as_bytes()))
    }

    pub fn identity(&self) -> &Identity {
        &self.0
    }
}

/// What tells the paper in force from the one before it; it stands on the paper too, and opens nothing. Nothing is written.
pub fn recovery_number(folder: &Path) -> Result<Option<String>> {
    Ok(on_paper(&folder.join(RECOVERY))?.as_ref().map(number))
}

/// Gives each kept file its name in a backup.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Naming(String);

impl Naming {
    pub(super) fn name(&self, hash: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_bytes());
        secret::hex(hmac::sign(&key, hash.as_bytes()).as_ref())
    }
}

/// The end of the public half.
fn number(recipient: &Recipient) -> String {
    let text = recipient.to_string();
    text[text.len() - NUMBER..].to_ascii_uppercase()
}

fn identity(typed: &str) -> Option<Identity> {
    let lines = typed.lines().filter(|line| !line.trim_start().starts_with('#'));
    let bare = bare(&lines.collect::<String>());
    let key = bare.strip_prefix(&PREFIX.replace('-', "")).unwrap_or(&bare);
    format!("{PREFIX}{key}").parse().ok()
}

fn bare(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn on_paper(path: &Path) -> Result<Option<Recipient>> {
    let parse = |text: String| text.trim().parse().map_err(|error: &str| Fault::damaged(path, error));
    text(path)?.map(parse).transpose()
}

fn own(folder: &Path) -> Result<Identity> {
    let path = folder.join(OWN);
    if let Some(own) = standing(&path)? {
        return Ok(own);
    }
    // Two may come at once, the service and a command: a key that another one replaced would open nothing of its own backup.
    let turn = File::open(folder).map_err(at(folder))?;
    turn.lock().map_err(at(folder))?;
    standing(&path)?.map_or_else(|| draw_own(&path), Ok)
}

fn standing(path: &Path) -> Result<Option<Identity>> {
    let parse = |text: String| identity(&text).ok_or_else(|| Fault::damaged(path, "ce n’est pas une clé"));
    text(path)?.map(parse).transpose()
}

fn draw_own(path: &Path) -> Result<Identity> {
    let own = Identity::generate();
    let text = format!(
        "# La boîte relit ses sauvegardes avec cette clé. Elle n’est dans aucune d’elles.\n{}\n",
        own.to_string().expose_secret()
    );
    disk::write_private(path, text.as_bytes()).map_err(at(path))?;
    Ok(own)
}

fn text(path: &Path) -> Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_read_as_people_type_it() {
        let key = RecoveryKey::draw();
        let groups = key.groups();
        assert_eq!((groups.len(), groups[9].len()), (10, 4));
        let typed = groups.join(" ").to_lowercase();
        for text in [typed.clone(), format!("age-secret-key-1{typed}"), format!("# clé\n{}\n", groups.join("-"))] {
            let read = RecoveryKey::parse(&text).unwrap();
            assert_eq!(read.groups(), groups);
        }
        assert!(key.ends_with(&groups[9].to_lowercase()));
        assert!(!key.ends_with(&groups[8]) && !key.ends_with(""));
    }

    #[test]
    fn a_slip_of_the_finger_is_told_from_a_key() {
        let key = RecoveryKey::draw();
        let mut groups = key.groups();
        let other = if groups[3].starts_with('Q') { "P" } else { "Q" };
        groups[3].replace_range(..1, other);
        assert!(matches!(RecoveryKey::parse(&groups.join(" ")), Err(Fault::NoKey)));
        assert!(matches!(RecoveryKey::parse(""), Err(Fault::NoKey)));
    }

    #[test]
    fn those_who_come_at_once_have_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let start = std::sync::Barrier::new(8);
        let open = || {
            start.wait();
            BoxKeys::open(folder.path()).unwrap().own.to_public().to_string()
        };
        let mut drawn: Vec<String> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        drawn.dedup();
        assert_eq!(drawn.len(), 1, "{drawn:?}");
    }

    #[test]
    fn the_box_keeps_its_own_and_only_the_public_half_of_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let mut keys = BoxKeys::open(folder.path()).unwrap();
        assert!(!keys.has_recovery());
        let before = keys.naming().name("a");
        let paper = RecoveryKey::draw();
        keys.set_recovery(folder.path(), &paper).unwrap();
        let again = BoxKeys::open(folder.path()).unwrap();
        assert!(again.has_recovery());
        assert_eq!(recovery_number(folder.path()).unwrap(), Some(paper.number()));
        assert_ne!(paper.number(), RecoveryKey::draw().number());
        assert_eq!(RecoveryKey::parse(&paper.line()).unwrap().groups(), paper.groups());
        assert_eq!(again.naming().name("a"), keys.naming().name("a"));
        assert_ne!(again.naming().name("a"), before, "what the new paper cannot open is written anew");
        for file in fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap()) {
            assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
            assert!(!bare(&fs::read_to_string(file.path()).unwrap()).contains(&paper.groups().concat()));
        }
    }
}
