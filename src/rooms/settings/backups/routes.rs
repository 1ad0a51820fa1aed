//! `/reglages/sauvegardes…`. A backup is only asked for here: it is made elsewhere, while people work.

use super::{
    PATH,
    forms::PlanForm,
    pages::{self, Shelf, View},
    state::State,
};
use crate::{
    base::{
        backup::{self, BoxKeys},
        db::Tx,
        error::Result,
    },
    door::{BACKUPS, Cx, Draft, Faults, KEYS, ON_A_DISK, Page, form::Nothing},
    school::{backup::store, permit::May, policy::ManageSchool},
};

pub fn index(cx: &Cx, _: May<ManageSchool>) -> Result<Page> {
    let state = State::read(&cx.house, &cx.db)?;
    let keys = BoxKeys::open(&cx.house.data.join(KEYS))?;
    let here = backup::list(&cx.house.data.join(BACKUPS), keys.own())?;
    let mut shelves = vec![Shelf { name: "Sur la boîte", listed: here }];
    let name = format!("Sur le disque «\u{202f}{}\u{202f}»", state.plan.disk);
    if let Some(drive) = cx.house.drives.labelled(&state.plan.disk) {
        // A disk that is being pulled out is no reason for a broken page.
        let listed = backup::list(&drive.folder.join(ON_A_DISK), keys.own()).unwrap_or_default();
        shelves.push(Shelf { name: &name, listed });
    }
    let under_way = cx.house.progress.now();
    Ok(pages::index(&View { state: &state, under_way, shelves, now: cx.now, zone: &cx.zone }))
}

pub fn ask(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    if cx.house.is_demo {
        return Ok(Page::go(PATH).saying(pages::DEMO));
    }
    store::ask(&cx.db, cx.now, &school)?;
    Ok(Page::go(PATH).saying(pages::ASKED))
}

pub fn show_settings(cx: &Cx, _: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let plan = store::plan(&cx.db)?;
    Ok(pages::settings(draft, plan.keep, &plan.disk, &cx.house.drives.all()))
}

pub fn save_settings(cx: &Cx<Tx>, school: May<ManageSchool>, form: PlanForm) -> Result<Page> {
    let plan = store::plan(&cx.db)?;
    if form.keep.is_long(cx.today) && form.keep != plan.keep && !form.is_long_wanted {
        return Ok(Page::again(Faults::one("longtemps", pages::TOO_LONG)));
    }
    // A name that is nobody's would fail each night.
    let is_known = form.disk.is_empty() || form.disk == plan.disk || cx.house.drives.labelled(&form.disk).is_some();
    if !is_known {
        return Ok(Page::again(Faults::one("disque", pages::NOT_THERE)));
    }
    store::set_keep(&cx.db, form.keep, &school)?;
    store::set_disk(&cx.db, &form.disk, &school)?;
    Ok(Page::go(PATH).saying(pages::SAVED))
}
