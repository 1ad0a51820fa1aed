//! « Les photos de mes enfants »: what the blog shows of them, taken home as files. Each photo is judged anew, as a guardian
//! sees it and never as somebody who keeps the post; and it is theirs only when a child of theirs can be recognised on it.

mod naming;
mod pages;
pub mod store;

use super::{
    period::Period,
    photos::{self, Shot},
    policy::{OpenBlog, ReadPost},
};
use crate::{
    base::{archive::Entry, clock::Instant, db::Id, error::Result, files::Hash},
    door::{Cx, Page},
    school::{
        Pupil,
        media::{Media, Size},
        permit::{May, Ties},
        viewer::Child,
    },
};
use jiff::civil::Date;
use std::collections::BTreeSet;

pub const PATH: &str = "/blog/photos";
const FILE: &str = "/blog/photos/fichier";

/// One photo, video or sound on which a child of the viewer's is.
pub struct Keepsake {
    pub title: String,
    /// The day on which it was shown to families: by it periods are told.
    pub shown_on: Date,
    /// When it was taken, as far as that can be believed.
    pub at: Instant,
    pub children: Vec<Id<Pupil>>,
    pub file: Hash,
    pub media_type: String,
    pub bytes: u64,
}

/// How many there are, and how much they weigh.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Weighed {
    pub count: usize,
    pub bytes: u64,
}

/// The viewer's children whose photos are asked for: one, or all.
struct Asked<'a> {
    children: Vec<&'a Child>,
    is_all: bool,
}

pub fn show(cx: &Cx, blog: May<OpenBlog>) -> Result<Page> {
    let own = children(cx)?;
    let year = Period::year(cx.today);
    let asked = Period::asked(&cx.ask.query);
    let found = gather(cx, &blog, &own, year)?;
    let offered = Period::offered(cx.today);
    let weigh = |child: &Child| {
        offered.iter().map(|one| (one.label, one.period, weighed(&found, &[child], one.period))).collect::<Vec<_>>()
    };
    let lines: Vec<pages::Of> = own.iter().map(|child| pages::Of { child, periods: weigh(child) }).collect();
    let chosen = match asked {
        Some(period) => {
            let asked = of_query(cx, &own);
            let found = gather(cx, &blog, &asked.children, period)?;
            Some((period, asked.names(), weighed(&found, &asked.children, period)))
        }
        None => None,
    };
    Ok(pages::show(cx, &lines, chosen))
}

/// The file itself: what is there at this moment, however it was told before.
pub fn file(cx: &Cx, blog: May<OpenBlog>) -> Result<Page> {
    let own = children(cx)?;
    let asked = of_query(cx, &own);
    let Some(period) = Period::asked(&cx.ask.query) else { return Ok(Page::go(PATH)) };
    let found = gather(cx, &blog, &asked.children, period)?;
    if found.is_empty() {
        return Ok(Page::go(PATH).saying(pages::NOTHING));
    }
    let names = naming::names(&found, &cx.zone);
    let entries =
        found.iter().zip(names).map(|(one, name)| Entry { path: vec![name], file: Some(one.file.clone()), at: one.at });
    Ok(Page::archive(pages::archive_name(&asked.names(), &period), entries.collect()))
}

/// The children of whom the viewer may read something.
fn children(cx: &Cx) -> Result<Vec<&Child>> {
    Ok(cx.viewer()?.children.iter().filter(|child| child.given.reads).collect())
}

/// A number that is none of theirs is nobody, not everybody.
fn of_query<'a>(cx: &Cx, own: &[&'a Child]) -> Asked<'a> {
    match cx.ask.query.get("enfant") {
        "" => Asked { children: own.to_vec(), is_all: true },
        text => {
            let id = text.parse().map(Id::new).ok();
            Asked {
                children: own.iter().filter(|child| Some(child.id) == id).copied().collect(),
                is_all: own.len() == 1,
            }
        }
    }
}

impl Asked<'_> {
    fn names(&self) -> Vec<String> {
        if self.is_all && self.children.len() > 3 {
            return Vec::new();
        }
        self.children.iter().map(|child| child.first_name.clone()).collect()
    }
}

/// In the order in which they were taken.
fn gather(cx: &Cx, blog: &May<OpenBlog>, children: &[&Child], period: Period) -> Result<Vec<Keepsake>> {
    let own: Vec<Id<Pupil>> = children.iter().map(|child| child.id).collect();
    let mut posts = Vec::new();
    for id in store::reaching(&cx.db, blog, &own, period.instants(&cx.zone))? {
        posts.extend(cx.may_perhaps::<ReadPost>(id)?);
    }
    // As their guardian and as nothing else: who keeps a post sees on it what no family is given.
    let posts: Vec<(&super::Facts, Ties)> =
        posts.iter().filter(|post| post.ties().meets(Ties::GUARDIAN)).map(|post| (&***post, Ties::GUARDIAN)).collect();
    let mut seen = photos::seen::by_viewer(&cx.db, &posts, cx.viewer()?)?;
    let (mut found, mut known) = (Vec::new(), BTreeSet::<i64>::new());
    for (post, _) in posts {
        let Some(shown_at) = post.published_at else { continue };
        // A document is no photo: it is opened on the blog, under its own name.
        for shot in seen.remove(&post.id).unwrap_or_default().into_iter().filter(|shot| !shot.is_document()) {
            let children: Vec<Id<Pupil>> =
                own.iter().filter(|child| shot.faces.seen.contains(child)).copied().collect();
            let is_new = !children.is_empty() && known.insert(Id::<Media>::number(shot.id()));
            found.extend(is_new.then(|| keepsake(cx, post, shot, shown_at, children)).flatten());
        }
    }
    found.sort_by_key(|one| one.at);
    Ok(found)
}

fn keepsake(cx: &Cx, post: &super::Facts, shot: Shot, shown_at: Instant, children: Vec<Id<Pupil>>) -> Option<Keepsake> {
    let whole = shot.sizes.iter().find(|one| one.size == Size::Whole)?;
    let taken = shot.bare.media.taken_at.filter(|taken| is_believed(*taken, shown_at));
    Some(Keepsake {
        title: post.title.clone(),
        shown_on: shown_at.date(&cx.zone),
        at: taken.unwrap_or(shown_at),
        children,
        file: whole.file.clone(),
        media_type: whole.media_type.clone(),
        bytes: whole.bytes,
    })
}

/// A camera whose clock was never set says 2000, or tomorrow.
fn is_believed(taken: Instant, shown_at: Instant) -> bool {
    (-Instant::DAY..=400 * Instant::DAY).contains(&shown_at.since(taken))
}

fn weighed(found: &[Keepsake], children: &[&Child], period: Period) -> Weighed {
    let is_of = |one: &&Keepsake| {
        period.contains(one.shown_on) && children.iter().any(|child| one.children.contains(&child.id))
    };
    found
        .iter()
        .filter(is_of)
        .fold(Weighed::default(), |sum, one| Weighed { count: sum.count + 1, bytes: sum.bytes + one.bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_without_a_clock_is_not_believed() {
        let shown = Instant(1_800_000_000);
        assert!(is_believed(shown.plus(-3 * Instant::DAY), shown));
        assert!(is_believed(shown.plus(3_600), shown));
        assert!(!is_believed(shown.plus(3 * Instant::DAY), shown));
        assert!(!is_believed(Instant(946_684_800), shown));
    }
}
