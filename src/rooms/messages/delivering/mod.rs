//! Handing over: the one place where a message becomes anything to anybody but its author. At once, or when its hour has
//! come: then its author's right is judged anew, person by person.

mod jobs;
pub mod store;

pub use jobs::{DeliverMessage, RUNS};

use super::{Message, addressing::Addressed, finding, telling};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        rich_text,
    },
    school::{Person, correspondence::pause, settings},
};

/// The first message of a thread: those whom it reaches become its members.
pub fn first(tx: &Tx, message: Id<Message>, to: &Addressed, now: Instant) -> Result<()> {
    store::join(tx, message, &to.recipients, now)?;
    deliver(tx, message, now)
}

/// Seen from now on by the members for whom it is. Who is away that day answers by the text that they left, once to each: also
/// to what comes late, after quiet hours or a freeze. What the pause itself held comes when it is over, and then there is nothing
/// to answer: its author was told by the composer that it waits, and until when.
pub fn deliver(tx: &Tx, message: Id<Message>, now: Instant) -> Result<()> {
    hand_over(tx, message, now)?;
    let author = store::author(tx, message)?;
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    for reader in store::readers(tx, message)? {
        if let Some(text) = pause::store::answer(tx, reader, author, today, now)? {
            let body = rich_text::from_plain(&text).unwrap_or_default();
            hand_over(tx, store::answer_for(tx, message, reader, author, &body, now)?, now)?;
        }
    }
    Ok(())
}

fn hand_over(tx: &Tx, message: Id<Message>, now: Instant) -> Result<()> {
    store::hand_over(tx, message, now)?;
    finding::store::put(tx, message)?;
    telling::announce(tx, message, now)
}

/// For whom it is, its author apart: whom letters and open pages are to tell.
pub fn readers(tx: &Tx, message: Id<Message>) -> Result<Vec<Id<Person>>> {
    store::readers(tx, message)
}
