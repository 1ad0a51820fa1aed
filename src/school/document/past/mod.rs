//! Whose a class's documents still are once its year is over: who was in the class to the end, and who taught there, read
//! them on; nobody but the director changes anything there. Whoever has the class's name this year is nothing to them.

pub mod store;

use crate::{
    base::db::Id,
    school::{Person, Pupil, viewer::Viewer},
};
use jiff::civil::Date;

#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The class's year, once another one has begun: « 2026-2027 ».
    pub year: Option<String>,
    ends_on: Option<Date>,
    pupils: Vec<Id<Pupil>>,
    teachers: Vec<Id<Person>>,
}

impl Past {
    pub fn is_of(&self, viewer: &Viewer) -> bool {
        let taught = viewer.is_staff && self.teachers.contains(&viewer.person);
        let was_there = |pupil: &Id<Pupil>| viewer.pupil.is_some_and(|(own, _)| own == *pupil);
        self.is_of_family(viewer) || self.is_over(viewer) && (taught || self.pupils.iter().any(was_there))
    }

    /// Through a child of theirs.
    pub fn is_of_family(&self, viewer: &Viewer) -> bool {
        let is_own = |pupil: &Id<Pupil>| viewer.child(*pupil).is_some_and(|child| child.given.reads);
        self.is_over(viewer) && self.pupils.iter().any(is_own)
    }

    fn is_over(&self, viewer: &Viewer) -> bool {
        self.ends_on.is_some_and(|last| last < viewer.today)
    }
}
