//! How many times a month each profile signs in. A counter goes up in the transaction that opens the session, and nothing
//! of the person is kept with it: no later reading can tell who came, on which day or how often.

pub mod store;

use super::viewer::Viewer;

/// What a person is to the school when they sign in; who is several things is the first of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Profile {
    Direction,
    Teacher,
    /// ATSEM, AESH, after-school, the town and who tends the box.
    Staff,
    Guardian,
    Pupil,
}

impl Profile {
    pub const ALL: [Profile; 5] =
        [Profile::Direction, Profile::Teacher, Profile::Staff, Profile::Guardian, Profile::Pupil];

    /// `None` for whoever is nothing to the school any more.
    pub fn of(viewer: &Viewer) -> Option<Profile> {
        if viewer.is_director {
            Some(Profile::Direction)
        } else if !viewer.teaches.is_empty() {
            Some(Profile::Teacher)
        } else if viewer.is_staff || viewer.is_town || viewer.is_technician {
            Some(Profile::Staff)
        } else if viewer.pupil.is_some() {
            Some(Profile::Pupil)
        } else {
            viewer.is_guardian().then_some(Profile::Guardian)
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Profile::Direction => "direction",
            Profile::Teacher => "teacher",
            Profile::Staff => "staff",
            Profile::Guardian => "guardian",
            Profile::Pupil => "pupil",
        }
    }

    pub fn named(name: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.name() == name)
    }
}
