//! A folder, or the top of a space: what stands there, and what one may do with it.

pub mod pages;

use super::{
    casier,
    choosing::{Named, Way},
    holding, path, sentences,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Page},
    school::{
        document::{
            Entry, Facts, Space,
            placing::{Clash, store as placing},
            policy::{EnterSpace, KeepSpace, ReadSpace},
            space,
            store::{self, Order, Part},
        },
        permit::{May, Params},
    },
};

/// Of one page; a list of ten thousand is read page by page.
pub const AT_ONCE: usize = 200;

/// What a page draws.
pub struct Drawn<'a> {
    pub shelf: &'a May<ReadSpace>,
    pub keeps: bool,
    pub folder: Option<&'a Facts>,
    /// The folders above it, from the top.
    pub way: Vec<(Id<Entry>, String)>,
    pub lines: Vec<Facts>,
    pub count: usize,
    pub bytes: u64,
    pub order: Order,
    /// Counted from 0.
    pub page: usize,
}

pub fn top(cx: &Cx, shelf: May<EnterSpace>) -> Result<Page> {
    match space(&shelf) {
        Space::HandIn(class) => casier::show(cx, class, &shelf),
        _ => show(cx, &shelf.also::<ReadSpace>().ok_or(Error::Forbidden)?, None),
    }
}

pub fn inside(cx: &Cx, shelf: May<ReadSpace>) -> Result<Page> {
    let folder = store::folder(&cx.db, &shelf, Id::new(cx.ask.id("entry").ok_or(Error::NotFound)?))?;
    show(cx, &shelf, Some(folder))
}

fn show(cx: &Cx, shelf: &May<ReadSpace>, folder: Option<Facts>) -> Result<Page> {
    let at = folder.as_ref().map(|folder| folder.id);
    let order = match cx.ask.query.get("tri") {
        "date" => Order::Changed,
        "taille" => Order::Size,
        _ => Order::Name,
    };
    let page = cx.ask.query.get("page").parse::<usize>().map_or(0, |page| page.clamp(1, 1_000) - 1);
    let mut way = at.map_or(Ok(Vec::new()), |at| store::way(&cx.db, shelf, at))?;
    way.pop();
    let (count, bytes) = store::weight(&cx.db, shelf, at)?;
    let lines = store::list(&cx.db, shelf, at, Part { order, from: page * AT_ONCE, most: AT_ONCE })?;
    let keeps = shelf.also::<KeepSpace>().is_some();
    pages::show(cx, &Drawn { shelf, keeps, folder: folder.as_ref(), way, lines, count, bytes, order, page })
}

pub fn new_page(cx: &Cx, shelf: &May<KeepSpace>, draft: &Draft) -> Result<Page> {
    let inside = draft.or_standing(&[("dans", cx.ask.query.get("dans"))]);
    Ok(pages::new_folder(space(shelf), &inside))
}

pub fn make(cx: &Cx<Tx>, shelf: May<KeepSpace>, named: Named) -> Result<Page> {
    if let Some(held) = holding::into(cx, space(&shelf), named.inside)? {
        return Ok(Page::again(Faults::one("nom", held)));
    }
    let made = placing::make_folder(&cx.db, &shelf, named.inside, &named.name, Clash::Refuse, cx.now)?;
    Ok(match made {
        Ok(folder) => Page::go(path::folder(space(&shelf), Some(folder))),
        Err(hindrance) => Page::again(Faults::one("nom", sentences::hindrance(hindrance))),
    })
}

/// The folders of a tree that is about to come; those that stand are taken as they are.
pub fn make_way(cx: &Cx<Tx>, shelf: May<KeepSpace>, way: Way) -> Result<Page> {
    let names: Vec<&str> = way.names.iter().map(String::as_str).collect();
    if let Some(held) = holding::into(cx, space(&shelf), way.inside)? {
        return Ok(Page::again(Faults::one("chemin", held)));
    }
    Ok(match placing::make_way(&cx.db, &shelf, way.inside, &names, cx.now)? {
        Ok(folder) => Page::go(path::folder(space(&shelf), folder)),
        Err(hindrance) => Page::again(Faults::one("chemin", sentences::hindrance(hindrance))),
    })
}
