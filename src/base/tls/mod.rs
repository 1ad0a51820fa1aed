//! TLS by itself: the keys, the certificates and the facts that a box needs to speak HTTPS alone.
//!
//! Three steps. On an empty folder, a provisional self-signed certificate. Once the school has chosen its names,
//! an authority of its own, bound by name constraints to those names and to private addresses. Under it, a leaf of
//! at most 90 days that is renewed, and follows the machine's addresses, without a restart. Beside it, what a town or a
//! public authority signed, offered for its names while it is good.
//!
//! Instants are Unix seconds here: the calendar crate that certificates need stays behind this door. No page and no
//! sentence for the screen is written here, only the typed facts that they are made from.

mod authority;
mod beside;
mod call;
mod challenges;
mod clock;
mod credential;
mod disk;
mod facts;
mod fault;
mod fetch;
mod fingerprint;
pub mod from_outside;
mod keeper;
mod knock;
mod leaf;
mod machine;
mod names;
mod outside;
mod profile;
mod provisional;
mod reach;
mod resolver;
mod town;
mod words;

pub use call::judging;
pub use challenges::{ALPN, Challenges};
pub use clock::{Confirmation, Doubt, DoubtReason, Reading, SureInstant, Verdict};
pub use facts::{Facts, Hindrance, Public, Reason, Root, Served, Standing, Tended, Town};
pub use fault::Fault;
pub use fetch::{Server, Silence, Trust};
pub use fingerprint::Fingerprint;
pub use keeper::Keeper;
pub use knock::knock;
pub use machine::{addresses, host_name};
pub use names::{NameFault, NameProblem, Names};
pub use outside::{Flaw, Given};
pub use resolver::provider;
pub use town::{CHAIN, KEY, TownFlaw};

#[cfg(test)]
mod handshake_tests;
#[cfg(test)]
mod keeper_tests;
