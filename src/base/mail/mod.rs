//! Letters: rows of the outbox, written in the transaction of what they tell, sent later by the transport.
//! One person a letter; an address that is not one never leaves.

mod body;
pub mod held;
pub mod incoming;
pub mod line;
pub mod mailbox;
mod message;
pub mod refusals;
pub mod roots;
mod secret_address;
pub mod store;
pub mod transport;
mod verdict;

pub use body::{Body, Said};

/// A letter to one address. `kind` is what a person may turn off.
#[derive(Default)]
pub struct Letter {
    pub to: String,
    pub kind: &'static str,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    /// Whose letter it is, so that a refusal is told on the right page.
    pub person: Option<i64>,
    /// The secret part of the address that replies go to; empty: replies are nobody's.
    pub reply: String,
    /// `List-Unsubscribe`'s address; empty: a letter that cannot be turned off.
    pub unsubscribe: String,
    /// The thing that it tells of, by a name of the writer's own: while the letter waits, it can be taken back by it.
    pub about: String,
    /// Not to leave while the school is quiet, however long it waited for its turn.
    pub is_calm: bool,
}

/// An answer to a letter, read from the mailbox. Automatic replies, lists and reports never become one.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The secret part of the address that it was sent to.
    pub token: String,
    /// The sender's address, folded.
    pub from: String,
    /// Its Message-ID, folded; one made from the whole where it has none.
    pub message: String,
    /// The lines above what it quotes, trimmed.
    pub text: String,
    /// How many files were attached; none of them is kept.
    pub files: usize,
    /// What speaks against its being the sender's own word: a forward, a failed check of the sender's domain.
    pub doubt: Option<Doubt>,
}

/// Why an answer is for a person to read, and never signs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// Our own server says that the sender's domain did not send it (`Authentication-Results`, RFC 8601).
    NotAuthentic,
    /// It hands on another letter.
    Forward,
    /// Too long or too odd to be read by a machine.
    Unreadable,
}

/// A plausible mailbox: what lettre itself will take. No look-up is made.
pub fn is_address(text: &str) -> bool {
    text.len() <= 254 && text.contains('@') && text.parse::<lettre::Address>().is_ok()
}
