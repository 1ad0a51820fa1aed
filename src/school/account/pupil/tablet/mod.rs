//! Tablets that the school knows: on one of a class, its pupils come in by pictures wherever it is, in that class's year and no
//! longer than it is kept. Whoever pairs it again gives it a new secret.

pub mod store;

use crate::base::clock::Instant;

/// A school year and its summer.
pub const KEPT: i64 = 400 * Instant::DAY;

/// One line of the class's list.
pub struct Tablet {
    pub id: i64,
    pub name: String,
    pub paired_at: Instant,
}
