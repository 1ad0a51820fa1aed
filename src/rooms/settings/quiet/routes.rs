//! `/reglages/heures-calmes…`.

use super::{PATH, forms::OpenDay, pages};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Page, form::Nothing},
    school::{
        permit::May,
        policy::ManageSchool,
        quiet::{Window, store},
    },
};
use jiff::civil::Date;

pub fn show(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let quiet = store::quiet(&cx.db)?;
    Ok(pages::show(&pages::standing(draft, &quiet.window), &quiet, cx.now))
}

pub fn save(cx: &Cx<Tx>, school: May<ManageSchool>, window: Window) -> Result<Page> {
    store::set(&cx.db, &window, &school)?;
    Ok(Page::go(PATH).saying(pages::SAVED))
}

pub fn blank_day(_: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    Ok(pages::open_day(draft))
}

pub fn open_day(cx: &Cx<Tx>, school: May<ManageSchool>, form: OpenDay) -> Result<Page> {
    if form.day < cx.today {
        return Ok(Page::again(Faults::one("jour", pages::PAST)));
    }
    if !store::quiet(&cx.db)?.is_quiet_day(form.day) {
        return Ok(Page::again(Faults::one("jour", pages::OPEN_ALREADY)));
    }
    store::open_day(&cx.db, form.day, &school)?;
    Ok(Page::go(PATH).saying(pages::OPENED))
}

pub fn close_day(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    let day: Date = cx.ask.text("day").and_then(|day| day.parse().ok()).ok_or(Error::NotFound)?;
    match store::close_day(&cx.db, day, &school)? {
        true => Ok(Page::go(PATH).saying(pages::CLOSED)),
        false => Err(Error::NotFound),
    }
}
