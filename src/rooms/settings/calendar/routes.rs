//! `/reglages/calendrier…`. A row of days off is the school's own: its number opens nothing about anybody.

use super::{forms::HolidayForm, pages};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Draft, Page, cx::Ask, form::Nothing},
    rooms::settings::school::forms::take_zone_calendar,
    school::{
        calendar::Zone,
        permit::{May, Params},
        policy::ManageSchool,
        settings::store,
    },
};

const INDEX: &str = "/reglages/calendrier";

pub fn index(cx: &Cx, _: May<ManageSchool>) -> Result<Page> {
    let list = store::holidays(&cx.db)?;
    Ok(Page::new("Jours sans classe", pages::index(&list, &cx.school.zone, cx.today)))
}

pub fn blank(_: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let title = "Ajouter des jours";
    Ok(Page::narrow(title, pages::form(title, "/reglages/calendrier/nouveau", draft, None)))
}

pub fn add(cx: &Cx<Tx>, school: May<ManageSchool>, form: HolidayForm) -> Result<Page> {
    store::add_holiday(&cx.db, &form.name, form.first, form.last, &school)?;
    Ok(Page::go(INDEX).saying(pages::SAVED))
}

pub fn edit(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let id = holiday(&cx.ask)?;
    let row = store::holidays(&cx.db)?.into_iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
    let (first, last) = (row.first_on.to_string(), row.last_on.to_string());
    let draft = draft.or_standing(&[("nom", &row.name), ("du", &first), ("au", &last)]);
    let (action, remove) = (format!("{INDEX}/{id}"), format!("{INDEX}/{id}/retrait"));
    Ok(Page::narrow(row.name.clone(), pages::form(&row.name, &action, &draft, Some(remove))))
}

pub fn change(cx: &Cx<Tx>, school: May<ManageSchool>, form: HolidayForm) -> Result<Page> {
    let id = holiday(&cx.ask)?;
    match store::change_holiday(&cx.db, id, &form.name, form.first, form.last, &school)? {
        true => Ok(Page::go(INDEX).saying(pages::SAVED)),
        false => Err(Error::NotFound),
    }
}

pub fn remove(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    match store::remove_holiday(&cx.db, holiday(&cx.ask)?, &school)? {
        true => Ok(Page::go(INDEX).saying(pages::REMOVED)),
        false => Err(Error::NotFound),
    }
}

pub fn take_zone(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    let zone = Zone::parse(&cx.school.zone).unwrap_or(Zone::Other);
    take_zone_calendar(&cx.db, zone, &school)?;
    Ok(Page::go(INDEX).saying(pages::TAKEN))
}

fn holiday(ask: &Ask) -> Result<i64> {
    ask.id("holiday").ok_or(Error::NotFound)
}
