//! Where the files of a post come in, whole or in pieces. What is kept waits for the darkroom; its first bytes already say
//! whether there is any use in keeping it.

use super::{path, store, tagging::pages};
use crate::base::ui::uploader::FIELD;
use crate::{
    base::{darkroom, db::Tx, error::Result, images::sniff},
    door::{
        Cx, Faults,
        form::Checked,
        resumable::{Announced, Received, Receives, Takes},
    },
    rooms::blog::{policy::WritePost, public::leaving, writing},
    school::{
        media::{self, Kind},
        permit::May,
    },
};

/// The heaviest film that a telephone is asked to send.
pub const MOST: u64 = 500_000_000;
/// So many at a time without JavaScript.
const AT_A_TIME: usize = 30;
/// In one post: an outing, not a year.
const IN_POST: usize = 120;

pub static ENVOIS: Receives<May<WritePost>> =
    Receives { takes: Takes { bytes: MOST, files: AT_A_TIME }, begin, done, back: |post| path::write(post.id) };

fn begin(cx: &Cx<Tx>, post: &May<WritePost>, _: &Announced) -> Result<Checked<()>> {
    has_room(cx, post)
}

fn done(cx: &Cx<Tx>, post: &May<WritePost>, received: &Received) -> Result<Checked<()>> {
    // Others may have come since it was announced.
    if let Err(full) = has_room(cx, post)? {
        return Ok(Err(full));
    }
    let found = sniff(&received.head);
    let Some(kind) = Kind::of(found) else { return Ok(Err(Faults::one(FIELD, pages::NOT_TAKEN))) };
    if received.size > darkroom::limit(found) {
        return Ok(Err(Faults::one(FIELD, pages::too_heavy(darkroom::limit(found) / 1_000_000))));
    }
    // Whoever writes it while it is shown is not its author only: each file is theirs who sent it.
    let media = media::store::add(&cx.db, post.by(), kind, &received.name, &received.hash, cx.now)?;
    store::add(&cx.db, post, media)?;
    leaving::leave(cx, post)?;
    writing::store::touch(&cx.db, post, cx.now)?;
    Ok(Ok(()))
}

fn has_room(cx: &Cx<Tx>, post: &May<WritePost>) -> Result<Checked<()>> {
    let standing = store::count(&cx.db, post)?;
    Ok(if standing < IN_POST { Ok(()) } else { Err(Faults::one(FIELD, pages::TOO_MANY)) })
}
