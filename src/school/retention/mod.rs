//! How long the school keeps what: the one table behind the page « Durées de conservation », the register's entry and the work
//! that forgets. Each term has a default of the house, and the director chooses within bounds. It forgets nothing by itself.

pub mod sentences;
pub mod steady;
pub mod store;

use super::{account::SLIP_DAYS, document::BIN_KEPT};
use crate::base::clock::Instant;
use std::collections::BTreeMap;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The account and every row of who has left the school.
    Accounts,
    /// Words of the liaison book, with what was answered.
    Words,
    Posts,
    Messages,
    /// What stands in the spaces of classes whose school year is over.
    Documents,
    /// What was handed in, likewise.
    HandIns,
    /// What guardians said of images: proof, as long as what it allowed is shown.
    Consents,
    /// Who did what, and who signed in.
    Journal,
    /// Who opened whose page.
    Readings,
    /// Slips that give an account.
    Slips,
    /// Documents thrown away.
    Bin,
}

impl Kind {
    pub const ALL: [Kind; 11] = [
        Kind::Accounts,
        Kind::Words,
        Kind::Posts,
        Kind::Messages,
        Kind::Documents,
        Kind::HandIns,
        Kind::Consents,
        Kind::Journal,
        Kind::Readings,
        Kind::Slips,
        Kind::Bin,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Accounts => "accounts",
            Kind::Words => "words",
            Kind::Posts => "posts",
            Kind::Messages => "messages",
            Kind::Documents => "documents",
            Kind::HandIns => "hand_ins",
            Kind::Consents => "consents",
            Kind::Journal => "journal",
            Kind::Readings => "readings",
            Kind::Slips => "slips",
            Kind::Bin => "bin",
        }
    }

    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// In days; what the law bounds is bounded here.
    pub fn choices(self) -> &'static [i64] {
        match self {
            Kind::Accounts => &[30, 60, 90],
            Kind::Words | Kind::Posts | Kind::Documents => &[YEAR, 2 * YEAR, 3 * YEAR, 5 * YEAR, 10 * YEAR],
            Kind::Messages => &[YEAR, 2 * YEAR, 3 * YEAR],
            Kind::HandIns => &[90, 180, YEAR],
            Kind::Consents => &[YEAR, 2 * YEAR, 3 * YEAR, 5 * YEAR],
            Kind::Journal | Kind::Readings => &[180, 270, YEAR],
            // The same in every school: a promise of the pages themselves.
            Kind::Slips => &[SLIP_DAYS],
            Kind::Bin => &[BIN_DAYS],
        }
    }

    /// Whether there is anything to choose.
    pub fn is_chosen(self) -> bool {
        self.choices().len() > 1
    }

    pub fn usual(self) -> i64 {
        match self {
            Kind::Accounts => 90,
            Kind::Words | Kind::Documents => 5 * YEAR,
            Kind::Posts => 10 * YEAR,
            Kind::Messages => 2 * YEAR,
            Kind::HandIns | Kind::Consents | Kind::Journal | Kind::Readings => YEAR,
            Kind::Slips => SLIP_DAYS,
            Kind::Bin => BIN_DAYS,
        }
    }
}

pub const YEAR: i64 = 365;
const BIN_DAYS: i64 = BIN_KEPT / Instant::DAY;

/// What the school decided, and the house where it did not.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Terms {
    chosen: BTreeMap<Kind, i64>,
}

impl Terms {
    /// As it was chosen. What stands outside of the bounds was not written by our pages: the house's own term then.
    pub fn chosen(&self, kind: Kind) -> i64 {
        let chosen = self.chosen.get(&kind).copied();
        chosen.filter(|days| kind.choices().contains(days)).unwrap_or_else(|| kind.usual())
    }

    /// As it is held: the proof of a consent stays as long as the posts that it allowed.
    pub fn days(&self, kind: Kind) -> i64 {
        match kind {
            Kind::Consents => self.chosen(kind).max(self.chosen(Kind::Posts)),
            kind => self.chosen(kind),
        }
    }

    /// What is older than this goes.
    pub fn before(&self, kind: Kind, now: Instant) -> Instant {
        now.plus(-self.days(kind) * Instant::DAY)
    }

    pub fn set(&mut self, kind: Kind, days: i64) {
        self.chosen.insert(kind, days);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_term_of_the_house_can_be_chosen_and_no_other_counts() {
        for kind in Kind::ALL {
            assert!(kind.choices().contains(&kind.usual()), "{kind:?}");
            assert!(kind.choices().is_sorted());
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
            let mut terms = Terms::default();
            terms.set(kind, 3_999);
            assert_eq!(terms.chosen(kind), kind.usual(), "{kind:?}: nothing that is not offered");
        }
    }

    #[test]
    fn accounts_and_journals_never_pass_what_the_law_allows() {
        assert!(Kind::Accounts.choices().iter().all(|days| *days <= 90));
        assert!(Kind::Journal.choices().iter().all(|days| (180..=365).contains(days)));
    }

    #[test]
    fn the_proof_stays_as_long_as_what_it_allowed() {
        let mut terms = Terms::default();
        assert_eq!(terms.days(Kind::Consents), terms.days(Kind::Posts));
        terms.set(Kind::Posts, YEAR);
        terms.set(Kind::Consents, 2 * YEAR);
        assert_eq!(terms.days(Kind::Consents), 2 * YEAR);
    }
}
