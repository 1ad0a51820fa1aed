//! What a visitor sees: a page of the house without its menu, found by search engines, shown well by whoever links to it.

use super::{FEED, PATH, judging, photo_path, post_path, visiting::Seen};
use crate::{
    base::{
        assets::Asset,
        french, rich_text,
        ui::{
            Icon, button,
            page::{self as ui, crumbs},
            piece,
        },
    },
    door::{Cx, Page},
    rooms::blog::{
        Facts,
        photos::{Shot, gallery::picture, path::size_word},
    },
    school::media::Size,
};
use maud::{Markup, PreEscaped, html};

const EXCERPT: usize = 320;
const DESCRIPTION: usize = 155;
/// Photos beside a post in the list.
const FEW: usize = 3;
/// Further down, photos wait until they are near.
const AT_ONCE: usize = 2;

/// What the head of a page says of it.
struct Head {
    title: String,
    description: String,
    path: String,
    kind: &'static str,
    picture: Option<String>,
}

pub fn index(cx: &Cx, posts: &[Seen], page: i64, has_more: bool) -> Page {
    let name = &cx.school.name;
    let at = |page: i64| if page == 1 { PATH.to_owned() } else { format!("{PATH}?page={page}") };
    let head = Head {
        title: if page == 1 { name.clone() } else { format!("{name}, page {page}") },
        description: format!("La vie de l’école {} : sorties, projets et nouvelles des classes.", de_name(name)),
        path: at(page),
        kind: "website",
        picture: None,
    };
    let body = html! {
        h1 { (name) }
        p.doux { "Les nouvelles de l’école et de ses classes." }
        @if posts.is_empty() {
            (piece::empty_state("Rien encore", "Les premiers articles arriveront bientôt.", html! {}))
        }
        @for (at, post) in posts.iter().enumerate() { (card(cx, post, at == 0)) }
        @if page > 1 || has_more {
            nav.rang.bouts aria-label="Autres pages" {
                @if page > 1 { (button::link("Plus récents", at(page - 1)).quiet().icon(Icon::ArrowLeft)) }
                @if has_more { (button::link("Plus anciens", at(page + 1)).quiet().icon(Icon::ArrowRight)) }
            }
        }
    };
    around(cx, &head, body)
}

pub fn post(cx: &Cx, post: &Seen) -> Page {
    let facts = &post.facts;
    let home = cx.own_address().unwrap_or_default();
    // Who is linked from elsewhere is copied there: only a photo that shows nobody goes along.
    let picture = post.judged.shown.iter().find(|shot| judging::is_of_nobody(&cx.db, shot));
    let said = rich_text::excerpt(&facts.body, DESCRIPTION);
    let head = Head {
        title: format!("{}, {}", title(facts), cx.school.name),
        description: if said.is_empty() { format!("{} : {}", cx.school.name, title(facts)) } else { said },
        path: post_path(facts.id),
        kind: "article",
        picture: picture.map(|shot| format!("{home}{}", photo_path(facts.id, shot.id(), size_word(Size::Large)))),
    };
    let body = html! {
        (crumbs(&[("Toutes les nouvelles", PATH)], title(facts)))
        article.mot.article {
            h1 { (title(facts)) }
            p.doux { (from(cx, post)) }
            div.riche.lignes { (PreEscaped(&facts.body)) }
        }
        @if !post.judged.shown.is_empty() {
            section.galerie.seule[post.judged.shown.len() == 1] aria-label="Photos" {
                @for (at, shot) in post.judged.shown.iter().enumerate() {
                    figure.vue { (photo(facts, shot, post.judged.shown.len() == 1, at >= AT_ONCE)) }
                }
            }
        }
    };
    around(cx, &head, body)
}

fn card(cx: &Cx, post: &Seen, is_first: bool) -> Markup {
    let facts = &post.facts;
    let excerpt = rich_text::excerpt(&facts.body, EXCERPT);
    html! {
        article.mot.article {
            h2 { a href=(post_path(facts.id)) { (title(facts)) } }
            p.doux { (from(cx, post)) }
            @if !excerpt.is_empty() { p { (excerpt) } }
            @if !post.judged.shown.is_empty() {
                div.planche.publique {
                    @for shot in post.judged.shown.iter().take(FEW) { (photo(facts, shot, false, !is_first)) }
                }
            }
        }
    }
}

fn photo(post: &Facts, shot: &Shot, is_alone: bool, is_lazy: bool) -> Markup {
    let screens: Vec<_> = shot.sizes.iter().filter(|one| one.size != Size::Whole).collect();
    let Some(middle) = judging::on_screen(shot, Size::Medium) else { return html! {} };
    let (width, height) =
        (middle.width.unwrap_or(shot.bare.media.width).max(1), middle.height.unwrap_or(shot.bare.media.height).max(1));
    let href = |size: Size| photo_path(post.id, shot.id(), size_word(size));
    let srcset: Vec<String> =
        screens.iter().filter_map(|one| Some(format!("{} {}w", href(one.size), one.width?))).collect();
    let sizes = if is_alone { "(min-width: 48rem) 46rem, 100vw" } else { "(min-width: 40rem) 15rem, 50vw" };
    html! {
        span.photo.debout[height > width] {
            (picture::tints(&shot.bare.media.tints))
            img src=(href(middle.size)) srcset=[(srcset.len() > 1).then(|| srcset.join(", "))] sizes=(sizes)
                width=(width) height=(height) alt=(picture::alt(shot)) loading=[is_lazy.then_some("lazy")] decoding="async";
        }
    }
}

/// « La classe de CE1-CE2 · 17 novembre 2026 ».
fn from(cx: &Cx, post: &Seen) -> Markup {
    let day = post.facts.published_at.map(|at| at.date(&cx.zone));
    html! {
        span translate="no" { (speaker(&post.classes)) }
        @if let Some(day) = day { " · " time datetime=(day) { (french::date_year(day)) } }
    }
}

/// Who speaks: the class, or the school; never a person.
pub fn speaker(classes: &[String]) -> String {
    match classes {
        [] => "L’école".to_owned(),
        [one] => format!("La classe {}", french::de(one)),
        several => format!("Les classes {}", french::de(&french::list(several))),
    }
}

pub fn title(post: &Facts) -> &str {
    if post.title.is_empty() { "Article sans titre" } else { &post.title }
}

/// « Jean-Jaurès » of « École Jean-Jaurès ».
fn de_name(name: &str) -> &str {
    ["École ", "école ", "École"].iter().find_map(|start| name.strip_prefix(start)).unwrap_or(name)
}

fn around(cx: &Cx, head: &Head, body: Markup) -> Page {
    let home = cx.own_address().unwrap_or_default();
    let here = format!("{home}{}", head.path);
    let icon = format!("{home}{}", Asset::Icone180Png.href());
    let extra = html! {
        meta name="description" content=(head.description);
        link rel="canonical" href=(here);
        link rel="alternate" type="application/atom+xml" title=(cx.school.name) href=(FEED);
        meta property="og:type" content=(head.kind);
        meta property="og:title" content=(head.title);
        meta property="og:description" content=(head.description);
        meta property="og:url" content=(here);
        meta property="og:site_name" content=(cx.school.name);
        meta property="og:locale" content="fr_FR";
        meta property="og:image" content=(head.picture.as_deref().unwrap_or(&icon));
    };
    let body = html! {
        (ui::skip_link())
        header.toit.publique { a.ecole href=(PATH) { (crate::base::ui::icon::preau()) span { (cx.school.name) } } a.compte href="/" { (crate::base::ui::icon(Icon::UserRound)) span { "Se connecter" } } }
        (ui::narrow(body))
        (ui::foot(&[("Suivre par un flux", FEED), ("Données personnelles", "/donnees-personnelles"), ("Accessibilité", "/accessibilite")]))
    };
    Page::document(ui::document(&head.title, extra, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_speaks_and_never_a_person() {
        assert_eq!(speaker(&[]), "L’école");
        assert_eq!(speaker(&["CE1-CE2".into()]), "La classe de CE1-CE2");
        assert_eq!(speaker(&["CP".into(), "CM1".into()]), "Les classes de CP et CM1");
    }
}
