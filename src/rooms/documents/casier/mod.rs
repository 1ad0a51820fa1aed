//! The casier of a class: the teacher's page by pupil; for who hands in, a form and their own receipts.

mod pages;

use super::{sending, sentences, taking};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{
        Cx, Draft, Page,
        form::{Checked, Faults, Nothing},
        resumable::{Announced, Received, Receives, Takes},
    },
    school::{
        Class,
        document::{
            Key, Space, handing_in,
            handing_in::store,
            policy::{EnterSpace, HandIn, OpenCasier, ReadSpace},
            store as documents,
            store::Part,
        },
        permit::May,
    },
};

/// A film of a recitation.
const MOST: u64 = 500_000_000;
const AT_A_TIME: usize = 10;
/// One depositor's in one casier, until the teacher empties it.
const DEPOSITS_AT_MOST: i64 = 60;
/// Receipts on one page.
const RECEIPTS: usize = 100;

pub static DEPOSITS: Receives<May<HandIn>> =
    Receives { takes: Takes { bytes: MOST, files: AT_A_TIME }, begin, done, back: pages::slot_href };

pub fn show(cx: &Cx, class: Id<Class>, shelf: &May<EnterSpace>) -> Result<Page> {
    if let Some(casier) = cx.may_perhaps::<OpenCasier>(class)? {
        let rows = store::rows(&cx.db, &casier)?;
        return Ok(pages::open(cx, &casier, &rows));
    }
    let viewer = cx.viewer()?;
    let own = viewer.pupil.map(|(me, _)| me).into_iter();
    let children = viewer.children.iter().filter(|child| child.class == Some(class)).map(|child| child.id);
    let pupils: Vec<_> = own.chain(children).collect();
    match pupils.as_slice() {
        [] => Err(Error::NotFound),
        [only] => slot(cx, cx.may::<HandIn>((class, *only))?),
        _ => {
            let slots = pupils.iter().map(|pupil| cx.may::<HandIn>((class, *pupil))).collect::<Result<Vec<_>>>()?;
            Ok(pages::choose(shelf, &slots))
        }
    }
}

pub fn slot(cx: &Cx, slot: May<HandIn>) -> Result<Page> {
    let receipts = store::receipts(&cx.db, &slot, RECEIPTS)?;
    pages::slot(cx, &slot, &receipts)
}

fn begin(cx: &Cx<Tx>, slot: &May<HandIn>, _: &Announced) -> Result<Checked<()>> {
    let standing = store::count(&cx.db, slot)?;
    let full = || Faults::one(crate::base::ui::uploader::FIELD, pages::FULL);
    Ok(if standing < DEPOSITS_AT_MOST { Ok(()) } else { Err(full()) })
}

fn done(cx: &Cx<Tx>, slot: &May<HandIn>, received: &Received) -> Result<Checked<()>> {
    let placed = handing_in::store::hand_in(&cx.db, slot, &received.name, &sending::bytes(received), cx.now)?;
    Ok(sending::told(placed))
}

/// Everything, in one folder for each pupil.
pub fn archive(cx: &Cx, casier: May<OpenCasier>) -> Result<Page> {
    let shelf = cx.may::<ReadSpace>(Key::Of(Space::HandIn(casier.class)))?;
    let tops: Vec<_> = documents::list(&cx.db, &shelf, None, Part::WHOLE)?.iter().map(|one| one.id).collect();
    let all = documents::tree(&cx.db, &shelf, &tops)?;
    let name = sentences::title(&shelf, Space::HandIn(casier.class));
    Ok(Page::archive(format!("{name}.zip"), taking::pieces(cx, &shelf, &all)?))
}

pub fn empty_page(_: &Cx, casier: &May<OpenCasier>, _: &Draft) -> Result<Page> {
    Ok(pages::empty(casier))
}

pub fn empty(cx: &Cx<Tx>, casier: May<OpenCasier>, _: Nothing) -> Result<Page> {
    store::empty(&cx.db, &casier, cx.now)?;
    Ok(Page::go(pages::home(casier.class)).saying(pages::EMPTIED))
}
