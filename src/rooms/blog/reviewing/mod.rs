//! Between who writes and who publishes: a post is proposed, taken back, returned with a remark. What waits for whom stands on
//! the blog and on the home page.

pub mod pages;
pub mod store;

use super::{
    Post, path,
    policy::{OpenBlog, PublishPost, ReadPost, ReturnPost, SubmitPost, TakeBackPost},
    publishing::{pages::FOR_WHOM, ready},
    telling::{self, News},
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Nothing, upload::Upload},
    school::permit::May,
};
use store::InWork;

const REMARK_LETTERS: usize = 2_000;

/// From the page of a post in hand.
pub fn submit_it(cx: &Cx<Tx>, post: May<SubmitPost>, _: Nothing) -> Result<Page> {
    submit(cx, post.id)
}

pub fn submit(cx: &Cx<Tx>, id: Id<Post>) -> Result<Page> {
    let post = cx.may::<SubmitPost>(id)?;
    let mut problems = ready::of_text(&cx.db, &post)?;
    if post.targets.is_empty() {
        problems.push(ready::Problem { field: "pour", sentence: FOR_WHOM.to_owned() });
    }
    if !problems.is_empty() {
        return Ok(Page::again(ready::faults(problems)));
    }
    store::submit(&cx.db, &post, cx.now)?;
    telling::tell(&cx.db, id, News::Submitted, cx.now)?;
    cx.journal("ProposePost", "post", Some(id.number()))?;
    Ok(Page::go(path::post(id)).saying(pages::SUBMITTED))
}

pub fn take_back(cx: &Cx<Tx>, post: May<TakeBackPost>, _: Nothing) -> Result<Page> {
    store::take_back(&cx.db, &post, cx.now)?;
    Ok(Page::go(path::of(post.id, "ecrire")).saying(pages::TAKEN_BACK))
}

/// What is said to the author.
pub struct Remarked(String);

impl Form for Remarked {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Remarked, Faults> {
        let remark = fields.get("remarque");
        match remark.chars().count() {
            0 => Err(Faults::one("remarque", pages::SAY_WHY)),
            n if n > REMARK_LETTERS => Err(Faults::one("remarque", pages::TOO_LONG)),
            _ => Ok(Remarked(remark.to_owned())),
        }
    }
}

pub fn give_back_page(_: &Cx, post: &May<ReturnPost>, draft: &Draft) -> Result<Page> {
    if matches!(post.state, super::State::Submitted | super::State::Scheduled) {
        Ok(pages::give_back(post, draft))
    } else {
        Err(Error::NotFound)
    }
}

pub fn give_back(cx: &Cx<Tx>, post: May<ReturnPost>, Remarked(remark): Remarked) -> Result<Page> {
    store::give_back(&cx.db, &post, &remark, cx.now)?;
    telling::tell(&cx.db, post.id, News::Returned, cx.now)?;
    Ok(Page::go(path::BLOG).saying(pages::GIVEN_BACK))
}

/// Of these, what the viewer may publish.
pub fn for_viewer(cx: &Cx, all: Vec<InWork>) -> Result<Vec<InWork>> {
    let mut own = Vec::new();
    for one in all {
        if cx.may_perhaps::<PublishPost>(one.post)?.is_some() {
            own.push(one);
        }
    }
    Ok(own)
}

/// The viewer's own that are not before families. What a family wrote that lent a hand is theirs no longer than the class is
/// their child's.
pub fn own(cx: &Cx, blog: &May<OpenBlog>) -> Result<Vec<InWork>> {
    let mut all = store::own(&cx.db, blog)?;
    let viewer = cx.viewer()?;
    if !viewer.is_staff && !viewer.is_director {
        let listed = std::mem::take(&mut all);
        for one in listed {
            if cx.may_perhaps::<ReadPost>(one.post)?.is_some() {
                all.push(one);
            }
        }
    }
    Ok(all)
}

/// What waits for the viewer's eyes.
pub fn to_review(cx: &Cx, blog: &May<OpenBlog>) -> Result<Vec<InWork>> {
    let viewer = cx.viewer()?;
    if !viewer.is_director && viewer.teaches.is_empty() {
        return Ok(Vec::new());
    }
    for_viewer(cx, store::submitted(&cx.db, blog)?)
}
