//! How those who teach a child turn to one of the child's adults. One reading of the tie, for every page of the staff's that
//! shows a telephone or an e-mail address; a guardian or a pupil is never shown one (product.md, principle 6).

use super::{Authority, Facts, Given, Look};
use crate::school::person::Reach;
use jiff::civil::Date;

/// Whether staff may turn to this adult about this child.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Exercises authority: the first to turn to.
    Exercises,
    /// Reads what the school writes, and decides nothing.
    Informed,
    /// Reached for daily life alone: the school writes them nothing.
    NotInformed,
    AwaitsLook,
    /// Withdrawn, or « aucune information » by a judge.
    Barred,
}

impl Standing {
    pub fn of(facts: &Facts, today: Date) -> Standing {
        let is_restricted = facts.restricted_on.is_some_and(|day| day <= today);
        let given = Given::of(facts, today);
        match facts.authority {
            Authority::Withdrawn => Standing::Barred,
            _ if is_restricted => Standing::Barred,
            _ if facts.look == Look::HoldsAll => Standing::AwaitsLook,
            Authority::Exercises => Standing::Exercises,
            _ if given.reads => Standing::Informed,
            _ => Standing::NotInformed,
        }
    }

    pub fn is_open(self) -> bool {
        !matches!(self, Standing::AwaitsLook | Standing::Barred)
    }
}

impl Facts {
    /// What of an adult's telephones and address those who teach the child are given: nothing of whom a judge keeps away or
    /// the director has not looked at. To write is to inform, so the e-mail is for whom the school's own letters go to; who
    /// only comes for the child is called.
    pub fn reach(&self, known: Reach, today: Date) -> Option<Reach> {
        let email = if Given::of(self, today).letters { known.email } else { String::new() };
        Standing::of(self, today).is_open().then_some(Reach { phones: known.phones, email })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 17);

    fn facts(authority: Authority, ticks: [bool; 3], restricted_on: Option<Date>, look: Look) -> Facts {
        let [reads, signs, receives] = ticks;
        Facts { authority, reads, signs, receives, restricted_on, look }
    }

    fn standing(authority: Authority, reads: bool, restricted: Option<Date>, awaits_look: bool) -> Standing {
        let look = if awaits_look { Look::HoldsAll } else { Look::Done };
        Standing::of(&facts(authority, [reads, false, false], restricted, look), TODAY)
    }

    #[test]
    fn who_is_kept_away_is_nobody_to_call() {
        let (before, after) = (Some(TODAY), Some(date(2026, 11, 18)));
        assert_eq!(standing(Authority::Exercises, false, None, false), Standing::Exercises);
        assert_eq!(standing(Authority::Exercises, false, after, false), Standing::Exercises);
        assert_eq!(standing(Authority::Exercises, false, before, false), Standing::Barred);
        assert_eq!(standing(Authority::Exercises, false, before, true), Standing::Barred);
        assert_eq!(standing(Authority::Exercises, false, None, true), Standing::AwaitsLook);
        assert_eq!(standing(Authority::Withdrawn, true, None, true), Standing::Barred);
        assert_eq!(standing(Authority::NotExercising, false, None, false), Standing::Informed);
        assert_eq!(standing(Authority::ThirdParty, true, None, false), Standing::Informed);
        assert_eq!(standing(Authority::ThirdParty, false, None, false), Standing::NotInformed);
    }

    #[test]
    fn the_telephone_is_for_who_may_be_called_and_the_address_for_who_is_written_to() {
        use Authority::*;
        let known = || Reach { phones: ["06".into(), String::new(), String::new()], email: "a@exemple.invalid".into() };
        let given = |facts: Facts| {
            let reach = facts.reach(known(), TODAY)?;
            Some((!reach.phones[0].is_empty(), !reach.email.is_empty()))
        };
        let done = |authority, ticks| given(facts(authority, ticks, None, Look::Done));
        assert_eq!(done(Exercises, [false; 3]), Some((true, true)));
        assert_eq!(done(NotExercising, [false; 3]), Some((true, true)));
        assert_eq!(done(ThirdParty, [false; 3]), Some((true, false)));
        assert_eq!(done(ThirdParty, [true, true, false]), Some((true, false)));
        assert_eq!(done(ThirdParty, [true, false, true]), Some((true, true)));
        assert_eq!(done(Withdrawn, [true; 3]), None);
        assert_eq!(given(facts(Exercises, [false; 3], Some(TODAY), Look::Done)), None);
        assert_eq!(given(facts(Exercises, [false; 3], None, Look::HoldsAll)), None);
        assert_eq!(given(facts(Exercises, [false; 3], None, Look::HoldsSlip)), Some((true, true)));
    }
}
