//! What the blog puts on the home page: to who may publish what waits for them, to an author what came back, to families the
//! newest posts of these last days.

use super::{
    pages, sight,
    store::{self, After, Asked, Listed, Source},
};
use crate::{
    base::{clock::Instant, db::Id, error::Result},
    door::{
        Cx,
        room::{About, Summary},
    },
    rooms::blog::{Facts, State, comments, photos, policy::OpenBlog, reviewing},
    school::permit::{May, Ties},
};
use std::cmp::Reverse;

/// Ranks: what waits for somebody, after the words with a deadline; then what is only good to know, after the words.
const WAITS: i64 = 1_500;
const KNOWN: i64 = 20_000;
/// A post is on the home page so long.
const FRESH: i64 = 7 * Instant::DAY;
const AT_MOST: usize = 3;
const TO_REVIEW: usize = 5;

pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let Some(blog) = cx.may_perhaps::<OpenBlog>(())? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for (place, one) in (0..).zip(reviewing::to_review(cx, &blog)?.iter().take(TO_REVIEW)) {
        let markup = reviewing::pages::review_card(cx, one);
        all.push(Summary { rank: WAITS + place, about: About::Me, waits: 1, markup });
    }
    for (place, one) in (0..).zip(comments::for_viewer(cx, &blog)?) {
        let markup = comments::pages::waiting_card(&one);
        all.push(Summary { rank: WAITS + 50 + place, about: About::Me, waits: 1, markup });
    }
    let own = reviewing::own(cx, &blog)?;
    for (place, one) in (0..).zip(own.iter().filter(|one| one.state == State::Returned)) {
        let markup = reviewing::pages::own_card(cx, one);
        all.push(Summary { rank: WAITS + 100 + place, about: About::Me, waits: 1, markup });
    }
    if blog.ties().meets(Ties::GUARDIAN.or(Ties::PUPIL)) {
        let newest = newest(cx, &blog)?;
        let posts: Vec<Facts> = newest.iter().map(|(row, _)| row.post.clone()).collect();
        let photos = photos::gallery::of_feed(&cx.db, posts, cx.viewer()?)?;
        for (place, (row, about)) in (0..).zip(newest) {
            all.push(Summary {
                rank: KNOWN + place,
                about,
                waits: 0,
                markup: pages::small_card(cx, &row, photos.get(&row.post.id)),
            });
        }
    }
    Ok(all)
}

/// Of the viewer's children, or the pupil's own: each post once.
fn newest(cx: &Cx, blog: &May<OpenBlog>) -> Result<Vec<(Listed, About)>> {
    let asked = Asked { after: After::START, since: cx.now.plus(-FRESH), category: None, limit: AT_MOST as i64 };
    let own = cx.viewer()?.pupil.map(|(own, _)| own);
    let mut rows: Vec<(Listed, About)> = Vec::new();
    for pupil in sight(cx, blog, None)?.pupils {
        let is_child = cx.viewer()?.child(pupil).is_some();
        if !is_child && own != Some(pupil) {
            continue;
        }
        let about = if is_child { About::Child(Id::new(pupil.number())) } else { About::Me };
        let found = store::of(&cx.db, blog, Source::Pupil(pupil), &asked)?;
        rows.extend(found.into_iter().map(|row| (row, about)));
    }
    rows.sort_by_key(|(row, _)| Reverse(row.key));
    rows.dedup_by_key(|(row, _)| row.post.id);
    rows.truncate(AT_MOST);
    Ok(rows)
}
