//! A post's photos, sounds, videos and documents as whoever reads it sees them.

pub mod pages;
pub mod picture;

use super::{
    Shot, Shown, policy,
    seen::{self, Glance},
};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    door::Cx,
    rooms::blog::{
        self as blog, Facts, Post,
        policy::{PublishPost, ReadPost},
    },
    school::{
        permit::{May, Ties},
        viewer::Viewer,
    },
};
use maud::Markup;
use std::collections::HashMap;

/// For the page of a post.
pub fn of_post(cx: &Cx, post: &May<ReadPost>) -> Result<Markup> {
    let viewer = cx.viewer()?;
    let mut seen = seen::by_viewer(&cx.db, &[(&***post, policy::ties_of_today(post, viewer))], viewer)?;
    let all = seen.remove(&post.id).unwrap_or_default();
    // Whoever keeps the post sees more than it shows: what it shows is the gallery, the rest is told.
    let (shown, kept): (Vec<Shot>, Vec<Shot>) = all.into_iter().partition(Shot::is_shown);
    let may_mend = post.also::<PublishPost>().is_some();
    let (left_out, undecided): (Vec<Shot>, Vec<Shot>) =
        kept.into_iter().partition(|shot| shot.bare.shown == Shown::Out);
    let are_photos = undecided.iter().all(Shot::is_photo);
    let told = pages::Kept { undecided: undecided.len(), are_photos, left_out: left_out.len() };
    Ok(pages::gallery(post, &shown, &if may_mend { told } else { pages::Kept::default() }, policy::keeps(post.ties())))
}

/// For a list of posts that the viewer reads: the first of what they see of each.
pub fn of_feed(rx: &Rx, posts: Vec<Facts>, viewer: &Viewer) -> Result<HashMap<Id<Post>, Glance>> {
    let posts = blog::store::listed(rx, posts, viewer)?;
    let tied: Vec<(&Facts, Ties)> = posts.iter().map(|post| (&**post, policy::ties_of_today(post, viewer))).collect();
    seen::glances(rx, &tied, viewer, pages::IN_ROW)
}
