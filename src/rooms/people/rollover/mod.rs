//! The year's turn: prepared aside over days or a summer, rehearsed, said yes to, done on the first day of the new year, and
//! taken back while that day lasts. It closes no account, and asks no consent.
//!
//! Before its day nothing of it is a fact of the school: families see this year's class until the last evening, and the new
//! one from the first morning on. What was sent in the year that ends stays with whom it reached.

mod board;
mod classes;
mod home;
mod known;
mod pages;
mod passage;
mod proposal;
mod rehearsal;
pub mod routes;
pub mod store;
mod team;
pub mod turn;
mod year;

pub use home::summary;
pub use pages::TITLE;

use crate::{
    base::{clock::Instant, db::Id},
    school::{Class, Person, Pupil, class::DutyKind},
};
use jiff::civil::Date;

/// Where all of it is.
pub const PATH: &str = "/ecole/rentree";

/// What is prepared for the year to come.
#[derive(Clone, Debug)]
pub struct Plan {
    pub id: i64,
    /// « 2027-2028 ».
    pub label: String,
    /// Everything changes on this day.
    pub starts_on: Date,
    pub ends_on: Date,
    /// The director said yes; who, as it is said.
    pub ready: Option<(Instant, String)>,
    /// It happened.
    pub turned_at: Option<Instant>,
    pub undo: Option<i64>,
    pub classes: Vec<Coming>,
    pub places: Vec<Place>,
    pub parts: Vec<Part>,
}

/// A class of the year to come.
#[derive(Clone, Debug, PartialEq)]
pub struct Coming {
    pub id: Id<Coming>,
    pub name: String,
    pub ecole: i64,
    /// The class of this year that it goes on from.
    pub after: Option<Id<Class>>,
}

/// Where a pupil goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub pupil: Id<Pupil>,
    /// None: to be placed, or leaving.
    pub class: Option<Id<Coming>>,
    /// As `Grade::short` says it; empty when it is not known.
    pub grade: String,
    /// The grade when it was proposed.
    pub was: String,
    pub leaves: bool,
}

/// Who works in a class to come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    pub class: Id<Coming>,
    pub person: Id<Person>,
    pub kind: DutyKind,
}

impl Plan {
    pub fn class(&self, id: Id<Coming>) -> Option<&Coming> {
        self.classes.iter().find(|class| class.id == id)
    }

    pub fn place(&self, pupil: Id<Pupil>) -> Option<&Place> {
        self.places.iter().find(|place| place.pupil == pupil)
    }

    /// The eve of the first day: the last one of the year that ends.
    pub fn last_day(&self) -> Date {
        self.starts_on.yesterday().unwrap_or(self.starts_on)
    }

    pub fn is_ready(&self) -> bool {
        self.ready.is_some()
    }
}
