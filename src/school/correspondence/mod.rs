//! Who may begin to write to whom, in one place: the finder of a message, its sending and the law test ask the same function.
//! It knows no thread and no message; what is said inside a thread is its room's.

pub mod freeze;
pub mod limits;
mod pair;
mod party;
pub mod pause;
mod people;
pub mod policy;
mod reached;
mod rules;
pub mod sentences;
pub mod store;

pub use pair::Pair;
pub use party::{Party, Profile};
pub use people::{Kin, People, PupilFound, Somebody};
pub use reached::{Reached, Recipient};
pub use rules::{Leave, Rules, leave, may_begin};

/// Why a message does not leave, whoever may write to whom. Its sentence is in [`sentences`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hindrance {
    Frozen { stopped_by: Profile, author: Profile },
    Limit { over: limits::Over, author: Profile },
}

impl Hindrance {
    pub fn sentence(self) -> String {
        match self {
            Hindrance::Frozen { stopped_by, author } => sentences::frozen(stopped_by, author),
            Hindrance::Limit { over, author } => sentences::over(over, author),
        }
    }
}

/// The room whose being off, for the school or a class, is asked here.
pub const ROOM: &str = "messages";

#[cfg(test)]
mod tests;
