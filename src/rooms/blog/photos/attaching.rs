//! What was sent joins its post, and what the composer shows of it while it is made safe.

use super::{Picture, Shown, gallery, path, policy::ChangePicture, seen, store, tagging};
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
    },
    door::{Cx, Faults, Fields, Form, Page, upload::Upload},
    rooms::blog::{State, policy::WritePost, public::leaving},
    school::{media::Media, permit::May},
};
use maud::Markup;

/// Called when its last byte has come: at the end of the post, shown to nobody until somebody has looked at it.
pub fn attach(tx: &Tx, post: &May<WritePost>, media: Id<Media>) -> Result<()> {
    store::add(tx, post, media)
}

/// The composer's own piece: the field for files, everything that was sent, with its state, and the way to say who is on it.
pub fn desk(cx: &Cx, post: &May<WritePost>) -> Result<Markup> {
    let shots = seen::shots_of(&cx.db, post, cx.viewer()?)?;
    let arrived = tagging::pages::arrived(post, &shots, tagging::ahead(cx, &shots)?);
    Ok(tagging::pages::desk(post, cx.viewer()?.person, arrived))
}

pub struct ShowTo(Shown);

impl Form for ShowTo {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<ShowTo, Faults> {
        Ok(ShowTo(Shown::parse(fields.get("montrer"))))
    }
}

/// Left out, kept for its families, or shown again: one of the ways out of a doubt.
pub fn show_to(cx: &Cx<Tx>, picture: May<ChangePicture>, ShowTo(shown): ShowTo) -> Result<Page> {
    store::show_to(&cx.db, &picture, shown)?;
    if shown == Shown::All {
        leaving::leave(cx, &picture.post)?;
    }
    Ok(Page::go(back_to(&picture)).saying(gallery::pages::now_shown(shown)))
}

/// A draft's doubts are solved where it is published, a published post's where it is checked.
fn back_to(picture: &Picture) -> String {
    match picture.post.state {
        State::Submitted | State::Published | State::Scheduled => path::gate(picture.post.id),
        _ if picture.post.targets.is_empty() => path::faces(picture.post.id),
        _ => path::gate(picture.post.id),
    }
}
