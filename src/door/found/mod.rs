//! What a room answers to a search, and the index that it keeps for it. Every answer was judged by its own permit before it
//! comes here; nothing here knows what else the index holds.

mod store;

use super::{cx::Cx, house::House};
use crate::base::{
    db::{Rx, Tx},
    error::Result,
    search::{self, Piece, Query},
};

/// So many answers of one kind are shown. A room gives one more when there are more, so that the page may say so.
pub const MOST: usize = 20;

/// One answer.
pub struct Found {
    pub kind: Kind,
    pub href: String,
    /// A name, or the title of a word.
    pub title: String,
    /// « CM1 », « responsable de Léa et Hugo », « mardi 17 novembre ».
    pub about: String,
    /// What staff must know before anything else: « Ne pas informer ».
    pub warning: &'static str,
    /// A piece of the text around what was found.
    pub excerpt: Vec<Piece>,
}

impl Found {
    pub fn new(kind: Kind, href: impl Into<String>, title: impl Into<String>, about: impl Into<String>) -> Found {
        let (href, title, about) = (href.into(), title.into(), about.into());
        Found { kind, href, title, about, warning: "", excerpt: Vec::new() }
    }
}

/// In the order in which they are shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Person,
    Group,
    Word,
    Post,
    Message,
    Document,
}

impl Kind {
    pub const ALL: [Kind; 6] = [Kind::Person, Kind::Group, Kind::Word, Kind::Post, Kind::Message, Kind::Document];

    /// Names stay as they are written, in every language of a browser.
    pub fn is_name(self) -> bool {
        matches!(self, Kind::Person | Kind::Group | Kind::Document)
    }
}

/// What every room that is on answers, of what the viewer may see.
pub fn everywhere(cx: &Cx, query: &Query) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for room in cx.house.rooms {
        if let Some(cx) = cx.within(room.name) {
            found.extend((room.search)(&cx, query)?);
        }
    }
    Ok(found)
}

/// An index that store functions keep row by row, and that can be built anew from what it is about.
#[derive(Clone, Copy)]
pub struct Shelf {
    pub name: &'static str,
    /// How many things stand in the index and should not, or should and do not.
    pub strays: fn(&Rx) -> Result<i64>,
    pub rebuild: fn(&Tx) -> Result<()>,
}

/// Builds anew what an older program indexed, or what no longer stands as it should. Done when the service starts.
pub fn put_in_order(house: &House) -> Result<()> {
    for shelf in house.rooms.iter().filter_map(|room| room.shelf) {
        let rx = house.db.read()?;
        if is_in_order(&rx, &shelf)? {
            continue;
        }
        drop(rx);
        let tx = house.db.write()?;
        rebuild(&tx, &shelf)?;
        tx.commit()?;
        tracing::info!(shelf = shelf.name, "the search index was built anew");
    }
    Ok(())
}

pub fn rebuild(tx: &Tx, shelf: &Shelf) -> Result<()> {
    (shelf.rebuild)(tx)?;
    store::set_version(tx, shelf.name, search::VERSION)
}

/// The indexes that a start will build anew, by name.
pub fn out_of_order(house: &House) -> Result<Vec<&'static str>> {
    let rx = house.db.read()?;
    let mut names = Vec::new();
    for shelf in house.rooms.iter().filter_map(|room| room.shelf) {
        if !is_in_order(&rx, &shelf)? {
            names.push(shelf.name);
        }
    }
    Ok(names)
}

fn is_in_order(rx: &Rx, shelf: &Shelf) -> Result<bool> {
    Ok(store::version(rx, shelf.name)? == search::VERSION && (shelf.strays)(rx)? == 0)
}
