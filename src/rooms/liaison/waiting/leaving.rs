//! When a word leaves and which dates go with it: pure, over the quiet hours.

use super::{When, pages};
use crate::{
    base::clock::Instant,
    door::Faults,
    rooms::liaison::{New, writing},
    school::quiet::Quiet,
};
use jiff::{ToSpan, civil::Date};

/// Nobody plans a word further ahead.
const FARTHEST: i64 = 366 * Instant::DAY;

/// The chosen instant or now; in quiet hours the next open one, unless it is urgent.
pub fn leaves(when: &When, quiet: &Quiet, now: Instant) -> Result<Instant, String> {
    let asked = match when.at {
        None => now,
        Some(at) => {
            let zoned = at.to_zoned(quiet.zone.clone()).map_err(|_| pages::NO_SUCH_DAY)?;
            let asked = Instant::from(zoned.timestamp());
            if asked <= now {
                return Err(pages::MOMENT_IS_PAST.to_owned());
            }
            if asked > now.plus(FARTHEST) {
                return Err(pages::TOO_FAR.to_owned());
            }
            asked
        }
    };
    if when.is_urgent { Ok(asked) } else { quiet.opens_at(asked).ok_or_else(|| pages::NEVER_OPEN.to_owned()) }
}

/// What is wrong with the dates of a word that leaves then.
pub fn judge_dates(new: &New, quiet: &Quiet, leaves_at: Instant, now: Instant, faults: &mut Faults) {
    let (leaves_on, today) = (leaves_at.date(&quiet.zone), now.date(&quiet.zone));
    if let Some(day) = new.deadline_on {
        if day < today {
            faults.add("avant_le", writing::pages::DAY_IS_PAST);
        } else if day < leaves_on {
            faults.add("avant_le", pages::before_it_leaves(day, leaves_on, today));
        } else if let Some(sentence) = quiet_deadline(day, quiet, today) {
            faults.add("avant_le", sentence);
        }
    }
    if let Some(until) = new.shown_until {
        if until < leaves_on {
            faults.add("affiche_jusqu_au", pages::SHOWN_BEFORE_IT_LEAVES);
        } else if new.deadline_on.is_some_and(|deadline| until < deadline) {
            faults.add("affiche_jusqu_au", pages::SHOWN_BEFORE_DEADLINE);
        }
    }
}

/// A deadline in a day that is wholly quiet is refused, with the next one that is not.
pub fn quiet_deadline(day: Date, quiet: &Quiet, today: Date) -> Option<String> {
    let why = quiet.why_day(day)?;
    let next = (1..400).filter_map(|days| day.checked_add(days.days()).ok()).find(|day| !quiet.is_quiet_day(*day));
    Some(pages::quiet_day(day, &why.said(), next, today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::school::quiet::Window;
    use jiff::{civil::date, tz::TimeZone};

    fn quiet() -> Quiet {
        Quiet {
            window: Window { from: 1200, until: 420, week_end: true, days_off: true },
            works_on_saturday: false,
            holidays: Vec::new(),
            open_days: Vec::new(),
            zone: TimeZone::get("Europe/Paris").unwrap(),
        }
    }

    fn at(text: &str) -> Instant {
        text.parse::<jiff::Timestamp>().unwrap().into()
    }

    fn later(day: i8, hour: i8) -> When {
        When { at: Some(date(2026, 11, day).at(hour, 0, 0, 0)), is_urgent: false }
    }

    #[test]
    fn a_word_leaves_now_or_then_or_when_the_calm_ends() {
        let (quiet, morning) = (quiet(), at("2026-11-17T08:30:00+01:00"));
        assert_eq!(leaves(&When::default(), &quiet, morning), Ok(morning));
        assert_eq!(leaves(&later(18, 12), &quiet, morning), Ok(at("2026-11-18T12:00:00+01:00")));
        assert_eq!(leaves(&later(20, 21), &quiet, morning), Ok(at("2026-11-23T07:00:00+01:00")));
        assert!(leaves(&later(17, 8), &quiet, morning).is_err());
        let night = at("2026-11-17T22:00:00+01:00");
        assert_eq!(leaves(&When::default(), &quiet, night), Ok(at("2026-11-18T07:00:00+01:00")));
        assert_eq!(leaves(&When { is_urgent: true, at: None }, &quiet, night), Ok(night));
    }

    #[test]
    fn a_deadline_in_the_week_end_is_told_the_monday_after() {
        let said = quiet_deadline(date(2026, 11, 28), &quiet(), date(2026, 11, 17)).unwrap();
        assert!(said.contains("Samedi 28 novembre") && said.contains("lundi 30 novembre"), "{said}");
        assert!(quiet_deadline(date(2026, 11, 27), &quiet(), date(2026, 11, 17)).is_none());
    }
}
