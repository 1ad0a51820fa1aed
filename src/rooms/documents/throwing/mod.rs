//! To the bin and out of it. What words, posts and messages refer to is said before it goes.

mod pages;

use super::{
    choosing::{self, Chosen},
    holding, path, sentences,
};
use crate::{
    base::{
        clock::Instant,
        db::Tx,
        error::{Error, Result},
        jobs::System,
    },
    door::{Cx, Draft, Faults, Page, dav::Change, form::Nothing, room::Forgets},
    school::{
        document::{
            bin::store as bin_store,
            policy::{BinEntry, EmptyBin, OpenBin, RestoreEntry},
            space, store, uses,
        },
        permit::May,
        retention::Terms,
    },
};

pub const BIN: Forgets = Forgets { name: "documents in the bin", run: sweep };

/// Shown of a bin.
const MOST: usize = 500;

fn sweep(tx: &Tx, by: &System, _: &Terms, now: Instant) -> Result<usize> {
    bin_store::sweep(tx, by, now)
}

pub fn show(cx: &Cx, shelf: &May<OpenBin>, draft: &Draft) -> Result<Page> {
    let ids = choosing::asked(&draft.fields, &cx.ask.query);
    let chosen = store::chosen(&cx.db, shelf, &ids)?;
    let used = uses::store::of_several(&cx.db, shelf, &chosen)?;
    Ok(pages::confirm(space(shelf), &chosen, &used, draft))
}

pub fn bin(cx: &Cx<Tx>, shelf: May<OpenBin>, asked: Chosen) -> Result<Page> {
    let chosen = store::chosen(&cx.db, &shelf, &asked.ids)?;
    let Some(first) = chosen.first() else { return Err(Error::NotFound) };
    let back = path::folder(space(&shelf), first.folder);
    if !asked.is_sure && !uses::store::of_several(&cx.db, &shelf, &chosen)?.is_empty() {
        return Ok(Page::again(Faults::one("sur", pages::USED)));
    }
    for one in &chosen {
        if let Some(held) = holding::of(cx, one, Change::Goes)? {
            return Ok(Page::again(Faults::one("sur", held)));
        }
        // Within a folder that was ticked too, it has gone with it.
        if let Some(entry) = cx.may_perhaps::<BinEntry>(one.id)? {
            bin_store::bin(&cx.db, &entry, cx.now)?;
        }
    }
    Ok(Page::go(back).saying(sentences::binned(chosen.len())))
}

pub fn list(cx: &Cx, shelf: May<OpenBin>) -> Result<Page> {
    let thrown = bin_store::list(&cx.db, &shelf, MOST)?;
    Ok(pages::list(cx, &shelf, &thrown))
}

pub fn restore(cx: &Cx<Tx>, binned: May<RestoreEntry>, _: Nothing) -> Result<Page> {
    let bin = path::of(binned.space, "corbeille");
    if let Some(held) = holding::into(cx, binned.space, binned.folder)? {
        return Ok(Page::again(Faults::one("", held)));
    }
    Ok(match bin_store::restore(&cx.db, &binned, cx.now)? {
        Ok(_) => Page::go(bin).saying(pages::RESTORED),
        Err(hindrance) => Page::again(Faults::one("", sentences::hindrance(hindrance))),
    })
}

pub fn empty_page(_: &Cx, shelf: &May<EmptyBin>, _: &Draft) -> Result<Page> {
    Ok(pages::empty(space(shelf)))
}

pub fn empty(cx: &Cx<Tx>, shelf: May<EmptyBin>, _: Nothing) -> Result<Page> {
    bin_store::empty(&cx.db, &shelf)?;
    Ok(Page::go(path::of(space(&shelf), "corbeille")).saying(pages::EMPTIED))
}
