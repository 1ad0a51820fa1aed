//! The day itself: the new year with its classes, everybody's place in it, the team's parts, in one transaction whose rows
//! are kept as they were. By the director's yes when the day is there already, else by the house at its midnight.

use super::{
    Plan,
    known::{Known, known},
    store,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::Result,
        jobs::System,
    },
    door::room::Every,
    rooms::people::undo::store as undo,
    school::{
        Class,
        calendar::{self, SchoolYear, Zone},
        class::{NewDuty, store as classes, store::YearRow, years::store as years},
        journal,
        permit::Manages,
        person::store as people,
        settings,
    },
};
use jiff::{civil::Date, tz::TimeZone};
use std::collections::{HashMap, HashSet};

/// Each minute: the year turns at the school's midnight, or as soon as the box is on again.
pub const TURN: Every = Every { name: "turn_year", seconds: 60, run };

/// How long what was prepared is kept once it is done: the day on which it may be put back lies within.
const KEPT: i64 = 2 * Instant::DAY;

fn run(tx: &Tx, house: &System, now: Instant) -> Result<()> {
    store::forget_places(tx, now.plus(-KEPT), house)?;
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    if !store::is_due(tx, today, house)? {
        return Ok(());
    }
    let Some(plan) = store::standing(tx, house)? else { return Ok(()) };
    turn(tx, &plan, (today, now), house)?;
    let line = journal::Entry { at: now, by: None, act: "TurnYear", thing: "school", thing_id: None };
    journal::store::add(tx, &line)
}

/// Whole, judged by today's facts: who left meanwhile is left alone, who came and was not placed has no class.
pub fn turn(tx: &Tx, plan: &Plan, (today, now): (Date, Instant), by: &impl Manages) -> Result<()> {
    undo::begin(tx)?;
    write(tx, plan, today, by)?;
    let done = undo::Done { kind: undo::Kind::Year, about: plan.label.clone(), person: None };
    let undo = undo::keep(tx, &done, now, by)?;
    store::set_turned(tx, plan.id, undo, now, by)
}

/// Until the evening of the first day; of the day on which it was done, where that came later.
pub fn may_be_put_back(plan: &Plan, today: Date, zone: &TimeZone) -> bool {
    plan.turned_at.is_some_and(|at| today <= plan.starts_on.max(at.date(zone)))
}

/// Their name, first and last day.
pub type DaysOff = (String, Date, Date);

/// The days without class of the year to come: the school's own where it has some, else its zone's.
pub fn holidays(rx: &Rx, plan: &Plan) -> Result<(Vec<DaysOff>, bool)> {
    let is_within = |first: Date| plan.starts_on <= first && first <= plan.ends_on;
    let own: Vec<DaysOff> = settings::store::holidays(rx)?
        .into_iter()
        .filter(|row| is_within(row.first_on))
        .map(|row| (row.name, row.first_on, row.last_on))
        .collect();
    if !own.is_empty() {
        return Ok((own, true));
    }
    let zone = Zone::parse(&settings::store::facts(rx)?.zone).unwrap_or(Zone::Other);
    let of_zone = calendar::holidays_of(zone, &calendar::shipped()).into_iter();
    Ok((of_zone.filter(|one| is_within(one.first)).map(|one| (one.name, one.first, one.last)).collect(), false))
}

/// Which year comes next, and its first day by the calendar: the morning after the summer.
pub fn next_year(rx: &Rx, today: Date) -> Result<(SchoolYear, Date)> {
    let latest = years::years(rx)?.into_iter().next().filter(|year| year.ends_on >= today);
    let next = latest.map(|year| SchoolYear::parse(&year.label).unwrap_or(SchoolYear::of(today)).next());
    let year = next.unwrap_or(SchoolYear::of(today));
    let mid_august = Date::new(year.first_civil_year(), 8, 15).unwrap_or(year.first_day());
    let summer =
        settings::store::holidays(rx)?.into_iter().find(|row| row.first_on <= mid_august && mid_august <= row.last_on);
    let morning_after = summer.and_then(|row| row.last_on.tomorrow().ok());
    Ok((year, morning_after.unwrap_or(year.first_day())))
}

fn write(tx: &Tx, plan: &Plan, today: Date, by: &impl Manages) -> Result<()> {
    let known = known(tx, (&plan.label, plan.starts_on), today, by)?;
    let year = years::open(tx, &plan.label, plan.starts_on, plan.ends_on, by)?;
    if let (proposed, false) = holidays(tx, plan)? {
        for (name, first, last) in proposed {
            settings::store::add_holiday(tx, &name, first, last, by)?;
        }
    }
    let opened = open_classes(tx, plan, &year, by)?;
    let of_year: HashSet<i64> = years::classes_in(tx, year.id, by)?.iter().map(|class| class.id.number()).collect();
    for child in &known.pupils {
        // A file of the new year has placed them already.
        if child.class.is_some_and(|class| of_year.contains(&class.number())) {
            continue;
        }
        let place = plan.place(child.id);
        let class = place.and_then(|place| opened.get(&place.class?.number()));
        match (place, class) {
            (Some(place), _) if place.leaves => {
                classes::leave(tx, child.id, plan.last_day(), by)?;
                people::set_left_on(tx, child.id, Some(plan.last_day()), by)?;
                years::end_duties_for(tx, child.id, plan.last_day(), by)?;
            }
            (Some(place), Some(class)) => {
                let since = classes::enrolled_since(tx, child.id, by)?;
                let day = since.filter(|since| *since > plan.starts_on).unwrap_or(plan.starts_on);
                classes::enrol(tx, child.id, *class, &place.grade, day, by)?;
            }
            _ => classes::leave(tx, child.id, plan.last_day(), by)?,
        }
    }
    years::end_duties(tx, &year, plan.last_day(), by)?;
    give_parts(tx, plan, &known, &opened, by)
}

/// Each class to come as a class of the year; one of that name may stand already.
fn open_classes(tx: &Tx, plan: &Plan, year: &YearRow, by: &impl Manages) -> Result<HashMap<i64, Id<Class>>> {
    let mut opened = HashMap::new();
    for coming in &plan.classes {
        let class = match classes::add_class(tx, year, coming.ecole, &coming.name, by)? {
            Some(class) => class,
            None => classes::ensure_class(tx, year, &coming.name, "", by)?,
        };
        if let Some(before) = coming.after {
            years::go_on_from(tx, before, class, by)?;
        }
        opened.insert(coming.id.number(), class);
    }
    Ok(opened)
}

/// Whoever has left the school meanwhile is given nothing.
fn give_parts(tx: &Tx, plan: &Plan, known: &Known, opened: &HashMap<i64, Id<Class>>, by: &impl Manages) -> Result<()> {
    for part in &plan.parts {
        let Some(class) = opened.get(&part.class.number()) else { continue };
        let Some(colleague) = known.team.iter().find(|one| one.person == part.person) else { continue };
        let has_it = colleague.parts.iter().any(|(kind, at, _)| *kind == part.kind && *at == Some(*class));
        if !has_it {
            classes::add_duty(tx, &NewDuty::new(part.person, part.kind, Some(*class), plan.starts_on), by)?;
        }
    }
    Ok(())
}
