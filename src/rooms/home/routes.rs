use super::pages;
use crate::{
    base::error::Result,
    door::{Cx, Page, Routes, SignedIn, shell},
};

pub fn routes(r: &mut Routes) {
    r.get("/", home);
}

fn home(cx: &Cx, viewer: SignedIn) -> Result<Page> {
    let mut summaries = Vec::new();
    for room in cx.house.rooms {
        if let Some(cx) = cx.within(room.name) {
            summaries.extend((room.summary)(&cx)?);
        }
    }
    summaries.sort_by_key(|summary| summary.rank);
    if viewer.pupil.is_some() {
        return Ok(pages::of_pupil(&viewer, &shell::places(cx)?, &summaries));
    }
    let in_book = cx.within("liaison").and_then(|cx| cx.viewer);
    Ok(pages::home(&viewer, in_book.as_deref(), &summaries))
}
