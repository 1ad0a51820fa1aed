//! The network drive: WebDAV of class 2 (RFC 4918) over the documents, by hand. Each request is one transaction, judged anew by
//! the same permits as the pages, with a line in the journal when it writes.
//!
//! - `drive` is what stands behind it: spaces, folders, files. `target` finds what a path points at, `place` is the path.
//! - `order` reads a request; `answers` says what came of it; `xml` is the little of it that is spoken.
//! - `properties`, `writing`, `locking` do what is asked; `changing` stands before every write, with `conditions` and `locks`.
//! - `basic` says who asks; a cookie opens nothing here, and an application password opens no page.
//! - `held` tells the pages what a program has open.
//! - `litter` is what Finder and Windows leave in every folder.
//!
//! No library: those that exist ask a file system for one file after another, so that a folder would come to the bin leaf by leaf,
//! and a move over a file would be two writes with a crash between them.

mod answers;
mod basic;
mod changing;
mod conditions;
mod drive;
mod held;
mod litter;
mod locking;
mod locks;
mod order;
mod place;
mod pour;
mod properties;
mod sentences;
mod store;
mod target;
mod writing;
mod xml;

pub use held::{Change, Held, held};
pub use litter::Litter;
pub(super) use order::Order;

use super::{
    answer::{Answer, Content},
    cx::{Ask, Cx},
    gate::SignedIn,
    house::House,
    page::Placement,
    route::{Bench, Limits, Method},
    routes::{Routes, enter},
    stream::Leave,
};
use crate::base::{
    db::{Rx, Tx},
    error::Error,
};
use actix_web::{HttpRequest, web};
use answers::{Done, Stop, bare, refused, spoken, with};
use order::{Body, Verb};
use std::{borrow::Borrow, panic::AssertUnwindSafe, sync::Arc};
use target::{Target, locate};
use writing::Way;

impl Routes {
    /// The drive stands here: `path`, and all that is below it.
    pub fn network_drive(&mut self, path: &'static str, below: &'static str) {
        for path in [path, below] {
            // Nobody comes to it by this run: `serve` does, which takes bodies in.
            self.push::<SignedIn>(
                Method::Dav,
                path,
                Bench::Blocking,
                Limits::NOTHING,
                Arc::new(|_, _| Err(Error::NotFound)),
            );
        }
    }
}

pub(super) async fn serve(
    house: &Arc<House>,
    room: &'static str,
    ask: Ask,
    request: &HttpRequest,
    payload: web::Payload,
) -> (Answer, Option<Leave>) {
    let mut ask = ask.of_nobody();
    ask.application = basic::presented(request);
    match Order::of(request) {
        Ok(order) => ask.order = Some(order),
        Err(status) => return (refused(Stop::Is(status)), None),
    }
    let ask = match take_in(house, room, ask, payload).await {
        Ok(ask) => Arc::new(ask),
        Err(stop) => return (refused(stop), None),
    };
    let done = aside(house, &ask, move |house, ask| act(house, ask, room)).await;
    let (house, ask) = (house.clone(), ask.clone());
    let leave: Leave = Arc::new(move || entered(&house, &ask, room).and_then(|cx| content(&cx, &ask)).is_ok());
    (done.unwrap_or_else(refused), Some(leave))
}

/// The body, once it is known that it may come: nobody fills the disk from outside.
async fn take_in(house: &Arc<House>, room: &'static str, ask: Ask, payload: web::Payload) -> Result<Ask, Stop> {
    let verb = ask.order.as_ref().map(|order| order.verb);
    if verb.is_some_and(Verb::speaks_xml) {
        return with_body(ask, pour::xml(payload).await?);
    }
    if verb != Some(Verb::Put) {
        return Ok(ask);
    }
    let early = Arc::new(ask);
    let way: Way = aside(house, &early, move |house, ask| {
        let cx = entered(house, ask, room)?;
        let order = order(ask)?;
        changing::must_hold(&cx, order)?;
        writing::may_put(&cx, order)
    })
    .await?;
    let body = pour::file(house, order(&early)?, way, payload).await?;
    with_body(Arc::into_inner(early).ok_or_else(|| Error::internal("an ask was kept"))?, body)
}

fn with_body(mut ask: Ask, body: Body) -> Result<Ask, Stop> {
    if let Some(order) = &mut ask.order {
        order.body = body;
    }
    Ok(ask)
}

/// On the blocking pool; one panicking request must not take the school down.
async fn aside<T: Send + 'static>(
    house: &Arc<House>,
    ask: &Arc<Ask>,
    work: impl FnOnce(&Arc<House>, &Arc<Ask>) -> Result<T, Stop> + Send + 'static,
) -> Result<T, Stop> {
    let (house, ask) = (house.clone(), ask.clone());
    let done = web::block(move || std::panic::catch_unwind(AssertUnwindSafe(|| work(&house, &ask)))).await;
    match done {
        Ok(Ok(done)) => done,
        Ok(Err(_)) => Err(Error::internal("a handler panicked").into()),
        Err(_) => Err(Error::internal("the blocking pool is gone").into()),
    }
}

fn order(ask: &Ask) -> Result<&Order, Stop> {
    ask.order.as_ref().ok_or(Stop::Is(400))
}

fn entered(house: &Arc<House>, ask: &Arc<Ask>, room: &str) -> Result<Cx, Stop> {
    let cx = within(house, ask, room, house.db.read()?)?;
    basic::must_be_known(house, ask, &cx)?;
    Ok(cx)
}

/// Before the school is set up there is no drive, and where documents are off neither.
fn within<D: Borrow<Rx>>(house: &Arc<House>, ask: &Arc<Ask>, room: &str, db: D) -> Result<Cx<D>, Stop> {
    enter::<SignedIn, D>(house, ask, room, db).map_err(|error| match error {
        Error::SignIn => Stop::House(Error::NotFound),
        error => Stop::House(error),
    })
}

fn act(house: &Arc<House>, ask: &Arc<Ask>, room: &str) -> Done {
    let order = order(ask)?;
    let cx = entered(house, ask, room)?;
    basic::note_use(house, &cx);
    if order.verb.only_looks() {
        return match order.verb {
            Verb::Options => Ok(spoken()),
            Verb::PropFind => properties::find(&cx, order),
            _ => content(&cx, ask),
        };
    }
    drop(cx);
    let empty = if order.verb == Verb::Lock { Some(pour::empty(house)?) } else { None };
    let cx = within(house, ask, room, house.db.write()?)?;
    // Revoked a moment ago: a write is judged in its own transaction.
    cx.viewer()?;
    changing::must_hold(&cx, order)?;
    let done = write(&cx, order, empty)?;
    cx.db.commit()?;
    Ok(done)
}

fn write(cx: &Cx<Tx>, order: &Order, empty: Option<order::Kept>) -> Done {
    match (order.verb, empty) {
        (Verb::Put, _) => writing::put(cx, order),
        (Verb::MkCol, _) => writing::make_folder(cx, order),
        (Verb::Delete, _) => writing::delete(cx, order),
        (Verb::Copy | Verb::Move, _) => writing::copy_or_move(cx, order),
        (Verb::PropPatch, _) => properties::patch(cx, order),
        (Verb::Lock, Some(empty)) => locking::lock(cx, order, &empty),
        (Verb::Unlock, _) => locking::unlock(cx, order),
        _ => Err(Stop::Is(405)),
    }
}

/// GET and HEAD: a file, streamed after the transaction. A folder has no content.
fn content(cx: &Cx, ask: &Ask) -> Done {
    let order = order(ask)?;
    if litter::is_litter(&order.place) {
        let bytes = cx.house.litter.get(cx.viewer()?.person, &order.place).ok_or(Stop::Is(404))?;
        let body = if order.verb == Verb::Head { Content::Empty } else { Content::Bytes(bytes) };
        return Ok(Answer { body, ..with(bare(200), "content-type", "application/octet-stream") });
    }
    match locate(cx, &order.place)? {
        Target::Node(_, node) => {
            let Some(file) = node.file else { return Err(Stop::Is(405)) };
            changing::must_match_to_look(order, &file)?;
            let stored = Content::Stored(file.hash.clone());
            let answer =
                Answer::file(&file.media_type, Some(&node.name), Placement::Download, stored).kept_with_leave();
            let changed = properties::said_date(node.changed_at).unwrap_or_default();
            Ok(with(answer, "last-modified", changed))
        }
        Target::Root | Target::Top(_) => Err(Stop::Is(405)),
        Target::Free(..) | Target::Astray | Target::NoTop => Err(Stop::Is(404)),
    }
}
