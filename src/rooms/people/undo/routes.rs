use super::{
    pages, store,
    store::{Kind, Obstacle},
};
use crate::{
    base::{
        clock::Instant,
        db::{
            Rx, Tx,
            record::{Since, Step},
        },
        error::{Error, Result},
        jobs::System,
    },
    door::{Cx, Draft, Faults, Page, Routes, form::Nothing, room::Every},
    rooms::people::{adults::moved::Addresses, rollover},
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
    let obstacles = obstacles(cx, &undo, &steps, school)?;
    Ok(pages::page(&undo, &store::sizes(&steps), &obstacles, draft, cx.now, &cx.zone))
}

/// Whole or not at all: what stands in the way is looked for again, in the transaction that puts the rows back.
fn put_back(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    let undo = undo(cx, &school)?;
    if undo.undone.is_some() || !undo.is_kept {
        return Ok(Page::go(pages::path(undo.id)));
    }
    let steps = store::steps(&cx.db, undo.id, &school)?;
    if !obstacles(cx, &undo, &steps, &school)?.is_empty() {
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
        Kind::Year => "undo_year",
    };
    if undo.kind == Kind::Year {
        rollover::store::open_again(&cx.db, undo.id, &school)?;
    }
    cx.journal(act, "people_undo", Some(undo.id))?;
    Ok(Page::go(pages::above(&undo).1).saying(pages::done(undo.kind)))
}

fn forget(tx: &Tx, system: &System, now: Instant) -> Result<()> {
    store::forget_old(tx, now, system)
}

fn undo<D: Borrow<Rx>>(cx: &Cx<D>, school: &May<ManageSchool>) -> Result<store::Undo> {
    let id = cx.ask.text("undo").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    let db = cx.db.borrow();
    let mut undo = store::undo(db, id, school)?.ok_or(Error::NotFound)?;
    if undo.kind == Kind::Year {
        let turned = rollover::store::turned_by(db, id, school)?;
        undo.is_kept &= turned.is_some_and(|plan| rollover::turn::may_be_put_back(&plan, cx.today, &cx.zone));
    }
    Ok(undo)
}

/// What stands in the way; of a new year, what waits for its classes too, which no key of the database holds to them, and the
/// next one if it is being prepared already.
fn obstacles<D: Borrow<Rx>>(
    cx: &Cx<D>,
    undo: &store::Undo,
    steps: &[Step],
    school: &May<ManageSchool>,
) -> Result<Vec<Obstacle>> {
    let mut found = store::obstacles(cx.db.borrow(), steps, school)?;
    let says = |table: &str| Obstacle { who: String::new(), table: table.to_owned(), since: Since::Used };
    // One plan at a time: there would be no place for what was prepared of this year.
    if undo.kind == Kind::Year && rollover::store::standing(cx.db.borrow(), school)?.is_some() {
        found.push(says("rollover"));
    }
    if undo.kind == Kind::Year && rollover::store::is_addressed(cx.db.borrow(), &store::made_classes(steps), school)? {
        found.push(says("class"));
    }
    Ok(found)
}
