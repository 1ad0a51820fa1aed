//! Addresses that refused our letters. One that nobody has gets nothing more until somebody lifts it: a school that goes on
//! writing to dead addresses loses its good name with the providers, and its letters their way to the others.

pub mod store;

pub use store::{lift, of};

use crate::base::clock::Instant;

/// What stands against an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub address: String,
    /// In the server's own words.
    pub said: String,
    /// Since the last letter that went through.
    pub times: i64,
    pub last: Instant,
    /// Since when nothing is sent there.
    pub stopped: Option<Instant>,
}
