//! Who may begin to write to whom: one function, asked by the finder of recipients, by sending, and by the law test.

pub mod store;

use super::{Class, Person, Pupil, viewer::Viewer};
use crate::base::db::Id;

/// What somebody is at the school, as far as writing goes; of those too who have no account yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub person: Id<Person>,
    pub is_director: bool,
    pub is_staff: bool,
    pub is_town: bool,
    pub teaches: Vec<Id<Class>>,
    /// Of whom they may read something, each with the class of today.
    pub children: Vec<(Id<Pupil>, Option<Id<Class>>)>,
    pub pupil: Option<(Id<Pupil>, Option<Id<Class>>)>,
}

/// What allows it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pair {
    FamilyToTeacher,
    FamilyToDirection,
    TeacherToFamily,
    DirectionToFamily,
    Colleagues,
}

/// What the director decided.
#[derive(Clone, Debug, Default)]
pub struct Rules(());

impl Party {
    pub fn none(person: Id<Person>) -> Party {
        Party {
            person,
            is_director: false,
            is_staff: false,
            is_town: false,
            teaches: Vec::new(),
            children: Vec::new(),
            pupil: None,
        }
    }

    pub fn of(viewer: &Viewer) -> Party {
        let readable = viewer.children.iter().filter(|child| child.given.reads);
        Party {
            person: viewer.person,
            is_director: viewer.is_director,
            is_staff: viewer.is_staff,
            is_town: viewer.is_town,
            teaches: viewer.teaches.clone(),
            children: readable.map(|child| (child.id, child.class)).collect(),
            pupil: viewer.pupil,
        }
    }

    /// What is left where the room is off for these classes.
    pub fn without(mut self, closed: &[Id<Class>]) -> Party {
        let is_open = |class: &Id<Class>| !closed.contains(class);
        self.teaches.retain(is_open);
        self.children.retain(|(_, class)| class.as_ref().is_none_or(is_open));
        self.pupil = self.pupil.filter(|(_, class)| class.as_ref().is_none_or(is_open));
        self
    }

    /// The same person as the guardian of that child alone.
    pub fn through(&self, pupil: Id<Pupil>) -> Party {
        let children = self.children.iter().filter(|(child, _)| *child == pupil).copied().collect();
        Party { children, ..Party::none(self.person) }
    }

    /// The same person for what they are themselves.
    pub fn without_children(&self) -> Party {
        Party { children: Vec::new(), ..self.clone() }
    }

    pub fn is_of_staff(&self) -> bool {
        self.is_staff || self.is_director
    }

    fn has_child_of(&self, teacher: &Party) -> bool {
        self.children.iter().any(|(_, class)| class.is_some_and(|class| teacher.teaches.contains(&class)))
    }
}

/// `None`: not without being written to first.
pub fn may_begin(from: &Party, to: &Party, _: &Rules) -> Option<Pair> {
    if from.person == to.person {
        return None;
    }
    match () {
        () if from.is_of_staff() && to.is_of_staff() => Some(Pair::Colleagues),
        () if from.is_director && !to.children.is_empty() => Some(Pair::DirectionToFamily),
        () if to.has_child_of(from) => Some(Pair::TeacherToFamily),
        () if to.is_director && !from.children.is_empty() => Some(Pair::FamilyToDirection),
        () if from.has_child_of(to) => Some(Pair::FamilyToTeacher),
        () => None,
    }
}
