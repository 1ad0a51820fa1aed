//! When the box is to back the school up, where to and for how long, and what its last rounds came to. How a backup is made
//! is base's affair.

pub mod restored;
pub mod store;

use crate::base::{backup::Keep, clock::Instant};
use jiff::{ToSpan, tz::TimeZone};

/// The hour of the night at which a new day begins for backups: nobody writes, and the evening is in it.
const HOUR: i8 = 1;
/// A box that is off at night makes one when it wakes; one that failed is tried again.
const AGAIN: i64 = Instant::HOUR;
const CHECK_AGAIN: i64 = Instant::DAY;
const BETWEEN_CHECKS: i64 = 7 * Instant::DAY;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Make,
    /// Read whole, and every file hashed.
    Verify,
    /// On the disk that was chosen, too.
    Disk,
    /// What the machine's own programs take elsewhere.
    Hook,
}

impl What {
    pub fn as_str(self) -> &'static str {
        match self {
            What::Make => "make",
            What::Verify => "verify",
            What::Disk => "disk",
            What::Hook => "hook",
        }
    }
}

/// How the last of a kind went.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Round {
    pub tried_at: Instant,
    pub done_at: Option<Instant>,
    pub fault: String,
}

/// What the director decided; the usual until then.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Plan {
    pub keep: Keep,
    /// The label of the disk that gets each backup too; empty when there is none.
    pub disk: String,
    /// Somebody asked for one, and it is not made yet.
    pub asked_at: Option<Instant>,
}

impl Round {
    /// When it last went well. What lies ahead was noted by a clock set right since, and says nothing of when that was.
    pub fn done_by(&self, now: Instant) -> Option<Instant> {
        self.done_at.filter(|at| now.since(*at) > -Instant::HOUR)
    }

    /// The last try came to nothing, or to something that must be told.
    pub fn is_hindered(&self) -> bool {
        !self.fault.is_empty()
    }
}

/// Whether a backup is to be made now: the night has turned since the last one, or since the school was set up.
pub fn is_due(last: Option<&Round>, set_up_at: Instant, now: Instant, zone: &TimeZone) -> bool {
    let since = last.and_then(|last| last.done_at).unwrap_or(set_up_at);
    // One that lies ahead was made while the clock was wrong: it stands for no night.
    (since < night_before(now, zone) || since > now) && has_rested(last, now, AGAIN)
}

/// Whether the newest one is to be read whole.
pub fn is_check_due(last: Option<&Round>, now: Instant) -> bool {
    let done_at = last.and_then(|last| last.done_at);
    done_at.is_none_or(|at| now.since(at) >= BETWEEN_CHECKS || at > now) && has_rested(last, now, CHECK_AGAIN)
}

/// A try that lies ahead was noted by a clock set right since.
fn has_rested(last: Option<&Round>, now: Instant, rest: i64) -> bool {
    last.is_none_or(|last| now.since(last.tried_at) >= rest || last.tried_at > now)
}

fn night_before(now: Instant, zone: &TimeZone) -> Instant {
    let here = now.zoned(zone);
    let tonight = here.date().at(HOUR, 0, 0, 0);
    let turned = if here.datetime() < tonight { tonight.saturating_sub(1.day()) } else { tonight };
    turned.to_zoned(zone.clone()).map_or(now, |zoned| zoned.timestamp().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        let local: jiff::civil::DateTime = text.parse().unwrap();
        local.to_zoned(paris()).unwrap().timestamp().into()
    }

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn round(tried_at: &str, done_at: Option<&str>) -> Round {
        Round { tried_at: at(tried_at), done_at: done_at.map(at), fault: String::new() }
    }

    #[test]
    fn one_a_night_and_one_in_the_morning_where_the_box_slept() {
        let set_up = at("2026-11-16T10:00");
        let due = |last: Option<Round>, now: &str| is_due(last.as_ref(), set_up, at(now), &paris());
        assert!(!due(None, "2026-11-16T23:59"), "the day of the set-up is not over");
        assert!(!due(None, "2026-11-17T00:59") && due(None, "2026-11-17T01:00"));
        let last = Some(round("2026-11-17T01:00", Some("2026-11-17T01:00")));
        assert!(!due(last.clone(), "2026-11-17T22:00") && !due(last.clone(), "2026-11-18T00:30"));
        assert!(due(last, "2026-11-18T08:10"), "it was off in the night");
    }

    #[test]
    fn what_failed_is_tried_again_within_the_hour_and_a_clock_set_back_stops_nothing() {
        let set_up = at("2026-11-16T10:00");
        let due = |last: Round, now: &str| is_due(Some(&last), set_up, at(now), &paris());
        let failed = || round("2026-11-18T01:00", Some("2026-11-17T01:00"));
        assert!(!due(failed(), "2026-11-18T01:30") && due(failed(), "2026-11-18T02:00"));
        assert!(due(round("2036-01-01T01:00", Some("2026-11-17T01:00")), "2026-11-18T02:00"));
        let ahead = || round("2036-01-01T01:00", Some("2036-01-01T01:00"));
        assert!(due(ahead(), "2026-11-18T12:00"), "made while the clock was years ahead: it stands for no night");
        assert!(ahead().done_by(at("2026-11-18T12:00")).is_none());
        assert!(
            ahead().done_by(at("2036-01-01T00:30")).is_some(),
            "a clock set right by the network steps back a little"
        );
        assert!(is_due(None, at("2036-01-01T10:00"), at("2026-11-18T12:00"), &paris()), "set up by such a clock");
        assert!(is_check_due(None, set_up));
        let checked = round("2026-11-17T01:00", Some("2026-11-17T01:00"));
        assert!(
            !is_check_due(Some(&checked), at("2026-11-23T01:00"))
                && is_check_due(Some(&checked), at("2026-11-24T01:00"))
        );
    }
}
