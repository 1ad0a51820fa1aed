//! The page of a post: read by families, looked over by who may publish it.

mod pages;

use super::{
    comments,
    feed::{self, store::After},
    photos,
    policy::{OpenBlog, ReadPost},
    reviewing, store,
};
use crate::base::clock::Instant;
use crate::{
    base::error::Result,
    door::{Cx, Page},
    rooms::blog::{State, feed::store::Asked},
    school::permit::{May, Ties},
};
use maud::html;
use pages::Beside;
use std::cmp::Reverse;

pub fn show(cx: &Cx, post: May<ReadPost>) -> Result<Page> {
    let answers = post.ties().meets(Ties::SELF.or(Ties::AUTHOR).or(Ties::WRITER));
    let remarks = match post.state {
        State::Published | State::Withdrawn => Vec::new(),
        _ if answers => reviewing::store::remarks(&cx.db, &post)?,
        _ => Vec::new(),
    };
    let beside = if post.state == State::Published { beside(cx, &post)? } else { Beside::default() };
    let comments = if post.state == State::Published {
        comments::section(cx, &post)?
    } else {
        html! {}
    };
    let gallery = photos::gallery::of_post(cx, &post)?;
    let read = pages::Read {
        comments,
        gallery,
        names: &store::names(&cx.db, &post.targets)?,
        remarks: &remarks,
        beside: &beside,
    };
    Ok(pages::post(cx, &post, &read))
}

/// The next newer and the next older one that the viewer sees.
fn beside(cx: &Cx, post: &May<ReadPost>) -> Result<Beside> {
    let blog = cx.may::<OpenBlog>(())?;
    let (Some(at), Some(audience)) = (post.published_at, post.audience) else { return Ok(Beside::default()) };
    let here = After(at, audience.number());
    let sight = feed::sight(cx, &blog, None)?;
    let (mut newer, mut older) = (Vec::new(), Vec::new());
    let asked = Asked { after: here, since: Instant(i64::MIN), category: None, limit: 1 };
    for source in sight.sources {
        newer.extend(feed::store::newer(&cx.db, &blog, source, here)?);
        older.extend(feed::store::of(&cx.db, &blog, source, &asked)?);
    }
    newer.sort_by_key(|(key, ..)| *key);
    older.sort_by_key(|one| Reverse(one.key));
    let newer = newer.into_iter().next().map(|(_, post, title)| (post, title));
    let older = older.into_iter().next().map(|one| (one.post.id, one.post.title));
    let mut beside = Beside::default();
    // Where the blog is off for some classes, a neighbour of theirs is nobody's.
    for (place, found) in [(&mut beside.newer, newer), (&mut beside.older, older)] {
        if let Some((post, title)) = found
            && cx.may_perhaps::<ReadPost>(post)?.is_some()
        {
            *place = Some((post, title));
        }
    }
    Ok(beside)
}
