//! The reply slip of a word: typed questions that its author adds, and what families answer with their signature. A
//! question stands as it is once its word was delivered; an answer is never written over.

pub mod answering;
pub mod blocks;
pub mod consents;
pub mod editor;
pub mod pages;
pub mod sent;
pub mod store;
pub mod sums;
pub mod value;

pub use sent::{Filled, Sent};
pub use value::Value;

use crate::school::consent::Asking;
use serde::{Deserialize, Serialize};
use std::ops::Deref;

/// Questions of one word, and how many of them may ask for a file.
pub const MOST: usize = 12;
pub const MOST_FILES: usize = 3;
pub const LABEL_LETTERS: usize = 160;
/// A consent says what, to whom and how long in one sentence.
pub const CONSENT_LETTERS: usize = 240;
pub const MOST_CHOICES: usize = 10;
pub const CHOICE_LETTERS: usize = 60;
pub const TEXT_LETTERS: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    YesNo,
    /// One of its choices.
    One,
    /// Any number of its choices.
    Several,
    Number,
    /// Money, in cents.
    Amount,
    Date,
    /// A short text.
    Text,
    File,
    /// « Autorisation d'image »: yes or no, of each guardian, for what the question names.
    Consent,
}

impl Kind {
    pub const ALL: [Kind; 9] = [
        Kind::YesNo,
        Kind::One,
        Kind::Several,
        Kind::Number,
        Kind::Amount,
        Kind::Date,
        Kind::Text,
        Kind::File,
        Kind::Consent,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::YesNo => "yes_no",
            Kind::One => "one",
            Kind::Several => "several",
            Kind::Number => "number",
            Kind::Amount => "amount",
            Kind::Date => "date",
            Kind::Text => "text",
            Kind::File => "file",
            Kind::Consent => "consent",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    pub fn has_choices(self) -> bool {
        matches!(self, Kind::One | Kind::Several)
    }
}

/// Of whom there is one answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// The newest answer of any guardian counts.
    Pupil,
    /// Each guardian's own counts, once whatever the number of children.
    Guardian,
}

impl Per {
    pub fn as_str(self) -> &'static str {
        match self {
            Per::Pupil => "pupil",
            Per::Guardian => "guardian",
        }
    }

    pub fn parse(text: &str) -> Per {
        if text == "guardian" { Per::Guardian } else { Per::Pupil }
    }
}

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Question {
    pub kind: Kind,
    pub label: String,
    /// Empty for a kind that has none.
    #[serde(default)]
    pub choices: Vec<String>,
    pub is_required: bool,
    pub per: Per,
    /// For a consent: what the child would be shown for.
    #[serde(default)]
    pub image: Option<Asking>,
}

/// A question of a word, with its row and its place, from 1.
#[derive(Clone, Debug)]
pub struct Asked {
    pub id: i64,
    pub place: usize,
    question: Question,
}

impl Deref for Asked {
    type Target = Question;
    fn deref(&self) -> &Question {
        &self.question
    }
}

impl Asked {
    pub fn new(id: i64, place: usize, question: Question) -> Asked {
        Asked { id, place, question }
    }

    /// The name of its field in the form of the slip.
    pub fn name(&self) -> &'static str {
        sent::NAMES[self.place.saturating_sub(1).min(MOST - 1)]
    }
}
