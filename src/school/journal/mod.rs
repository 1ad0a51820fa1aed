//! Who did what to what, and when. No text that a person wrote, no secret, no reading.

pub mod store;

use super::Person;
use crate::base::{clock::Instant, db::Id};

/// One line to be written. `act` is a rule's name or a verb of the door's.
pub struct Entry<'a> {
    pub at: Instant,
    pub by: Option<Id<Person>>,
    pub act: &'a str,
    pub thing: &'a str,
    pub thing_id: Option<i64>,
}
