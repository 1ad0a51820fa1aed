//! The posts that answer to a search: those shown today, to whoever may read them.

pub mod store;

use super::{
    path,
    policy::{OpenBlog, ReadPost},
};
use crate::{
    base::{
        error::Result,
        french, rich_text,
        search::{Query, excerpt},
    },
    door::{
        Cx,
        found::{Found, Kind, MOST, Shelf},
    },
};

/// Letters of a post's text around what was found.
const EXCERPT: usize = 150;

/// Built anew from the posts themselves.
pub const SHELF: Shelf = Shelf { name: "posts", strays: store::strays, rebuild: store::rebuild };

pub fn search(cx: &Cx, query: &Query) -> Result<Vec<Found>> {
    let Some(blog) = cx.may_perhaps::<OpenBlog>(())? else { return Ok(Vec::new()) };
    let Some(asked) = query.of_text() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for post in store::answering(&cx.db, &blog, cx.viewer()?, &asked, MOST + 1)? {
        if cx.may_perhaps::<ReadPost>(post.id)?.is_none() {
            continue;
        }
        let about = format!("{} · {}", post.author_name, french::day_year(post.published_at.date(&cx.zone)));
        let excerpt = excerpt(&rich_text::to_plain(&post.body), query, EXCERPT);
        found.push(Found { excerpt, ..Found::new(Kind::Post, path::post(post.id), post.title, about) });
    }
    Ok(found)
}
