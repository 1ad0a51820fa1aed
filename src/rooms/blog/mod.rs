//! The class blog: what a class lives, shown to its families. No child is shown against their guardians' will: whoever reads
//! a photo holds a permit that has judged the consents of all who are on it, that very moment. No likes, no counters.

pub mod photos;
pub mod policy;
pub mod store;

use crate::{
    base::{clock::Instant, db::Id},
    school::{
        Class, Person,
        audience::{Audience, Reached},
        consent::{Purpose, Showing},
    },
};
use jiff::civil::Date;
use std::ops::Deref;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Its author's alone.
    Draft,
    /// Waits for who may publish it.
    Submitted,
    /// Back in its author's hands, with remarks.
    Returned,
    /// Leaves by itself at its hour.
    Scheduled,
    Published,
    Withdrawn,
}

impl State {
    pub const ALL: [State; 6] =
        [State::Draft, State::Submitted, State::Returned, State::Scheduled, State::Published, State::Withdrawn];

    pub fn as_str(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Submitted => "submitted",
            State::Returned => "returned",
            State::Scheduled => "scheduled",
            State::Published => "published",
            State::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> State {
        State::ALL.into_iter().find(|state| state.as_str() == text).unwrap_or(State::Withdrawn)
    }
}

/// For whom its author means it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Target {
    School,
    Class(Id<Class>),
}

/// A post's row.
#[derive(Clone, Debug)]
pub struct Facts {
    pub id: Id<Post>,
    pub author: Id<Person>,
    /// « Mme Benali ».
    pub author_name: String,
    pub state: State,
    pub title: String,
    /// Clean HTML.
    pub body: String,
    pub category: Option<String>,
    /// Empty, or the occasion whose consents count beside the year's.
    pub occasion: String,
    pub audience: Option<Id<Audience>>,
    /// The consent that its audience needs.
    pub purpose: Purpose,
    pub version: i64,
    pub changed_at: Instant,
    pub submitted_at: Option<Instant>,
    pub leaves_at: Option<Instant>,
    pub published_at: Option<Instant>,
    /// The school's day of it.
    pub published_on: Option<Date>,
    pub pinned_at: Option<Instant>,
    pub has_comments: bool,
    pub public_at: Option<Instant>,
    _row: (),
}

/// A post, for whom it is meant, and whom it reached once it was published.
#[derive(Clone, Debug)]
pub struct Post {
    facts: Facts,
    pub targets: Vec<Target>,
    pub reached: Vec<Reached>,
}

impl Deref for Post {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

impl Facts {
    /// Under which consents its photos are shown to its audience.
    pub fn showing(&self, today: Date) -> Showing<'_> {
        Showing { purpose: self.purpose, occasion: &self.occasion, on: self.published_on.unwrap_or(today) }
    }
}

pub const ROOM: crate::door::Room = crate::door::Room::new("blog", photos::routes::routes);
