//! One's own threads, the latest first; the archive; drafts.

mod pages;
pub mod store;

use super::{
    begins, finding, path, pause,
    policy::{BeginMessage, OpenMessages},
    writing,
};
use crate::{
    base::{clock::Instant, error::Result, search::Query},
    door::{Cx, Page},
    school::permit::May,
};
use store::{After, Asked};

/// So many threads on a page.
const PAGE: usize = 30;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shelf {
    Standing,
    Unread,
    Archive,
    Drafts,
}

pub fn show(cx: &Cx, mailbox: May<OpenMessages>) -> Result<Page> {
    let asked = &cx.ask.query;
    let may_begin = mailbox.also::<BeginMessage>().is_some() && begins(&cx.db, cx.viewer()?)?;
    let query = Query::read(asked.get("q"));
    if !query.is_empty() {
        return Ok(pages::found(cx, &query, &finding::search(cx, &query)?));
    }
    let shelf = match () {
        () if asked.has("archive") => Shelf::Archive,
        () if asked.has("brouillons") => Shelf::Drafts,
        () if asked.has("non-lus") => Shelf::Unread,
        () => Shelf::Standing,
    };
    let drafts = store::drafts(&cx.db, &mailbox)?;
    if shelf == Shelf::Drafts {
        return Ok(pages::drafts(cx, &drafts, may_begin));
    }
    let after = (asked.get("avant").split_once('-'))
        .and_then(|(at, thread)| Some(After(Instant(at.parse().ok()?), thread.parse().ok()?)))
        .unwrap_or(After::START);
    let what = Asked { shelf, after, limit: PAGE as i64 + 1 };
    let mut rows = store::threads(&cx.db, &mailbox, cx.viewer()?, &what)?;
    let next = (rows.len() > PAGE).then(|| rows[PAGE - 1].key());
    rows.truncate(PAGE);
    let drawn = pages::Drawn {
        shelf,
        rows: &rows,
        next,
        drafts: drafts.len(),
        may_begin,
        is_first: after == After::START,
        is_frozen: writing::is_frozen(cx)?,
        pause: pause::line(cx)?,
    };
    Ok(pages::list(cx, &drawn))
}

/// The page with what is older.
fn older(shelf: Shelf, after: After) -> String {
    let which = match shelf {
        Shelf::Archive => "archive&",
        Shelf::Unread => "non-lus&",
        Shelf::Standing | Shelf::Drafts => "",
    };
    format!("{}?{which}avant={}-{}", path::LIST, after.0.0, after.1)
}
