//! What guardians said, hand by hand, each time with its date, its words and the way in which it came. Nothing is written
//! over: a change is one more row, and a paper recorded by mistake is cancelled, not erased.

pub mod store;

use super::asking::Request;
use crate::{
    base::{clock::Instant, db::Id, jobs::Job},
    school::{
        Person, Pupil,
        how::How,
        permit::{Resource, Rule},
    },
};
use serde::{Deserialize, Serialize};

/// A thing that is about one pupil.
pub trait OfPupil: Resource {
    fn pupil(&self) -> Id<Pupil>;
}

/// The rules by which a guardian says yes or no for a pupil, by their own hand.
pub trait Decides: Rule<On: OfPupil> {}

/// The rules by which somebody of the school notes what came on paper.
pub trait NotesPaper: Rule<On: OfPupil> {}

/// Yes or no to a request, in the words in which it was read.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub request: Id<Request>,
    pub version: i64,
    pub text: &'a str,
    pub says: bool,
}

/// One row: somebody said something.
#[derive(Clone, Debug)]
pub struct Answer {
    pub id: Id<Answer>,
    pub request: Id<Request>,
    pub pupil: Id<Pupil>,
    /// `None`: on paper, whose hand was not told.
    pub guardian: Option<Id<Person>>,
    pub says: bool,
    pub text: String,
    pub version: i64,
    pub at: Instant,
    pub how: How,
    pub cancelled_at: Option<Instant>,
}

/// The same with the names of then, for what the school takes with it.
pub struct Told {
    pub answer: Answer,
    /// « CM1 (2026-2027) »: where the pupil was on that day.
    pub class: String,
    pub pupil: String,
    pub guardian: String,
}

/// A guardian who decides for a pupil today.
#[derive(Clone, Debug)]
pub struct Deciding {
    pub pupil: Id<Pupil>,
    pub guardian: Id<Person>,
    /// « Mme Petit »
    pub name: String,
}

/// Whether a pupil may be shown may have changed: what is shown already is looked at anew.
#[derive(Serialize, Deserialize, Debug)]
pub struct ConsentChanged {
    pupil: i64,
}

impl ConsentChanged {
    pub fn of(pupil: Id<Pupil>) -> ConsentChanged {
        ConsentChanged { pupil: pupil.number() }
    }

    pub fn pupil(&self) -> Id<Pupil> {
        Id::new(self.pupil)
    }
}

/// The name of that job, for the room that runs it.
pub const CONSENT_CHANGED: &str = "consent_changed";

impl Job for ConsentChanged {
    const NAME: &'static str = CONSENT_CHANGED;
}
