//! How much somebody who does not work here keeps for themselves, whichever way it comes. Who works here is bounded by the disk
//! alone.

pub mod store;

/// Every version and the bin counted.
pub const OWN_AT_MOST: u64 = 1_000_000_000;
