//! The window, and a day to open, as they are typed.

use crate::{
    door::{Faults, Fields, Form, form::Checked, upload::Upload},
    school::quiet::Window,
};
use jiff::civil::{Date, Time};

/// A school that may be told of nothing is shut: so many minutes of a plain day stay open.
const OPEN: u16 = 2 * 60;

impl Form for Window {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Window> {
        let mut faults = Faults::default();
        let from = minute(fields.get("de"));
        let until = minute(fields.get("a"));
        if from.is_none() {
            faults.add("de", "Donnez une heure, comme 20:00.");
        }
        if until.is_none() {
            faults.add("a", "Donnez une heure, comme 07:00.");
        }
        let window = Window {
            from: from.unwrap_or_default(),
            until: until.unwrap_or_default(),
            week_end: fields.has("week_end"),
            days_off: fields.has("conges"),
        };
        if faults.is_empty() && window.open_minutes() < OPEN {
            faults.add("a", "Laissez au moins deux heures ouvertes dans la journée : sinon plus rien ne part.");
        }
        faults.or(window)
    }
}

pub struct OpenDay {
    pub day: Date,
}

impl Form for OpenDay {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<OpenDay> {
        let day = fields.get("jour").parse().map(|day| OpenDay { day });
        day.map_err(|_| Faults::one("jour", "Choisissez le jour à ouvrir."))
    }
}

/// « 20:00 », as the browser's own clock writes it; some add the seconds.
fn minute(text: &str) -> Option<u16> {
    let (hours, rest) = text.split_once(':')?;
    let time = Time::new(hours.parse().ok()?, rest.get(..2)?.parse().ok()?, 0, 0).ok()?;
    Some(time.hour() as u16 * 60 + time.minute() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(from: &str, until: &str) -> Checked<Window> {
        let mut fields = Fields::default();
        fields.push("de", from);
        fields.push("a", until);
        fields.push("week_end", "oui");
        Window::check(&fields, &[])
    }

    #[test]
    fn a_window_is_two_hours_of_the_clock() {
        let window = Window { from: 1200, until: 420, week_end: true, days_off: false };
        assert_eq!(typed("20:00", "07:00").ok(), Some(window));
        assert_eq!(typed("20:00:00", "07:00:00").ok(), Some(window));
        for (from, until) in
            [("", ""), ("24:00", "07:00"), ("20h", "7h"), ("20:60", "07:00"), ("-1:00", "07:00"), ("é:é", "1:")]
        {
            assert!(typed(from, until).is_err(), "{from} {until}");
        }
        // No hour is calm, and nearly all of them.
        assert!(typed("08:00", "08:00").is_ok());
        assert!(typed("08:00", "06:00").is_ok());
        assert!(typed("08:00", "06:01").err().is_some_and(|faults| faults.of("a").is_some()));
    }
}
