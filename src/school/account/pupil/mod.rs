//! How pupils come in: by three pictures at the school, or by a login and two words. Closed until the director opens a class;
//! what is drawn for a pupil is shown once, and kept only as what nobody can read back without this box's key.

pub mod names;
pub mod pictures;
pub mod policy;
pub mod store;
pub mod tablet;
pub mod words;

pub use pictures::Sequence;

use super::Account;
use crate::{
    base::db::Id,
    school::{Class, Pupil, grade::Grade},
};

/// The director's page.
pub const PAGE: &str = "/reglages/eleves";
/// Where a class code is typed, and below it a class's own page.
pub const SIGN_IN: &str = "/eleve";
/// Wrong tries in a row, then the teacher opens again.
pub const TRIES: i64 = 5;
/// The rules that a pupil is told once, by their version; kept with the account.
pub const RULES: &str = "eleve-2026-11";

/// The teacher's page.
pub fn page_of(class: Id<Class>) -> String {
    format!("/classes/{class}/acces-eleves")
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Pictures,
    Words,
}

/// What the director opened for a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ways {
    Pictures,
    Words,
    /// Of two levels: pictures until CE1, words from CE2 on.
    ByGrade,
}

impl Ways {
    pub const ALL: [Ways; 3] = [Ways::Pictures, Ways::Words, Ways::ByGrade];

    pub fn as_str(self) -> &'static str {
        match self {
            Ways::Pictures => "pictures",
            Ways::Words => "words",
            Ways::ByGrade => "by_grade",
        }
    }

    pub fn parse(text: &str) -> Option<Ways> {
        Ways::ALL.into_iter().find(|ways| ways.as_str() == text)
    }

    /// A pupil whose level nobody noted comes in by the way that is good at the school alone.
    pub fn of(self, grade: &str) -> Way {
        match self {
            Ways::Pictures => Way::Pictures,
            Ways::Words => Way::Words,
            Ways::ByGrade if Grade::parse(grade).is_some_and(|grade| grade >= Grade::Ce2) => Way::Words,
            Ways::ByGrade => Way::Pictures,
        }
    }

    pub fn has(self, way: Way) -> bool {
        self == Ways::ByGrade || self == if way == Way::Pictures { Ways::Pictures } else { Ways::Words }
    }

    /// What the levels of a class speak for; nothing before grande section, where a class comes in with its teacher.
    pub fn proposed(mut grades: impl Iterator<Item = Grade> + Clone) -> Option<Ways> {
        let reads = grades.clone().any(|grade| grade >= Grade::Ce2);
        let looks = grades.clone().any(|grade| (Grade::Gs..Grade::Ce2).contains(&grade));
        match (looks, reads) {
            (true, true) => Some(Ways::ByGrade),
            (true, false) => Some(Ways::Pictures),
            // With little ones beside them, the older ones' way is theirs alone.
            (false, true) if grades.any(|grade| grade < Grade::Gs) => Some(Ways::ByGrade),
            (false, true) => Some(Ways::Words),
            (false, false) => None,
        }
    }
}

/// A class that is open to its pupils.
#[derive(Clone, Debug)]
pub struct Access {
    pub class: Id<Class>,
    pub class_name: String,
    pub ways: Ways,
    pub from_home: bool,
    _row: (),
}

/// A pupil behind an account, in a class that is open.
#[derive(Clone, Debug)]
pub struct Known {
    pub pupil: Id<Pupil>,
    pub class: Id<Class>,
    pub account: Id<Account>,
    pub way: Way,
    pub from_home: bool,
    _row: (),
}

/// A first name on the class's page.
pub struct Face {
    pub pupil: Id<Pupil>,
    /// « Léa », or « Léa M. » beside another Léa.
    pub name: String,
    pub is_blocked: bool,
}

/// One line of the teacher's list: who could come in, never who did.
pub struct Line {
    pub pupil: Id<Pupil>,
    pub first_name: String,
    pub last_name: String,
    pub class_name: String,
    pub grade: String,
    pub way: Way,
    pub is_ready: bool,
    pub is_blocked: bool,
    /// The director closed this pupil's account.
    pub is_closed: bool,
    _row: (),
}

impl Line {
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// The class's way in, shown on paper or on a screen.
pub struct Poster {
    pub token: String,
    pub code: String,
}

/// What became of three pictures.
#[derive(Debug, PartialEq, Eq)]
pub enum Tried {
    Good(Id<Account>),
    /// So many tries are left.
    Wrong(i64),
    Blocked,
}

#[cfg(test)]
mod tests {
    use super::*;
    use Grade::*;

    #[test]
    fn the_levels_speak_for_a_way() {
        for (grades, proposed) in [
            (&[Ps, Ms][..], None),
            (&[], None),
            (&[Ms, Gs], Some(Ways::Pictures)),
            (&[Cp, Ce1], Some(Ways::Pictures)),
            (&[Ce1, Ce2], Some(Ways::ByGrade)),
            (&[Cm1, Cm2], Some(Ways::Words)),
            (&[Ps, Cm2], Some(Ways::ByGrade)),
        ] {
            assert_eq!(Ways::proposed(grades.iter().copied()), proposed, "{grades:?}");
        }
    }

    #[test]
    fn in_a_class_of_two_levels_each_comes_in_by_their_own_way() {
        for (grade, way) in [("CE1", Way::Pictures), ("CE2", Way::Words), ("CM2", Way::Words), ("", Way::Pictures)] {
            assert_eq!(Ways::ByGrade.of(grade), way, "{grade}");
        }
        assert_eq!((Ways::Words.of("CP"), Ways::Pictures.of("CM2")), (Way::Words, Way::Pictures));
        assert!(Ways::ByGrade.has(Way::Words) && Ways::ByGrade.has(Way::Pictures) && !Ways::Words.has(Way::Pictures));
    }
}
