//! The blog as each opens it: newest first, what is kept at the top before it, of the classes that each has to do with.

mod home;
pub mod pages;
pub mod store;

pub use home::summary;

use super::{
    Facts, comments, path, photos,
    policy::{BeginPost, OpenBlog, ReadPost},
    public, reviewing,
};
use crate::{
    base::{
        clock::Instant,
        db::Id,
        error::{Error, Result},
    },
    door::{Cx, Page},
    school::{
        Class, Pupil,
        calendar::SchoolYear,
        class::{self, years::store as years},
        permit::{May, Ties},
    },
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use std::cmp::Reverse;
use store::{After, Asked, Listed, Source};

/// Posts on one page of the blog: each has its photos judged and drawn, and the page is to stay light on a bad network.
const PAGE: usize = 6;
/// So often a page looks further back for something that may be read.
const TURNS: usize = 20;

/// A class of which the viewer may ask for the posts alone.
pub struct Tab {
    pub class: Id<Class>,
    pub name: String,
    /// The viewer teaches it, or has asked for it as the director.
    pub is_own: bool,
}

/// What the viewer sees, as its lists read it.
pub struct Sight {
    pub sources: Vec<Source>,
    pub all: bool,
    pub classes: Vec<Id<Class>>,
    pub pupils: Vec<Id<Pupil>>,
}

/// What the page was asked for.
pub struct Wanted {
    pub class: Option<Id<Class>>,
    pub span: Option<Span>,
    pub category: Option<i64>,
    pub after: After,
}

/// A month, or a whole school year.
#[derive(Clone, PartialEq)]
pub struct Span {
    /// As the page asks for it: « 2026-11 », « 2026-2027 ».
    pub said: String,
    first: Date,
    /// The first day after it.
    after: Date,
}

impl Wanted {
    /// The newest, of everything.
    pub fn is_first(&self) -> bool {
        self.span.is_none() && self.category.is_none() && self.after == After::START
    }
}

pub fn open(cx: &Cx, blog: May<OpenBlog>) -> Result<Page> {
    let wanted = wanted(cx)?;
    let tabs = tabs(cx, &blog, wanted.class)?;
    if wanted.class.is_some_and(|asked| !tabs.iter().any(|tab| tab.class == asked)) {
        return Err(Error::NotFound);
    }
    let sight = sight(cx, &blog, wanted.class)?;
    let (mut rows, next) = listed(cx, &blog, &sight, &wanted)?;
    let mut pinned = Vec::new();
    if wanted.is_first() {
        let since = beginning(cx, SchoolYear::of(cx.today).first_day());
        pinned = store::pinned(&cx.db, &blog, (sight.all, &sight.classes, &sight.pupils), since)?;
        pinned = readable(cx, pinned)?;
        rows.retain(|row| !pinned.iter().any(|one| one.post.id == row.post.id));
    }
    let shown: Vec<Facts> = pinned.iter().chain(&rows).map(|row| row.post.clone()).collect();
    let drawn = pages::Drawn {
        tabs: &tabs,
        wanted: &wanted,
        categories: &store::categories(&cx.db, &blog)?,
        past: &past(cx)?,
        pinned: &pinned,
        rows: &rows,
        next,
        begins: blog.also::<BeginPost>().is_some(),
        in_work: in_work(cx, &blog, &wanted)?,
        photos: &photos::gallery::of_feed(&cx.db, shown, cx.viewer()?)?,
    };
    Ok(pages::feed(cx, &blog, &drawn))
}

/// What waits for the viewer, and the viewer's own that are not before families; not where a part of the blog was asked for.
fn in_work(cx: &Cx, blog: &May<OpenBlog>, wanted: &Wanted) -> Result<Markup> {
    if blog.also::<BeginPost>().is_none() || !wanted.is_first() || wanted.class.is_some() {
        return Ok(html! {});
    }
    let publishes = blog.ties().meets(Ties::DIRECTOR.or(Ties::TEACHER));
    let own = reviewing::own(cx, blog)?;
    let to_review = reviewing::to_review(cx, blog)?;
    let scheduled = if publishes { reviewing::store::scheduled(&cx.db, blog)? } else { Vec::new() };
    let scheduled = reviewing::for_viewer(cx, scheduled)?;
    let comments = comments::for_viewer(cx, blog)?;
    let hidden = publishes && photos::hidden::any_waits_for(cx)?;
    let is_director = blog.ties().meets(Ties::DIRECTOR);
    let left = if is_director { public::store::waiting(&cx.db, blog)? } else { 0 };
    Ok(html! {
        (photos::hidden::above(hidden))
        (public::leaving::above(left))
        (comments::pages::waiting(&comments))
        (reviewing::pages::in_work(cx, &to_review, &own, &scheduled))
    })
}

/// A page of what is wanted, newest first, and after what the next one begins.
fn listed(cx: &Cx, blog: &May<OpenBlog>, sight: &Sight, wanted: &Wanted) -> Result<(Vec<Listed>, Option<After>)> {
    let (mut after, mut since) = (wanted.after, Instant(i64::MIN));
    if let Some(span) = &wanted.span {
        since = beginning(cx, span.first);
        after = after.min(After(beginning(cx, span.after), 0));
    }
    let mut kept = Vec::new();
    let mut next = None;
    // What is not the viewer's to read does not hide what stands behind it; a page looks so far, and the next one goes on.
    for _ in 0..TURNS {
        let asked = Asked { after, since, category: wanted.category, limit: PAGE as i64 + 1 };
        let mut rows = Vec::new();
        for source in &sight.sources {
            rows.extend(store::of(&cx.db, blog, *source, &asked)?);
        }
        rows.sort_by_key(|row| Reverse(row.key));
        rows.dedup_by_key(|row| row.post.id);
        rows.truncate(PAGE + 1);
        next = rows.last().filter(|_| rows.len() > PAGE).map(|row| row.key);
        kept.extend(readable(cx, rows)?);
        match next {
            Some(last) if kept.len() <= PAGE => after = last,
            _ => break,
        }
    }
    if kept.len() > PAGE {
        kept.truncate(PAGE);
        next = kept.last().map(|row| row.key);
    }
    Ok((kept, next))
}

/// Where the blog is off for some classes, each is judged again: nothing of theirs. So is what a family wrote that lent a hand:
/// it is theirs no longer than the class is their child's.
fn readable(cx: &Cx, rows: Vec<Listed>) -> Result<Vec<Listed>> {
    let viewer = cx.viewer()?;
    let works_here = viewer.is_staff || viewer.is_director;
    let is_sure = |row: &Listed| viewer.closed().is_empty() && (works_here || row.post.author != viewer.person);
    let mut kept = Vec::new();
    for row in rows {
        if is_sure(&row) || cx.may_perhaps::<ReadPost>(row.post.id)?.is_some() {
            kept.push(row);
        }
    }
    Ok(kept)
}

/// Through what the viewer sees posts; `only`: of that class alone.
pub fn sight(cx: &Cx, blog: &May<OpenBlog>, only: Option<Id<Class>>) -> Result<Sight> {
    let viewer = cx.viewer()?;
    let all = blog.ties().meets(Ties::DIRECTOR);
    let is_wanted = |class: &Id<Class>| only.is_none_or(|asked| asked == *class);
    let mut classes: Vec<Id<Class>> =
        viewer.teaches.iter().chain(&viewer.helps_in).copied().filter(is_wanted).collect();
    if let Some(class) = only.filter(|_| all) {
        classes = vec![class];
    }
    classes.dedup();
    let children = viewer.children.iter().filter(|child| child.given.reads);
    let mut pupils: Vec<Id<Pupil>> =
        children.filter(|child| only.is_none() || child.class == only).map(|child| child.id).collect();
    pupils.extend(viewer.pupil.map(|(own, _)| own));
    if only.is_none() {
        pupils.extend(&viewer.accompanies);
    }
    let mut sources: Vec<Source> = classes.iter().copied().map(Source::Class).collect();
    sources.extend(pupils.iter().copied().map(Source::Pupil));
    if only.is_none() {
        // Every post is hers; of a child of hers too.
        sources = if all { vec![Source::All] } else { sources };
        if !all && viewer.pupil.is_none() {
            sources.push(Source::Author);
        }
    }
    Ok(Sight { sources, all: all && only.is_none(), classes, pupils })
}

/// The classes of the viewer: a choice only where there are several.
pub fn tabs(cx: &Cx, blog: &May<OpenBlog>, wanted: Option<Id<Class>>) -> Result<Vec<Tab>> {
    let viewer = cx.viewer()?;
    let is_director = blog.ties().meets(Ties::DIRECTOR);
    let of_staff = viewer.teaches.iter().chain(&viewer.helps_in);
    let of_children = viewer.children.iter().filter(|child| child.given.reads).filter_map(|child| child.class.as_ref());
    let own: Vec<Id<Class>> = of_staff.chain(of_children).copied().collect();
    if own.is_empty() && !is_director {
        return Ok(Vec::new());
    }
    let is_wanted = |class| !viewer.closed().contains(&class) && (is_director || own.contains(&class));
    let classes = class::store::names_of(&cx.db, cx.today, is_wanted)?;
    let tab = |(class, name)| {
        let is_own = viewer.teaches.contains(&class) || (is_director && wanted == Some(class));
        Tab { class, name, is_own }
    };
    Ok(classes.into_iter().map(tab).collect())
}

/// The years that are over.
fn past(cx: &Cx) -> Result<Vec<String>> {
    let over = years::years(&cx.db)?.into_iter().filter(|year| year.ends_on < cx.today);
    Ok(over.map(|year| year.label).collect())
}

fn wanted(cx: &Cx) -> Result<Wanted> {
    let query = &cx.ask.query;
    let number = |name: &str| match query.get(name) {
        "" => Ok(None),
        text => text.parse::<i64>().map(Some).map_err(|_| Error::NotFound),
    };
    let span = match query.get("mois") {
        "" => None,
        text => Some(span(cx, text)?.ok_or(Error::NotFound)?),
    };
    Ok(Wanted {
        class: number("classe")?.map(Id::new),
        span,
        category: number("rubrique")?,
        after: after(query.get("avant"))?,
    })
}

/// The days of a month, or of a year as the school had it.
fn span(cx: &Cx, text: &str) -> Result<Option<Span>> {
    let days = |first: Date, after: Option<Date>| after.map(|after| Span { said: text.to_owned(), first, after });
    if let Some(year) = years::years(&cx.db)?.into_iter().find(|year| year.label == text) {
        return Ok(days(year.starts_on, year.ends_on.tomorrow().ok()));
    }
    let month: Option<Date> = format!("{text}-01").parse().ok();
    Ok(month.and_then(|first| days(first, Some(first.saturating_add(1.month())))))
}

/// `?avant=SECONDS-NUMBER`, as the link to older posts says it.
fn after(text: &str) -> Result<After> {
    if text.is_empty() {
        return Ok(After::START);
    }
    let (at, audience) = text.split_once('-').ok_or(Error::NotFound)?;
    match (at.parse(), audience.parse()) {
        (Ok(at), Ok(audience)) => Ok(After(Instant(at), audience)),
        _ => Err(Error::NotFound),
    }
}

/// The first instant of a day.
pub fn beginning(cx: &Cx, day: Date) -> Instant {
    let at = day.to_zoned(cx.zone.clone());
    at.map_or(Instant(i64::MAX), |zoned| zoned.timestamp().into())
}

/// The link to what is older, with what was asked for.
pub fn older(wanted: &Wanted, After(at, audience): After) -> String {
    let class = wanted.class.map(|class| format!("classe={class}&")).unwrap_or_default();
    let month = wanted.span.as_ref().map(|span| format!("mois={}&", span.said)).unwrap_or_default();
    let category = wanted.category.map(|id| format!("rubrique={id}&")).unwrap_or_default();
    format!("{}?{class}{month}{category}avant={}-{audience}", path::BLOG, at.0)
}
