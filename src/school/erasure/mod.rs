//! A person taken away for good: nobody by that name has been here. What was theirs goes; what they wrote for everybody stays
//! without their name; what others must be able to prove stays as a count. A number is kept, so that no restored backup brings
//! them back. What each room must do before the person's row goes is that room's own affair (`door::Room`'s `erase`).

pub mod ledger;
pub mod store;

use super::{Person, Pupil};
use crate::base::{clock::Instant, db::Id, search::Named};

/// Asked for at once, it can be taken back so long.
pub const UNDO: i64 = 7 * Instant::DAY;
/// How who stands for those that are gone is called.
pub const FORMER: &str = "Ancien membre de l’école";

/// Whoever is about to be taken away. Made by the store alone, from the proof of that right: rooms act on nothing else.
pub struct Subject {
    pub person: Id<Person>,
    pub pupil: Option<Id<Pupil>>,
    /// Worked here: what they wrote stays, under the name of nobody. A family's does not.
    pub is_staff: bool,
    /// Who stands for those that are gone.
    pub former: Id<Person>,
    /// Folded; empty when it is somebody else's too.
    pub email: String,
    pub login: String,
    /// « Léa Martin », by each of their names; none when somebody else is called so too.
    pub names: Vec<String>,
    made_at: Instant,
    _row: (),
}

impl Subject {
    /// To be looked for in what others wrote; nothing when somebody else is called so too.
    pub fn named(&self) -> Named {
        Named::read(self.names.iter().map(String::as_str))
    }
}

/// Somebody who was erased: a number, and when the row that had it was made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Gone {
    pub person: i64,
    pub made_at: Instant,
    pub erased_at: Instant,
}

/// One that was asked for and can be taken back.
#[derive(Clone, Debug)]
pub struct Erasure {
    pub id: Id<Erasure>,
    pub person: i64,
    pub erased_at: Instant,
    pub until: Instant,
    _row: (),
}
