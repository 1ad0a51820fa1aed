//! To whom a thing is addressed: said once, built only from permits on each part, resolved to pupils when it is sent.
//! No room writes that query itself.

mod joining;
pub mod store;

pub use joining::Joined;

use super::{
    Class, Group, Pupil,
    permit::{May, Ties},
    policy::{WriteToClass, WriteToGroup, WriteToPupil, WriteToSchool},
    viewer::Viewer,
};
use crate::base::{db::Id, jobs::System};

/// A place among those addressed; made only from the permit to write there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    School,
    Class(Id<Class>),
    Group(Id<Group>),
    Pupil(Id<Pupil>),
}

/// What is written to: at least one part, each permitted.
pub struct Addressed {
    parts: Vec<Part>,
    /// Classes for which the room that writes is off: nobody in them is reached.
    closed: Vec<Id<Class>>,
}

impl Addressed {
    pub fn by(viewer: &Viewer) -> Addressed {
        Addressed { parts: Vec::new(), closed: viewer.closed().to_vec() }
    }

    /// What was addressed before and is judged anew by the house, part by part.
    pub fn anew(closed: &[Id<Class>], _: &System) -> Addressed {
        Addressed { parts: Vec::new(), closed: closed.to_vec() }
    }

    pub fn school(&mut self, _: &May<WriteToSchool>) {
        self.add(Part::School);
    }

    pub fn class(&mut self, class: &May<WriteToClass>) {
        self.add(Part::Class(class.id));
    }

    pub fn group(&mut self, group: &May<WriteToGroup>) {
        self.add(Part::Group(group.id));
    }

    pub fn pupil(&mut self, pupil: &May<WriteToPupil>) {
        self.add(Part::Pupil(pupil.id));
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn add(&mut self, part: Part) {
        if !self.parts.contains(&part) {
            self.parts.push(part);
        }
    }
}

/// The row of an audience, whatever was addressed.
pub struct Audience;

/// A pupil whom it reached, in the class of that day.
#[derive(Clone, Debug)]
pub struct Reached {
    pub pupil: Id<Pupil>,
    pub class: Id<Class>,
    /// Addressed to this pupil by name, not only to a class, a group or the school.
    pub is_named: bool,
    /// The groups through which it came, and none when it came by the class alone.
    pub groups: Vec<Id<Group>>,
}

/// To whom something was addressed, as it was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Named {
    School,
    Class(String),
    Group(String),
    Pupil(String),
}

/// What the viewer is to something addressed so: a teacher of a class reached, a guardian of a pupil reached…
pub fn ties(reached: &[Reached], viewer: &Viewer) -> Ties {
    let school = match viewer.is_closed_for(reached.iter().map(|one| &one.class)) {
        true => Ties::NONE,
        false => viewer.ties_to_school(),
    };
    reached.iter().fold(school, |ties, one| ties | ties_through(one, viewer))
}

/// What the viewer is to it through this one pupil. Who helps in the class or accompanies the pupil prepares the outing
/// and the bag with what everybody was told; what the school tells one family alone is that family's (its health,
/// a meeting, money), and no help in class needs it.
fn ties_through(one: &Reached, viewer: &Viewer) -> Ties {
    let ties = viewer.ties_to_pupil(one.pupil, Some(one.class));
    if one.is_named { ties.without(Ties::AIDE) } else { ties }
}

/// Whether it came to this pupil through a group that the viewer leads; nothing where the room entered is off.
pub fn is_led(one: &Reached, viewer: &Viewer) -> bool {
    !viewer.closed().contains(&one.class) && one.groups.iter().any(|group| viewer.leads.contains(group))
}
