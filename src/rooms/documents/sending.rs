//! Where files come in: at the top of a space, in a folder, as a newer version of a file. Byte for byte; the darkroom makes
//! of a picture what is shown of it.

use super::{holding, path, sentences};
use crate::{
    base::{db::Id, db::Tx, error::Result, ui::uploader::FIELD},
    door::{
        Cx, Faults,
        dav::Change,
        form::Checked,
        resumable::{Announced, Received, Receives, Takes},
    },
    school::{
        document::{
            Bytes, Entry, bound,
            placing::{Clash, Hindrance, store},
            policy::{ChangeEntry, KeepSpace},
            space,
        },
        permit::May,
    },
};

/// A film of a school party, an archive of a whole year.
pub const MOST: u64 = 4_000_000_000;
/// So many at a time without JavaScript.
const AT_A_TIME: usize = 50;

const TAKES: Takes = Takes { bytes: MOST, files: AT_A_TIME };

pub static AT_TOP: Receives<May<KeepSpace>> = Receives {
    takes: TAKES,
    begin: |cx, shelf, announced| fits(cx, shelf, None, announced),
    done: |cx, shelf, received| put(cx, shelf, None, received),
    back: top,
};

pub static INSIDE: Receives<May<ChangeEntry>> = Receives {
    takes: TAKES,
    begin: |cx, folder, announced| fits(cx, &cx.may::<KeepSpace>(folder.space.key())?, Some(folder.id), announced),
    done: |cx, folder, received| {
        let shelf = cx.may::<KeepSpace>(folder.space.key())?;
        put(cx, &shelf, Some(folder.id), received)
    },
    back: |folder| path::folder(folder.space, Some(folder.id)),
};

pub static VERSION: Receives<May<ChangeEntry>> = Receives {
    takes: Takes { bytes: MOST, files: 1 },
    begin: |cx, file, announced| match holding::of(cx, file, Change::Of)? {
        Some(held) => Ok(Err(Faults::one(FIELD, held))),
        None => Ok(told(
            bound::store::fits(&cx.db, &cx.may::<KeepSpace>(file.space.key())?, announced.size)?.map_or(Ok(()), Err),
        )),
    },
    done: |cx, file, received| {
        let shelf = cx.may::<KeepSpace>(file.space.key())?;
        if let Some(held) = holding::of(cx, file, Change::Of)? {
            return Ok(Err(Faults::one(FIELD, held)));
        }
        let placed = store::put(&cx.db, &shelf, file.folder, &file.name, &bytes(received), Clash::Version, cx.now)?;
        Ok(told(placed))
    },
    back: |file| path::file(file.id),
};

fn top(shelf: &May<KeepSpace>) -> String {
    path::space(space(shelf))
}

/// Anything may be kept: what it is is told by its bytes.
fn fits(cx: &Cx<Tx>, shelf: &May<KeepSpace>, folder: Option<Id<Entry>>, announced: &Announced) -> Result<Checked<()>> {
    if let Some(held) = holding::into(cx, space(shelf), folder)? {
        return Ok(Err(Faults::one(FIELD, held)));
    }
    Ok(told(bound::store::fits(&cx.db, shelf, announced.size)?.map_or(Ok(()), Err)))
}

fn put(cx: &Cx<Tx>, shelf: &May<KeepSpace>, folder: Option<Id<Entry>>, received: &Received) -> Result<Checked<()>> {
    if let Some(held) = holding::into(cx, space(shelf), folder)? {
        return Ok(Err(Faults::one(FIELD, held)));
    }
    let placed = store::put(&cx.db, shelf, folder, &received.name, &bytes(received), Clash::Number, cx.now)?;
    Ok(told(placed))
}

pub fn bytes(received: &Received) -> Bytes<'_> {
    Bytes { hash: &received.hash, size: received.size, head: &received.head }
}

pub fn told<T>(placed: std::result::Result<T, Hindrance>) -> Checked<()> {
    placed.map(drop).map_err(|hindrance| Faults::one(FIELD, sentences::hindrance(hindrance)))
}
