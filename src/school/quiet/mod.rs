//! Quiet hours: when the school disturbs nobody. What is written in them waits for the next open instant; reading, answering and
//! signing never do. It reads no clock and sends nothing: it only says when.

mod sentences;
pub mod store;

pub use sentences::hour;

use super::{calendar::public_holiday, settings::HolidayRow};
use crate::base::clock::Instant;
use jiff::{
    ToSpan,
    civil::{Date, Time, Weekday},
    tz::TimeZone,
};

/// As the director set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Minutes of the day on the wall clock, `until` left out; over midnight when `from` comes after. The same minute twice:
    /// no hour is quiet.
    pub from: u16,
    pub until: u16,
    pub week_end: bool,
    /// The school's holidays and the public ones. A day of the week without class is a day like another.
    pub days_off: bool,
}

impl Window {
    pub fn has(&self, minute: u16) -> bool {
        if self.from <= self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        }
    }

    /// Minutes of a plain day in which people may be told.
    pub fn open_minutes(&self) -> u16 {
        (0..MINUTES).filter(|minute| !self.has(*minute)).count() as u16
    }
}

/// The window with the calendar that it lies in.
#[derive(Clone, Debug)]
pub struct Quiet {
    pub window: Window,
    /// Where there is class on Saturday, Saturday is no part of the week-end.
    pub works_on_saturday: bool,
    pub holidays: Vec<HolidayRow>,
    /// Days that the director opened. Their nights stay quiet.
    pub open_days: Vec<Date>,
    pub zone: TimeZone,
}

/// What keeps an instant quiet; of a night in the holidays, the holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why<'a> {
    Holiday(&'a str),
    Public(&'static str),
    WeekEnd,
    Hours,
}

const MINUTES: u16 = 24 * 60;
/// Longer than any year of a school. A calendar that opens nothing for so long is a mistake in it.
const FARTHEST: i64 = 400;

impl Quiet {
    pub fn is_quiet(&self, at: Instant) -> bool {
        self.why(at).is_some()
    }

    pub fn why(&self, at: Instant) -> Option<Why<'_>> {
        let local = at.zoned(&self.zone);
        let minute = local.hour() as u16 * 60 + local.minute() as u16;
        self.why_day(local.date()).or(self.window.has(minute).then_some(Why::Hours))
    }

    /// The whole day, whatever the hour.
    pub fn is_quiet_day(&self, day: Date) -> bool {
        self.why_day(day).is_some()
    }

    pub fn why_day(&self, day: Date) -> Option<Why<'_>> {
        if self.open_days.contains(&day) { None } else { self.closed_by(day) }
    }

    /// What the director would open it against.
    pub fn closed_by(&self, day: Date) -> Option<Why<'_>> {
        if self.window.days_off {
            let holiday = self.holidays.iter().find(|row| (row.first_on..=row.last_on).contains(&day));
            if let Some(row) = holiday {
                return Some(Why::Holiday(&row.name));
            }
            if let Some(name) = public_holiday(day) {
                return Some(Why::Public(name));
            }
        }
        let is_week_end = match day.weekday() {
            Weekday::Saturday => !self.works_on_saturday,
            Weekday::Sunday => true,
            _ => false,
        };
        (self.window.week_end && is_week_end).then_some(Why::WeekEnd)
    }

    /// The same instant when it is open, else the next that is; nothing when none is for more than a year.
    pub fn opens_at(&self, at: Instant) -> Option<Instant> {
        if !self.is_quiet(at) {
            return Some(at);
        }
        let first = at.date(&self.zone);
        (0..=FARTHEST)
            .map_while(|days| first.checked_add(days.days()).ok())
            .filter(|day| !self.is_quiet_day(*day))
            .find_map(|day| self.opens_within(day, at))
    }

    /// When staff are told of what happens now: reading, answering and signing are always open, but what they tell waits. At
    /// once where the calendar never opens, so that a mistake in it swallows nothing.
    pub fn next_for_staff(&self, now: Instant) -> Instant {
        self.opens_at(now).unwrap_or(now)
    }

    /// The first open instant of a day after `at`. Calm ends where a day begins, where the clock shows `until` (twice, on the
    /// night when it goes back), or where it jumps.
    fn opens_within(&self, day: Date, at: Instant) -> Option<Instant> {
        let until = day.to_datetime(minute_of(self.window.until));
        let shown = self.zone.to_ambiguous_timestamp(until);
        let begins = self.zone.to_ambiguous_timestamp(day.to_datetime(Time::midnight())).compatible().ok()?;
        let jumps = self.zone.following(begins).map(|jump| jump.timestamp());
        let jumps = jumps.take_while(|jump| jump.as_second() - begins.as_second() < 2 * Instant::DAY);
        let ends = [shown.earlier(), shown.later()].into_iter().flatten();
        let mut ends: Vec<Instant> = [begins].into_iter().chain(ends).chain(jumps).map(Instant::from).collect();
        ends.sort();
        ends.into_iter().find(|end| *end > at && end.date(&self.zone) == day && !self.is_quiet(*end))
    }
}

/// A minute of the day as a wall clock shows it.
pub fn minute_of(minute: u16) -> Time {
    let minute = minute % MINUTES;
    Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).expect("less than a day")
}

#[cfg(test)]
mod tests;
