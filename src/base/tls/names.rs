//! The names by which a school's box is called, once the school has chosen them.
//!
//! A name ends up in the authority's constraints, where it also permits everything below it: a whole zone such as
//! `local` or `fr` is therefore refused here. This file never says whether a name resolves.

use serde::{Deserialize, Serialize};

/// More names than this is a mistake, and each one is carried by every handshake.
const MOST_NAMES: usize = 16;
const LONGEST: usize = 64;

/// At least one name, each in lower case, distinct, in the order chosen: the first is the one to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<String>", into = "Vec<String>")]
pub struct Names {
    dns: Vec<String>,
}

/// Why a list of names is refused, with the name as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameFault {
    pub name: String,
    pub problem: NameProblem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// No name at all.
    Missing,
    /// More than sixteen names.
    TooMany,
    /// An accented or other letter that DNS spells in its own way (`xn--…`).
    NotAscii,
    /// A character that no name carries: a space, an underscore, a slash, a colon…
    BadCharacter,
    /// An empty part, or one that begins or ends with a hyphen.
    BadPart,
    /// Over 64 characters, the most that a certificate's subject holds, or a part over 63.
    TooLong,
    /// `ecole` alone, or a whole zone such as `home.arpa`: the authority would be bound to far too much.
    TooWide,
    /// An address, which needs no choosing.
    Address,
}

impl Names {
    pub fn parse<S: AsRef<str>>(typed: impl IntoIterator<Item = S>) -> Result<Names, NameFault> {
        let mut dns: Vec<String> = Vec::new();
        for name in typed {
            let name = parse_one(name.as_ref())?;
            if !dns.contains(&name) {
                dns.push(name);
            }
        }
        let problem = match dns.len() {
            0 => NameProblem::Missing,
            1..=MOST_NAMES => return Ok(Names { dns }),
            _ => NameProblem::TooMany,
        };
        Err(NameFault { name: String::new(), problem })
    }

    pub fn dns(&self) -> &[String] {
        &self.dns
    }

    /// The name to print and to show.
    pub fn first(&self) -> &str {
        &self.dns[0]
    }

    /// Whether an authority bound to these names may vouch for `other`: the same names, or names below them.
    pub(super) fn cover(&self, other: &Names) -> bool {
        let below =
            |name: &str, zone: &str| name.strip_suffix(zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        other.dns.iter().all(|name| self.dns.iter().any(|zone| below(name, zone)))
    }
}

impl TryFrom<Vec<String>> for Names {
    type Error = NameFault;
    fn try_from(dns: Vec<String>) -> Result<Names, NameFault> {
        Names::parse(dns)
    }
}

impl From<Names> for Vec<String> {
    fn from(names: Names) -> Vec<String> {
        names.dns
    }
}

impl std::fmt::Display for NameFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "name {:?} refused: {:?}", self.name, self.problem)
    }
}

impl std::error::Error for NameFault {}

/// One label of a name as DNS writes it, in lower case.
pub(super) fn is_label(part: &str) -> bool {
    (1..=63).contains(&part.len())
        && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !part.starts_with('-')
        && !part.ends_with('-')
}

fn parse_one(typed: &str) -> Result<String, NameFault> {
    let refuse = |problem| NameFault { name: typed.to_owned(), problem };
    let name = typed.trim();
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    if name.is_empty() {
        return Err(refuse(NameProblem::Missing));
    }
    if name.parse::<std::net::IpAddr>().is_ok() {
        return Err(refuse(NameProblem::Address));
    }
    if !name.is_ascii() {
        return Err(refuse(NameProblem::NotAscii));
    }
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.') {
        return Err(refuse(NameProblem::BadCharacter));
    }
    let parts: Vec<&str> = name.split('.').collect();
    if name.len() > LONGEST || parts.iter().any(|part| part.len() > 63) {
        return Err(refuse(NameProblem::TooLong));
    }
    if !parts.iter().all(|part| is_label(part)) {
        return Err(refuse(NameProblem::BadPart));
    }
    let last = parts[parts.len() - 1];
    if last.bytes().all(|b| b.is_ascii_digit()) {
        return Err(refuse(NameProblem::Address));
    }
    if parts.len() == 1 || name == "home.arpa" {
        return Err(refuse(NameProblem::TooWide));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(typed: &str) -> Option<NameProblem> {
        Names::parse([typed]).err().map(|fault| fault.problem)
    }

    #[test]
    fn names_are_cleaned_and_kept_in_order() {
        let names = Names::parse([" Ecole-Jaures.local. ", "ecole-jaures.home.arpa", "ecole-jaures.LOCAL"]).unwrap();
        assert_eq!(names.dns(), ["ecole-jaures.local", "ecole-jaures.home.arpa"]);
        assert_eq!(names.first(), "ecole-jaures.local");
    }

    #[test]
    fn each_bad_name_has_its_reason() {
        for (typed, why) in [
            ("", NameProblem::Missing),
            ("école.local", NameProblem::NotAscii),
            ("mon ecole.local", NameProblem::BadCharacter),
            ("https://ecole.fr", NameProblem::BadCharacter),
            ("ecole_jaures.local", NameProblem::BadCharacter),
            ("-ecole.local", NameProblem::BadPart),
            ("ecole..local", NameProblem::BadPart),
            ("ecole", NameProblem::TooWide),
            ("local", NameProblem::TooWide),
            ("home.arpa", NameProblem::TooWide),
            ("192.168.1.10", NameProblem::Address),
            ("fd00::1", NameProblem::Address),
            ("192.168.1", NameProblem::Address),
        ] {
            assert_eq!(problem(typed), Some(why), "{typed:?}");
        }
        assert_eq!(problem(&format!("{}.fr", "a".repeat(64))), Some(NameProblem::TooLong));
        assert_eq!(problem(&format!("{}example", "ecole.".repeat(12))), Some(NameProblem::TooLong));
        assert_eq!(problem("xn--cole-9oa.example"), None);
        let none: [&str; 0] = [];
        assert_eq!(Names::parse(none).unwrap_err().problem, NameProblem::Missing);
        let many = (0..17).map(|n| format!("ecole{n}.fr"));
        assert_eq!(Names::parse(many).unwrap_err().problem, NameProblem::TooMany);
    }

    #[test]
    fn names_cover_themselves_and_what_is_below_but_not_a_lookalike() {
        let zone = Names::parse(["jaures.fr"]).unwrap();
        let covers = |name: &str| zone.cover(&Names::parse([name]).unwrap());
        assert!(covers("jaures.fr"));
        assert!(covers("ent.jaures.fr"));
        assert!(!covers("faux-jaures.fr"));
        assert!(!covers("jaures.local"));
    }
}
