//! How what goes with a message is shown: pictures small, all else by its name and weight.

use super::{Enclosed, MOST};
use crate::{
    base::{
        darkroom::Fault,
        db::Id,
        french,
        ui::{
            Icon, button, icon,
            uploader::{Uploader, uploader},
        },
    },
    rooms::messages::{Message, path},
    school::{
        Person,
        media::{self, Kind, Media, Size},
    },
};
use maud::{Markup, html};

pub const TOO_MANY: &str = "Ce message a déjà 20 pièces jointes\u{202f}: le reste part avec un autre.";
pub const NOT_TAKEN: &str =
    "Ce fichier ne se joint pas ici\u{202f}: seulement une photo, un son, une vidéo, un PDF ou un document.";

pub fn too_heavy(most: u64) -> String {
    format!("Ce fichier est trop lourd\u{202f}: {most}\u{a0}Mo au plus.")
}

pub fn desk(message: Id<Message>, person: Id<Person>, all: &[Enclosed]) -> Markup {
    let action = path::of_draft(message, "envois");
    let sending = Uploader {
        action: &action,
        person: person.number(),
        label: "Pièces jointes",
        hint: "Photos, documents, sons, vidéos. Le lieu et l’appareil enregistrés dans les photos sont effacés.",
        accept: "image/*,video/*,audio/*,.heic,.pdf,.doc,.docx,.odt,.ods,.odp,.xlsx,.pptx",
        most: MOST,
        fault: None,
    };
    html! { section.pile aria-label="Pièces jointes" { (uploader(&sending, arrived(message, all))) } }
}

fn arrived(message: Id<Message>, all: &[Enclosed]) -> Markup {
    html! {
        @if !all.is_empty() {
            ul.liste.pieces {
                @for one in all {
                    li data-attend[one.media.state == media::State::Waiting] {
                        (line(message, one))
                        form.sans-papier method="post" action={ (path::LIST) "/pieces/" (message) "/" (one.media.id) "/retirer" } {
                            (button::quiet("Retirer").small().icon(Icon::Trash2).about(one.media.name.as_str()))
                        }
                    }
                }
            }
        }
    }
}

/// One line of the composer's list.
fn line(message: Id<Message>, one: &Enclosed) -> Markup {
    html! {
        span.piece {
            @if one.is_ready() && one.media.kind == Kind::Photo { (thumbnail(message, one)) } @else { (icon(sign(one.media.kind))) }
            span {
                span translate="no" { (one.media.name) }
                br;
                @match one.media.state {
                    media::State::Waiting => span.doux { "En préparation…" },
                    media::State::Refused => span.retard { (icon(Icon::CircleAlert)) span { (refused(&one.media)) } },
                    media::State::Ready => span.doux { (weight(one.bytes())) },
                }
            }
        }
    }
}

fn refused(media: &Media) -> &'static str {
    Fault::parse(&media.fault).map_or("Ce fichier n’a pas été gardé.", Fault::sentence)
}

fn sign(kind: Kind) -> Icon {
    match kind {
        Kind::Photo => Icon::Image,
        Kind::Sound => Icon::Volume2,
        Kind::Video => Icon::Monitor,
        Kind::Document => Icon::FileText,
    }
}

fn thumbnail(message: Id<Message>, one: &Enclosed) -> Markup {
    let small = one.sizes.first();
    html! {
        img src=(path::piece(message, one.media.id, Size::Small)) alt="" loading="lazy" decoding="async"
            width=[small.and_then(|form| form.width)] height=[small.and_then(|form| form.height)];
    }
}

/// In a message that is read. What the darkroom refused is its author's to know.
pub fn shown(message: Id<Message>, all: &[Enclosed], is_author: bool) -> Markup {
    let kept: Vec<&Enclosed> = all.iter().filter(|one| is_author || one.media.state != media::State::Refused).collect();
    let (photos, others): (Vec<&Enclosed>, Vec<&Enclosed>) =
        kept.into_iter().partition(|one| one.is_ready() && one.media.kind == Kind::Photo);
    html! {
        @if !photos.is_empty() {
            ul.vignettes {
                @for (place, one) in (1..).zip(&photos) {
                    li { a href=(path::piece(message, one.media.id, Size::Large)) {
                        (thumbnail(message, one))
                        span.hors-vue { "Photo " (place) }
                    } }
                }
            }
        }
        @if !others.is_empty() { ul.liste.pieces { @for one in &others { li { (other(message, one)) } } } }
    }
}

fn other(message: Id<Message>, one: &Enclosed) -> Markup {
    let href = path::piece(message, one.media.id, Size::Whole);
    html! {
        @match (one.media.kind, one.is_ready()) {
            (Kind::Video, true) => video controls preload="metadata" playsinline src=(href) aria-label=(one.media.name) {},
            (Kind::Sound, true) => audio controls preload="none" src=(href) aria-label=(one.media.name) {},
            (Kind::Document, true) => a href=(href) {
                span.piece { (icon(Icon::FileText)) span { span translate="no" { (one.media.name) } br; span.doux { (weight(one.bytes())) } } }
                (icon(Icon::Download))
            },
            _ => (line(message, one)),
        }
    }
}

/// « 340 Ko », « 2,4 Mo ».
fn weight(bytes: u64) -> String {
    match bytes {
        0..1_000 => french::count(bytes as i64, "octet", "octets"),
        1_000..1_000_000 => format!("{}\u{a0}Ko", bytes.div_ceil(1_000)),
        _ => format!("{},{}\u{a0}Mo", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
