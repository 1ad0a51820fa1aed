//! That somebody wrote is told, to each as they chose: on the pages that they have open, by a letter, in their digest. The
//! letter announces; the text stands in it only where its author said so, and what is attached never. Nothing to pupils.
//! It may be answered by return mail. What is told is written down as a job: sending never waits for letters.

mod digest;
mod jobs;
mod mail;
mod reply;
pub mod store;

pub use digest::digest;
pub use jobs::{FORGET, RUNS};
pub use reply::reply;

use super::{Message, ROOM, delivering};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::{System, store as queue},
    },
    door::live,
    school::{
        Person,
        notice::{How, Kind, Whom},
    },
};
use jobs::TellMessage;

/// Of a thread in which one takes part for a child; and of one's own, at work.
pub const FAMILIES: Kind = Kind { name: "message", title: "Les messages", to: Whom::Families, usual: How::AtOnce };
pub const STAFF: Kind = Kind { name: "message-equipe", title: "Les messages", to: Whom::Staff, usual: How::AtOnce };

/// It has just been handed over: the open pages of those for whom it is hear of it, and its author's other ones; letters are
/// written a moment later.
pub fn announce(tx: &Tx, message: Id<Message>, now: Instant) -> Result<()> {
    let Some(handed) = store::handed_over(tx, message)? else { return Ok(()) };
    let readers = delivering::readers(tx, message)?;
    for person in readers.iter().chain([&handed.author]) {
        live::tell(tx, *person, ROOM.name, handed.thread.number());
    }
    // Said by a machine: who wrote to somebody away is not written to in return.
    if handed.is_automatic || readers.is_empty() {
        return Ok(());
    }
    enqueue(tx, message, readers.iter().map(|person| person.number()).collect(), now)
}

/// A letter of ours has waited while its reader's address became another one. False when it is none of ours.
pub fn rewrite(tx: &Tx, _: &System, letter: &str, person: Id<Person>, now: Instant) -> Result<bool> {
    let Some(message) = letter.strip_prefix("message ").and_then(|id| id.parse().ok()) else { return Ok(false) };
    enqueue(tx, message, vec![person.number()], now).map(|()| true)
}

/// By what the outbox knows the letters of a message.
fn about(message: Id<Message>) -> String {
    format!("message {message}")
}

fn enqueue(tx: &Tx, message: Id<Message>, readers: Vec<i64>, now: Instant) -> Result<()> {
    queue::enqueue(tx, &TellMessage { message: message.number(), readers }, now)
}
