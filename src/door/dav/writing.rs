//! PUT, MKCOL, DELETE, COPY and MOVE: each in one transaction, with its line in the journal. Who may only read is refused by the
//! documents' own rules.

use super::{
    answers::{Done, Stop, bare, with},
    changing::{Change, must_be_free, must_match},
    drive::{self, Content, Node, Top},
    litter,
    order::{Body, Depth, Destination, Kept, Order, Verb},
    place::Place,
    store,
    target::{Target, locate},
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        files,
    },
    door::{cx::Cx, range},
    school::document::{Entry, policy::ReadEntry},
};
use std::borrow::Borrow;

/// The bytes as they came are not said to be anything.
const UNJUDGED: &str = "application/octet-stream";

/// Where the bytes of a PUT go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Shelf,
    Memory,
}

/// Asked before the first byte is taken, and once more when all have come.
pub fn may_put<D: Borrow<Rx>>(cx: &Cx<D>, order: &Order) -> Result<Way, Stop> {
    if litter::is_litter(&order.place) {
        return Ok(Way::Memory);
    }
    let target = locate(cx, &order.place)?;
    match &target {
        Target::Root | Target::Top(_) => return Err(Stop::Is(405)),
        Target::NoTop => return Err(Stop::Is(403)),
        Target::Astray => return Err(Stop::Is(409)),
        Target::Node(_, node) if node.is_folder() => return Err(Stop::Is(405)),
        Target::Node(top, _) => {
            drive::must_keep(cx, top.space)?;
            must_be_free(cx, order, top, &order.place, Change::Of)?;
        }
        Target::Free(top, _) => {
            drive::must_keep(cx, top.space)?;
            must_have_a_good_name(&order.place)?;
            must_be_free(cx, order, top, &order.place, Change::Comes)?;
        }
    }
    must_match(order, &target)?;
    Ok(Way::Shelf)
}

pub fn put(cx: &Cx<Tx>, order: &Order) -> Done {
    if let Body::Litter(bytes) = &order.body {
        let is_new = cx.house.litter.put(cx.viewer()?.person, &order.place, bytes.clone());
        return Ok(bare(if is_new { 201 } else { 204 }));
    }
    may_put(cx, order)?;
    let Body::File(kept) = &order.body else { return Err(Stop::Is(400)) };
    let (status, id) = match locate(cx, &order.place)? {
        Target::Node(top, node) => (204, file(cx, &top, node.folder, &node.name, kept)?),
        Target::Free(top, folder) => (201, new_file(cx, &top, folder.as_ref(), &order.place, kept)?),
        _ => return Err(Stop::Is(409)),
    };
    cx.journal("drive_put", "document", Some(id.number()))?;
    Ok(with(bare(status), "etag", range::tag(&kept.hash)))
}

/// Also what a lock on a free place makes there: an empty one.
pub fn new_file(cx: &Cx<Tx>, top: &Top, folder: Option<&Node>, place: &Place, kept: &Kept) -> Result<Id<Entry>, Stop> {
    file(cx, top, folder.map(|folder| folder.id), must_have_a_good_name(place)?, kept)
}

fn file(cx: &Cx<Tx>, top: &Top, folder: Option<Id<Entry>>, name: &str, kept: &Kept) -> Result<Id<Entry>, Stop> {
    files::store::add(&cx.db, &kept.hash, kept.bytes, UNJUDGED, cx.now)?;
    Ok(drive::put(cx, top.space, folder, name, kept)?)
}

pub fn make_folder(cx: &Cx<Tx>, order: &Order) -> Done {
    if matches!(&order.body, Body::Xml(bytes) if !bytes.is_empty()) {
        return Err(Stop::Is(415));
    }
    match locate(cx, &order.place)? {
        Target::Free(top, folder) => {
            drive::must_keep(cx, top.space)?;
            let name = must_have_a_good_name(&order.place)?;
            must_be_free(cx, order, &top, &order.place, Change::Comes)?;
            let id = drive::make_folder(cx, top.space, folder.as_ref(), name)?;
            cx.journal("drive_make_folder", "document", Some(id.number()))?;
            Ok(bare(201))
        }
        Target::Astray => Err(Stop::Is(409)),
        Target::NoTop => Err(Stop::Is(403)),
        Target::Root | Target::Top(_) | Target::Node(..) => Err(Stop::Is(405)),
    }
}

pub fn delete(cx: &Cx<Tx>, order: &Order) -> Done {
    if litter::is_litter(&order.place) {
        let had = cx.house.litter.take(cx.viewer()?.person, &order.place).is_some();
        return if had { Ok(bare(204)) } else { Err(Stop::Is(404)) };
    }
    match locate(cx, &order.place)? {
        Target::Node(top, node) => {
            if node.is_folder() && order.depth.is_some_and(|depth| depth != Depth::Infinity) {
                return Err(Stop::Is(400));
            }
            throw_away(cx, order, &top, &node, &order.place)?;
            cx.journal("drive_delete", "document", Some(node.id.number()))?;
            Ok(bare(204))
        }
        Target::Root | Target::Top(_) => Err(Stop::Is(403)),
        Target::Free(..) | Target::Astray | Target::NoTop => Err(Stop::Is(404)),
    }
}

/// To the bin; what was locked there is locked no more.
fn throw_away(cx: &Cx<Tx>, order: &Order, top: &Top, node: &Node, place: &Place) -> Result<(), Stop> {
    must_be_free(cx, order, top, place, Change::Goes)?;
    drive::bin(cx, node)?;
    forget_locks(cx, top, place)
}

fn forget_locks(cx: &Cx<Tx>, top: &Top, place: &Place) -> Result<(), Stop> {
    for lock in store::locks(&cx.db, top, cx.now)? {
        if lock.place.key() == place.key() || lock.place.is_within(place) {
            store::unlock(&cx.db, &lock.token)?;
        }
    }
    Ok(())
}

pub fn copy_or_move(cx: &Cx<Tx>, order: &Order) -> Done {
    let to = match &order.destination {
        None => return Err(Stop::Is(400)),
        Some(Destination::Elsewhere) => return Err(Stop::Is(502)),
        Some(Destination::Here(to)) => to,
    };
    if litter::is_litter(&order.place) {
        return litter_goes(cx, order, to);
    }
    let (from_top, node) = match locate(cx, &order.place)? {
        Target::Node(top, node) => (top, node),
        Target::Root | Target::Top(_) => return Err(Stop::Is(403)),
        Target::Free(..) | Target::Astray | Target::NoTop => return Err(Stop::Is(404)),
    };
    let is_move = order.verb == Verb::Move;
    let is_deep = order.depth != Some(Depth::Zero);
    if order.depth == Some(Depth::One) || (is_move && node.is_folder() && !is_deep) {
        return Err(Stop::Is(400));
    }
    let is_same = to.key() == order.place.key();
    // A name that changes by its case alone is a new name of the same thing.
    if (is_same && !(is_move && to != &order.place)) || (node.is_folder() && to.is_within(&order.place)) {
        return Err(Stop::Is(403));
    }
    if is_move {
        drive::must_keep(cx, from_top.space)?;
        must_be_free(cx, order, &from_top, &order.place, Change::Goes)?;
    }
    let (status, id) = match locate(cx, to)? {
        Target::Root | Target::Top(_) | Target::NoTop => return Err(Stop::Is(403)),
        Target::Astray => return Err(Stop::Is(409)),
        Target::Node(top, _) if is_same => (201, move_to(cx, order, (&from_top, &node), (&top, to))?),
        Target::Node(_, _) if !order.overwrites => return Err(Stop::Is(412)),
        Target::Node(top, there) => (204, over(cx, order, (&from_top, &node), (&top, &there, to))?),
        Target::Free(top, _) => {
            drive::must_keep(cx, top.space)?;
            must_be_free(cx, order, &top, to, Change::Comes)?;
            (201, move_to(cx, order, (&from_top, &node), (&top, to))?)
        }
    };
    cx.journal(if is_move { "drive_move" } else { "drive_copy" }, "document", Some(id.number()))?;
    Ok(bare(status))
}

/// A file over a file is its next version, so that what points to it still does; all else makes room by the bin.
fn over(
    cx: &Cx<Tx>,
    order: &Order,
    (from, node): (&Top, &Node),
    (top, there, to): (&Top, &Node, &Place),
) -> Result<Id<Entry>, Stop> {
    drive::must_keep(cx, top.space)?;
    let (Some(file), false) = (&node.file, there.is_folder()) else {
        if order.place.is_within(to) {
            return Err(Stop::Is(403));
        }
        throw_away(cx, order, top, there, to)?;
        return move_to(cx, order, (from, node), (top, to));
    };
    must_be_free(cx, order, top, to, Change::Of)?;
    drive::put(cx, top.space, there.folder, &there.name, &kept(cx, file)?)?;
    store::copy(&cx.db, node.id, there.id)?;
    if order.verb == Verb::Move {
        drive::bin(cx, node)?;
        forget_locks(cx, from, &order.place)?;
    }
    Ok(there.id)
}

/// Nothing stands there any more.
fn move_to(
    cx: &Cx<Tx>,
    order: &Order,
    (from, node): (&Top, &Node),
    (top, to): (&Top, &Place),
) -> Result<Id<Entry>, Stop> {
    let name = must_have_a_good_name(to)?;
    let folder = match locate(cx, &to.folder())? {
        Target::Node(_, folder) if folder.is_folder() => Some(folder),
        Target::Top(_) => None,
        _ => return Err(Stop::Is(409)),
    };
    if order.verb == Verb::Move {
        drive::take(cx, node, top.space, folder.as_ref(), name)?;
        forget_locks(cx, from, &order.place)?;
        return Ok(node.id);
    }
    let is_deep = order.depth != Some(Depth::Zero);
    let copy = match &node.file {
        None if !is_deep => {
            cx.may::<ReadEntry>(node.id)?;
            drive::make_folder(cx, top.space, folder.as_ref(), name)?
        }
        // Who only reads copies what is given to them, which is what was made safe.
        Some(file) if drive::must_keep(cx, from.space).is_err() => {
            drive::put(cx, top.space, folder.as_ref().map(|folder| folder.id), name, &kept(cx, file)?)?
        }
        _ => drive::copy(cx, node, top.space, folder.as_ref(), name)?,
    };
    store::copy(&cx.db, node.id, copy)?;
    Ok(copy)
}

/// Bytes that stand on the shelf already.
fn kept(cx: &Cx<Tx>, file: &Content) -> Result<Kept, Stop> {
    let head = cx.house.files.head(&file.hash, super::pour::HEAD)?;
    Ok(Kept { hash: file.hash.clone(), bytes: file.bytes, head })
}

fn litter_goes(cx: &Cx<Tx>, order: &Order, to: &Place) -> Done {
    if !litter::is_litter(to) {
        return Err(Stop::Is(403));
    }
    let (person, litter) = (cx.viewer()?.person, &cx.house.litter);
    let bytes =
        if order.verb == Verb::Move { litter.take(person, &order.place) } else { litter.get(person, &order.place) };
    match bytes {
        Some(bytes) => Ok(bare(if litter.put(person, to, bytes) { 201 } else { 204 })),
        None => Err(Stop::Is(404)),
    }
}

fn must_have_a_good_name(place: &Place) -> Result<&str, Stop> {
    let name = place.last().ok_or(Stop::Is(403))?;
    if drive::may_be_called(name) && !litter::is_litter_folder(name) { Ok(name) } else { Err(Stop::Is(403)) }
}
