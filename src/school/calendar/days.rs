//! Is there class, and if not, why.

use jiff::{ToSpan, civil::Date};

use super::{Holiday, public_holiday};
use crate::school::half_days::{Half, WeekPattern};

/// Why a day has no class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOff<'a> {
    Public(&'static str),
    Holiday(&'a Holiday),
    /// The week of this school leaves the day free.
    NoClass,
}

/// The reason why there is no class that day, or nothing when there is. `holidays` are the school's own rows.
pub fn day_off<'a>(date: Date, pattern: &WeekPattern, holidays: &'a [Holiday]) -> Option<DayOff<'a>> {
    if let Some(holiday) = holidays.iter().find(|holiday| holiday.contains(date)) {
        return Some(DayOff::Holiday(holiday));
    }
    if let Some(name) = public_holiday(date) {
        return Some(DayOff::Public(name));
    }
    (!pattern.has_day(date.weekday())).then_some(DayOff::NoClass)
}

/// Whether there is class on at least one half of this day.
pub fn is_school_day(date: Date, pattern: &WeekPattern, holidays: &[Holiday]) -> bool {
    day_off(date, pattern, holidays).is_none()
}

/// Whether there is class on this very half-day: the unit of attendance.
pub fn has_class(date: Date, half: Half, pattern: &WeekPattern, holidays: &[Holiday]) -> bool {
    pattern.has(date.weekday(), half) && is_school_day(date, pattern, holidays)
}

/// The first day of class strictly after this one. None when a whole year has none: an empty week, or dates never typed.
pub fn next_school_day(after: Date, pattern: &WeekPattern, holidays: &[Holiday]) -> Option<Date> {
    (1..=366)
        .map_while(|days: i64| after.checked_add(days.days()).ok())
        .find(|date| is_school_day(*date, pattern, holidays))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Zone, holidays_of, shipped};
    use super::*;

    #[test]
    fn a_school_day_is_neither_off_nor_public_nor_out_of_the_week() {
        let lyon = holidays_of(Zone::A, &shipped());
        let nine = WeekPattern::NINE;
        for (day, expected) in [
            (date(2026, 11, 17), true),
            (date(2026, 11, 18), true),
            (date(2026, 11, 11), false), // Armistice
            (date(2026, 11, 14), false), // Saturday
            (date(2026, 10, 16), true),  // the eve of the holidays
            (date(2026, 10, 17), false),
            (date(2026, 11, 2), true), // back to school
            (date(2027, 5, 7), false), // bridge of the Ascension
            (date(2027, 2, 15), false),
        ] {
            assert_eq!(is_school_day(day, &nine, &lyon), expected, "{day}");
        }
        // The same Monday in another zone.
        assert!(is_school_day(date(2027, 2, 15), &nine, &holidays_of(Zone::B, &shipped())));
        assert!(!is_school_day(date(2026, 11, 18), &WeekPattern::EIGHT, &lyon));
    }

    #[test]
    fn the_reason_is_told() {
        let paris = holidays_of(Zone::C, &shipped());
        let reason = |day| day_off(day, &WeekPattern::EIGHT, &paris);
        assert_eq!(reason(date(2026, 11, 11)), Some(DayOff::Public("Armistice de 1918")));
        assert!(matches!(reason(date(2026, 12, 25)), Some(DayOff::Holiday(h)) if h.name == "Noël"));
        assert_eq!(reason(date(2026, 11, 18)), Some(DayOff::NoClass));
        assert_eq!(reason(date(2026, 11, 19)), None);
    }

    #[test]
    fn wednesday_has_only_its_morning() {
        let (wednesday, nine) = (date(2026, 11, 18), WeekPattern::NINE);
        assert!(has_class(wednesday, Half::Morning, &nine, &[]));
        assert!(!has_class(wednesday, Half::Afternoon, &nine, &[]));
    }

    #[test]
    fn the_next_day_jumps_over_week_ends_and_summers() {
        let lyon = holidays_of(Zone::A, &shipped());
        let next = |day| next_school_day(day, &WeekPattern::EIGHT, &lyon);
        assert_eq!(next(date(2026, 11, 17)), Some(date(2026, 11, 19)));
        assert_eq!(next(date(2026, 11, 20)), Some(date(2026, 11, 23)));
        assert_eq!(next(date(2026, 12, 18)), Some(date(2027, 1, 4)));
        assert_eq!(next(date(2026, 7, 3)), Some(date(2026, 9, 1)));
        assert_eq!(next_school_day(date(2026, 11, 17), &WeekPattern::EMPTY, &lyon), None);
        assert_eq!(next(Date::MAX), None);
    }
}
