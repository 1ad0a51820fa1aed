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

/// A child of whom somebody may read something, in a class today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Child {
    pub id: Id<Pupil>,
    pub class: Id<Class>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub person: Id<Person>,
    pub is_director: bool,
    pub is_staff: bool,
    pub is_town: bool,
    pub teaches: Vec<Id<Class>>,
    pub helps_in: Vec<Id<Class>>,
    pub accompanies: Vec<Id<Pupil>>,
    pub leads: Vec<Id<Group>>,
    pub children: Vec<Child>,
    /// Whoever they are tied to as an adult, by a tie that gives nothing any more too.
    pub tied: Vec<Id<Pupil>>,
    pub pupil: Option<(Id<Pupil>, Id<Class>)>,
}

impl Side {
    pub fn nobody(person: Id<Person>) -> Side {
        Side {
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

    /// The viewer without the classes for which messages are off.
    pub fn of(viewer: &Viewer, closed: &[Id<Class>]) -> Side {
        let viewer = viewer.without(closed);
        let children = viewer.children.iter().filter_map(|child| Some(Child { id: child.id, class: child.class? }));
        let children: Vec<Child> = children.collect();
        Side {
            person: viewer.person,
            is_director: viewer.is_director,
            is_staff: viewer.is_staff,
            is_town: viewer.is_town,
            tied: viewer.children.iter().map(|child| child.id).collect(),
            teaches: viewer.teaches,
            helps_in: viewer.helps_in,
            accompanies: viewer.accompanies,
            leads: viewer.leads,
            children,
            pupil: viewer.pupil.and_then(|(own, class)| Some((own, class?))),
        }
    }

    pub fn profile(&self) -> Profile {
        if self.is_director || self.is_staff || self.is_town {
            Profile::Staff
        } else if self.pupil.is_some() {
            Profile::Pupils
        } else {
            Profile::Families
        }
    }
}
