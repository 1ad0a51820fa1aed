//! What stands behind the network drive: the documents, by the same permits as the pages. Spaces are the folders at its top.
//! It knows no path, no lock and no word of the protocol.

use super::{order::Kept, sentences};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
        files::Hash,
    },
    door::cx::Cx,
    school::{
        document::{
            self, Bytes, Entry, Facts, Space, names,
            placing::{self, Clash, Hindrance, Placed},
            policy::{BinEntry, ChangeEntry, KeepSpace, OpenDocuments, ReadEntry, ReadSpace},
            store::{Given, Part},
        },
        permit::Ties,
    },
};
use std::borrow::Borrow;

/// A folder at the top, as the program sees it.
#[derive(Clone)]
pub struct Top {
    pub space: Space,
    pub name: String,
}

/// A folder or a file.
#[derive(Clone)]
pub struct Node {
    pub id: Id<Entry>,
    pub folder: Option<Id<Entry>>,
    pub name: String,
    pub made_at: Instant,
    pub changed_at: Instant,
    /// `None` for a folder.
    pub file: Option<Content>,
}

#[derive(Clone)]
pub struct Content {
    pub hash: Hash,
    pub bytes: u64,
    pub media_type: String,
}

impl Node {
    pub fn is_folder(&self) -> bool {
        self.file.is_none()
    }
}

/// Those that the viewer may read, in the order of the pages; no two have the same name.
pub fn tops<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Vec<Top>> {
    let viewer = cx.viewer()?;
    let documents = cx.may::<OpenDocuments>(())?;
    let mut tops: Vec<Top> = Vec::new();
    for (shelf, ties) in document::store::shelves(cx.db.borrow(), viewer, &documents)? {
        if !ties.meets(Ties::READER | Ties::KEEPER) {
            continue;
        }
        let space = shelf.space_of(viewer.person);
        let name = names::harmless(&sentences::top(space, &shelf.class_name)).ok_or(Error::NotFound)?;
        let is_free = |name: &str| tops.iter().all(|top| names::folded(&top.name) != names::folded(name));
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let name = std::iter::once(name.clone()).chain(numbered).find(|name| is_free(name)).unwrap_or_default();
        tops.push(Top { space, name });
    }
    Ok(tops)
}

/// What stands in a folder, or at the top of the space. What is being made safe for who only reads is not there yet.
pub fn list<D: Borrow<Rx>>(cx: &Cx<D>, space: Space, folder: Option<&Node>) -> Result<Vec<Node>> {
    let shelf = cx.may::<ReadSpace>(space.key())?;
    let all = document::store::list(cx.db.borrow(), &shelf, folder.map(|folder| folder.id), Part::WHOLE)?;
    let mut nodes = Vec::with_capacity(all.len());
    for facts in &all {
        nodes.extend(node(cx, facts, shelf.ties())?);
    }
    Ok(nodes)
}

/// What stands under these names, one in the other.
pub fn find<D: Borrow<Rx>>(cx: &Cx<D>, space: Space, path: &[String]) -> Result<Option<Node>> {
    let shelf = cx.may::<ReadSpace>(space.key())?;
    let names: Vec<&str> = path.iter().map(String::as_str).collect();
    if let Some(facts) = document::store::find(cx.db.borrow(), &shelf, &names)? {
        return node(cx, &facts, shelf.ties());
    }
    // « plage.heic » is « plage.jpg » for who is given what was made safe.
    let (Some((last, folders)), false) = (names.split_last(), shelf.ties().meets(Ties::KEEPER)) else {
        return Ok(None);
    };
    let folder = match document::store::find(cx.db.borrow(), &shelf, folders)? {
        Some(facts) => node(cx, &facts, shelf.ties())?,
        None => None,
    };
    if folder.is_none() && !folders.is_empty() {
        return Ok(None);
    }
    let last = names::folded(last);
    Ok(list(cx, space, folder.as_ref())?.into_iter().find(|node| names::folded(&node.name) == last))
}

fn node<D: Borrow<Rx>>(cx: &Cx<D>, facts: &Facts, ties: Ties) -> Result<Option<Node>> {
    let (name, file) = if facts.is_folder() {
        (facts.name.clone(), None)
    } else {
        match document::store::given(cx.db.borrow(), facts, ties)? {
            Given::File { hash, media_type, bytes, name } => (name, Some(Content { hash, bytes, media_type })),
            Given::Waiting | Given::Refused => return Ok(None),
        }
    };
    let (id, folder, made_at, changed_at) = (facts.id, facts.folder, facts.made_at, facts.changed_at);
    Ok(Some(Node { id, folder, name, made_at, changed_at, file }))
}

/// Whether something may be called so: a program finds a name again as it gave it, or is told that it cannot.
pub fn may_be_called(name: &str) -> bool {
    names::is_harmless(name)
}

pub fn must_keep<D: Borrow<Rx>>(cx: &Cx<D>, space: Space) -> Result<()> {
    cx.may::<KeepSpace>(space.key()).map(drop)
}

pub fn make_folder(cx: &Cx<Tx>, space: Space, folder: Option<&Node>, name: &str) -> Result<Id<Entry>> {
    let shelf = cx.may::<KeepSpace>(space.key())?;
    let folder = folder.map(|folder| folder.id);
    placed(placing::store::make_folder(&cx.db, &shelf, folder, name, Clash::Refuse, cx.now)?)
}

/// A new file, or a new version of the one that has its name.
pub fn put(cx: &Cx<Tx>, space: Space, folder: Option<Id<Entry>>, name: &str, file: &Kept) -> Result<Id<Entry>> {
    let shelf = cx.may::<KeepSpace>(space.key())?;
    let bytes = Bytes { hash: &file.hash, size: file.bytes, head: &file.head };
    placed(placing::store::put(&cx.db, &shelf, folder, name, &bytes, Clash::Version, cx.now)?)
}

/// To the bin, with all that it holds.
pub fn bin(cx: &Cx<Tx>, node: &Node) -> Result<()> {
    document::bin::store::bin(&cx.db, &cx.may::<BinEntry>(node.id)?, cx.now)
}

/// Elsewhere, perhaps in another space, perhaps under another name; nothing stands there.
pub fn take(cx: &Cx<Tx>, node: &Node, to: Space, folder: Option<&Node>, name: &str) -> Result<Id<Entry>> {
    let (entry, to) = (cx.may::<ChangeEntry>(node.id)?, cx.may::<KeepSpace>(to.key())?);
    let folder = folder.map(|folder| folder.id);
    placed(placing::store::relocate(&cx.db, &entry, &to, folder, Some(name), Clash::Refuse, cx.now)?)
}

/// The same once more; nothing stands there. For who keeps it: to a reader a photo is given otherwise than it came.
pub fn copy(cx: &Cx<Tx>, node: &Node, to: Space, folder: Option<&Node>, name: &str) -> Result<Id<Entry>> {
    let (entry, to) = (cx.may::<ReadEntry>(node.id)?, cx.may::<KeepSpace>(to.key())?);
    let folder = folder.map(|folder| folder.id);
    placed(placing::store::copy(&cx.db, &entry, &to, folder, Some(name), Clash::Refuse, cx.now)?)
}

fn placed(placed: Placed) -> Result<Id<Entry>> {
    placed.map_err(|hindrance| match hindrance {
        Hindrance::Taken(_) => Error::Conflict,
        Hindrance::OwnIsFull => Error::Full,
        Hindrance::Name | Hindrance::Stays | Hindrance::Inside | Hindrance::TooDeep | Hindrance::TooMany => {
            Error::Forbidden
        }
    })
}
