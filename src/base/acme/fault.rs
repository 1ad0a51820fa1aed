//! What keeps a certificate from being had, by what a person can do about it. The sentences are written elsewhere.

use serde::Deserialize;

#[derive(Debug)]
pub enum Fault {
    /// Nobody answers there, or not over TLS that we trust.
    Unreachable(String),
    /// Who answers speaks something else.
    Nonsense(String),
    /// The authority says no.
    Refused(Problem),
    /// It looked at a name, and did not find what was shown for it.
    NotProved { name: String, problem: Problem },
    /// It offers no way to prove a name that we were told to take.
    NoWay { name: String },
    /// The challenge could not be shown: the town's program failed, or the disk.
    NotShown(String),
    /// The file of the town's own authorities cannot be used.
    Roots(String),
    /// It takes longer than anybody waits.
    Slow,
    /// The house closes.
    Stopped,
}

/// As RFC 7807 writes it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Problem {
    #[serde(default, rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub detail: String,
    /// Seconds to wait, when it said so.
    #[serde(skip)]
    pub wait: Option<i64>,
}

/// Faults, as they are kept and told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Unreachable,
    Nonsense,
    Refused,
    /// Too many were asked for.
    Limited,
    /// The account asks for something that only a person can give.
    Account,
    /// The name leads nowhere, or elsewhere.
    Name,
    /// The name leads somewhere, but not to us.
    NotProved,
    NoWay,
    NotShown,
    Roots,
    Slow,
    Stopped,
}

const KINDS: [(Kind, &str); 12] = [
    (Kind::Unreachable, "unreachable"),
    (Kind::Nonsense, "nonsense"),
    (Kind::Refused, "refused"),
    (Kind::Limited, "limited"),
    (Kind::Account, "account"),
    (Kind::Name, "name"),
    (Kind::NotProved, "not_proved"),
    (Kind::NoWay, "no_way"),
    (Kind::NotShown, "not_shown"),
    (Kind::Roots, "roots"),
    (Kind::Slow, "slow"),
    (Kind::Stopped, "stopped"),
];

impl Kind {
    pub fn as_str(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }

    pub fn parse(word: &str) -> Option<Kind> {
        KINDS.iter().find(|(_, known)| *known == word).map(|(kind, _)| *kind)
    }
}

impl Problem {
    /// The last part of `urn:ietf:params:acme:error:rateLimited`.
    pub fn word(&self) -> &str {
        self.kind.rsplit(':').next().unwrap_or_default()
    }
}

impl Fault {
    pub fn kind(&self) -> Kind {
        match self {
            Fault::Unreachable(_) => Kind::Unreachable,
            Fault::Nonsense(_) => Kind::Nonsense,
            Fault::Refused(problem) => of_problem(problem, Kind::Refused),
            Fault::NotProved { problem, .. } => of_problem(problem, Kind::NotProved),
            Fault::NoWay { .. } => Kind::NoWay,
            Fault::NotShown(_) => Kind::NotShown,
            Fault::Roots(_) => Kind::Roots,
            Fault::Slow => Kind::Slow,
            Fault::Stopped => Kind::Stopped,
        }
    }

    /// How long it asked us to wait.
    pub fn wait(&self) -> Option<i64> {
        match self {
            Fault::Refused(problem) | Fault::NotProved { problem, .. } => problem.wait,
            _ => None,
        }
    }

    /// In its own words, for who tends the machine.
    pub fn said(&self) -> String {
        match self {
            Fault::Unreachable(said) | Fault::Nonsense(said) | Fault::NotShown(said) | Fault::Roots(said) => {
                said.clone()
            }
            Fault::Refused(problem) => problem.detail.clone(),
            Fault::NotProved { name, problem } => format!("{name}: {}", problem.detail),
            Fault::NoWay { name } => name.clone(),
            Fault::Slow | Fault::Stopped => String::new(),
        }
    }
}

fn of_problem(problem: &Problem, otherwise: Kind) -> Kind {
    match problem.word() {
        "rateLimited" | "serverInternal" => Kind::Limited,
        "externalAccountRequired"
        | "userActionRequired"
        | "invalidContact"
        | "unsupportedContact"
        | "accountDoesNotExist" => Kind::Account,
        "dns" | "rejectedIdentifier" | "unsupportedIdentifier" | "caa" => Kind::Name,
        _ => otherwise,
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.kind().as_str(), self.said())
    }
}

impl std::error::Error for Fault {}
