//! Posts, as they are read from a disk.

use super::Listed;
use crate::{
    base::french,
    door::{
        Cx,
        takeaway::{file_link, written},
    },
    rooms::blog::{Facts, comments},
    school::media::{Kind, Media, extension},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// A parent who lent a hand is not named to other families on a paper that leaves.
pub const A_FAMILY: &str = "une famille";
const UNTITLED: &str = "Article sans titre";

pub struct Picture {
    pub href: String,
    pub kind: Kind,
    pub name: String,
    pub alt: String,
    pub bytes: u64,
    pub size: Option<(u32, u32)>,
}

pub struct Drawn<'a> {
    pub post: &'a Facts,
    pub author: &'a str,
    pub day: Date,
    pub pictures: &'a [Picture],
    pub said: &'a [comments::Facts],
    pub is_author: bool,
}

pub fn title(post: &Facts) -> String {
    if post.title.trim().is_empty() { UNTITLED.to_owned() } else { post.title.clone() }
}

pub fn post(cx: &Cx, drawn: &Drawn) -> Markup {
    html! {
        p.doux { span translate="no" { (french::capitalised(drawn.author)) } ", le " (french::day_year(drawn.day)) @if let Some(category) = &drawn.post.category { ", " (category) } }
        article { (written(&drawn.post.body)) }
        @if drawn.is_author { p.doux { "Les photos des élèves restent à l’école : elles ne sont pas à vous." } }
        @if !drawn.pictures.is_empty() {
            ul.photos { @for one in drawn.pictures { li { (shown(one)) } } }
        }
        @if !drawn.said.is_empty() {
            h2 { "Commentaires" }
            ul { @for one in drawn.said { li { (one.text) " " span.doux { "(" span translate="no" { (one.author_name) } ", " (french::date_year(one.said_at.date(&cx.zone))) ")" } } } }
        }
    }
}

fn shown(one: &Picture) -> Markup {
    html! {
        @match one.kind {
            Kind::Photo => { a href=(one.href) { img src=(one.href) alt=(if one.alt.is_empty() { "Photo" } else { &one.alt }) width=[one.size.map(|(width, _)| width)] height=[one.size.map(|(_, height)| height)] loading="lazy"; } }
            Kind::Video => { video src=(one.href) controls preload="none" {} (file_link(&one.href, "Vidéo", one.bytes)) }
            Kind::Sound => { audio src=(one.href) controls preload="none" {} (file_link(&one.href, "Son", one.bytes)) }
            Kind::Document => { (file_link(&one.href, &one.name, one.bytes)) }
        }
    }
}

pub fn list(some: &[Listed], pages: &[String]) -> Markup {
    html! {
        ul.sommaire { @for one in some {
            li { a href=(format!("article-{}.html", one.id)) { (one.title) } br; span.doux { (french::date_year(one.day)) ", " span translate="no" { (one.author) } } }
        } }
        @if pages.len() > 1 {
            nav aria-label="Pages" { @for (at, name) in pages.iter().enumerate() { a href=(name) { "Page " (at + 1) } " " } }
        }
    }
}

/// What the darkroom made of a photo may be of another kind than it was sent; and what a telephone called it may be a child's
/// name. A document's name is its author's.
pub fn file_name(media: &Media, media_type: &str) -> String {
    let Some(extension) = extension(media_type) else { return media.name.clone() };
    let stem = media.name.rsplit_once('.').map_or(media.name.as_str(), |(stem, _)| stem);
    let stem = if media.kind == Kind::Document && !stem.is_empty() { stem } else { media.kind.called() };
    format!("{stem} {}.{extension}", media.id)
}
