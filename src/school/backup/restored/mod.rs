//! The school came out of a backup: since when it was not seen, and whether somebody went through what may be older than it
//! should be.

pub mod store;

use crate::base::clock::Instant;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Restored {
    pub at: Instant,
    /// When its backup was made.
    pub made_at: Instant,
    pub confirmed_at: Option<Instant>,
}
