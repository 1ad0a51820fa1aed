//! « Le livre de la classe »: the posts of a period as a PDF with their photos, to print and to keep. It holds what its reader
//! may see at this moment and nothing else; whoever keeps the posts may make the one that goes to all families. Its photos
//! never stand in memory: they are put in while it is sent.

mod cover;
mod pages;
mod paper;
mod prints;
mod store;

use super::{
    Facts, feed,
    pages::TITLE as BLOG,
    path,
    period::Period,
    photos::{self, Shot},
    policy::{OpenBlog, ReadPost},
};
use crate::{
    base::{
        db::Id,
        error::{Error, Result},
        files::{Hash, Stretch},
        pdf::Piece,
    },
    door::{Cx, Page},
    school::{
        Class,
        media::Kind,
        permit::{May, Ties},
    },
};
use std::collections::BTreeSet;

pub const PATH: &str = "/blog/livre";
const FILE: &str = "/blog/livre/pdf";

/// What the book was asked for.
struct Asked {
    class: feed::Tab,
    period: Period,
    /// Of whoever keeps the class's posts: which of them, and whether the book is for all families.
    keeps: bool,
}

pub fn show(cx: &Cx, blog: May<OpenBlog>) -> Result<Page> {
    let tabs = feed::tabs(cx, &blog, None)?;
    let Some(asked) = asked(cx, &blog, tabs)? else { return Ok(pages::nothing()) };
    let posts = posts(cx, &blog, &asked)?;
    let shots = shots(cx, &posts, asked.keeps)?;
    let photos = shots.iter().flatten().filter(|shot| shot.is_photo()).count();
    let listed: Vec<&Facts> = posts.iter().map(|post| &***post).collect();
    Ok(pages::show(cx, &feed::tabs(cx, &blog, None)?, &asked, &listed, photos))
}

pub fn pdf(cx: &Cx, blog: May<OpenBlog>) -> Result<Page> {
    let asked = asked(cx, &blog, feed::tabs(cx, &blog, None)?)?.ok_or(Error::NotFound)?;
    let query = &cx.ask.query;
    let mut posts = posts(cx, &blog, &asked)?;
    if query.has("choisi") {
        let chosen: BTreeSet<&str> = query.all("article").collect();
        posts.retain(|post| chosen.contains(post.id.to_string().as_str()));
    }
    if posts.is_empty() {
        return Ok(Page::go(pages::href(&asked)).saying(pages::NOTHING));
    }
    let for_families = asked.keeps && !query.has("exemplaire");
    let with_photos = !query.has("sans_photos");
    let shots = shots(cx, &posts, for_families)?;
    let told =
        posts.iter().zip(shots).map(|(post, shots)| told(cx, post, if with_photos { shots } else { Vec::new() }));
    let told = told.collect::<Result<Vec<_>>>()?;
    let cover = cover::Cover {
        school: cx.school.name.clone(),
        class: asked.class.name.clone(),
        period: asked.period,
        made_on: cx.today,
        is_own: asked.keeps && !for_families,
    };
    let pieces = paper::book(&cover, &told).map_err(|error| Error::internal(format!("the book: {error}")))?;
    let stretches = pieces.into_iter().map(stretch).collect::<Result<Vec<_>>>()?;
    Ok(Page::stretches(pages::file_name(&asked), "application/pdf", stretches))
}

fn stretch(piece: Piece) -> Result<Stretch> {
    Ok(match piece {
        Piece::Bytes(bytes) => Stretch::Made(bytes),
        Piece::Photo(name, bytes) => {
            Stretch::Kept(Hash::parse(&name).ok_or_else(|| Error::internal("a photo has no name"))?, bytes)
        }
    })
}

/// The class and the days; a class of one's own when none is said. `None`: the viewer has no class.
fn asked(cx: &Cx, blog: &May<OpenBlog>, tabs: Vec<feed::Tab>) -> Result<Option<Asked>> {
    let viewer = cx.viewer()?;
    let wanted = match cx.ask.query.get("classe") {
        "" => None,
        text => Some(Id::<Class>::new(text.parse().map_err(|_| Error::NotFound)?)),
    };
    let class = match wanted {
        Some(class) => tabs.into_iter().find(|tab| tab.class == class).ok_or(Error::NotFound)?,
        None => {
            let own = tabs.iter().position(|tab| viewer.teaches.contains(&tab.class)).unwrap_or(0);
            let Some(tab) = tabs.into_iter().nth(own) else { return Ok(None) };
            tab
        }
    };
    let keeps = blog.ties().meets(Ties::DIRECTOR) || viewer.teaches.contains(&class.class);
    let period = Period::asked(&cx.ask.query).unwrap_or_else(|| Period::year(cx.today));
    Ok(Some(Asked { class, period, keeps }))
}

/// Those of the class that the viewer may read, oldest first.
fn posts(cx: &Cx, blog: &May<OpenBlog>, asked: &Asked) -> Result<Vec<May<ReadPost>>> {
    let mut posts = Vec::new();
    for id in store::of_class(&cx.db, blog, asked.class.class, asked.period.instants(&cx.zone))? {
        posts.extend(cx.may_perhaps::<ReadPost>(id)?);
    }
    Ok(posts)
}

/// What each of the posts shows. `for_families`: only what every family is shown; else what the viewer is shown, their own
/// children's private photos too. Never what is left out, nor what waits for a consent.
fn shots(cx: &Cx, posts: &[May<ReadPost>], for_families: bool) -> Result<Vec<Vec<Shot>>> {
    let viewer = cx.viewer()?;
    let tied: Vec<(&Facts, Ties)> =
        posts.iter().map(|post| (&***post, photos::policy::ties_of_today(post, viewer))).collect();
    let mut seen = photos::seen::by_viewer(&cx.db, &tied, viewer)?;
    let of = |post: &May<ReadPost>| {
        let mut shots = seen.remove(&post.id).unwrap_or_default();
        shots.retain(|shot| shot.is_shown() && !(for_families && shot.is_private));
        shots
    };
    Ok(posts.iter().map(of).collect())
}

fn told(cx: &Cx, post: &Facts, shots: Vec<Shot>) -> Result<paper::Told> {
    let day = post.published_at.map_or(cx.today, |at| at.date(&cx.zone));
    let count = |kind: Kind| shots.iter().filter(|shot| shot.bare.media.kind == kind).count();
    let (films, sounds) = (count(Kind::Video), count(Kind::Sound));
    let photos: Vec<&Shot> = shots.iter().filter(|shot| shot.is_photo()).collect();
    Ok(paper::Told {
        title: post.title.clone(),
        day,
        author: post.author_name.clone(),
        body: post.body.clone(),
        pictures: prints::pictures(&cx.house.files, &photos, &paper::WALL, &post.title)?,
        films,
        sounds,
    })
}
