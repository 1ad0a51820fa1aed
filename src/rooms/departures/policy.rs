//! Who erases: the director alone, and only somebody who has left.

use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rules,
    school::{
        Person,
        departure::{self, Departure},
        erasure::{self, Erasure},
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};

rules! {
    ErasePerson     on Departure: DIRECTOR;
    TakeBackErasure on Erasure:   DIRECTOR;
}

impl Resource for Departure {
    type Key = Id<Person>;
    const NAME: &'static str = "person";
    const KNOWN_TO: Ties = Ties::DIRECTOR;
    fn key(params: &dyn Params) -> Option<Id<Person>> {
        params.id("leaver").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Person>, witness: Witness) -> Result<Option<Departure>> {
        departure::store::departure(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_person(self.person)
    }
    fn number(&self) -> Option<i64> {
        Some(self.person.number())
    }
}

impl Resource for Erasure {
    type Key = Id<Erasure>;
    const NAME: &'static str = "erasure";
    const KNOWN_TO: Ties = Ties::DIRECTOR;
    fn key(params: &dyn Params) -> Option<Id<Erasure>> {
        params.id("erasure").map(Id::new)
    }
    fn load(rx: &Rx, id: Id<Erasure>, witness: Witness) -> Result<Option<Erasure>> {
        erasure::store::erasure(rx, id, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_school()
    }
    fn number(&self) -> Option<i64> {
        Some(self.id.number())
    }
}
