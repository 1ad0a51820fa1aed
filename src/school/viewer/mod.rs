//! The person who asks, with the few ids they are tied to, so that ties are told in memory. Made anew for each request by
//! the session, so that a change of tie counts from the next request on.

pub mod store;

use super::{Class, Group, Person, Pupil, account::Account, guardianship::Given, permit::Ties};
use crate::base::db::Id;
use jiff::civil::Date;

#[derive(Clone, Debug)]
pub struct Viewer {
    pub person: Id<Person>,
    pub account: Id<Account>,
    pub first_name: String,
    pub last_name: String,
    /// The school's day on which this was read.
    pub today: Date,
    pub is_director: bool,
    pub is_staff: bool,
    pub is_town: bool,
    pub is_technician: bool,
    pub teaches: Vec<Id<Class>>,
    /// Classes helped in as ATSEM.
    pub helps_in: Vec<Id<Class>>,
    /// Pupils accompanied as AESH.
    pub accompanies: Vec<Id<Pupil>>,
    pub leads: Vec<Id<Group>>,
    pub children: Vec<Child>,
    /// Classes for which the room entered is turned off: nobody is anything to them here.
    closed: Vec<Id<Class>>,
    /// In which class those accompanied are.
    accompanied_in: Vec<(Id<Pupil>, Id<Class>)>,
    /// Set for a pupil: own id, and class if any.
    pub pupil: Option<(Id<Pupil>, Option<Id<Class>>)>,
    _made_by_its_store: (),
}

/// A child of whom the viewer may read something.
#[derive(Clone, Debug)]
pub struct Child {
    pub id: Id<Pupil>,
    pub first_name: String,
    pub class: Option<Id<Class>>,
    pub class_name: String,
    pub given: Given,
}

impl Viewer {
    /// The viewer as a room sees them that is off for these classes: what they are elsewhere they are not here.
    pub fn without(&self, closed: &[Id<Class>]) -> Viewer {
        let is_open = |class: &Id<Class>| !closed.contains(class);
        let mut viewer = self.clone();
        viewer.teaches.retain(is_open);
        viewer.helps_in.retain(is_open);
        let is_in_closed =
            |pupil: &Id<Pupil>| self.accompanied_in.iter().any(|(own, class)| own == pupil && closed.contains(class));
        viewer.accompanies.retain(|pupil| !is_in_closed(pupil));
        viewer.children.retain(|child| child.class.as_ref().is_none_or(is_open));
        viewer.pupil = viewer.pupil.filter(|(_, class)| class.as_ref().is_none_or(is_open));
        viewer.closed = closed.to_vec();
        viewer
    }

    /// Whether the room entered is off for all of these classes.
    pub fn is_closed_for<'a>(&self, mut classes: impl Iterator<Item = &'a Id<Class>>) -> bool {
        !self.closed.is_empty() && classes.all(|class| self.closed.contains(class))
    }

    /// The classes that the room entered does not know.
    pub fn closed(&self) -> &[Id<Class>] {
        &self.closed
    }

    /// Helps in a class or accompanies pupils.
    pub fn is_aide(&self) -> bool {
        !self.helps_in.is_empty() || !self.accompanies.is_empty()
    }

    /// In which class a pupil whom they accompany is.
    pub fn class_of(&self, accompanied: Id<Pupil>) -> Option<Id<Class>> {
        self.accompanied_in.iter().find(|(own, _)| *own == accompanied).map(|(_, class)| *class)
    }

    /// Accompanies a pupil of this class, where the room entered is on for it.
    pub fn accompanies_in(&self, class: Id<Class>) -> bool {
        let is_there = |pupil: &Id<Pupil>| self.accompanied_in.contains(&(*pupil, class));
        self.accompanies.iter().any(is_there)
    }

    pub fn is_guardian(&self) -> bool {
        !self.children.is_empty()
    }

    /// Has a part in the school's life, be it the town's; whoever only tends the box has none.
    pub fn is_of_the_school(&self) -> bool {
        self.is_director || self.is_staff || self.is_town || self.is_guardian() || self.pupil.is_some()
    }

    pub fn ties_to_school(&self) -> Ties {
        Ties::DIRECTOR.when(self.is_director)
            | Ties::STAFF.when(self.is_staff)
            | Ties::TOWN.when(self.is_town)
            | Ties::TECHNICIAN.when(self.is_technician)
    }

    pub fn ties_to_class(&self, class: Id<Class>) -> Ties {
        if self.closed.contains(&class) {
            return Ties::NONE;
        }
        self.ties_to_school()
            | Ties::TEACHER.when(self.teaches.contains(&class))
            | Ties::AIDE.when(self.helps_in.contains(&class))
            | Ties::GUARDIAN.when(self.children.iter().any(|child| child.class == Some(class)))
            | Ties::PUPIL.when(self.pupil.is_some_and(|(_, own)| own == Some(class)))
    }

    /// `class` is the one in which the pupil is now, or was when the thing was made.
    pub fn ties_to_pupil(&self, pupil: Id<Pupil>, class: Option<Id<Class>>) -> Ties {
        let given = self.child(pupil).map(|child| child.given);
        let staff = match class {
            Some(class) if self.closed.contains(&class) => Ties::NONE,
            class => {
                self.ties_to_school()
                    | Ties::TEACHER.when(class.is_some_and(|class| self.teaches.contains(&class)))
                    | Ties::AIDE.when(class.is_some_and(|class| self.helps_in.contains(&class)))
                    | Ties::AIDE.when(self.accompanies.contains(&pupil))
            }
        };
        staff
            | Ties::GUARDIAN.when(given.is_some_and(|given| given.reads))
            | Ties::SIGNER.when(given.is_some_and(|given| given.signs))
            | Ties::PUPIL.when(self.pupil.is_some_and(|(own, _)| own == pupil))
    }

    pub fn ties_to_group(&self, group: Id<Group>) -> Ties {
        self.ties_to_school() | Ties::LEADER.when(self.leads.contains(&group))
    }

    pub fn ties_to_person(&self, person: Id<Person>) -> Ties {
        self.ties_to_school() | Ties::SELF.when(self.person == person)
    }

    pub fn child(&self, pupil: Id<Pupil>) -> Option<&Child> {
        self.children.iter().find(|child| child.id == pupil)
    }
}
