//! Reports: a member shows one message to the direction, which sees that message and nothing else of the thread. Nobody else
//! knows of it, and the house does not tell the message's author.

mod forms;
pub mod pages;
pub mod policy;
pub mod store;

use super::{
    Message,
    pieces::{self, Enclosed},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
    },
    door::{
        Cx, Draft, Faults, Page, Routes,
        room::{About, Summary},
    },
    school::{Person, correspondence, media::Media, permit::May},
};
use forms::{Settled, Why};
use policy::{ListReports, ReportMessage, SeeReported};

pub const PATH: &str = "/messages/signalements";

/// A report with the one message that it is about.
#[derive(Clone, Debug)]
pub struct Report {
    pub id: Id<Report>,
    pub message: Id<Message>,
    pub reporter: Id<Person>,
    pub reporter_name: String,
    pub author_name: String,
    /// Clean HTML.
    pub body: String,
    pub delivered_at: Instant,
    pub why: String,
    pub reported_at: Instant,
    pub settled_at: Option<Instant>,
    pub remark: String,
    _row: (),
}

pub fn routes(r: &mut Routes) {
    r.form("/messages/ecrits/{message}/signaler", blank, report);
    r.get(PATH, list);
    r.form("/messages/signalements/{report}", show, settle);
    r.get("/messages/signalements/{report}/pieces/{enclosure}/{size}", piece);
}

/// On the director's home, while there is something to look at.
pub fn summary(cx: &Cx) -> Result<Option<Summary>> {
    let Some(may) = cx.may_perhaps::<ListReports>(())? else { return Ok(None) };
    let open = store::open(&cx.db, &may)?;
    let waits = open.len();
    Ok((waits > 0).then(|| Summary { rank: -93, about: About::School, waits, markup: pages::waiting(waits) }))
}

fn blank(cx: &Cx, message: &May<ReportMessage>, draft: &Draft) -> Result<Page> {
    Ok(pages::blank(cx, message, draft, hindrance(&cx.db, cx, message)?))
}

fn report(cx: &Cx<Tx>, message: May<ReportMessage>, form: Why) -> Result<Page> {
    if hindrance(&cx.db, cx, &message)?.is_some() {
        return Ok(Page::again(Faults::default()));
    }
    if !store::add(&cx.db, &message, &form.0, cx.now)? {
        return Ok(Page::again(Faults::one("", pages::ALREADY)));
    }
    let thread = message.thread.ok_or(Error::NotFound)?;
    Ok(Page::go(super::path::thread(thread)).saying(pages::REPORTED))
}

fn list(cx: &Cx, may: May<ListReports>) -> Result<Page> {
    Ok(pages::list(cx, &store::open(&cx.db, &may)?, &store::settled(&cx.db, &may)?))
}

fn show(cx: &Cx, report: &May<SeeReported>, draft: &Draft) -> Result<Page> {
    let pieces = enclosed(&cx.db, report)?;
    Ok(pages::show(cx, report, &pieces, draft))
}

fn settle(cx: &Cx<Tx>, report: May<SeeReported>, form: Settled) -> Result<Page> {
    if !store::settle(&cx.db, &report, &form.0, cx.now)? {
        return Err(Error::Conflict);
    }
    Ok(Page::go(PATH).saying(pages::SETTLED))
}

fn piece(cx: &Cx, report: May<SeeReported>) -> Result<Page> {
    let asked: Id<Media> = cx.ask.text("enclosure").and_then(|id| id.parse().ok()).ok_or(Error::NotFound)?;
    let all = enclosed(&cx.db, &report)?;
    let one = all.iter().find(|one| one.media.id == asked).ok_or(Error::NotFound)?;
    pieces::served(cx, &one.media)
}

fn enclosed(rx: &Rx, report: &May<SeeReported>) -> Result<Vec<Enclosed>> {
    Ok(pieces::store::of(rx, &[report.message])?.remove(&report.message).unwrap_or_default())
}

/// Why this message cannot be shown to the direction by its reader.
fn hindrance<D>(rx: &Rx, cx: &Cx<D>, message: &May<ReportMessage>) -> Result<Option<&'static str>> {
    if message.author == message.by() {
        return Ok(Some(pages::OWN));
    }
    let author = correspondence::store::parties(rx, &[message.author], cx.today)?;
    Ok(author.iter().any(|party| party.is_director).then(|| pages::of_direction(cx)))
}
