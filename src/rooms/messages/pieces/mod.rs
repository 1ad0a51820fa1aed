//! What goes with a message. It comes as the blog's files do, waits for the darkroom, and is served in the form made safe
//! there, behind the permit of its message alone: what was sent for one family is nothing to another.

mod pages;
pub mod store;

pub use pages::shown;

use super::{
    Message, State, path,
    policy::{RemovePiece, SeePiece, WriteMessage},
};
use crate::{
    base::{
        darkroom,
        db::{Id, Tx},
        error::{Error, Result},
        images::sniff,
        ui::uploader::FIELD,
    },
    door::{
        Cx, Faults, Page,
        form::{Checked, Nothing},
        page::Placement,
        resumable::{Announced, Received, Receives, Takes},
    },
    school::{
        media::{self, Kind, Media, Rendition, Size},
        permit::May,
    },
};
use maud::Markup;

/// The heaviest thing that goes with a message.
pub const MOST: u64 = 200_000_000;
/// So many at a time without JavaScript.
const AT_A_TIME: usize = 10;
const IN_MESSAGE: usize = 20;

/// One thing that goes with a message, loaded alone to be judged.
pub struct Piece {
    pub message: Message,
    pub media: Media,
}

/// The same as a page shows it.
#[derive(Clone, Debug)]
pub struct Enclosed {
    pub media: Media,
    /// From the smallest to the whole; none while it waits.
    pub sizes: Vec<Rendition>,
}

impl Enclosed {
    pub fn is_ready(&self) -> bool {
        self.media.state == media::State::Ready && !self.sizes.is_empty()
    }

    pub fn bytes(&self) -> u64 {
        self.sizes.last().map_or(0, |whole| whole.bytes)
    }
}

pub static ENVOIS: Receives<May<WriteMessage>> =
    Receives { takes: Takes { bytes: MOST, files: AT_A_TIME }, begin, done, back: |message| path::draft(message.id) };

fn begin(cx: &Cx<Tx>, message: &May<WriteMessage>, _: &Announced) -> Result<Checked<()>> {
    if message.state != State::Draft {
        return Err(Error::Conflict);
    }
    let standing = store::count(&cx.db, message)?;
    Ok(if standing < IN_MESSAGE { Ok(()) } else { Err(Faults::one(FIELD, pages::TOO_MANY)) })
}

fn done(cx: &Cx<Tx>, message: &May<WriteMessage>, received: &Received) -> Result<Checked<()>> {
    if message.state != State::Draft || store::count(&cx.db, message)? >= IN_MESSAGE {
        return Ok(Err(Faults::one(FIELD, pages::TOO_MANY)));
    }
    let found = sniff(&received.head);
    let Some(kind) = Kind::of(found) else { return Ok(Err(Faults::one(FIELD, pages::NOT_TAKEN))) };
    if received.size > darkroom::limit(found) {
        return Ok(Err(Faults::one(FIELD, pages::too_heavy(darkroom::limit(found) / 1_000_000))));
    }
    let media = media::store::add(&cx.db, message.by(), kind, &received.name, &received.hash, cx.now)?;
    store::add(&cx.db, message, media)?;
    Ok(Ok(()))
}

/// The composer's piece: the field for files, and what has come.
pub fn desk(cx: &Cx, message: &May<WriteMessage>) -> Result<Markup> {
    let all = store::of(&cx.db, &[message.id])?.remove(&message.id).unwrap_or_default();
    Ok(pages::desk(message.id, cx.viewer()?.person, &all))
}

pub fn remove(cx: &Cx<Tx>, piece: May<RemovePiece>, _: Nothing) -> Result<Page> {
    if piece.message.state != State::Draft {
        return Err(Error::Conflict);
    }
    store::remove(&cx.db, &piece)?;
    Ok(Page::go(path::draft(piece.message.id)))
}

pub fn bytes(cx: &Cx, piece: May<SeePiece>) -> Result<Page> {
    served(cx, &piece.media)
}

/// In the size that the path asks for; whoever calls holds the permit.
pub fn served(cx: &Cx, media: &Media) -> Result<Page> {
    let asked = cx.ask.text("size").unwrap_or_default();
    let size = Size::ALL.into_iter().find(|size| path::size_word(*size) == asked).ok_or(Error::NotFound)?;
    if media.state != crate::school::media::State::Ready {
        return Err(Error::NotFound);
    }
    let found = crate::school::media::store::rendition(&cx.db, media.id, size)?.ok_or(Error::NotFound)?;
    let place = if media.kind == Kind::Document { Placement::Download } else { Placement::Inline };
    let name = named(media, &found);
    Ok(Page::stored(found.file, &found.media_type, Some(name), place).kept_with_leave())
}

/// A form that the darkroom made anew may be of another kind than what was sent.
fn named(media: &Media, form: &Rendition) -> String {
    match (media.kind, form.media_type.split_once('/')) {
        (Kind::Photo, Some((_, kind))) => format!("photo-{}.{}", media.id, if kind == "jpeg" { "jpg" } else { kind }),
        _ => media.name.clone(),
    }
}

/// How many pieces a message has, for who sends it.
pub fn has_any(cx: &Cx<Tx>, message: Id<Message>) -> Result<bool> {
    store::has_any(&cx.db, message)
}
