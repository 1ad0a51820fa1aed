//! What stands between a photo and the families: asked when a post is published, when it leaves at its hour, when it is meant
//! for more families than before, when photos join what is published already. Nothing here lets a photo through: each request
//! judges it anew. It lists what would not be seen, and the ways out.

mod pages;

use super::{Face, Shot, Shown, seen, store, told_apart};
use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    door::{Cx, Page},
    rooms::blog::{Facts, policy::PublishPost},
    school::{Pupil, permit::May},
};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// One thing of a post about which something is still to be decided.
pub struct Doubt {
    pub shot: Shot,
    pub why: Why,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Why {
    /// Nobody said who is on it.
    Unlooked,
    /// These are on it, without a consent for those families.
    WithoutConsent(Vec<Id<Pupil>>),
    /// Kept for the families of who is on it, and nobody is.
    ForNobody,
}

pub fn are_photos(doubts: &[Doubt]) -> bool {
    doubts.iter().all(|doubt| doubt.shot.is_photo())
}

/// Empty: it may be published.
pub fn doubts(rx: &Rx, post: &Facts, today: Date) -> Result<Vec<Doubt>> {
    let shots = seen::shots(rx, post, today)?;
    Ok(shots.into_iter().filter_map(|shot| why(&shot).map(|why| Doubt { shot, why })).collect())
}

fn why(shot: &Shot) -> Option<Why> {
    let faces = &shot.faces;
    match shot.bare.shown {
        // Refused files are shown to nobody, whatever is said of them.
        _ if shot.is_refused() => None,
        Shown::Out => None,
        _ if faces.is_unlooked => Some(Why::Unlooked),
        Shown::All if faces.without_consent.is_empty() => None,
        Shown::All => Some(Why::WithoutConsent(faces.without_consent.clone())),
        Shown::Private if faces.seen.is_empty() => Some(Why::ForNobody),
        Shown::Private => None,
    }
}

pub fn show(cx: &Cx, post: May<PublishPost>) -> Result<Page> {
    let doubts = doubts(&cx.db, &post, cx.today)?;
    let pupils: BTreeSet<Id<Pupil>> = doubts.iter().flat_map(|doubt| doubt.shot.faces.seen.clone()).collect();
    let pupils: Vec<Id<Pupil>> = pupils.into_iter().collect();
    let faces: Vec<Face> = store::names(&cx.db, &post, &pupils)?;
    let names = told_apart(&faces);
    Ok(pages::gate(&post, &doubts, &faces, &names))
}
