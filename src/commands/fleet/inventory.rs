//! The schools of a fleet, as a town hall lists them in a TOML file. It holds no secret: tokens stand in files beside it.

use crate::base::{
    console,
    tls::{Fingerprint, Trust},
};
use serde::Deserialize;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

const MOST_SCHOOLS: usize = 2_000;
const TITLE: &str = "Les écoles";

pub struct Inventory {
    pub title: String,
    pub schools: Vec<School>,
}

pub struct School {
    pub name: String,
    pub source: Source,
}

/// Where its figures come from.
pub enum Source {
    /// Asked of the box itself.
    Box { name: String, port: u16, at: Option<SocketAddr>, token: Option<String>, trust: Trust },
    /// Pushed by the box, and collected here.
    File(PathBuf),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: Option<String>,
    #[serde(default)]
    school: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    url: Option<String>,
    address: Option<SocketAddr>,
    token_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
    fingerprint: Option<String>,
    file: Option<PathBuf>,
}

impl Inventory {
    /// A fault is said with the school that it is about.
    pub fn read(path: &Path) -> Result<Inventory, String> {
        let told = |error: &dyn std::fmt::Display| format!("{} : {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| console::unread(path, &error))?;
        let written: Written = toml::from_str(&text).map_err(|error| told(&console::toml(&text, &error)))?;
        if written.school.is_empty() || written.school.len() > MOST_SCHOOLS {
            return Err(told(&format!("entre une et {MOST_SCHOOLS} écoles, chacune dans un bloc [[school]].")));
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut schools: Vec<School> = Vec::new();
        for entry in written.school {
            let name = entry.name.clone();
            let school = entry.school(folder).map_err(|fault| told(&format!("{name} : {fault}")))?;
            if schools.iter().any(|other| other.name == school.name) {
                return Err(told(&format!("{name} : deux écoles de ce nom.")));
            }
            schools.push(school);
        }
        Ok(Inventory { title: written.title.unwrap_or_else(|| TITLE.to_owned()), schools })
    }
}

impl Entry {
    /// What it names stands beside the inventory, unless its path is whole.
    fn school(self, folder: &Path) -> Result<School, String> {
        let name = self.name.trim().to_owned();
        if name.is_empty() || name.chars().any(char::is_control) {
            return Err("un nom, d’une ligne.".to_owned());
        }
        let source = match (&self.url, &self.file) {
            (Some(_), None) => self.asked(folder)?,
            (None, Some(file)) if self.is_alone() => Source::File(folder.join(file)),
            (None, Some(_)) => return Err("« file » se suffit : ni jeton, ni autorité, ni adresse.".to_owned()),
            _ => return Err("« url » ou « file », l’un des deux.".to_owned()),
        };
        Ok(School { name, source })
    }

    fn is_alone(&self) -> bool {
        self.address.is_none() && self.token_file.is_none() && self.ca_file.is_none() && self.fingerprint.is_none()
    }

    fn asked(&self, folder: &Path) -> Result<Source, String> {
        let (name, port) = self
            .url
            .as_deref()
            .and_then(host)
            .ok_or("« url » s’écrit https://nom ou https://nom:port, rien de plus.")?;
        let trust = match (&self.ca_file, &self.fingerprint) {
            (None, None) => Trust::Web,
            (Some(file), None) => {
                Trust::pem(&read(&folder.join(file))?).ok_or("pas de certificat PEM dans « ca_file ».")?
            }
            (None, Some(print)) => Trust::Fingerprint(
                Fingerprint::parse(print).ok_or("« fingerprint » : les 64 chiffres de l’empreinte SHA-256.")?,
            ),
            _ => return Err("« ca_file » ou « fingerprint », l’un des deux.".to_owned()),
        };
        let token = self.token_file.as_ref().map(|file| token(&folder.join(file))).transpose()?;
        Ok(Source::Box { name, port, at: self.address, token, trust })
    }
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| console::unread(file, &error))
}

/// One line, of which a header can be made.
fn token(file: &Path) -> Result<String, String> {
    let text = String::from_utf8(read(file)?).unwrap_or_default();
    let token = text.trim().to_owned();
    let is_one = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    is_one.then_some(token).ok_or_else(|| format!("{} : un jeton, sur une ligne.", file.display()))
}

/// Of `https://ecole.ville.fr:8443`.
fn host(url: &str) -> Option<(String, u16)> {
    let rest = url.strip_prefix("https://")?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (name, port) = match rest.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()?),
        _ => (rest, 443),
    };
    let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    let is_host = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b));
    is_host.then(|| (name.to_ascii_lowercase(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_name_and_a_port() {
        let is = |url: &str, name: &str, port| assert_eq!(host(url), Some((name.to_owned(), port)));
        is("https://Ecole.Ville.fr", "ecole.ville.fr", 443);
        is("https://ecole.ville.fr:8443/", "ecole.ville.fr", 8443);
        is("https://10.20.1.4:444", "10.20.1.4", 444);
        is("https://[fd00::4]:444", "fd00::4", 444);
        is("https://[fd00::4]", "fd00::4", 443);
        for wrong in ["http://a.fr", "a.fr", "https://", "https://a.fr/metrics", "https://a@b.fr", "https://a.fr:x"] {
            assert_eq!(host(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn each_slip_is_told_with_its_school() {
        let folder = tempfile::tempdir().unwrap();
        let (path, jeton) = (folder.path().join("ecoles.toml"), folder.path().join("jeton"));
        fs::write(&jeton, "9f2c1b7e4d8a6053c1e7b9d2\n").unwrap();
        fs::write(folder.path().join("deux"), "a b\r\nX: y").unwrap();
        let read = |school: &str| {
            fs::write(&path, format!("[[school]]\nname = \"Jaurès\"\n{school}")).unwrap();
            Inventory::read(&path)
        };
        let found = read("url = \"https://a.fr\"\ntoken_file = \"jeton\"\n").unwrap();
        assert_eq!((found.title.as_str(), found.schools.len()), (TITLE, 1));
        assert!(matches!(&found.schools[0].source, Source::Box { token: Some(token), .. } if token.len() == 24));
        for (wrong, why) in [
            ("", "« url » ou « file »"),
            ("url = \"https://a.fr\"\nfile = \"x\"", "« url » ou « file »"),
            ("file = \"x\"\nfingerprint = \"AB\"", "se suffit"),
            ("url = \"http://a.fr\"", "https://nom"),
            ("url = \"https://a.fr\"\nfingerprint = \"AB\"", "64 chiffres"),
            ("url = \"https://a.fr\"\nca_file = \"jeton\"", "PEM"),
            ("url = \"https://a.fr\"\ntoken_file = \"absent\"", "absent"),
            ("url = \"https://a.fr\"\ntoken_file = \"deux\"", "une ligne"),
            ("url = \"https://a.fr\"\ntoken = \"secret\"", "token"),
            ("file = \"x\"\n[[school]]\nname = \"Jaurès\"\nfile = \"y\"", "deux écoles"),
        ] {
            let fault = read(wrong).err().unwrap_or_else(|| panic!("{wrong} is taken"));
            assert!(fault.contains(why) && fault.contains("ecoles.toml"), "{fault}");
        }
        fs::write(&path, "title = \"Rien\"\n").unwrap();
        assert!(Inventory::read(&path).err().unwrap().contains("[[school]]"));
    }
}
