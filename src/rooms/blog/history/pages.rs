//! The versions of a post, each with what the next one changed in it.

use super::store::Version;
use crate::{
    base::{
        rich_text::{self, Change},
        ui::{page::crumbs, piece},
    },
    door::{Cx, Page},
    rooms::blog::{pages::moment, path, policy::ReadVersions},
    school::permit::May,
};
use maud::{Markup, PreEscaped, html};

pub fn show(cx: &Cx, post: &May<ReadVersions>, before: &[Version], by: &str) -> Page {
    let shown = Version {
        title: post.title.clone(),
        body: post.body.clone(),
        written_at: post.changed_at,
        written_by: by.to_owned(),
    };
    let all: Vec<&Version> = std::iter::once(&shown).chain(before).collect();
    let body = html! {
        (crumbs(&[("Blog", path::BLOG), (&post.title, &path::post(post.id))], "Versions"))
        h1 { "Versions de l’article" }
        p { "Seules les personnes qui peuvent modifier l’article voient cette page." }
        @for (place, version) in all.iter().enumerate() {
            section.carte {
                h2 { @if place == 0 { "Aujourd’hui" } @else { (version.title) } }
                p.doux { "Écrit par " (piece::person(&version.written_by)) " · " (moment(cx, version.written_at)) }
                @match all.get(place + 1) {
                    Some(older) => {
                        @if older.title != version.title { p { strong { (difference(&older.title, &version.title)) } } }
                        p.difference { (difference(&rich_text::to_plain(&older.body), &rich_text::to_plain(&version.body))) }
                    },
                    None => div.riche { (PreEscaped(&version.body)) },
                }
            }
        }
    };
    Page::narrow("Versions de l’article", body)
}

fn difference(before: &str, after: &str) -> Markup {
    html! {
        @for piece in rich_text::changes(before, after) {
            @match piece.change {
                Change::Same => (piece.text),
                Change::Removed => del { span.hors-vue { "[retiré] " } (piece.text) },
                Change::Added => ins { span.hors-vue { "[ajouté] " } (piece.text) },
            }
        }
    }
}
