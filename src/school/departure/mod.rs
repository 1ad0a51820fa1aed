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
    pub email: String,
    pub part: Part,
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
}
