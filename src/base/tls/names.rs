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

    /// These, then as many of the others as a certificate may carry.
    pub(super) fn and<'a>(&self, more: impl Iterator<Item = &'a String>) -> Names {
        let mut all = self.dns.clone();
        all.extend(more.filter(|name| !self.dns.contains(name)).take(MOST_NAMES - self.dns.len()).cloned());
        Names::parse(all).unwrap_or_else(|_| self.clone())
    }

    /// Whether an authority bound to these names may vouch for `other`: the same names, names below them, or what a
    /// neighbourhood makes of them.
    pub(super) fn cover(&self, other: &Names) -> bool {
        let below =
            |name: &str, zone: &str| name.strip_suffix(zone).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        let vouched =
            |name: &str| self.dns.iter().any(|zone| below(name, zone) || alternates(zone).any(|other| other == name));
        other.dns.iter().all(|name| vouched(name))
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

/// What a neighbourhood where this name is taken makes of it, from the first number on: `ecole-2.local` to `ecole-9.local`. None
/// for a name that no neighbourhood gives.
pub(super) fn alternates(name: &str) -> impl Iterator<Item = String> {
    let label = name.strip_suffix(".local").filter(|label| !label.contains('.'));
    let (stem, number) = match label.and_then(|label| label.rsplit_once('-')) {
        Some((stem, digits)) if digits.parse::<u16>().is_ok() => (stem, digits.parse().unwrap_or(1)),
        _ => (label.unwrap_or_default(), 1_u32),
    };
    let numbers = if label.is_some() { number + 1..number + 9 } else { 0..0 };
    let stem = stem.to_owned();
    numbers.map(move |number| format!("{stem}-{number}.local"))
}

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
        assert!(!covers("jaures-2.fr"), "a public name is never renamed");
    }

    #[test]
    fn a_name_that_is_taken_may_be_followed_by_a_number() {
        let of = |name: &str| alternates(name).collect::<Vec<_>>();
        assert_eq!(of("ecole.local").first().map(String::as_str), Some("ecole-2.local"));
        assert_eq!(of("ecole.local").len(), 8);
        assert_eq!(of("ecole-2.local").first().map(String::as_str), Some("ecole-3.local"));
        assert_eq!(of("ecole-jaures.local").last().map(String::as_str), Some("ecole-jaures-9.local"));
        assert!(of("ecole.fr").is_empty() && of("ent.ecole.local").is_empty());
        let zone = Names::parse(["ecole.local"]).unwrap();
        let covers = |name: &str| zone.cover(&Names::parse([name]).unwrap());
        assert!(covers("ecole-2.local") && covers("ecole-9.local"));
        assert!(!covers("ecole-10.local") && !covers("ecole-x.local") && !covers("autre-2.local"));
        let both = zone.and(["ecole-2.local".to_owned(), "ecole.local".to_owned()].iter());
        assert_eq!(both.dns(), ["ecole.local", "ecole-2.local"]);
    }
}
