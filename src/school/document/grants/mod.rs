//! What a space gives beyond what it always gives. Rights only add up: nothing given here takes anything from anybody.

pub mod store;

use super::Space;

/// To whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    Families,
    Pupils,
    /// Who helps in the class or accompanies one of its pupils.
    Aides,
    /// Everybody who works here.
    Staff,
}

/// The greater gives the lesser too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Gives {
    Read,
    Write,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Grant {
    pub profile: Profile,
    pub gives: Gives,
}

impl Profile {
    pub const ALL: [Profile; 4] = [Profile::Families, Profile::Pupils, Profile::Aides, Profile::Staff];

    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Families => "families",
            Profile::Pupils => "pupils",
            Profile::Aides => "aides",
            Profile::Staff => "staff",
        }
    }

    pub fn parse(text: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.as_str() == text)
    }
}

impl Gives {
    pub fn as_str(self) -> &'static str {
        match self {
            Gives::Read => "read",
            Gives::Write => "write",
        }
    }

    pub fn parse(text: &str) -> Option<Gives> {
        [Gives::Read, Gives::Write].into_iter().find(|gives| gives.as_str() == text)
    }
}

impl Space {
    /// What may be given here: the staff room is the staff's, one's own is one's own, a casier is the teacher's.
    pub fn may_give(self, profile: Profile, gives: Gives) -> bool {
        match (self, profile) {
            (Space::Class(_), Profile::Staff) => true,
            // These read it always.
            (Space::Class(_), _) | (Space::School, Profile::Staff) => gives == Gives::Write,
            (Space::School | Space::Own(_) | Space::Staff | Space::HandIn(_), _) => false,
        }
    }
}
