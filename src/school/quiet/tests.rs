//! Ten years of quiet hours, in every zone and every time zone of a French school.

use super::*;
use crate::school::calendar::{Zone, shipped};
use jiff::civil::date;

const TIME_ZONES: [&str; 11] = [
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "America/Miquelon",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Marquesas",
    "Pacific/Wallis",
];
const USUAL: Window = Window { from: 20 * 60, until: 7 * 60, week_end: true, days_off: true };

/// The shipped years again and again, on the same days of the week, for ten years and more.
fn holidays(zone: Zone) -> Vec<HolidayRow> {
    let rows = shipped().into_iter().filter(|holiday| holiday.zone == zone);
    let all = rows.flat_map(|holiday| {
        (0..4).map(move |turn| {
            let days = (turn * 3 * 364).days();
            HolidayRow {
                id: 0,
                name: holiday.name.clone(),
                first_on: holiday.first.saturating_add(days),
                last_on: holiday.last.saturating_add(days),
            }
        })
    });
    all.collect()
}

fn quiet(zone: Zone, time_zone: &str, window: Window) -> Quiet {
    Quiet {
        window,
        works_on_saturday: false,
        holidays: holidays(zone),
        open_days: vec![date(2026, 8, 31), date(2029, 8, 31), date(2027, 7, 14)],
        zone: TimeZone::get(time_zone).unwrap(),
    }
}

fn paris() -> Quiet {
    quiet(Zone::A, "Europe/Paris", USUAL)
}

fn at(text: &str) -> Instant {
    text.parse::<jiff::Timestamp>().unwrap().into()
}

/// Goes back through ten years by steps that every change falls on, and compares `opens_at` with what was walked over.
fn walk(quiet: &Quiet, step: i64, every: usize) {
    let (first, last) = (at("2025-09-01T00:00:00Z").0, at("2035-09-03T00:00:00Z").0);
    let steps = (last - first) / step;
    let mut next = None;
    let mut longest = 0;
    for n in (0..=steps).rev() {
        let now = Instant(first + n * step);
        if !quiet.is_quiet(now) {
            next = Some(now);
        }
        let Some(next) = next else { continue };
        longest = longest.max(next.since(now));
        if (n as usize).is_multiple_of(every) || now == next {
            let opens = quiet.opens_at(now).unwrap();
            assert_eq!(opens, next, "{now:?} in {:?}", quiet.zone);
            assert!(!quiet.is_quiet(opens));
            assert_eq!(quiet.opens_at(opens), Some(opens));
            assert_eq!(quiet.next_for_staff(now), opens);
        }
    }
    // The summer and its week-ends; never a term.
    assert!(longest < 66 * Instant::DAY, "{longest}");
}

#[test]
fn every_hour_of_ten_years_opens_at_the_first_open_hour_that_follows() {
    for zone in Zone::ALL {
        walk(&quiet(zone, "Europe/Paris", USUAL), Instant::HOUR, 7);
    }
}

#[test]
fn overseas_too_on_the_school_s_own_clock() {
    for time_zone in TIME_ZONES {
        // Half an hour aside on the Marquises.
        let step = if time_zone == "Pacific/Marquesas" { 30 * Instant::MINUTE } else { Instant::HOUR };
        walk(&quiet(Zone::C, time_zone, USUAL), step, 43);
    }
}

#[test]
fn odd_windows_as_well_as_the_usual_one() {
    let windows =
        [(0, 0), (12 * 60, 14 * 60), (0, 7 * 60), (150, 30), (30, 150), (18 * 60, 0), (23 * 60, 22 * 60 + 30)];
    for (from, until) in windows {
        let window = Window { from, until, week_end: true, days_off: false };
        walk(&quiet(Zone::B, "Europe/Paris", window), 30 * Instant::MINUTE, 29);
    }
}

#[test]
fn every_second_of_the_nights_when_the_clock_jumps() {
    for (time_zone, night) in [
        ("Europe/Paris", "2026-03-28T22:00:00Z"),
        ("Europe/Paris", "2026-10-24T22:00:00Z"),
        ("America/Miquelon", "2026-03-08T03:00:00Z"),
        ("America/Miquelon", "2026-11-01T03:00:00Z"),
    ] {
        for (from, until) in [(20 * 60, 7 * 60), (0, 150), (30, 125), (150, 175), (121, 122), (170, 60)] {
            let window = Window { from, until, week_end: false, days_off: false };
            let quiet = quiet(Zone::C, time_zone, window);
            let first = at(night).0;
            let mut next = None;
            for second in (first..first + 11 * Instant::HOUR).rev() {
                let now = Instant(second);
                if !quiet.is_quiet(now) {
                    next = Some(now);
                }
                if next.is_some() && second % 61 == 0 {
                    assert_eq!(quiet.opens_at(now), next, "{now:?} {from} {until} {time_zone}");
                }
            }
        }
    }
}

#[test]
fn a_word_of_the_evening_leaves_in_the_morning_and_one_of_friday_on_monday() {
    let quiet = paris();
    let leaves = |text| quiet.opens_at(at(text)).unwrap();
    assert_eq!(leaves("2026-11-17T19:59:59+01:00"), at("2026-11-17T19:59:59+01:00"));
    assert_eq!(leaves("2026-11-17T20:00:00+01:00"), at("2026-11-18T07:00:00+01:00"));
    // Wednesday without class is a day like another.
    assert_eq!(leaves("2026-11-18T15:00:00+01:00"), at("2026-11-18T15:00:00+01:00"));
    assert_eq!(leaves("2026-11-20T20:30:00+01:00"), at("2026-11-23T07:00:00+01:00"));
    assert_eq!(leaves("2026-11-11T10:00:00+01:00"), at("2026-11-12T07:00:00+01:00"));
    assert_eq!(leaves("2026-10-16T21:00:00+02:00"), at("2026-11-02T07:00:00+01:00"));
    assert_eq!(leaves("2026-08-30T12:00:00+02:00"), at("2026-08-31T07:00:00+02:00"));
    assert_eq!(leaves("2026-08-31T21:00:00+02:00"), at("2026-09-01T07:00:00+02:00"));
}

#[test]
fn the_reason_is_the_widest_one() {
    let quiet = paris();
    assert_eq!(quiet.why(at("2026-11-17T21:00:00+01:00")), Some(Why::Hours));
    assert_eq!(quiet.why(at("2026-11-21T21:00:00+01:00")), Some(Why::WeekEnd));
    assert_eq!(quiet.why(at("2026-11-11T21:00:00+01:00")), Some(Why::Public("Armistice de 1918")));
    assert_eq!(quiet.why(at("2026-10-24T12:00:00+02:00")), Some(Why::Holiday("Toussaint")));
    assert_eq!(quiet.why(at("2026-11-17T12:00:00+01:00")), None);
    assert_eq!(quiet.why_day(date(2026, 8, 31)), None);
    assert_eq!(quiet.closed_by(date(2026, 8, 31)), Some(Why::Holiday("Été")));
}

#[test]
fn what_the_director_leaves_open_is_open() {
    let mut quiet = paris();
    quiet.works_on_saturday = true;
    assert!(!quiet.is_quiet_day(date(2026, 11, 21)) && quiet.is_quiet_day(date(2026, 11, 22)));
    quiet.window.week_end = false;
    assert!(!quiet.is_quiet_day(date(2026, 11, 22)));
    quiet.window.days_off = false;
    assert!(!quiet.is_quiet_day(date(2026, 11, 11)) && !quiet.is_quiet_day(date(2026, 10, 24)));
    assert_eq!(quiet.window.open_minutes(), 13 * 60);
    assert_eq!(Window { from: 600, until: 600, ..USUAL }.open_minutes(), 24 * 60);
}

#[test]
fn a_calendar_that_never_opens_is_said_and_swallows_nothing() {
    let mut quiet = paris();
    quiet.open_days.clear();
    quiet.holidays =
        vec![HolidayRow { id: 0, name: "Travaux".to_owned(), first_on: date(2026, 1, 1), last_on: date(2028, 1, 1) }];
    let now = at("2026-02-02T10:00:00Z");
    assert_eq!((quiet.opens_at(now), quiet.next_for_staff(now)), (None, now));
    assert_eq!(quiet.opens_at(Instant(i64::MAX)), None);
}

#[test]
fn the_wait_is_said_on_the_school_s_clock() {
    let quiet = paris();
    let now = at("2026-11-20T16:00:00+01:00");
    let said = |text| quiet.waits(at(text), now).map(|said| said.replace('\u{A0}', " "));
    assert_eq!(said("2026-11-20T21:00:00+01:00").as_deref(), Some("sera remis lundi à 7 h"));
    assert_eq!(said("2026-11-20T19:00:00+01:00"), None);
}
