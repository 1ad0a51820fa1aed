//! Who has left the school: a pupil since the last day that was noted, an adult once no child and no duty of theirs is here any
//! more. Until the day on which they are erased they read what concerned them. It erases nobody.

pub mod store;

use super::Person;
use crate::base::db::Id;
use jiff::{ToSpan, civil::Date};

/// Nobody goes sooner than so long after the house has seen that they left: they are to be told, and to have the time to take
/// what is theirs.
pub const NOTICE: i64 = 30;
/// Told again so many days before.
pub const REMINDER: i64 = 10;

/// Where everybody takes their own data.
pub const OWN_DATA: &str = "/mes-donnees";

/// What somebody was here, as far as it is to be said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Pupil,
    Guardian,
    Staff,
    /// Neither, or not any more: a tie that was taken away.
    Other,
}

#[derive(Clone, Debug)]
pub struct Departure {
    pub person: Id<Person>,
    pub first_name: String,
    pub last_name: String,
    /// The other one, where two are in use; else empty.
    pub other_name: String,
    pub email: String,
    pub part: Part,
    /// A pupil's last; empty for others.
    pub class_name: String,
    /// Has an account that was opened.
    pub is_activated: bool,
    pub left_on: Date,
    pub erase_on: Date,
    pub is_told: bool,
    _row: (),
}

/// An adult who is told of a child.
pub struct Reached {
    pub person: Id<Person>,
    pub first_name: String,
    pub email: String,
}

impl Departure {
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// The one that is shown, and the other.
    pub fn names(&self) -> Vec<String> {
        let other = Some(&self.other_name).filter(|other| !other.is_empty());
        std::iter::once(self.name()).chain(other.map(|other| format!("{} {other}", self.first_name))).collect()
    }
}

/// The days of one departure.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Days {
    pub left_on: Date,
    pub noted_on: Date,
    pub erase_on: Date,
}

impl Days {
    /// As they are now known, beside what stood. No day of it is ahead: a clock may have been.
    pub fn of(last_day: Option<Date>, stood: Option<&Days>, term: i64, today: Date) -> Days {
        let left_on = last_day.or(stood.map(|stood| stood.left_on)).unwrap_or(today).min(today);
        let noted_on = stood.map_or(today, |stood| stood.noted_on.min(today));
        let erase_on = erase_on(left_on, noted_on, term);
        Days { left_on, noted_on, erase_on: stood.map_or(erase_on, |stood| moved(erase_on, stood.erase_on, today)) }
    }
}

/// Who was told a day keeps it, or is told again in time: it comes no nearer than a reminder before.
fn moved(on: Date, told: Date, today: Date) -> Date {
    let soonest = today.checked_add(REMINDER.days()).unwrap_or(Date::MAX);
    if on >= told { on } else { on.max(soonest).min(told) }
}

/// The day on which they are erased: the term after the last day, and never without notice.
pub fn erase_on(left_on: Date, noted_on: Date, term: i64) -> Date {
    let after = |day: Date, days: i64| day.checked_add(days.days()).unwrap_or(Date::MAX);
    after(left_on, term).max(after(noted_on, NOTICE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn nobody_goes_without_notice() {
        let left = date(2026, 7, 3);
        assert_eq!(erase_on(left, left, 90), date(2026, 10, 1));
        assert_eq!(erase_on(left, date(2026, 9, 20), 90), date(2026, 10, 20), "noted late");
        assert_eq!(erase_on(left, left, 30), date(2026, 8, 2));
    }

    #[test]
    fn a_day_that_was_told_comes_no_nearer_than_a_reminder() {
        let stood = Days { left_on: date(2026, 7, 3), noted_on: date(2026, 7, 3), erase_on: date(2026, 10, 1) };
        let at = |term, today| Days::of(Some(stood.left_on), Some(&stood), term, today).erase_on;
        assert_eq!(at(90, date(2026, 9, 1)), stood.erase_on);
        assert_eq!(at(30, date(2026, 7, 10)), date(2026, 8, 2), "far enough");
        assert_eq!(at(30, date(2026, 9, 1)), date(2026, 9, 11), "told again first");
        assert_eq!(at(30, date(2026, 9, 25)), stood.erase_on, "never later for it");
        let shorter = Days { erase_on: date(2026, 9, 11), ..stood };
        assert_eq!(Days::of(Some(stood.left_on), Some(&shorter), 30, date(2026, 9, 2)), shorter, "and it stays");
    }

    #[test]
    fn a_last_day_that_is_corrected_counts_and_no_day_is_ahead() {
        let stood = Days { left_on: date(2026, 7, 3), noted_on: date(2026, 7, 4), erase_on: date(2026, 10, 1) };
        let corrected = Days::of(Some(date(2026, 9, 4)), Some(&stood), 90, date(2026, 9, 5));
        assert_eq!((corrected.left_on, corrected.erase_on), (date(2026, 9, 4), date(2026, 12, 3)));
        let ahead = Days { left_on: date(2040, 3, 1), noted_on: date(2040, 3, 1), erase_on: date(2040, 5, 30) };
        let right = Days::of(None, Some(&ahead), 90, date(2026, 9, 5));
        assert_eq!((right.noted_on, right.erase_on), (date(2026, 9, 5), date(2026, 12, 4)));
    }
}
