//! What stands at a place, for this viewer. What they may not read is not there.

use super::{
    drive::{self, Node, Top},
    place::Place,
};
use crate::{
    base::{db::Rx, error::Result},
    door::cx::Cx,
    school::document::names,
};
use std::borrow::Borrow;

pub enum Target {
    /// Above all spaces.
    Root,
    Top(Top),
    Node(Top, Node),
    /// Nothing, in a folder that is there; `None`: at the top of the space.
    Free(Top, Option<Node>),
    /// Not even its folder.
    Astray,
    /// Where only spaces stand.
    NoTop,
}

pub fn locate<D: Borrow<Rx>>(cx: &Cx<D>, place: &Place) -> Result<Target> {
    let Some((first, below)) = place.names().split_first() else { return Ok(Target::Root) };
    let top = drive::tops(cx)?.into_iter().find(|top| names::folded(&top.name) == names::folded(first));
    let Some(top) = top else { return Ok(if below.is_empty() { Target::NoTop } else { Target::Astray }) };
    let Some((_, folders)) = below.split_last() else { return Ok(Target::Top(top)) };
    if let Some(node) = drive::find(cx, top.space, below)? {
        return Ok(Target::Node(top, node));
    }
    if folders.is_empty() {
        return Ok(Target::Free(top, None));
    }
    Ok(match drive::find(cx, top.space, folders)? {
        Some(folder) if folder.is_folder() => Target::Free(top, Some(folder)),
        _ => Target::Astray,
    })
}

impl Target {
    pub fn top(&self) -> Option<&Top> {
        match self {
            Target::Top(top) | Target::Node(top, _) | Target::Free(top, _) => Some(top),
            Target::Root | Target::Astray | Target::NoTop => None,
        }
    }

    pub fn node(&self) -> Option<&Node> {
        match self {
            Target::Node(_, node) => Some(node),
            _ => None,
        }
    }

    pub fn is_folder(&self) -> bool {
        match self {
            Target::Root | Target::Top(_) => true,
            Target::Node(_, node) => node.is_folder(),
            Target::Free(..) | Target::Astray | Target::NoTop => false,
        }
    }
}
