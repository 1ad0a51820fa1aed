//! The days of the year to come: its first one, on which everything changes, and its last. Holidays are the calendar's.

use super::{Plan, pages, routes::prepared, store, turn};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Checked, upload::Upload},
    school::{class::years::store as years, permit::May, policy::ManageSchool},
};
use jiff::{ToSpan, civil::Date};

pub const PATH: &str = "/ecole/rentree/annee";

pub struct Days {
    starts_on: Date,
    ends_on: Date,
}

impl Form for Days {
    fn check(fields: &Fields, _: &[Upload]) -> Checked<Days> {
        let mut faults = Faults::default();
        let starts_on: Option<Date> = fields.get("du").parse().ok();
        let ends_on: Option<Date> = fields.get("au").parse().ok();
        if starts_on.is_none() {
            faults.add("du", pages::NO_FIRST_DAY);
        }
        match (starts_on, ends_on) {
            (_, None) => faults.add("au", pages::NO_LAST_DAY),
            (Some(first), Some(last))
                if last < first.saturating_add(90.days()) || last > first.saturating_add(400.days()) =>
            {
                faults.add("au", pages::WRONG_LAST_DAY);
            }
            _ => {}
        }
        let day = |day: Option<Date>| day.unwrap_or(Date::MIN);
        faults.or(Days { starts_on: day(starts_on), ends_on: day(ends_on) })
    }
}

pub fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let plan = standing(store::standing(&cx.db, school)?)?;
    let (first, last) = (plan.starts_on.to_string(), plan.ends_on.to_string());
    let draft = draft.or_standing(&[("du", &first), ("au", &last)]);
    let (holidays, are_own) = turn::holidays(&cx.db, &plan)?;
    Ok(pages::year::page(&plan, &holidays, are_own, &draft))
}

/// The new year begins well within the one that ends, or after it: never before it has begun itself.
pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, days: Days) -> Result<Page> {
    let (plan, _) = prepared(cx, &school)?.ok_or(Error::NotFound)?;
    let ending = years::years(&cx.db)?.into_iter().find(|year| year.label != plan.label && year.starts_on <= cx.today);
    let earliest = ending.map_or(Date::MIN, |year| year.starts_on.saturating_add(60.days()));
    if days.starts_on < earliest || days.starts_on > cx.today.saturating_add(500.days()) {
        return Ok(Page::again(Faults::one("du", pages::WRONG_FIRST_DAY)));
    }
    store::set_days(&cx.db, plan.id, &plan.label, (days.starts_on, days.ends_on), &school)?;
    Ok(Page::go(super::PATH).saying(pages::KEPT))
}

pub fn standing(plan: Option<Plan>) -> Result<Plan> {
    plan.ok_or(Error::NotFound)
}
