//! Those whom a message is for, at the moment of its sending or of an answer: whether it may leave, and when.

use super::{Profile, freeze::Freeze, pause::Pause};
use crate::{
    base::{clock::Instant, db::Id},
    school::{Person, quiet::Quiet},
};
use jiff::ToSpan;

#[derive(Clone, Debug)]
pub struct Reached {
    pub(super) all: Vec<Recipient>,
}

#[derive(Clone, Debug)]
pub struct Recipient {
    pub person: Id<Person>,
    /// « Mme Benali ».
    pub formal: String,
    pub profile: Profile,
    /// The one of today.
    pub pause: Option<Pause>,
}

impl Reached {
    pub fn all(&self) -> &[Recipient] {
        &self.all
    }

    /// Whose freeze stops it: the author's own, or that of one of these.
    pub fn stopped_by(&self, freeze: &Freeze, author: Profile) -> Option<Profile> {
        freeze.stops(author, self.all.iter().map(|one| one.profile))
    }

    /// Those who are away, for the composer's sentence.
    pub fn away(&self) -> impl Iterator<Item = (&Recipient, &Pause)> {
        self.all.iter().filter_map(|one| Some((one, one.pause.as_ref()?)))
    }

    /// When it leaves; nothing where the calendar never opens. Between staff at once, else when the school is disturbed
    /// again. Where everybody is away and lets messages wait, after their return. What is urgent passes all that: the
    /// director's choice, asked for by its room.
    pub fn leaves_at(&self, author: Profile, quiet: &Quiet, is_urgent: bool, now: Instant) -> Option<Instant> {
        if is_urgent {
            return Some(now);
        }
        if let Some(back) = self.back_at(quiet) {
            return quiet.opens_at(back.max(now));
        }
        let is_free =
            [author].into_iter().chain(self.all.iter().map(|one| one.profile)).all(|one| one == Profile::Staff);
        if is_free { Some(now) } else { quiet.opens_at(now) }
    }

    /// The morning after the first of them is back, when all of them hold what comes.
    fn back_at(&self, quiet: &Quiet) -> Option<Instant> {
        let ends =
            self.all.iter().map(|one| one.pause.as_ref().filter(|pause| pause.holds).map(|pause| pause.until_on));
        let first = ends.collect::<Option<Vec<_>>>()?.into_iter().min()?;
        let morning = first.checked_add(1.day()).ok()?.to_zoned(quiet.zone.clone()).ok()?;
        Some(Instant::from(morning.timestamp()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::quiet::Window;
    use jiff::{civil::date, tz::TimeZone};

    fn quiet() -> Quiet {
        Quiet {
            window: Window { from: 1200, until: 420, week_end: true, days_off: true },
            works_on_saturday: false,
            holidays: Vec::new(),
            open_days: Vec::new(),
            zone: TimeZone::get("Europe/Paris").unwrap(),
        }
    }

    fn at(text: &str) -> Instant {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    fn to(all: &[(Profile, Option<bool>)]) -> Reached {
        let pause = |holds| Pause {
            person: Id::new(1),
            from_on: date(2026, 11, 16),
            until_on: date(2026, 11, 20),
            holds,
            answer: String::new(),
        };
        let one = |(profile, holds): &(Profile, Option<bool>)| Recipient {
            person: Id::new(1),
            formal: String::new(),
            profile: *profile,
            pause: holds.map(pause),
        };
        Reached { all: all.iter().map(one).collect() }
    }

    #[test]
    fn colleagues_write_at_any_hour_and_nobody_else() {
        use Profile::*;
        let (night, morning) = (at("2026-11-17T22:00:00+01:00"), at("2026-11-18T07:00:00+01:00"));
        let leaves = |author, to: &Reached, urgent| to.leaves_at(author, &quiet(), urgent, night).unwrap();
        assert_eq!(leaves(Staff, &to(&[(Staff, None)]), false), night);
        assert_eq!(leaves(Staff, &to(&[(Staff, None), (Families, None)]), false), morning);
        assert_eq!(leaves(Families, &to(&[(Staff, None)]), false), morning);
        assert_eq!(leaves(Pupils, &to(&[(Staff, None)]), false), morning);
        assert_eq!(leaves(Staff, &to(&[(Families, None)]), true), night);
    }

    #[test]
    fn who_is_away_and_holds_is_reached_on_the_first_open_morning_after() {
        use Profile::*;
        let day = at("2026-11-17T10:00:00+01:00");
        let monday = at("2026-11-23T07:00:00+01:00");
        let leaves = |to: &Reached| to.leaves_at(Families, &quiet(), false, day).unwrap();
        assert_eq!(leaves(&to(&[(Staff, Some(true))])), monday);
        assert_eq!(leaves(&to(&[(Staff, Some(false))])), day);
        // One of two is there: it comes, and she who is away answers by her text.
        assert_eq!(leaves(&to(&[(Staff, Some(true)), (Staff, None)])), day);
        assert_eq!(to(&[(Staff, Some(true))]).leaves_at(Staff, &quiet(), false, day), Some(monday));
    }

    #[test]
    fn a_freeze_stops_the_author_and_whom_they_write_to() {
        use Profile::*;
        let frozen = |rows: &[Profile]| Freeze { rows: rows.iter().map(|one| (*one, Instant(0))).collect() };
        let all = frozen(&Profile::ALL);
        assert_eq!(to(&[(Staff, None)]).stopped_by(&all, Staff), Some(Staff));
        let staff_is_open = frozen(&[Families, Pupils]);
        assert_eq!(to(&[(Staff, None)]).stopped_by(&staff_is_open, Staff), None);
        assert_eq!(to(&[(Staff, None), (Families, None)]).stopped_by(&staff_is_open, Staff), Some(Families));
        assert_eq!(to(&[(Staff, None)]).stopped_by(&staff_is_open, Families), Some(Families));
        assert_eq!(to(&[(Families, None)]).stopped_by(&Freeze::default(), Families), None);
    }
}
