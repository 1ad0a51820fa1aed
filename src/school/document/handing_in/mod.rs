//! The casier of a class: who hands something in keeps a receipt of it, sees nothing else and changes nothing; the teacher
//! finds it by pupil.

pub mod store;

use super::{Class, Entry, Pupil, Who};
use crate::base::{clock::Instant, db::Id};

/// The place of one pupil in the casier of the class of today.
#[derive(Clone, Debug)]
pub struct Slot {
    pub class: Id<Class>,
    pub class_name: String,
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    _row: (),
}

/// What a depositor is told: this came, whole, at that minute.
#[derive(Clone, Debug)]
pub struct Receipt {
    /// As the depositor called it.
    pub name: String,
    pub bytes: u64,
    pub at: Instant,
}

/// One file in a casier, as the teacher sees it.
#[derive(Clone, Debug)]
pub struct Deposit {
    pub id: Id<Entry>,
    pub name: String,
    pub bytes: u64,
    pub media_type: String,
    pub at: Instant,
    pub by: Option<Who>,
}

/// A pupil of the class, with what was handed in for them.
#[derive(Clone, Debug)]
pub struct Row {
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    pub deposits: Vec<Deposit>,
}
