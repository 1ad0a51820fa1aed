//! A calendar of whole days in the open format (RFC 5545), for any agenda program. What stands in it is the caller's.

use super::clock::Instant;
use jiff::{ToSpan, civil::Date};
use std::fmt::Write;

/// One thing of one or several days, both included.
pub struct Event {
    /// The same each time that the calendar is written: a program that reads it again knows it.
    pub uid: String,
    pub first: Date,
    pub last: Date,
    pub title: String,
    pub more: String,
}

/// Lines are at most so many bytes long (3.1).
const LINE: usize = 75;

/// `name` is what programs call the calendar; `made_at` stands on every event.
pub fn calendar(name: &str, events: &[Event], made_at: Instant) -> String {
    let stamp = made_at.timestamp().strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut out = String::new();
    let mut put = |line: &str| fold(&mut out, line);
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Preau//Preau//FR", "CALSCALE:GREGORIAN"] {
        put(line);
    }
    put(&format!("X-WR-CALNAME:{}", escape(name)));
    for event in events {
        put("BEGIN:VEVENT");
        put(&format!("UID:{}", escape(&event.uid)));
        put(&format!("DTSTAMP:{stamp}"));
        put(&format!("DTSTART;VALUE=DATE:{}", event.first.strftime("%Y%m%d")));
        // The end is the first day that is no more of it (3.6.1).
        let end = event.last.max(event.first).saturating_add(1.day());
        put(&format!("DTEND;VALUE=DATE:{}", end.strftime("%Y%m%d")));
        put(&format!("SUMMARY:{}", escape(&event.title)));
        if !event.more.is_empty() {
            put(&format!("DESCRIPTION:{}", escape(&event.more)));
        }
        put("TRANSP:TRANSPARENT");
        put("END:VEVENT");
    }
    put("END:VCALENDAR");
    out
}

/// 3.3.11: what has a meaning of its own in a text.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A long line goes on after a line end and a space, never within a letter.
fn fold(out: &mut String, line: &str) {
    let (mut rest, mut most) = (line, LINE);
    while rest.len() > most {
        let at = rest.floor_char_boundary(most);
        let _ = write!(out, "{}\r\n ", &rest[..at]);
        (rest, most) = (&rest[at..], LINE - 1);
    }
    let _ = write!(out, "{rest}\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_calendar_is_written_as_the_norm_says() {
        let event = Event {
            uid: "vacances-1@preau".into(),
            first: date(2026, 12, 19),
            last: date(2027, 1, 3),
            title: "Vacances de Noël ; fermé, vraiment".into(),
            more: "é".repeat(60),
        };
        let text = calendar("École", &[event], Instant(1_794_900_642));
        assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.contains("DTSTART;VALUE=DATE:20261219\r\nDTEND;VALUE=DATE:20270104\r\n"), "{text}");
        assert!(text.contains("SUMMARY:Vacances de Noël \\; fermé\\, vraiment\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        assert!(text.replace("\r\n ", "").contains(&format!("DESCRIPTION:{}\r\n", "é".repeat(60))));
        assert!(!text.replace("\r\n", "").contains('\n'));
    }
}
