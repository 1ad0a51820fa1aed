//! The tie between a guardian and a pupil: what its row says, what it gives (`given`, one pure function), what ends when it
//! gives less (`cut`), how staff reach the adult (`standing`). ONDE carries none of this; the director decides it (product.md, *People*; Code civil 372, 373-2, 378).

pub mod cut;
mod given;
mod standing;
pub mod store;

pub use given::Given;
pub use standing::Standing;

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

    /// As it is said to people.
    pub fn title(self) -> &'static str {
        match self {
            Authority::Exercises => "Exerce l’autorité parentale",
            Authority::NotExercising => "N’exerce pas l’autorité parentale",
            Authority::ThirdParty => "Autre adulte ou organisme",
            Authority::Withdrawn => "Autorité parentale retirée",
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

    /// As it is said to people.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Parent => "Parent",
            Kind::Guardian => "Tuteur ou tutrice",
            Kind::Relative => "Proche",
            Kind::Organisation => "Organisme",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What waits for the director's look at a tie.
///
/// Where the file does not say what an adult is to the child (a third adult, a relative, an organisation or an adult beside
/// one, a tie taken away by hand that comes again), all waits: rights too. Two homes are no such doubt: both parents have
/// full rights, separated or not, and an account that is open already goes on; but a paper that opens one waits, because
/// the file cannot tell a quiet separation from a judgment, and a slip once handed over does not come back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// Nothing to look at, or looked at.
    Done,
    HoldsSlip,
    HoldsAll,
}

/// The reason that holds the slip alone; every other holds all.
pub const TWO_HOMES: &str = "two_homes";

impl Look {
    pub fn of(needs_look: &str, is_looked_at: bool) -> Look {
        match needs_look {
            _ if is_looked_at => Look::Done,
            "" => Look::Done,
            TWO_HOMES => Look::HoldsSlip,
            _ => Look::HoldsAll,
        }
    }
}

/// What the tie's row says, as far as rights go.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub authority: Authority,
    /// What was ticked for a third party or an organisation.
    pub reads: bool,
    pub signs: bool,
    pub receives: bool,
    /// « Aucune information » from this day on.
    pub restricted_on: Option<Date>,
    pub look: Look,
}

impl Facts {
    pub fn awaits_look(&self) -> bool {
        self.look != Look::Done
    }

    /// Whether this tie is a reason to print an access slip.
    pub fn gives_slip(&self, today: Date) -> bool {
        !self.awaits_look() && Given::of(self, today).reads
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
    use super::{Look, TWO_HOMES};

    #[test]
    fn two_homes_hold_the_slip_alone_until_the_look() {
        assert_eq!(Look::of("", false), Look::Done);
        assert_eq!(Look::of(TWO_HOMES, false), Look::HoldsSlip);
        // An unknown reason is the careful one.
        for reason in ["third_adult", "organisation", "beside_organisation", "relative", "tied_again", "autre"] {
            assert_eq!(Look::of(reason, false), Look::HoldsAll, "{reason}");
            assert_eq!(Look::of(reason, true), Look::Done, "{reason}");
        }
        assert_eq!(Look::of(TWO_HOMES, true), Look::Done);
    }
}
