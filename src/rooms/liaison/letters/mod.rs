//! Letters of words: one to each guardian to whom letters come, whatever the number of children, never two in one. The text
//! stands in it whole, or it only announces; a link opens this word for this child, for who may sign by one; a reply may
//! answer. Nobody's letter says anything of another guardian.
//!
//! What is told is written down in the transaction of what happened, as a job: the page that publishes never waits for letters.

mod digest;
mod jobs;
mod mail;
pub mod store;
mod telling;

pub use digest::digest;
pub use jobs::{FORGET, RUNS};
pub use telling::{announces, expects};

use super::Note;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::store as queue,
        mail::store as outbox,
    },
    school::{
        Person, Pupil,
        guardianship::Given,
        notice::{How, Kind, Whom},
    },
};
use jobs::SendLetters;
use serde::{Deserialize, Serialize};

pub const WORD: Kind =
    Kind { name: "mot", title: "Les mots du cahier de liaison", to: Whom::Families, usual: How::AtOnce };
pub const REMINDER: Kind =
    Kind { name: "rappel", title: "Les rappels avant une date", to: Whom::Families, usual: How::AtOnce };
pub const REPLY: Kind =
    Kind { name: "reponse", title: "Les réponses par e-mail à lire", to: Whom::Staff, usual: How::AtOnce };

/// Why a letter is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Occasion {
    /// It has just been delivered.
    Word,
    /// Only to whom an answer is still waited for.
    Reminder,
    /// Its text is another one now, and answers are asked for again.
    Corrected,
}

/// A guardian to whom a letter may go.
pub struct Addressee {
    pub person: Id<Person>,
    pub email: String,
    /// First name and last name.
    pub names: [String; 2],
    /// Open and activated: whose signature is known to be theirs.
    pub has_account: bool,
    /// Another open account has the same address.
    pub is_shared: bool,
}

/// A child whom the word reached, with what the tie gives today.
pub struct Child {
    pub id: Id<Pupil>,
    pub first_name: String,
    pub given: Given,
}

/// It has just been delivered: its letters are written a moment later.
pub fn announce(tx: &Tx, note: Id<Note>, now: Instant) -> Result<()> {
    enqueue(tx, note, Occasion::Word, None, now)
}

/// To whom an answer is still waited for, by hand or by itself.
pub fn remind(tx: &Tx, note: Id<Note>, now: Instant) -> Result<()> {
    enqueue(tx, note, Occasion::Reminder, None, now)
}

/// Its text has just been changed. Letters with the old one that have not left yet are written anew; all families are told
/// when they are asked again.
pub fn correct(tx: &Tx, note: Id<Note>, asks_again: bool, now: Instant) -> Result<()> {
    let waited = outbox::take_back(tx, &about(note))?;
    if asks_again {
        return enqueue(tx, note, Occasion::Corrected, None, now);
    }
    if waited.is_empty() { Ok(()) } else { enqueue(tx, note, Occasion::Word, Some(waited), now) }
}

/// It was withdrawn: what has not left stays. Its links open nothing more, by themselves.
pub fn withdraw(tx: &Tx, note: Id<Note>) -> Result<()> {
    outbox::take_back(tx, &about(note)).map(drop)
}

/// By what the outbox knows the letters of a word.
fn about(note: Id<Note>) -> String {
    format!("note {note}")
}

fn enqueue(tx: &Tx, note: Id<Note>, occasion: Occasion, only: Option<Vec<i64>>, now: Instant) -> Result<()> {
    let asks_since = store::asks_since(tx, note)?;
    queue::enqueue(tx, &SendLetters { note: note.number(), occasion, after: 0, only, asks_since }, now)
}
