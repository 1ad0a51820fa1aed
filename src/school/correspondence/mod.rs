//! Who may begin to write to whom, in one place: the finder of a message, its sending and the law test ask the same function.
//! It knows no thread and no message; what is said inside a thread is its room's.

mod pair;
mod people;
mod rules;
mod side;
pub mod store;

pub use pair::Pair;
pub use people::{Kin, People, PupilFound, Somebody};
pub use rules::{Leave, Rules, may_begin};
pub use side::{Child, Profile, Side};

/// The room whose being off, for the school or a class, is asked here.
pub const ROOM: &str = "messages";

#[cfg(test)]
mod tests;
