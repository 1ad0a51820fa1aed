//! What a tie gives its guardian today: one pure function, the table of product.md (*People*). Nothing else in the house
//! decides it.

use super::{Authority, Facts, Look};
use jiff::civil::Date;

/// What the guardian may, for this pupil, today.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given {
    pub reads: bool,
    pub signs: bool,
    /// The school's letters about the child come by e-mail.
    pub letters: bool,
    /// A letter carries the guardian's own link to sign this word for this child.
    pub one_tap: bool,
}

impl Given {
    pub const ALL: Given = Given { reads: true, signs: true, letters: true, one_tap: true };
    /// Stays informed: what the Code civil (373-2-1) leaves to a parent who does not exercise authority.
    pub const INFORMED: Given = Given { reads: true, signs: false, letters: true, one_tap: false };
    pub const NOTHING: Given = Given { reads: false, signs: false, letters: false, one_tap: false };

    pub fn of(facts: &Facts, today: Date) -> Given {
        if facts.look == Look::HoldsAll || facts.restricted_on.is_some_and(|day| day <= today) {
            return Given::NOTHING;
        }
        match facts.authority {
            Authority::Exercises => Given::ALL,
            Authority::NotExercising => Given::INFORMED,
            Authority::ThirdParty => Given::ticked(facts.reads, facts.signs, facts.receives),
            Authority::Withdrawn => Given::NOTHING,
        }
    }

    /// Whether somebody who had this loses something with that.
    pub fn exceeds(self, left: Given) -> bool {
        let lost = |had: bool, has: bool| had && !has;
        lost(self.reads, left.reads)
            || lost(self.signs, left.signs)
            || lost(self.letters, left.letters)
            || lost(self.one_tap, left.one_tap)
    }

    /// To sign what one may not read would be no signature, and a letter holds the text itself.
    fn ticked(reads: bool, signs: bool, receives: bool) -> Given {
        let (signs, letters) = (reads && signs, reads && receives);
        Given { reads, signs, letters, one_tap: signs && letters }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 21);
    const BOOLS: [bool; 2] = [false, true];

    /// Authority, ticks (reads, signs, receives; None: whatever is ticked), and what is given.
    type Line = (Authority, Option<[bool; 3]>, Given);

    const fn given(reads: bool, signs: bool, letters: bool, one_tap: bool) -> Given {
        Given { reads, signs, letters, one_tap }
    }

    #[rustfmt::skip]
    const TABLE: [Line; 11] = {
        use Authority::{Exercises, NotExercising, ThirdParty, Withdrawn};
        const Y: bool = true;
        const N: bool = false;
        [
            //              reads signs receives       reads signs letters one-tap
            (Exercises,     None,               given(Y, Y, Y, Y)),
            (NotExercising, None,               given(Y, N, Y, N)),
            (Withdrawn,     None,               given(N, N, N, N)),
            (ThirdParty,    Some([N, N, N]),    given(N, N, N, N)),
            (ThirdParty,    Some([Y, N, N]),    given(Y, N, N, N)),
            (ThirdParty,    Some([N, Y, N]),    given(N, N, N, N)),
            (ThirdParty,    Some([N, N, Y]),    given(N, N, N, N)),
            (ThirdParty,    Some([Y, Y, N]),    given(Y, Y, N, N)),
            (ThirdParty,    Some([Y, N, Y]),    given(Y, N, Y, N)),
            (ThirdParty,    Some([N, Y, Y]),    given(N, N, N, N)),
            (ThirdParty,    Some([Y, Y, Y]),    given(Y, Y, Y, Y)),
        ]
    };

    /// Every row that a tie can have, with its line of the table.
    fn every_tie(mut each: impl FnMut(Facts, Given)) {
        let restrictions = [None, Some(date(2026, 11, 22)), Some(TODAY), Some(date(2025, 1, 1))];
        for authority in Authority::ALL {
            for ticks in BOOLS.map(|r| BOOLS.map(|s| BOOLS.map(|l| [r, s, l]))).concat().concat() {
                let line = TABLE.iter().find(|line| line.0 == authority && line.1.is_none_or(|own| own == ticks));
                let expected = line.unwrap_or_else(|| panic!("no line for {authority:?} {ticks:?}")).2;
                for look in [Look::Done, Look::HoldsSlip, Look::HoldsAll] {
                    for restricted_on in restrictions {
                        let [reads, signs, receives] = ticks;
                        each(Facts { authority, reads, signs, receives, restricted_on, look }, expected);
                    }
                }
            }
        }
    }

    #[test]
    fn each_tie_gives_what_the_table_says() {
        let mut asked = 0;
        every_tie(|facts, expected| {
            let is_restricted = facts.restricted_on.is_some_and(|day| day <= TODAY);
            let nothing = is_restricted || facts.look == Look::HoldsAll;
            let expected = if nothing { Given::NOTHING } else { expected };
            assert_eq!(Given::of(&facts, TODAY), expected, "{facts:?}");
            // Whoever may read nothing has nothing, and a link that signs needs both the letter and the right.
            let given = Given::of(&facts, TODAY);
            assert!(given.reads || given == Given::NOTHING, "{facts:?}");
            assert_eq!(given.one_tap, given.signs && given.letters, "{facts:?}");
            asked += 1;
        });
        assert_eq!(asked, 4 * 8 * 3 * 4);
    }

    #[test]
    fn no_slip_before_the_look_nor_for_nothing() {
        every_tie(|facts, _| {
            let may = Given::of(&facts, TODAY).reads && facts.look == Look::Done;
            assert_eq!(facts.gives_slip(TODAY), may, "{facts:?}");
        });
    }

    #[test]
    fn a_restriction_counts_from_its_day() {
        every_tie(|facts, _| {
            let Some(day) = facts.restricted_on else { return };
            let free = Facts { restricted_on: None, ..facts.clone() };
            let eve = day.yesterday().expect("no restriction of the first day there is");
            assert_eq!(Given::of(&facts, eve), Given::of(&free, eve), "{facts:?}");
            assert_eq!(Given::of(&facts, day), Given::NOTHING, "{facts:?}");
        });
    }

    #[test]
    fn to_lose_one_thing_is_to_lose() {
        let reader = given(true, false, false, false);
        assert!(
            Given::ALL.exceeds(Given::INFORMED) && Given::INFORMED.exceeds(reader) && reader.exceeds(Given::NOTHING)
        );
        assert!(!reader.exceeds(Given::INFORMED) && !Given::ALL.exceeds(Given::ALL));
        assert!(
            given(true, true, false, false).exceeds(Given::INFORMED),
            "more letters do not make up for a signature"
        );
    }
}
