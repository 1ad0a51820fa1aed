//! Whether days went by as the clock says, before anything goes for good. A clock that stands years ahead makes everybody's term
//! be over, and nothing in the house can tell it from a box that slept: after a leap nothing is erased or forgotten until people
//! have worked here on some days of the new date. Whoever meets a wrong date says so; a browser would not even come in by a
//! certificate of the year 2040. It sets no clock right, and says nothing of one that stands behind (`base::tls::clock`).

pub mod store;

use crate::base::clock::Instant;

/// A box that was off for a long week-end has not leapt.
pub const LEAP: i64 = 5 * Instant::DAY;
/// On so many days people must have done something here since.
pub const DAYS: i64 = 5;

/// A leap that nobody has borne out yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Leap {
    /// The last look before it.
    pub before: Instant,
    /// The first one after.
    pub at: Instant,
    /// On how many days somebody has done something here since.
    pub days: i64,
}

/// Forwards, or backwards: a date that was ahead and was set right is as new as the other.
pub fn is_leap(before: Instant, now: Instant) -> bool {
    now.since(before).abs() > LEAP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_week_end_is_no_leap_and_a_summer_is() {
        let friday = Instant(1_795_000_000);
        assert!(!is_leap(friday, friday.plus(4 * Instant::DAY)));
        assert!(is_leap(friday, friday.plus(40 * Instant::DAY)));
        assert!(is_leap(friday, friday.plus(-40 * Instant::DAY)));
    }
}
