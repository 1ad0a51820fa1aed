//! Somebody of the staff who takes no message for a while, with an end that comes by itself. The writer is told before
//! sending, and once by an automatic answer.

pub mod store;

use crate::{base::db::Id, school::Person};
use jiff::civil::Date;

#[derive(Clone, Debug, PartialEq)]
pub struct Pause {
    pub person: Id<Person>,
    pub from_on: Date,
    /// Last day.
    pub until_on: Date,
    /// What comes waits for the end; else it comes, and is answered by the text alone.
    pub holds: bool,
    /// Said once to each who writes; empty: nothing is.
    pub answer: String,
}

impl Pause {
    pub fn is_on(&self, day: Date) -> bool {
        (self.from_on..=self.until_on).contains(&day)
    }

    pub fn is_over(&self, today: Date) -> bool {
        self.until_on < today
    }
}
