//! Days and hours in words.

use jiff::civil::{Date, Time, Weekday};

use super::NO_BREAK;

/// « mardi 9 septembre », « jeudi 1er octobre ».
pub fn day(date: Date) -> String {
    format!("{} {} {}", weekday(date.weekday()), day_number(date), month(date))
}

/// « 9 septembre 2026 ».
pub fn date_year(date: Date) -> String {
    format!("{} {} {}", day_number(date), month(date), date.year())
}

/// « mardi 9 septembre 2026 ».
pub fn day_year(date: Date) -> String {
    format!("{} {}", day(date), date.year())
}

/// « 9 sept. », for narrow columns.
pub fn short_day(date: Date) -> String {
    format!("{} {}", day_number(date), SHORT_MONTHS[month_index(date)])
}

/// « 16 h 05 », « 8 h ». Takes a civil time or a `&Zoned`.
pub fn time(at: impl Into<Time>) -> String {
    let at = at.into();
    match at.minute() {
        0 => format!("{}{NO_BREAK}h", at.hour()),
        minute => format!("{}{NO_BREAK}h{NO_BREAK}{minute:02}", at.hour()),
    }
}

/// « lundi ».
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "lundi",
        Weekday::Tuesday => "mardi",
        Weekday::Wednesday => "mercredi",
        Weekday::Thursday => "jeudi",
        Weekday::Friday => "vendredi",
        Weekday::Saturday => "samedi",
        Weekday::Sunday => "dimanche",
    }
}

fn month(date: Date) -> &'static str {
    MONTHS[month_index(date)]
}

fn month_index(date: Date) -> usize {
    usize::from(date.month().unsigned_abs()) - 1
}

fn day_number(date: Date) -> String {
    match date.day() {
        1 => "1er".to_owned(),
        n => n.to_string(),
    }
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const SHORT_MONTHS: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_said_in_full() {
        assert_eq!(day(date(2026, 9, 8)), "mardi 8 septembre");
        assert_eq!(day(date(2026, 10, 1)), "jeudi 1er octobre");
        assert_eq!(day_year(date(2026, 2, 15)), "dimanche 15 février 2026");
        assert_eq!(short_day(date(2026, 9, 9)), "9 sept.");
        assert_eq!(short_day(date(2026, 8, 1)), "1er août");
        assert_eq!(short_day(date(2026, 12, 31)), "31 déc.");
    }

    #[test]
    fn hours_are_said_with_an_h() {
        assert_eq!(time(jiff::civil::time(16, 5, 59, 0)), "16\u{A0}h\u{A0}05");
        assert_eq!(time(jiff::civil::time(8, 0, 0, 0)), "8\u{A0}h");
        let zoned = date(2026, 11, 17).at(19, 12, 0, 0).in_tz("Europe/Paris").unwrap();
        assert_eq!(time(&zoned), "19\u{A0}h\u{A0}12");
    }
}
