//! How each person wants to be told of what happens: at once, in one digest a day, or never. Rooms say what happened and to
//! whom; nothing here knows what a word or a message is. What a digest says is asked of the rooms when it leaves.

pub mod store;

use super::{Person, Pupil};
use crate::base::db::Id;

/// A kind of thing that people are told of, as its room names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Kind {
    /// As stored, and in the address that turns it off.
    pub name: &'static str,
    /// « Les mots du cahier de liaison ».
    pub title: &'static str,
    pub to: Whom,
}

/// Whose page of choices shows a kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whom {
    Families,
    Staff,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum How {
    #[default]
    AtOnce,
    Digest,
    Never,
}

impl How {
    pub const ALL: [How; 3] = [How::AtOnce, How::Digest, How::Never];

    pub fn as_str(self) -> &'static str {
        match self {
            How::AtOnce => "at_once",
            How::Digest => "digest",
            How::Never => "never",
        }
    }

    pub fn parse(text: &str) -> Option<How> {
        How::ALL.into_iter().find(|how| how.as_str() == text)
    }
}

/// What waits for somebody's digest.
#[derive(Clone, Debug)]
pub struct Notice {
    pub person: Id<Person>,
    pub kind: String,
    pub pupil: Option<Id<Pupil>>,
    /// The number of the room's own thing.
    pub thing: i64,
}

/// What a room says of a notice in a digest; nothing when the thing is gone, or the person's no more.
pub struct Entry {
    pub pupil: Option<Id<Pupil>>,
    pub title: String,
    /// « À signer avant vendredi 27 novembre ».
    pub line: String,
    /// Clean HTML, where the letter may hold the text.
    pub body: Option<String>,
    /// Label and address, where the school is reached from home.
    pub links: Vec<(String, String)>,
}
