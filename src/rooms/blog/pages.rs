//! The small phrases that the blog's pages share.

use super::{Post, State};
use crate::{
    base::{clock::Instant, db::Rx, french, ui::piece},
    door::Cx,
};
use maud::{Markup, html};
use std::borrow::Borrow;

pub const TITLE: &str = "Blog";

pub fn moment<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    french::moment(at.timestamp(), cx.now.timestamp(), &cx.zone)
}

/// « le mardi 17 novembre ».
pub fn day<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    format!("le {}", french::day(at.date(&cx.zone)))
}

/// « toute l’école », « CE1 et CM1 ».
pub fn named(is_for_school: bool, names: &[String]) -> String {
    if is_for_school { "toute l’école".to_owned() } else { french::list(names) }
}

/// A title, or that there is none yet.
pub fn title(post: &Post) -> &str {
    if post.title.is_empty() { "Sans titre" } else { &post.title }
}

/// What state it is in, where it is not simply published.
pub fn state_note<D: Borrow<Rx>>(cx: &Cx<D>, post: &Post) -> Markup {
    html! {
        @match post.state {
            State::Draft => (piece::tag("Brouillon")),
            State::Submitted => (piece::tag_waits("À relire")),
            State::Returned if post.stopped.is_some() => (piece::late("N’est pas parti")),
            State::Returned => (piece::tag_waits("À reprendre")),
            State::Scheduled => (piece::tag(&post.leaves_at.map_or("Programmé".to_owned(), |at| format!("Programmé {}", moment(cx, at))))),
            State::Withdrawn => (piece::late("Retiré")),
            State::Published => @if post.pinned_at.is_some() { (piece::tag("Épinglé")) },
        }
    }
}
