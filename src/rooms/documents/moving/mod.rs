//! To another folder, or another space: a page on which one walks to the place, without JavaScript too.

mod pages;

use super::{
    choosing::{self, Destined},
    holding, path, sentences,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Page, dav::Change},
    school::{
        document::{
            Entry, Facts, Key, Kind, Shelf, Space,
            placing::{Clash, store as placing},
            policy::{ChangeEntry, KeepSpace, OpenDocuments, ReadEntry},
            space,
            store::{self, Part},
        },
        permit::{May, Ties},
    },
};

/// The place that is looked at.
pub struct Place {
    pub shelf: May<KeepSpace>,
    pub folder: Option<Facts>,
    pub way: Vec<(Id<Entry>, String)>,
    pub folders: Vec<Facts>,
}

impl Place {
    pub fn space(&self) -> Space {
        space(&self.shelf)
    }
}

pub fn show(cx: &Cx, from: &May<KeepSpace>, draft: &Draft) -> Result<Page> {
    let ids = choosing::asked(&draft.fields, &cx.ask.query);
    let chosen = store::chosen(&cx.db, from, &ids)?;
    let asked = if draft.fields.has("vers") { &draft.fields } else { &cx.ask.query };
    let key = Key::parse(asked.get("vers")).unwrap_or(from.key);
    let shelf = cx.may::<KeepSpace>(key)?;
    let at = match (asked.get("dossier").parse().ok(), asked.has("vers")) {
        (Some(folder), _) => Some(folder),
        // At first where they stand.
        (None, false) => chosen.first().and_then(|one| one.folder),
        (None, true) => None,
    };
    let folder = at.map(|at| store::folder(&cx.db, &shelf, at)).transpose()?;
    let way = at.map_or(Ok(Vec::new()), |at| store::way(&cx.db, &shelf, at))?;
    let mut folders = store::list(&cx.db, &shelf, at, Part { most: 1_000, ..Part::WHOLE })?;
    folders.retain(|one| one.kind == Kind::Folder && !ids.contains(&one.id));
    let open = cx.may::<OpenDocuments>(())?;
    let viewer = cx.viewer()?;
    let kept: Vec<(Shelf, Ties)> = store::shelves(&cx.db, viewer, &open)?
        .into_iter()
        .filter(|(shelf, ties)| ties.meets(Ties::KEEPER) && shelf.key != key)
        .collect();
    Ok(pages::show(viewer.person, from, &chosen, &Place { shelf, folder, way, folders }, &kept, draft))
}

pub fn relocate(cx: &Cx<Tx>, from: May<KeepSpace>, destined: Destined) -> Result<Page> {
    let to = cx.may::<KeepSpace>(destined.space)?;
    let chosen = store::chosen(&cx.db, &from, &destined.ids)?;
    if chosen.is_empty() {
        return Err(Error::NotFound);
    }
    if let Some(held) = holding::into(cx, space(&to), destined.folder)? {
        return Ok(Page::again(Faults::one("vers", held)));
    }
    for one in &chosen {
        if !destined.copies
            && let Some(held) = holding::of(cx, one, Change::Goes)?
        {
            return Ok(Page::again(Faults::one("vers", held)));
        }
        let placed = if destined.copies {
            let entry = cx.may::<ReadEntry>(one.id)?;
            placing::copy(&cx.db, &entry, &to, destined.folder, None, Clash::Number, cx.now)?
        } else {
            let entry = cx.may::<ChangeEntry>(one.id)?;
            placing::relocate(&cx.db, &entry, &to, destined.folder, None, Clash::Number, cx.now)?
        };
        if let Err(hindrance) = placed {
            return Ok(Page::again(Faults::one("vers", sentences::hindrance(hindrance))));
        }
    }
    let there = path::folder(space(&to), destined.folder);
    Ok(Page::go(there).saying(sentences::moved(chosen.len(), destined.copies)))
}
