//! Documents found by their names, in the spaces that the viewer reads.

mod store;

use super::{path, sentences};
use crate::{
    base::{error::Result, search::Query},
    door::{
        Cx,
        found::{Found, Kind, MOST},
    },
    school::{
        document::{
            Space,
            policy::{OpenDocuments, ReadEntry},
            store as documents,
        },
        permit::Ties,
    },
};

pub fn search(cx: &Cx, query: &Query) -> Result<Vec<Found>> {
    let Some(open) = cx.may_perhaps::<OpenDocuments>(())? else { return Ok(Vec::new()) };
    let Some(asked) = query.of_names() else { return Ok(Vec::new()) };
    let viewer = cx.viewer()?;
    let shelves = documents::shelves(&cx.db, viewer, &open)?;
    let read = shelves.iter().filter(|(_, ties)| ties.meets(Ties::READER | Ties::KEEPER));
    let spaces: Vec<Space> = read.map(|(shelf, _)| shelf.space_of(viewer.person)).collect();
    let mut found = Vec::new();
    for id in store::answering(&cx.db, &open, &spaces, &asked, MOST + 1)? {
        let Some(entry) = cx.may_perhaps::<ReadEntry>(id)? else { continue };
        let href = if entry.is_folder() { path::folder(entry.space, Some(entry.id)) } else { path::file(entry.id) };
        found.push(Found::new(Kind::Document, href, &entry.name, sentences::title(entry.shelf(), entry.space)));
    }
    Ok(found)
}
