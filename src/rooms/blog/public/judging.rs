//! Which photos of a post everybody may see: those shown to the families it is for, on which each child who can be recognised
//! has a consent for the public page too.

use crate::{
    base::{
        db::{Id, Rx},
        error::Result,
    },
    rooms::blog::{
        Facts,
        photos::{self, Shot, Shown},
    },
    school::{
        Pupil,
        consent::{self, Purpose, Showing},
        media::{self, Faces, Rendition, Size},
    },
};
use jiff::{civil::Date, tz::TimeZone};
use std::collections::BTreeSet;

/// A post's photos, as the public page has them today.
pub struct Judged {
    pub shown: Vec<Shot>,
    /// Photos left out for want of a consent, or because nobody has said who is on them.
    pub held_back: usize,
    /// Of those shown: how many have somebody drawn over.
    pub blurred: usize,
    /// Sounds, videos and documents, which never go there.
    pub others: usize,
}

pub fn judge(rx: &Rx, post: &Facts, zone: &TimeZone, today: Date) -> Result<Judged> {
    let shots = photos::seen::shots(rx, post, today)?;
    let pupils: BTreeSet<Id<Pupil>> = shots.iter().flat_map(|shot| shot.faces.seen.iter().copied()).collect();
    let pupils: Vec<Id<Pupil>> = pupils.into_iter().collect();
    // A consent counts for the day on which the post went there; for one that is not there yet, for today.
    let on = post.public_at.map_or(today, |at| at.date(zone));
    let known = consent::store::known(rx, &pupils, (on, on), today)?;
    let showing = Showing { purpose: Purpose::Public, occasion: &post.occasion, on };
    let mut judged = Judged { shown: Vec::new(), held_back: 0, blurred: 0, others: 0 };
    for shot in shots {
        let media = &shot.bare.media;
        if !shot.is_photo() {
            judged.others += 1;
            continue;
        }
        let faces = Faces::of(media.is_of_nobody, &shot.bare.tags, &known, &showing);
        let is_for_all = shot.bare.shown == Shown::All && shot.faces.may_be_shown_to_all();
        if shot.is_ready() && is_for_all && faces.may_be_shown_to_all() {
            judged.blurred += usize::from(shot.bare.tags.iter().any(|tag| tag.is_blurred));
            judged.shown.push(shot);
        } else if !shot.is_refused() && shot.bare.shown != Shown::Out {
            judged.held_back += 1;
        }
    }
    Ok(judged)
}

/// The size that a visitor's screen gets for the one asked for: the largest that there is below. The whole one is the
/// families', but where there is no other.
pub fn on_screen(shot: &Shot, asked: Size) -> Option<&Rendition> {
    let screens = || shot.sizes.iter().filter(|one| one.size != Size::Whole);
    screens().find(|one| one.size == asked).or(screens().next_back()).or(shot.sizes.last())
}

/// Nobody is on it, drawn over or not: what others copy from our pages may hold it.
pub fn is_of_nobody(rx: &Rx, shot: &Shot) -> bool {
    let is_whole = || media::store::drawn(rx, shot.id()).is_ok_and(|drawn| drawn.is_none());
    shot.bare.media.is_of_nobody && shot.bare.tags.is_empty() && is_whole()
}
