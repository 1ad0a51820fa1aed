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
pub use jobs::{FORGET, JOINED, RUNS};
pub use telling::{announces, expects};

use super::Note;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::{System, store as queue},
        mail::store as outbox,
    },
    school::{
        Person, Pupil,
        guardianship::Given,
        notice::{self, How, Kind, Whom},
    },
};
use jobs::SendLetters;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub const WORD: Kind =
    Kind { name: "mot", title: "Les mots du cahier de liaison", to: Whom::Families, usual: How::AtOnce };
pub const REMINDER: Kind =
    Kind { name: "rappel", title: "Les rappels avant une date", to: Whom::Families, usual: How::AtOnce };
pub const REPLY: Kind =
    Kind { name: "reponse", title: "Les réponses par e-mail à lire", to: Whom::Staff, usual: How::AtOnce };

/// The kinds by which a digest names a word.
const TOLD: [&str; 2] = [WORD.name, REMINDER.name];

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

impl Occasion {
    pub const ALL: [Occasion; 3] = [Occasion::Word, Occasion::Reminder, Occasion::Corrected];

    fn as_str(self) -> &'static str {
        match self {
            Occasion::Word => "word",
            Occasion::Reminder => "reminder",
            Occasion::Corrected => "corrected",
        }
    }
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

/// Its text has just been changed. Letters and digests with the old one that have not left yet are written anew, each as
/// what it was; all families are told when they are asked again.
pub fn correct(tx: &Tx, note: Id<Note>, asks_again: bool, now: Instant) -> Result<()> {
    for occasion in Occasion::ALL {
        let waited = outbox::take_back(tx, &about(note, occasion))?;
        if !asks_again && !waited.is_empty() {
            enqueue(tx, note, occasion, Some(waited), now)?;
        }
    }
    notice::store::take_back(tx, &TOLD, note.number())?;
    if asks_again { enqueue(tx, note, Occasion::Corrected, None, now) } else { Ok(()) }
}

/// It was withdrawn: what has not left stays. Its links open nothing more, by themselves.
pub fn withdraw(tx: &Tx, note: Id<Note>) -> Result<()> {
    for occasion in Occasion::ALL {
        outbox::take_back(tx, &about(note, occasion))?;
    }
    notice::store::take_back(tx, &TOLD, note.number())
}

/// A letter of ours has waited while its guardian's address became another one: it is written anew, with links and a reply
/// address of the new one's own. False when it is none of ours.
pub fn rewrite(tx: &Tx, _: &System, letter: &str, person: Id<Person>, now: Instant) -> Result<bool> {
    let Some((note, occasion)) = told(letter) else { return Ok(false) };
    enqueue(tx, note, occasion, Some(vec![person.number()]), now).map(|()| true)
}

/// By what the outbox knows the letters of a word.
fn about(note: Id<Note>, occasion: Occasion) -> String {
    format!("note {note} {}", occasion.as_str())
}

fn told(about: &str) -> Option<(Id<Note>, Occasion)> {
    let (note, occasion) = about.strip_prefix("note ")?.split_once(' ')?;
    Some((note.parse().ok()?, Occasion::ALL.into_iter().find(|one| one.as_str() == occasion)?))
}

fn enqueue(tx: &Tx, note: Id<Note>, occasion: Occasion, only: Option<Vec<i64>>, now: Instant) -> Result<()> {
    let Some(asks_since) = store::asks_since(tx, note)? else { return Ok(()) };
    // Two of somebody's letters that waited are one when they are written anew.
    let only = only.map(|all| BTreeSet::from_iter(all).into_iter().collect());
    queue::enqueue(tx, &SendLetters { note: note.number(), occasion, only, pupil: None, asks_since }, now)
}
