//! A post before families: shown now or at its hour, withdrawn, brought back, kept at the top. Whom it reaches is built from
//! permits alone, and what must stand first is asked anew each time.

mod jobs;
pub mod pages;
pub mod ready;
pub mod store;

pub use jobs::RUNS;

use super::{
    Post, State, Target, path, photos,
    policy::{BringBackPost, PinPost, PublishPost, WithdrawPost},
    telling::{self, News},
    writing::Terms,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
        jobs::store as queue,
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Nothing, upload::Upload},
    school::{
        audience::Addressed,
        permit::May,
        policy::{WriteToClass, WriteToSchool},
    },
};
use jiff::tz::TimeZone;
use jobs::PublishAt;

/// Nobody plans a post further ahead.
const FARTHEST: i64 = 366 * Instant::DAY;

/// When it is to leave; nothing for at once.
pub fn hour(terms: &Terms, zone: &TimeZone, now: Instant) -> std::result::Result<Option<Instant>, &'static str> {
    let Some(at) = terms.at else { return Ok(None) };
    let zoned = at.to_zoned(zone.clone()).map_err(|_| pages::NO_SUCH_DAY)?;
    let leaves_at = Instant::from(zoned.timestamp());
    if leaves_at <= now {
        return Err(pages::MOMENT_IS_PAST);
    }
    if leaves_at > now.plus(FARTHEST) { Err(pages::TOO_FAR) } else { Ok(Some(leaves_at)) }
}

/// The work that shows it then; it counts while the post waits for that hour.
pub fn at_its_hour(post: Id<Post>, leaves_at: Instant) -> PublishAt {
    PublishAt::of(post, leaves_at)
}

/// From the page of a post that waits: at its hour where one is set, else now.
pub fn publish_it(cx: &Cx<Tx>, post: May<PublishPost>, _: Nothing) -> Result<Page> {
    let leaves_at = post.leaves_at.filter(|at| *at > cx.now && post.state != State::Scheduled);
    publish(cx, &post, leaves_at)
}

pub fn publish(cx: &Cx<Tx>, post: &May<PublishPost>, leaves_at: Option<Instant>) -> Result<Page> {
    if post.was_shown() {
        return Err(Error::Conflict);
    }
    let problems = ready::problems(&cx.db, post, cx.today)?;
    if !problems.is_empty() && problems.iter().all(|problem| problem.field == ready::PHOTOS) {
        // What was typed is kept; the photos are settled one by one.
        return Ok(Page::go(photos::path::gate(post.id)));
    }
    if !problems.is_empty() {
        return Ok(Page::again(ready::faults(problems)));
    }
    if let Some(leaves_at) = leaves_at {
        // The right to write there is asked for now as well: at its hour it is asked again.
        addressed(cx, post)?;
        store::schedule(&cx.db, post, leaves_at)?;
        queue::enqueue(&cx.db, &at_its_hour(post.id, leaves_at), leaves_at)?;
        cx.journal("SchedulePost", "post", Some(post.id.number()))?;
        return Ok(Page::go(path::post(post.id)).saying(pages::will_leave(cx, leaves_at)));
    }
    let to = addressed(cx, post)?;
    store::publish(&cx.db, post, &to, cx.viewer()?.closed(), cx.now, cx.today)?;
    telling::tell(&cx.db, post.id, News::Published, cx.now)?;
    cx.journal("ShowPost", "post", Some(post.id.number()))?;
    Ok(Page::go(path::post(post.id)).saying(pages::PUBLISHED))
}

/// A permit on each class, or a refusal of the whole.
fn addressed(cx: &Cx<Tx>, post: &Post) -> Result<Addressed> {
    let mut to = Addressed::by(cx.viewer()?);
    for target in &post.targets {
        match target {
            Target::School => to.school(&cx.may::<WriteToSchool>(())?),
            Target::Class(class) => to.class(&cx.may::<WriteToClass>(*class)?),
        }
    }
    Ok(to)
}

/// What was shown keeps a title and something to read, whatever is changed in it.
pub fn still_whole(cx: &Cx<Tx>, post: Id<Post>) -> Result<Faults> {
    let post = cx.may::<super::policy::WritePost>(post)?;
    Ok(ready::faults(ready::of_text(&cx.db, &post)?))
}

pub fn withdraw_page(_: &Cx, post: &May<WithdrawPost>, _: &Draft) -> Result<Page> {
    if post.state == State::Published { Ok(pages::withdraw(post)) } else { Err(Error::NotFound) }
}

pub fn withdraw(cx: &Cx<Tx>, post: May<WithdrawPost>, _: Nothing) -> Result<Page> {
    store::withdraw(&cx.db, &post, cx.now)?;
    telling::take_back(&cx.db, post.id)?;
    Ok(Page::go(path::post(post.id)).saying(pages::WITHDRAWN))
}

pub fn bring_back(cx: &Cx<Tx>, post: May<BringBackPost>, _: Nothing) -> Result<Page> {
    store::bring_back(&cx.db, &post)?;
    Ok(Page::go(path::post(post.id)).saying(pages::BROUGHT_BACK))
}

/// « Épingler », « Ne plus épingler ».
pub struct Pinned(bool);

impl Form for Pinned {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Pinned, Faults> {
        Ok(Pinned(fields.has("epingle")))
    }
}

pub fn pin(cx: &Cx<Tx>, post: May<PinPost>, Pinned(is_pinned): Pinned) -> Result<Page> {
    store::pin(&cx.db, &post, is_pinned, cx.now)?;
    Ok(Page::go(path::post(post.id)).saying(if is_pinned { pages::PINNED } else { pages::UNPINNED }))
}
