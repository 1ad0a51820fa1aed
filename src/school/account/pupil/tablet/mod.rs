//! Tablets that the school knows: on one of a class, its pupils come in by pictures wherever it is.

pub mod store;

use crate::base::clock::Instant;

/// One line of the class's list.
pub struct Tablet {
    pub id: i64,
    pub name: String,
    pub paired_at: Instant,
}
