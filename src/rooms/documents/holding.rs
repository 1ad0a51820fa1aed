//! What a program has open on a network drive is not changed from a page behind its back.

use super::sentences;
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
    },
    door::{
        Cx,
        dav::{Change, held},
    },
    school::document::{Entry, Facts, Space, policy::ReadSpace, store},
};

/// The sentence that says who holds this one and until when; nothing when it is free.
pub fn of(cx: &Cx<Tx>, one: &Facts, change: Change) -> Result<Option<String>> {
    told(cx, one.space, Some(one.id), change)
}

/// The same of a folder into which something comes; the top of the space is one too.
pub fn into(cx: &Cx<Tx>, space: Space, folder: Option<Id<Entry>>) -> Result<Option<String>> {
    told(cx, space, folder, Change::Of)
}

fn told(cx: &Cx<Tx>, space: Space, at: Option<Id<Entry>>, change: Change) -> Result<Option<String>> {
    let shelf = cx.may::<ReadSpace>(space.key())?;
    let way = at.map_or(Ok(Vec::new()), |at| store::way(&cx.db, &shelf, at))?;
    let names: Vec<String> = way.into_iter().map(|(_, name)| name).collect();
    let held = held(cx, space, &names, change)?;
    Ok(held.map(|held| sentences::held(&held, &cx.zone)))
}
