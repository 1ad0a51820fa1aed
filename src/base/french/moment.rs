//! When something happened, or is due, as people say it. The caller gives the present: nothing here reads a clock.

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

use super::{count, day, day_year, time, weekday};

/// « à l’instant », « il y a 5 minutes », « ce matin à 7 h 41 », « hier à 16 h 05 », « lundi à 8 h », « mardi 17 novembre
/// à 19 h 12 », with the year when it is another one. Coming moments are said too (« demain à 8 h »).
pub fn moment(instant: Timestamp, now: Timestamp, tz: &TimeZone) -> String {
    let elapsed = now.as_second() - instant.as_second();
    match elapsed {
        // A minute ahead is two clocks that disagree, not a plan.
        -59..60 => return "à l’instant".to_owned(),
        60..120 => return "il y a une minute".to_owned(),
        120..3600 => return format!("il y a {}", count(elapsed / 60, "minute", "minutes")),
        _ => {}
    }
    let (then, now) = (instant.to_zoned(tz.clone()), now.to_zoned(tz.clone()));
    let hour = time(&then);
    match days_between(now.date(), then.date()) {
        0 => format!("{} à {hour}", part_of_day(&then)),
        _ => format!("{} à {hour}", until(then.date(), now.date())),
    }
}

/// « aujourd’hui », « demain », « jeudi » within six days, else « jeudi 27 novembre », with the year when it is another
/// one. The past is said the same way (« hier », « lundi »).
pub fn until(date: Date, today: Date) -> String {
    match days_between(today, date) {
        0 => "aujourd’hui".to_owned(),
        1 => "demain".to_owned(),
        -1 => "hier".to_owned(),
        -6..=6 => weekday(date.weekday()).to_owned(),
        _ if date.year() == today.year() => day(date),
        _ => day_year(date),
    }
}

fn part_of_day(at: &Zoned) -> &'static str {
    match at.hour() {
        0..5 => "cette nuit",
        5..12 => "ce matin",
        12..18 => "cet après-midi",
        _ => "ce soir",
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    let midnight = |date: Date| date.to_datetime(jiff::civil::Time::midnight());
    midnight(from).duration_until(midnight(to)).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn said(then: &str) -> String {
        let tz = TimeZone::get("Europe/Paris").unwrap();
        let now = "2026-11-18T20:15:00+01:00".parse().unwrap();
        moment(then.parse().unwrap(), now, &tz).replace('\u{A0}', " ")
    }

    #[test]
    fn the_past_is_said_as_people_say_it() {
        for (then, expected) in [
            ("2026-11-18T20:14:30+01:00", "à l’instant"),
            ("2026-11-18T20:15:40+01:00", "à l’instant"),
            ("2026-11-18T20:13:30+01:00", "il y a une minute"),
            ("2026-11-18T20:10:00+01:00", "il y a 5 minutes"),
            ("2026-11-18T19:00:00+01:00", "ce soir à 19 h"),
            ("2026-11-18T14:10:00+01:00", "cet après-midi à 14 h 10"),
            ("2026-11-18T07:41:00+01:00", "ce matin à 7 h 41"),
            ("2026-11-18T02:00:00+01:00", "cette nuit à 2 h"),
            ("2026-11-17T16:05:00+01:00", "hier à 16 h 05"),
            ("2026-11-16T08:00:00+01:00", "lundi à 8 h"),
            ("2026-11-11T19:12:00+01:00", "mercredi 11 novembre à 19 h 12"),
            ("2025-12-25T09:30:00+01:00", "jeudi 25 décembre 2025 à 9 h 30"),
        ] {
            assert_eq!(said(then), expected, "{then}");
        }
    }

    #[test]
    fn the_future_is_said_too() {
        assert_eq!(said("2026-11-18T21:00:00+01:00"), "ce soir à 21 h");
        assert_eq!(said("2026-11-19T08:00:00+01:00"), "demain à 8 h");
        assert_eq!(said("2026-11-23T08:00:00+01:00"), "lundi à 8 h");
        assert_eq!(said("2026-11-25T08:00:00+01:00"), "mercredi 25 novembre à 8 h");
    }

    #[test]
    fn the_day_is_the_schools_own_across_midnight_and_summer_time() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let reunion = TimeZone::get("Indian/Reunion").unwrap();
        let then = "2026-03-28T21:30:00Z".parse().unwrap();
        let now = "2026-03-29T10:00:00Z".parse().unwrap();
        assert_eq!(moment(then, now, &paris), "hier à 22\u{A0}h\u{A0}30");
        assert_eq!(moment(then, now, &reunion), "cette nuit à 1\u{A0}h\u{A0}30");
    }

    #[test]
    fn deadlines() {
        let today = date(2026, 11, 17);
        for (due, expected) in [
            (date(2026, 11, 17), "aujourd’hui"),
            (date(2026, 11, 18), "demain"),
            (date(2026, 11, 16), "hier"),
            (date(2026, 11, 19), "jeudi"),
            (date(2026, 11, 23), "lundi"),
            (date(2026, 11, 24), "mardi 24 novembre"),
            (date(2026, 11, 27), "vendredi 27 novembre"),
            (date(2027, 1, 4), "lundi 4 janvier 2027"),
        ] {
            assert_eq!(until(due, today), expected);
        }
    }
}
