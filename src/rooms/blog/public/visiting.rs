//! What a visitor asks for. While the page is closed there is nothing here.

use super::{
    Open,
    judging::{self, Judged},
    pages, store,
};
use crate::{
    base::{
        db::Id,
        error::{Error, Result},
    },
    door::{Cx, Page, Public, page::Placement},
    rooms::blog::{self, Facts, Post, photos::path::size_word},
    school::{
        Class,
        media::{Media, Size},
        permit::Params,
        services,
    },
};

/// Posts on one page.
const PAGE: i64 = 10;
/// No school fills more, and no crawler shall ask for more.
const PAGES: i64 = 1_000;

/// A post as a visitor sees it.
pub struct Seen {
    pub facts: Facts,
    /// The classes that speak; none for the school.
    pub classes: Vec<String>,
    pub judged: Judged,
}

pub fn index(cx: &Cx, _: Public) -> Result<Page> {
    let open = open(cx)?;
    let page = match cx.ask.query.get("page") {
        "" => 1,
        text => text.parse::<i64>().ok().filter(|page| (1..=PAGES).contains(page)).ok_or(Error::NotFound)?,
    };
    let mut posts = blog::store::public(&cx.db, &open, &closed(cx)?, ((page - 1) * PAGE, PAGE + 1))?;
    if posts.is_empty() && page > 1 {
        return Err(Error::NotFound);
    }
    let has_more = posts.len() as i64 > PAGE;
    posts.truncate(PAGE as usize);
    let posts = posts.into_iter().map(|facts| seen(cx, &open, facts)).collect::<Result<Vec<_>>>()?;
    Ok(pages::index(cx, &posts, page, has_more))
}

pub fn post(cx: &Cx, _: Public) -> Result<Page> {
    let open = open(cx)?;
    let facts = asked(cx, &open)?;
    Ok(pages::post(cx, &seen(cx, &open, facts)?))
}

/// Judged at each request: a consent taken back hides at once.
pub fn photo(cx: &Cx, _: Public) -> Result<Page> {
    let open = open(cx)?;
    let facts = asked(cx, &open)?;
    let media: Id<Media> = cx.ask.id("media").map(Id::new).ok_or(Error::NotFound)?;
    let word = cx.ask.text("size").unwrap_or_default();
    let size = Size::ALL.into_iter().find(|size| size_word(*size) == word).ok_or(Error::NotFound)?;
    let judged = judging::judge(&cx.db, &facts, &cx.zone, cx.today)?;
    let shot = judged.shown.iter().find(|shot| shot.id() == media).ok_or(Error::NotFound)?;
    let found = judging::on_screen(shot, size).ok_or(Error::NotFound)?;
    if size == Size::Whole && found.size != Size::Whole {
        return Err(Error::NotFound);
    }
    Ok(Page::stored(found.file.clone(), &found.media_type, None, Placement::Inline).kept_with_leave())
}

/// Search engines read the open page and nothing else of the house.
pub fn robots(cx: &Cx, _: Public) -> Result<Page> {
    let text = match store::open(&cx.db)? {
        Some(_) => "User-agent: *\nAllow: /public\nAllow: /actifs/\nDisallow: /\n",
        None => "User-agent: *\nDisallow: /\n",
    };
    Ok(Page::show("robots.txt", "text/plain; charset=utf-8", text.into()))
}

pub fn open(cx: &Cx) -> Result<Open> {
    store::open(&cx.db)?.ok_or(Error::NotFound)
}

/// The classes for which the blog is off.
pub fn closed(cx: &Cx) -> Result<Vec<Id<Class>>> {
    Ok(services::store::off(&cx.db)?.classes(blog::ROOM.name))
}

fn asked(cx: &Cx, open: &Open) -> Result<Facts> {
    let id: Id<Post> = cx.ask.id("post").map(Id::new).ok_or(Error::NotFound)?;
    blog::store::public_one(&cx.db, open, &closed(cx)?, id)?.ok_or(Error::NotFound)
}

pub fn seen(cx: &Cx, open: &Open, facts: Facts) -> Result<Seen> {
    let targets = store::targets(&cx.db, open, facts.id)?;
    let classes = blog::store::names(&cx.db, &targets)?;
    let judged = judging::judge(&cx.db, &facts, &cx.zone, cx.today)?;
    Ok(Seen { facts, classes, judged })
}
