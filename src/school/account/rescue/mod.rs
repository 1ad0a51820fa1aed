//! Rescue at the gate: who teaches the child shows a guardian a code that is good for ten minutes. It is a slip like another.
//! Never for somebody who works here: a colleague's account is the director's business.

pub mod store;

use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    school::{
        Class, Person, Pupil,
        guardianship::{Facts, Guardianship},
        permit::{Params, Resource, Ties, Witness},
        viewer::Viewer,
    },
};
use jiff::civil::Date;

/// A code shown at the gate is worth this long (product.md, *Fiches de connexion*).
pub const MINUTES: i64 = 10;

/// A guardian of a pupil, as far as rescue goes.
pub struct Rescuable {
    pub tie: Id<Guardianship>,
    pub guardian: Id<Person>,
    pub first_name: String,
    pub last_name: String,
    pupil: Id<Pupil>,
    class: Option<Id<Class>>,
    facts: Facts,
    /// The last day of work here, if any; far ahead when no end is known.
    works_until: Option<Date>,
    /// Closed by the director: no code opens it.
    is_closed: bool,
    _row: (),
}

impl Rescuable {
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    pub fn pupil(&self) -> Id<Pupil> {
        self.pupil
    }
}

impl Resource for Rescuable {
    /// The tie must be this pupil's.
    type Key = (Id<Pupil>, Id<Guardianship>);
    const NAME: &'static str = "tie";
    const KNOWN_TO: Ties = Ties::DIRECTOR.or(Ties::TEACHER);
    fn key(params: &dyn Params) -> Option<Self::Key> {
        Some((Id::new(params.id("pupil")?), Id::new(params.id("tie")?)))
    }
    fn load(rx: &Rx, (pupil, tie): Self::Key, witness: Witness) -> Result<Option<Rescuable>> {
        store::rescuable(rx, pupil, tie, &witness)
    }
    fn ties(&self, viewer: &Viewer) -> Ties {
        let works_here = self.works_until.is_some_and(|last| last >= viewer.today);
        if works_here || self.is_closed || !self.facts.gives_slip(viewer.today) {
            return Ties::NONE;
        }
        viewer.ties_to_pupil(self.pupil, self.class)
    }
    fn number(&self) -> Option<i64> {
        Some(self.tie.number())
    }
}
