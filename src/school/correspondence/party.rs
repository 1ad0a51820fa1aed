//! Somebody as far as writing goes: what they are to classes, pupils and groups today. Unlike a viewer it opens nothing, so
//! that it may be made of anybody.

use crate::{
    base::db::Id,
    school::{Class, Group, Person, Pupil, viewer::Viewer},
};

/// By whom the director freezes, and what limits go by. Whoever works here is staff, a parent too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Profile {
    Families,
    Staff,
    Pupils,
}

impl Profile {
    pub fn of(viewer: &Viewer) -> Profile {
        if viewer.is_staff || viewer.is_town {
            Profile::Staff
        } else if viewer.pupil.is_some() {
            Profile::Pupils
        } else {
            Profile::Families
        }
    }
    pub const ALL: [Profile; 3] = [Profile::Staff, Profile::Families, Profile::Pupils];

    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Families => "families",
            Profile::Staff => "staff",
            Profile::Pupils => "pupils",
        }
    }

    pub fn parse(text: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.as_str() == text)
    }
}

/// Of those too who have no account yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub person: Id<Person>,
    pub is_director: bool,
    pub is_staff: bool,
    pub is_town: bool,
    pub teaches: Vec<Id<Class>>,
    pub helps_in: Vec<Id<Class>>,
    /// Each with the class of today.
    pub accompanies: Vec<(Id<Pupil>, Option<Id<Class>>)>,
    pub leads: Vec<Id<Group>>,
    /// Of whom they may read something, each with the class of today.
    pub children: Vec<(Id<Pupil>, Option<Id<Class>>)>,
    /// Whoever they are tied to as an adult, by a tie that gives nothing any more too.
    pub tied: Vec<Id<Pupil>>,
    pub pupil: Option<(Id<Pupil>, Option<Id<Class>>)>,
}

impl Party {
    pub fn none(person: Id<Person>) -> Party {
        Party {
            person,
            is_director: false,
            is_staff: false,
            is_town: false,
            teaches: Vec::new(),
            helps_in: Vec::new(),
            accompanies: Vec::new(),
            leads: Vec::new(),
            children: Vec::new(),
            tied: Vec::new(),
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
            helps_in: viewer.helps_in.clone(),
            accompanies: viewer.accompanies.iter().map(|pupil| (*pupil, viewer.class_of(*pupil))).collect(),
            leads: viewer.leads.clone(),
            children: readable.map(|child| (child.id, child.class)).collect(),
            tied: viewer.children.iter().map(|child| child.id).collect(),
            pupil: viewer.pupil,
        }
    }

    /// What is left where messages are off for these classes.
    pub fn without(mut self, closed: &[Id<Class>]) -> Party {
        let is_open = |class: &Id<Class>| !closed.contains(class);
        self.teaches.retain(is_open);
        self.helps_in.retain(is_open);
        self.accompanies.retain(|(_, class)| class.as_ref().is_none_or(is_open));
        self.children.retain(|(_, class)| class.as_ref().is_none_or(is_open));
        self.pupil = self.pupil.filter(|(_, class)| class.as_ref().is_none_or(is_open));
        self
    }

    /// The same person as the guardian of that child alone.
    pub fn through(&self, pupil: Id<Pupil>) -> Party {
        let children = self.children.iter().filter(|(child, _)| *child == pupil).copied().collect();
        Party { children, tied: self.tied.clone(), ..Party::none(self.person) }
    }

    /// The same person for what they are themselves.
    pub fn without_children(&self) -> Party {
        Party { children: Vec::new(), ..self.clone() }
    }

    pub fn is_of_staff(&self) -> bool {
        self.is_staff || self.is_director
    }

    pub fn profile(&self) -> Profile {
        if self.is_of_staff() || self.is_town {
            Profile::Staff
        } else if self.pupil.is_some() {
            Profile::Pupils
        } else {
            Profile::Families
        }
    }
}
