//! The public page as an Atom feed (RFC 4287): titles and beginnings of texts. Photos stay on the page: what a reader has
//! copied cannot be taken back, and a consent can.

use super::{FEED, PATH, pages, post_path, visiting};
use crate::{
    base::{error::Result, rich_text},
    door::{Cx, Page, Public},
    rooms::blog,
};
use maud::{Markup, PreEscaped, html};

const POSTS: i64 = 20;
const EXCERPT: usize = 600;

pub fn atom(cx: &Cx, _: Public) -> Result<Page> {
    let open = visiting::open(cx)?;
    let home = cx.own_address().unwrap_or_default();
    let posts = blog::store::public(&cx.db, &open, &visiting::closed(cx)?, (0, POSTS))?;
    let updated = posts.iter().map(|post| post.changed_at).max().unwrap_or(cx.now);
    let mut entries = Vec::new();
    for post in posts {
        let post = visiting::seen(cx, &open, post)?;
        let link = format!("{home}{}", post_path(post.facts.id));
        let shown_at = post.facts.published_at.unwrap_or(cx.now);
        entries.push(html! {
            entry {
                id { (link) }
                title { (pages::title(&post.facts)) }
                link href=(link) {}
                published { (shown_at.timestamp()) }
                updated { (post.facts.changed_at.timestamp()) }
                author { name { (pages::speaker(&post.classes)) } }
                summary { (rich_text::excerpt(&post.facts.body, EXCERPT)) }
            }
        });
    }
    let feed: Markup = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"))
        feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" {
            id { (home) (PATH) }
            title { (cx.school.name) }
            link href={ (home) (PATH) } {}
            link rel="self" type="application/atom+xml" href={ (home) (FEED) } {}
            updated { (updated.timestamp()) }
            author { name { (cx.school.name) } }
            @for entry in &entries { (entry) }
        }
    };
    Ok(Page::show("flux.xml", "application/atom+xml; charset=utf-8", feed.into_string().into_bytes()))
}
