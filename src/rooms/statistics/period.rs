//! Over which time the words and the sign-ins are counted. Always bounded: a school of ten years reads one of them. Two periods
//! never overlap: the longer one less the shorter would tell of a few.

use crate::base::{
    clock::Instant,
    error::{Error, Result},
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Which {
    Year,
    LastYear,
}

impl Which {
    pub const ALL: [Which; 2] = [Which::Year, Which::LastYear];

    pub fn query(self) -> &'static str {
        match self {
            Which::Year => "annee",
            Which::LastYear => "annee-passee",
        }
    }

    /// This year, whatever else was typed.
    pub fn read(typed: &str) -> Which {
        Which::ALL.into_iter().find(|which| which.query() == typed).unwrap_or(Which::Year)
    }
}

/// First and last day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    pub which: Which,
    pub from: Date,
    pub until: Date,
    today: Date,
}

impl Period {
    /// `years`: those that have begun, newest first. Between two of them the one that ended still is this year.
    pub fn of(which: Which, years: &[(Date, Date)], today: Date) -> Period {
        let since = years.first().map_or_else(|| september(today), |(from, _)| *from);
        let (from, until) = match which {
            Which::Year => (since, today),
            Which::LastYear => years.get(1).map_or_else(
                || (since.saturating_sub(1.year()), since.yesterday().unwrap_or(since)),
                |(from, _)| (*from, since.yesterday().unwrap_or(since)),
            ),
        };
        Period { which, from, until, today }
    }

    /// From the first instant to the one after the last, on the school's wall clock.
    pub fn instants(&self, zone: &TimeZone) -> Result<(Instant, Instant)> {
        let start = |day: Date| {
            let zoned = day.to_zoned(zone.clone()).map_err(|error| Error::internal(error.to_string()))?;
            Ok::<Instant, Error>(zoned.timestamp().into())
        };
        Ok((start(self.from)?, start(self.until.saturating_add(1.day()))?))
    }

    /// The first day of each month that is over. The one that runs is not told: whoever looked at it twice would see who came
    /// meanwhile.
    pub fn months(&self) -> Vec<Date> {
        let first = self.from.first_of_month();
        let is_over = |month: &Date| month.last_of_month() < self.today && month.last_of_month() <= self.until;
        (0..24).map(|n| first.saturating_add(n.months())).take_while(is_over).collect()
    }
}

fn september(today: Date) -> Date {
    let year = if today.month() >= 9 { today.year() } else { today.year() - 1 };
    Date::new(year, 9, 1).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const YEARS: [(Date, Date); 2] = [(date(2026, 9, 1), date(2027, 8, 31)), (date(2025, 9, 2), date(2026, 8, 31))];

    fn days(which: Which, years: &[(Date, Date)], today: Date) -> (Date, Date) {
        let period = Period::of(which, years, today);
        (period.from, period.until)
    }

    #[test]
    fn a_year_and_the_one_before() {
        let today = date(2026, 11, 17);
        assert_eq!(days(Which::Year, &YEARS, today), (date(2026, 9, 1), today));
        assert_eq!(days(Which::LastYear, &YEARS, today), (date(2025, 9, 2), date(2026, 8, 31)));
        assert_eq!(days(Which::LastYear, &YEARS[..1], today), (date(2025, 9, 1), date(2026, 8, 31)));
        assert_eq!(days(Which::Year, &[], date(2027, 3, 1)), (date(2026, 9, 1), date(2027, 3, 1)));
    }

    #[test]
    fn months_are_those_that_are_over() {
        let months = |today| Period::of(Which::Year, &YEARS, today).months();
        assert_eq!(months(date(2026, 9, 30)), []);
        assert_eq!(months(date(2026, 10, 1)), [date(2026, 9, 1)]);
        assert_eq!(months(date(2027, 1, 31)).last(), Some(&date(2026, 12, 1)));
        assert_eq!(Period::of(Which::LastYear, &YEARS, date(2026, 11, 17)).months().len(), 12);
    }

    #[test]
    fn its_last_day_is_whole() {
        let period = Period::of(Which::Year, &YEARS, date(2026, 9, 17));
        let (from, until) = period.instants(&TimeZone::UTC).unwrap();
        assert_eq!(until.since(from), 17 * Instant::DAY);
    }
}
