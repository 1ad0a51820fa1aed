//! The gallery of a post, the page of one photo, the first photos of a post in a list.

use super::picture::{self, Wide, photo};
use crate::{
    base::{
        db::Id,
        french,
        ui::{Icon, button, icon, notice, page::crumbs},
    },
    door::Page,
    rooms::blog::{
        Facts, Post,
        photos::{Shot, Shown, path, seen::Glance},
    },
    school::media::{Kind, Size},
};
use maud::{Markup, html};

const REMINDER: &str =
    "Ces photos sont pour les familles à qui l’article est adressé. Merci de ne pas les publier ailleurs.";
/// Above the fold of a phone: what is further down waits until it is near.
const AT_ONCE: usize = 2;
/// So many photos announce a post in a list.
pub const IN_ROW: usize = 4;

pub fn now_shown(shown: Shown) -> &'static str {
    match shown {
        Shown::All => "Les familles pourront le voir.",
        Shown::Private => "Seules les familles des enfants qui sont dessus pourront le voir.",
        Shown::Out => "C’est laissé de côté\u{202f}: personne ne le verra.",
    }
}

/// What is told of the other photos, to who may show them.
#[derive(Default)]
pub struct Kept {
    /// Something is still to be decided of these.
    pub undecided: usize,
    pub are_photos: bool,
    pub left_out: usize,
}

/// `keeps`: the viewer sees what is private as who keeps the post, not as a family.
pub fn gallery(post: &Facts, shots: &[Shot], kept: &Kept, keeps: bool) -> Markup {
    let of = |kind: Kind| shots.iter().filter(move |shot| shot.bare.media.kind == kind);
    let photos: Vec<&Shot> = of(Kind::Photo).collect();
    html! {
        @if kept.undecided > 0 {
            @let (is, are) = if kept.are_photos { ("photo n’est montrée", "photos ne sont montrées") } else { ("fichier n’est montré", "fichiers ne sont montrés") };
            (notice::notice(notice::Tone::Info, html! {
                p { (french::count(kept.undecided as i64, is, are)) " à personne pour l’instant. "
                    a href=(path::gate(post.id)) { "Voir pourquoi" } }
            }))
        }
        @if kept.left_out > 0 {
            p.doux.ecran { (french::count(kept.left_out as i64, "fichier laissé", "fichiers laissés")) " de côté. " a href=(path::faces(post.id)) { "Revoir les photos" } }
        }
        @if !photos.is_empty() {
            section.galerie.seule[photos.len() == 1] aria-label="Photos" data-galerie data-rappel=(REMINDER) {
                @for (at, shot) in photos.iter().enumerate() { (tile(post, shot, at, photos.len(), keeps)) }
            }
        }
        @for shot in of(Kind::Video) { (video(post, shot, keeps)) }
        @for shot in of(Kind::Sound) { (sound(post, shot, keeps)) }
        @if of(Kind::Document).next().is_some() {
            ul.liste {
                @for shot in of(Kind::Document) { li { (document(post, shot, keeps)) } }
            }
        }
    }
}

fn tile(post: &Facts, shot: &Shot, at: usize, all: usize, keeps: bool) -> Markup {
    let wide = if all == 1 { Wide::Whole } else { Wide::Tile };
    let large = shot.at(Size::Large).map(|one| one.size).filter(|size| *size != Size::Whole).unwrap_or(Size::Large);
    html! {
        figure.vue.pour-vous[shot.is_private] {
            a href=(path::media(post.id, shot.id())) data-photo=(path::size(post.id, shot.id(), large)) {
                (photo(post.id, shot, wide, at >= AT_ONCE))
            }
            @if shot.is_private { figcaption { (private(keeps)) } }
        }
    }
}

fn private(keeps: bool) -> Markup {
    let whose = if keeps { "Album privé" } else { "Pour vous seulement" };
    html! { span.note { (icon(Icon::Lock)) span { (whose) } } }
}

fn video(post: &Facts, shot: &Shot, keeps: bool) -> Markup {
    let media = &shot.bare.media;
    let (width, height) = if media.width == 0 || media.height == 0 { (16, 9) } else { (media.width, media.height) };
    html! {
        figure.film {
            video controls preload="metadata" playsinline width=(width) height=(height) aria-label=(label(shot, "Vidéo"))
                src=(path::size(post.id, shot.id(), Size::Whole)) {}
            (caption(shot, keeps))
        }
    }
}

fn sound(post: &Facts, shot: &Shot, keeps: bool) -> Markup {
    html! {
        figure.son {
            audio controls preload="none" aria-label=(label(shot, "Son")) src=(path::size(post.id, shot.id(), Size::Whole)) {}
            (caption(shot, keeps))
        }
    }
}

fn caption(shot: &Shot, keeps: bool) -> Markup {
    let media = &shot.bare.media;
    html! {
        figcaption.doux {
            (if media.alt.is_empty() { &media.name } else { &media.alt })
            @if let Some(seconds) = media.seconds { " · " (picture::length(seconds)) }
            @if shot.is_private { " " (private(keeps)) }
        }
    }
}

fn label<'a>(shot: &'a Shot, otherwise: &'a str) -> &'a str {
    if shot.bare.media.alt.is_empty() { otherwise } else { &shot.bare.media.alt }
}

/// To open it is to take it home: nothing shows a document here.
pub fn document(post: &Facts, shot: &Shot, keeps: bool) -> Markup {
    let weight = shot.at(Size::Whole).map(|one| picture::weight(one.bytes)).unwrap_or_default();
    html! {
        a href=(path::size(post.id, shot.id(), Size::Whole)) {
            span.piece { (icon(Icon::FileText)) span { (shot.bare.media.name) " " span.doux { (weight) } } }
        }
        @if shot.is_private { " " (private(keeps)) }
    }
}

/// The first photos of a post in a list; the rest is told, not counted on a badge.
pub fn row(post: Id<Post>, glance: &Glance) -> Markup {
    html! {
        @if !glance.first.is_empty() {
            div.planche {
                @for shot in &glance.first {
                    a href=(path::media(post, shot.id())) { (picture::thumbnail(post, shot)) }
                }
            }
        }
        @if glance.more > 0 { p.doux { "et " (french::count(glance.more as i64, "autre photo", "autres photos")) } }
    }
}

/// One photo, with the way to the one before and the one after.
pub fn one(post: &Facts, shots: &[Shot], at: usize, is_whole_given: bool, keeps: bool) -> Page {
    let shot = &shots[at];
    let place = match shot.bare.media.kind {
        Kind::Photo if shots.len() > 1 => format!("Photo {} sur {}", at + 1, shots.len()),
        Kind::Photo => "Photo".to_owned(),
        Kind::Video => "Vidéo".to_owned(),
        Kind::Sound => "Son".to_owned(),
        Kind::Document => "Document".to_owned(),
    };
    let title = if post.title.is_empty() { "Article sans titre" } else { post.title.as_str() };
    let step = |to: Option<&Shot>, label: &str, sign: Icon| {
        html! { @if let Some(to) = to { (button::link(label, path::media(post.id, to.id())).quiet().icon(sign)) } }
    };
    let before = at.checked_sub(1).and_then(|at| shots.get(at));
    let body = html! {
        (crumbs(&[("Blog", "/blog"), (title, &path::post(post.id))], &place))
        h1 { (place) }
        @match shot.bare.media.kind {
            Kind::Photo => figure.grande-vue {
                (photo(post.id, shot, Wide::Whole, false))
                figcaption { (picture::alt(shot)) @if shot.is_private { " " (private(keeps)) } }
            },
            Kind::Video => (video(post, shot, keeps)),
            Kind::Sound => (sound(post, shot, keeps)),
            Kind::Document => p { (document(post, shot, keeps)) },
        }
        nav.rang aria-label="Photos de l’article" {
            (step(before, "Photo précédente", Icon::ArrowLeft))
            (step(shots.get(at + 1), "Photo suivante", Icon::ArrowRight))
            (button::link("Revenir à l’article", path::post(post.id)).quiet())
        }
        @if is_whole_given && shot.is_photo() {
            p { a href=(path::size(post.id, shot.id(), Size::Whole)) download { "Enregistrer la photo" } }
        }
        p.doux { (REMINDER) }
    };
    Page::new(place.clone(), body)
}
