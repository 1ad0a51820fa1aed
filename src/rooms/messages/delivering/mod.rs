//! Handing over: the one place where a message becomes anything to anybody but its author. At once, or when its hour has
//! come: then its author's right is judged anew, person by person.

mod jobs;
pub mod store;

pub use jobs::{DeliverMessage, RUNS};

use super::{Message, addressing::Addressed, finding};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
    },
    school::Person,
};

/// The first message of a thread: those whom it reaches become its members.
pub fn first(tx: &Tx, message: Id<Message>, to: &Addressed, now: Instant) -> Result<()> {
    store::join(tx, message, &to.recipients, now)?;
    deliver(tx, message, now)
}

/// Seen from now on by the members for whom it is. Gives them, its author apart.
pub fn deliver(tx: &Tx, message: Id<Message>, now: Instant) -> Result<()> {
    store::hand_over(tx, message, now)?;
    finding::store::put(tx, message)
}

/// For whom it is, its author apart: whom letters and open pages are to tell.
pub fn readers(tx: &Tx, message: Id<Message>) -> Result<Vec<Id<Person>>> {
    store::readers(tx, message)
}
