//! « Photos masquées »: what a consent taken back hides, post by post.

use crate::{
    base::{
        french,
        ui::{button, notice, page::crumbs, piece},
    },
    door::Page,
    rooms::blog::{
        photos::{Shot, path, tagging::pages::thumb},
        policy::PublishPost,
    },
    school::permit::May,
};
use maud::{Markup, html};

pub fn above(any_waits: bool) -> Markup {
    html! {
        @if any_waits {
            (notice::notice(notice::Tone::Warning, html! {
                p { "Un accord a été retiré : des photos ne sont plus montrées. " a href=(path::HIDDEN) { "Photos masquées" } }
            }))
        }
    }
}

pub fn list(posts: &[(May<PublishPost>, Vec<Shot>)]) -> Page {
    let body = html! {
        (crumbs(&[("Blog", "/blog")], "Photos masquées"))
        h1 { "Photos masquées" }
        @if posts.is_empty() {
            (piece::empty_state("Rien à régler", "Quand un accord est retiré, la photo se masque d’elle-même et apparaît ici.",
                html! { (button::link("Revenir au blog", "/blog").quiet()) }))
        } @else {
            p { "Un accord manque pour ces photos : personne ne les voit plus. Pour chacune, floutez un visage, gardez-la pour les familles des enfants dessus, ou laissez-la de côté." }
            @for (post, shots) in posts {
                section.carte {
                    h2 { (if post.title.is_empty() { "Article sans titre" } else { &post.title }) }
                    p.doux { (french::count(shots.len() as i64, "photo masquée", "photos masquées")) }
                    div.planche { @for shot in shots { div { (thumb(post, shot)) } } }
                    div.rang { (button::link("Régler ces photos", path::gate(post.id)).about(post.title.clone())) }
                }
            }
        }
    };
    Page::new("Photos masquées", body)
}
