//! A certificate for a public name, from an authority that speaks ACME (RFC 8555, RFC 8737, RFC 9773): Let's Encrypt, or a town's
//! own. Blocking, for a thread of its own; when to ask is `plan`'s to say, and how a challenge is shown the caller's.
//! Nothing is kept here but what `store` writes, and nothing is written for the screen.

mod account;
mod client;
mod fault;
mod order;
pub mod plan;
pub mod store;
mod wire;

pub use account::{Key, record};
pub use client::{Client, Suggested, identifier};
pub use fault::{Fault, Kind, Problem};
pub use order::{Bought, Challenge, Prove, obtain};
pub use wire::{Ask, Reply, Wire};

use std::path::PathBuf;

/// Whom the machine asks, as its configuration says.
#[derive(Clone, Debug, PartialEq)]
pub struct Authority {
    pub directory: String,
    /// Authorities of a town's own, beside the web's, by which the directory is trusted.
    pub roots: Option<PathBuf>,
    /// The town's program that writes into its DNS.
    pub hook: PathBuf,
}

pub const LETS_ENCRYPT: &str = "https://acme-v02.api.letsencrypt.org/directory";
const LETS_ENCRYPT_TERMS: &str = "https://letsencrypt.org/repository/";
const STAGING: &str = "https://acme-staging-v02.api.letsencrypt.org/directory";

impl Default for Authority {
    fn default() -> Authority {
        Authority { directory: LETS_ENCRYPT.to_owned(), roots: None, hook: PathBuf::from("/etc/preau/dns-01") }
    }
}

impl Authority {
    /// `letsencrypt`, `letsencrypt-staging`, or the address of a directory.
    pub fn named(word: &str) -> Option<String> {
        match word {
            "letsencrypt" => Some(LETS_ENCRYPT.to_owned()),
            "letsencrypt-staging" => Some(STAGING.to_owned()),
            url if url.starts_with("https://") && url.len() > "https://".len() => Some(url.to_owned()),
            _ => None,
        }
    }

    /// Where its terms are to be read before anybody has asked it; nothing of an authority that we do not know.
    pub fn terms(&self) -> &'static str {
        if [LETS_ENCRYPT, STAGING].contains(&self.directory.as_str()) { LETS_ENCRYPT_TERMS } else { "" }
    }

    /// As people call it.
    pub fn name(&self) -> &str {
        match self.directory.as_str() {
            LETS_ENCRYPT => "Let’s Encrypt",
            STAGING => "Let’s Encrypt (essais)",
            other => other.trim_start_matches("https://").split(['/', ':']).next().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests;
