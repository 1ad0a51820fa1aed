use super::{pages, store, store::Kind};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Tx},
        error::{Error, Result},
        jobs::System,
    },
    door::{Cx, Draft, Faults, Page, Routes, form::Nothing, room::Every},
    rooms::people::{adults::moved::Addresses, path},
    school::{permit::May, policy::ManageSchool},
};
use std::borrow::Borrow;

pub fn routes(r: &mut Routes) {
    r.slow_form("/ecole/annuler/{undo}", show, put_back);
}

pub const FORGET: Every = Every { name: "forget_undo", seconds: 6 * 3600, run: forget };

fn show(cx: &Cx, school: &May<ManageSchool>, draft: &Draft) -> Result<Page> {
    let undo = undo(cx, school)?;
    let steps = store::steps(&cx.db, undo.id, school)?;
    let obstacles = store::obstacles(&cx.db, &steps, school)?;
    Ok(pages::page(&undo, &store::sizes(&steps), &obstacles, draft, cx.now, &cx.zone))
}

/// Whole or not at all: what stands in the way is looked for again, in the transaction that puts the rows back.
fn put_back(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    let undo = undo(cx, &school)?;
    if undo.undone.is_some() || !undo.is_kept {
        return Ok(Page::go(pages::path(undo.id)));
    }
    let steps = store::steps(&cx.db, undo.id, &school)?;
    if !store::obstacles(&cx.db, &steps, &school)?.is_empty() {
        return Ok(Page::again(Faults::one("", pages::IN_THE_WAY)));
    }
    let addresses = Addresses::all(cx, &school)?;
    match store::put_back(&cx.db, &undo, &steps, cx.now, &school) {
        Err(Error::Conflict) => return Ok(Page::again(Faults::one("", pages::IN_THE_WAY))),
        other => other?,
    }
    addresses.tell_moved(cx)?;
    let act = match undo.kind {
        Kind::Import => "undo_import",
        Kind::Merge => "undo_merge",
    };
    cx.journal(act, "people_undo", Some(undo.id))?;
    let place = undo.person.map_or("/ecole/import".to_owned(), path::person);
    Ok(Page::go(place).saying(pages::done(undo.kind)))
}

fn forget(tx: &Tx, system: &System, now: Instant) -> Result<()> {
    store::forget_old(tx, now, system)
}

fn undo<D: Borrow<Rx>>(cx: &Cx<D>, school: &May<ManageSchool>) -> Result<store::Undo> {
    let id = cx.ask.text("undo").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    store::undo(cx.db.borrow(), id, school)?.ok_or(Error::NotFound)
}
