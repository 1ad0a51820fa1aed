//! A pause from messages, taken by somebody of the staff for themselves, with its end. Whoever writes to them is told so by
//! the composer, and once by the text left here.

mod forms;
mod pages;
mod store;

use super::delivering::DeliverMessage;
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
        jobs::store as queue,
    },
    door::{Cx, Draft, Faults, Page, Routes, form::Nothing},
    school::{
        correspondence::{
            pause::{Pause, store as pauses},
            policy::TakePause,
            sentences::ready_answer,
        },
        permit::May,
    },
};
use forms::{Said, Taken};
use maud::Markup;

pub const PATH: &str = "/messages/pause";
/// A pause is an absence, not a closed door.
const LONGEST: i32 = 120;

pub fn routes(r: &mut Routes) {
    r.form(PATH, show, save);
    r.post("/messages/pause/fin", end);
}

/// What the list of messages says of one's own pause.
pub enum Line {
    /// Above it: that one stands.
    Standing(Markup),
    /// Below: where to take one.
    Way(Markup),
}

/// Nothing for who takes none.
pub fn line(cx: &Cx) -> Result<Option<Line>> {
    let Some(may) = cx.may_perhaps::<TakePause>(())? else { return Ok(None) };
    let standing = standing(pauses::own(&cx.db, &may)?, cx);
    Ok(Some(
        standing.map_or_else(|| Line::Way(pages::way()), |pause| Line::Standing(pages::standing(&pause, cx.today))),
    ))
}

fn show(cx: &Cx, may: &May<TakePause>, draft: &Draft) -> Result<Page> {
    let standing = standing(pauses::own(&cx.db, may)?, cx);
    Ok(pages::show(&pages::filled(draft, standing.as_ref(), cx.today), standing.as_ref(), cx.today))
}

fn save(cx: &Cx<Tx>, may: May<TakePause>, form: Taken) -> Result<Page> {
    if form.until_on < cx.today {
        return Ok(Page::again(Faults::one("jusquau", pages::PAST)));
    }
    if form.from_on.until(form.until_on).map_or(LONGEST, |span| span.get_days()) >= LONGEST {
        return Ok(Page::again(Faults::one("jusquau", pages::TOO_LONG)));
    }
    let answer = match form.says {
        Said::Ready => ready_answer(form.until_on),
        Said::Own(text) => text,
        Said::Nothing => String::new(),
    };
    let Taken { from_on, until_on, holds, .. } = form;
    pauses::take(&cx.db, &Pause { person: may.by(), from_on, until_on, holds, answer }, &may)?;
    ask_again(cx)?;
    Ok(Page::go(PATH).saying(pages::TAKEN))
}

fn end(cx: &Cx<Tx>, may: May<TakePause>, _: Nothing) -> Result<Page> {
    if !pauses::end(&cx.db, &may)? {
        return Err(Error::NotFound);
    }
    ask_again(cx)?;
    Ok(Page::go(super::path::LIST).saying(pages::ENDED))
}

/// What was held for them comes now, where it was to come later: whatever waits is judged anew, and waits on if it must.
fn ask_again(cx: &Cx<Tx>) -> Result<()> {
    let waiting = store::waiting(&cx.db)?.into_iter();
    waiting
        .map(|(message, at)| DeliverMessage::of(message, at))
        .try_for_each(|job| queue::enqueue(&cx.db, &job, cx.now))
}

/// One that is over is none.
fn standing(pause: Option<Pause>, cx: &Cx) -> Option<Pause> {
    pause.filter(|pause| !pause.is_over(cx.today))
}
