//! The tie between a guardian and a pupil, and what it gives: one pure function, tested case by case.
//! ONDE carries none of this; the director decides it (product.md, *People*; Code civil 372, 373-2, 378).

pub mod store;

use super::{Person, Pupil};
use crate::base::{clock::Instant, db::Id};
use jiff::civil::Date;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Authority {
    Exercises,
    NotExercising,
    /// A relative or an organisation: what the director ticks, nothing by default.
    ThirdParty,
    Withdrawn,
}

impl Authority {
    pub const ALL: [Authority; 4] =
        [Authority::Exercises, Authority::NotExercising, Authority::ThirdParty, Authority::Withdrawn];

    pub fn as_str(self) -> &'static str {
        match self {
            Authority::Exercises => "exercises",
            Authority::NotExercising => "not_exercising",
            Authority::ThirdParty => "third_party",
            Authority::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<Authority> {
        Authority::ALL.into_iter().find(|authority| authority.as_str() == text)
    }
}

/// What the guardian is to the child; it gives no right by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Parent,
    Guardian,
    Relative,
    Organisation,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Parent, Kind::Guardian, Kind::Relative, Kind::Organisation];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Parent => "parent",
            Kind::Guardian => "guardian",
            Kind::Relative => "relative",
            Kind::Organisation => "organisation",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What the tie's row says, as far as rights go.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub authority: Authority,
    pub reads: bool,
    pub signs: bool,
    /// « Aucune information » from this day on.
    pub restricted_on: Option<Date>,
    /// The director has something to look at and has not yet.
    pub awaits_look: bool,
}

/// What the guardian may, for this pupil, today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given {
    pub reads: bool,
    pub signs: bool,
}

impl Given {
    const NOTHING: Given = Given { reads: false, signs: false };

    pub fn of(facts: &Facts, today: Date) -> Given {
        if facts.awaits_look || facts.restricted_on.is_some_and(|day| day <= today) {
            return Given::NOTHING;
        }
        match facts.authority {
            Authority::Exercises => Given { reads: true, signs: true },
            Authority::NotExercising => Given { reads: true, signs: false },
            // To sign what one may not read would be no signature.
            Authority::ThirdParty => Given { reads: facts.reads, signs: facts.reads && facts.signs },
            Authority::Withdrawn => Given::NOTHING,
        }
    }
}

/// A tie as a page shows it.
#[derive(Clone, Debug)]
pub struct Guardianship {
    pub id: Id<Guardianship>,
    pub pupil: Id<Pupil>,
    pub guardian: Id<Person>,
    pub kind: Kind,
    pub facts: Facts,
    pub may_pick_up: bool,
    pub emergency_rank: Option<i64>,
    pub document_on: Option<Date>,
    pub needs_look: String,
    pub looked_at: Option<Instant>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn given(authority: Authority, ticks: (bool, bool), restricted: Option<Date>, awaits_look: bool) -> (bool, bool) {
        let facts = Facts { authority, reads: ticks.0, signs: ticks.1, restricted_on: restricted, awaits_look };
        let given = Given::of(&facts, date(2026, 11, 21));
        (given.reads, given.signs)
    }

    #[test]
    fn each_tie_gives_what_the_table_says() {
        use Authority::*;
        assert_eq!(given(Exercises, (false, false), None, false), (true, true));
        assert_eq!(given(NotExercising, (true, true), None, false), (true, false));
        assert_eq!(given(ThirdParty, (false, false), None, false), (false, false));
        assert_eq!(given(ThirdParty, (true, false), None, false), (true, false));
        assert_eq!(given(ThirdParty, (true, true), None, false), (true, true));
        assert_eq!(given(ThirdParty, (false, true), None, false), (false, false));
        assert_eq!(given(Withdrawn, (true, true), None, false), (false, false));
    }

    #[test]
    fn a_restriction_counts_from_its_day() {
        use Authority::Exercises;
        assert_eq!(given(Exercises, (false, false), Some(date(2026, 11, 22)), false), (true, true));
        assert_eq!(given(Exercises, (false, false), Some(date(2026, 11, 21)), false), (false, false));
        assert_eq!(given(Exercises, (false, false), Some(date(2025, 1, 1)), false), (false, false));
    }

    #[test]
    fn nothing_before_the_director_has_looked() {
        assert_eq!(given(Authority::Exercises, (true, true), None, true), (false, false));
    }
}
