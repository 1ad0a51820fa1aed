//! What a sheet for the staff says of an adult of a child, from the tie alone. Stricter than the screen: paper goes about.

use crate::school::guardianship::{Authority, Facts, Given, Look};
use jiff::civil::Date;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Signs,
    Reads,
    /// Comes for the child, and is told nothing.
    ComesOnly,
    /// Withdrawn or restricted: named so that nobody is mistaken, without a way to reach them.
    Barred,
    /// The director has not looked at the tie yet: the same, until then.
    Unseen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnPaper {
    pub told: Told,
    pub picks_up: bool,
}

impl OnPaper {
    /// Nothing for a third party who does not come for the child: the sheet is not about them.
    pub fn of(facts: &Facts, may_pick_up: bool, today: Date) -> Option<OnPaper> {
        let silent = |told| Some(OnPaper { told, picks_up: false });
        if facts.authority == Authority::Withdrawn || facts.restricted_on.is_some_and(|day| day <= today) {
            return silent(Told::Barred);
        }
        if facts.look == Look::HoldsAll {
            return silent(Told::Unseen);
        }
        if facts.authority == Authority::ThirdParty && !may_pick_up {
            return None;
        }
        let given = Given::of(facts, today);
        let told = match (given.reads, given.signs) {
            (_, true) => Told::Signs,
            (true, false) => Told::Reads,
            (false, false) => Told::ComesOnly,
        };
        Some(OnPaper { told, picks_up: may_pick_up })
    }

    pub fn has_contact(self) -> bool {
        !matches!(self.told, Told::Barred | Told::Unseen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn said(authority: Authority, reads: bool, pick_up: bool, change: fn(&mut Facts)) -> Option<(Told, bool)> {
        let mut facts =
            Facts { authority, reads, signs: false, receives: false, restricted_on: None, look: Look::Done };
        change(&mut facts);
        OnPaper::of(&facts, pick_up, date(2026, 11, 17)).map(|paper| (paper.told, paper.picks_up))
    }

    #[test]
    fn each_tie_says_what_the_staff_must_know() {
        use Authority::*;
        let plain: fn(&mut Facts) = |_| {};
        assert_eq!(said(Exercises, false, true, plain), Some((Told::Signs, true)));
        assert_eq!(said(Exercises, false, false, plain), Some((Told::Signs, false)));
        assert_eq!(said(NotExercising, false, true, plain), Some((Told::Reads, true)));
        assert_eq!(said(ThirdParty, false, true, plain), Some((Told::ComesOnly, true)));
        assert_eq!(said(ThirdParty, true, true, plain), Some((Told::Reads, true)));
        assert_eq!(said(ThirdParty, true, false, plain), None, "who does not come is not on the sheet");
    }

    #[test]
    fn whom_a_judge_keeps_away_never_picks_up_nor_is_reached() {
        use Authority::*;
        let barred = Some((Told::Barred, false));
        assert_eq!(said(Withdrawn, true, true, |_| {}), barred);
        assert_eq!(said(Exercises, false, true, |facts| facts.restricted_on = Some(date(2026, 11, 17))), barred);
        assert_eq!(said(ThirdParty, true, false, |facts| facts.restricted_on = Some(date(2026, 1, 1))), barred);
        let ahead = said(Exercises, false, true, |facts| facts.restricted_on = Some(date(2026, 11, 18)));
        assert_eq!(ahead, Some((Told::Signs, true)));
        assert_eq!(said(Exercises, false, true, |facts| facts.look = Look::HoldsAll), Some((Told::Unseen, false)));
        for told in [Told::Barred, Told::Unseen] {
            assert!(!OnPaper { told, picks_up: false }.has_contact());
        }
    }
}
