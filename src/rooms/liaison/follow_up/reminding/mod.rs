//! Reminders: by hand, in quiet hours put off to the next open instant; by itself two days before the deadline and on its day.
//! Only who has not answered is told, and never twice on a day.

mod store;

use super::{pages, tally};
use crate::{
    base::{
        clock::Instant,
        db::Tx,
        error::{Error, Result},
        jobs::System,
    },
    door::{Cx, Faults, Fields, Form, Page, form::Nothing, gate::on_behalf, room::Every, upload::Upload},
    rooms::liaison::{
        Asks, ROOM, letters, path,
        policy::{FollowUp, RemindFamilies},
        store as notes,
    },
    school::{
        permit::May,
        quiet::{self, Quiet},
        services,
    },
};
use jiff::{ToSpan, civil::Date};

pub const REMINDERS: Every = Every { name: "reminders", seconds: 60, run: round };

/// Days before the deadline.
const BEFORE: [i64; 2] = [2, 0];
/// On the school's clock.
const HOUR: i8 = 8;

pub fn remind(cx: &Cx<Tx>, note: May<RemindFamilies>, _: Nothing) -> Result<Page> {
    super::must_stand(&note)?;
    let follow = note.also::<FollowUp>().ok_or(Error::Forbidden)?;
    let left = super::left(cx, &follow)?;
    if note.asks == Asks::Nothing || left == 0 {
        return Ok(Page::again(Faults::one("", pages::NOBODY_LEFT)));
    }
    if let Some(at) = note.remind_at {
        return Ok(Page::again(Faults::one("", pages::reminds_at(cx, at))));
    }
    if let Some(last) = notes::last_reminder(&cx.db, &note)?
        && last.date(&cx.zone) == cx.today
    {
        return Ok(Page::again(Faults::one("", pages::already_reminded(last.zoned(&cx.zone).time()))));
    }
    let here = path::of(note.id, "suivi");
    let opens_at = quiet::store::quiet(&cx.db)?.opens_at(cx.now).unwrap_or(cx.now);
    if opens_at > cx.now {
        store::remind_at(&cx.db, &note, opens_at)?;
        return Ok(Page::go(here).saying(pages::reminds_at(cx, opens_at)));
    }
    super::store::remind(&cx.db, &note, cx.now)?;
    letters::remind(&cx.db, note.id, cx.now)?;
    Ok(Page::go(here).saying(pages::reminded(left)))
}

/// Whether families are reminded by itself.
pub struct Chosen {
    reminds: bool,
}

impl Form for Chosen {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Chosen, Faults> {
        Ok(Chosen { reminds: fields.get("rappels") == "oui" })
    }
}

pub fn choose(cx: &Cx<Tx>, note: May<RemindFamilies>, chosen: Chosen) -> Result<Page> {
    super::must_stand(&note)?;
    store::set_reminds(&cx.db, &note, chosen.reminds)?;
    Ok(Page::go(path::of(note.id, "suivi")).saying(pages::reminds(chosen.reminds)))
}

fn round(tx: &Tx, by: &System, now: Instant) -> Result<()> {
    let quiet = quiet::store::quiet(tx)?;
    let off = services::store::off(tx)?;
    if quiet.is_quiet(now) || off.is_off(ROOM.name) {
        return Ok(());
    }
    let today = now.date(&quiet.zone);
    for (word, person) in store::asked_for(tx, now, by)? {
        store::forget_asked(tx, word.note, by)?;
        // Reminded, or answered by all, since; or asked for by somebody who may no longer.
        let is_due = !was_reminded_since(&word, day_begins(&quiet, today)) && is_left(tx, &word, today, by)?;
        match on_behalf::<RemindFamilies>(tx, by, person, ROOM.name, word.note, today) {
            Ok(note) if is_due => {
                super::store::remind(tx, &note, now)?;
                letters::remind(tx, note.id, now)?;
            }
            Ok(_) | Err(Error::NotFound | Error::Forbidden) => {}
            Err(error) => return Err(error),
        }
    }
    for word in store::nearly_due(tx, today, by)? {
        let is_due = moments(&word, &quiet)
            .any(|at| at <= now && !was_reminded_since(&word, day_begins(&quiet, at.date(&quiet.zone))));
        if is_due && is_left(tx, &word, today, by)? {
            store::remind(tx, word.note, now, by)?;
            letters::remind(tx, word.note, now)?;
        }
    }
    Ok(())
}

/// When a word reminds by itself: on the first day that is not wholly quiet, at the first open instant from 8 h on, counted
/// from two days before and from the day itself; never after it, nor on the day when the word itself came.
fn moments<'a>(word: &'a store::Reminded, quiet: &'a Quiet) -> impl Iterator<Item = Instant> + 'a {
    let deadline = word.deadline_on.into_iter();
    deadline.flat_map(move |deadline| {
        BEFORE.into_iter().filter_map(move |days| {
            let first = deadline.checked_sub(days.days()).ok()?;
            let day = first.series(1.day()).take_while(|day| *day <= deadline).find(|day| !quiet.is_quiet_day(*day))?;
            let morning = day.at(HOUR, 0, 0, 0).to_zoned(quiet.zone.clone()).ok()?;
            let at = quiet.opens_at(morning.timestamp().into())?;
            let on = at.date(&quiet.zone);
            (on <= deadline && on > word.delivered_at.date(&quiet.zone)).then_some(at)
        })
    })
}

fn was_reminded_since(word: &store::Reminded, since: Instant) -> bool {
    word.last.is_some_and(|last| last >= since)
}

fn day_begins(quiet: &Quiet, day: Date) -> Instant {
    day.to_zoned(quiet.zone.clone()).map_or(Instant(i64::MAX), |begins| begins.timestamp().into())
}

/// Somebody has still to answer.
fn is_left(tx: &Tx, word: &store::Reminded, today: Date, by: &System) -> Result<bool> {
    let reached = store::reached(tx, word, by)?;
    let (ties, answers) = (store::ties(tx, word, today, by)?, store::answers(tx, word, by)?);
    Ok(tally::tally(&tally::lines(word.asks, &reached, &ties, &answers)).left() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::db::Id, school::quiet::Window};
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

    fn told(deadline: Date, delivered: &str) -> Vec<Instant> {
        let word = store::Reminded {
            note: Id::new(1),
            audience: Id::new(1),
            asks: Asks::One,
            asks_since: 1,
            deadline_on: Some(deadline),
            delivered_at: at(delivered),
            last: None,
        };
        moments(&word, &quiet()).collect()
    }

    #[test]
    fn two_days_before_and_on_the_day_at_eight() {
        let friday = told(date(2026, 11, 27), "2026-11-17T08:30:00+01:00");
        assert_eq!(friday, [at("2026-11-25T08:00:00+01:00"), at("2026-11-27T08:00:00+01:00")]);
        // Saturday and Sunday are quiet: the one of Saturday comes on Monday, which is the day itself.
        let monday = told(date(2026, 11, 30), "2026-11-17T08:30:00+01:00");
        assert_eq!(monday, [at("2026-11-30T08:00:00+01:00"), at("2026-11-30T08:00:00+01:00")]);
        // It came the day before.
        assert_eq!(told(date(2026, 11, 27), "2026-11-26T08:30:00+01:00"), [at("2026-11-27T08:00:00+01:00")]);
        assert_eq!(told(date(2026, 11, 27), "2026-11-27T07:30:00+01:00"), []);
    }
}
