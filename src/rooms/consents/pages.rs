//! The front page, and the words that several pages of the room share.

use super::{own, path};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx},
        french,
        ui::{Icon, button, icon, piece},
    },
    door::{Cx, Page},
    school::{
        Class,
        consent::{Standing, asking::sentences},
        how::How,
    },
};
use maud::{Markup, html};
use std::borrow::Borrow;

pub const TITLE: &str = "Autorisations d’image";

/// What the staff find on the front page.
pub struct Staff {
    pub classes: Vec<(Id<Class>, String)>,
    pub may_ask: bool,
    pub keeps_rule: bool,
}

pub fn open(cx: &Cx, children: &[own::Child], staff: &Staff) -> Page {
    let is_staff = staff.may_ask;
    let body = html! {
        h1 { (TITLE) }
        @if !is_staff || !children.is_empty() { (own::pages::children(cx, children)) }
        @if is_staff {
            @if !children.is_empty() { h2 { "Votre travail à l’école" } }
            p { "Aucune photo, aucun son, aucune vidéo d’un élève n’est montré sans l’accord de ses responsables. Ici, vous voyez qui a répondu, vous notez les réponses sur papier et vous demandez ce qui manque." }
            div.rang {
                (button::link("Demander des autorisations", path::ASK).icon(Icon::Plus))
                @if staff.keeps_rule { (button::link("Un accord, ou tous ?", path::RULE).quiet()) }
            }
            h2 { "Les réponses, classe par classe" }
            @if staff.classes.is_empty() { p.doux { "Pas encore de classe." } }
            ul.liste {
                @for (class, name) in &staff.classes {
                    li { a href=(path::class(*class)) { strong translate="no" { (name) } (icon(Icon::ChevronRight)) } }
                }
            }
        }
    };
    Page::narrow(TITLE, body)
}

/// « Accordée », « Refusée », « En attente »: for the school.
pub fn standing(standing: Standing) -> Markup {
    match standing {
        Standing::Given => piece::done("accordée"),
        Standing::Refused => html! { span.retard { (icon(Icon::X)) span { "refusée" } } },
        Standing::Silent => piece::tag("en attente"),
    }
}

pub fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Given => "accordée",
        Standing::Refused => "refusée",
        Standing::Silent => "en attente",
    }
}

/// « hier à 8 h 41 ».
pub fn stamp<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    let then = at.zoned(&cx.zone);
    format!("{} à {}", french::until(then.date(), cx.today), french::time(&then))
}

pub fn by(how: How) -> &'static str {
    match how {
        How::Application => "dans Préau",
        How::OneTap => "par le lien d’un e-mail",
        How::Mail => "par e-mail",
        How::Paper => "sur papier",
    }
}

pub fn yes_or_no(says: bool) -> &'static str {
    if says { "oui" } else { "non" }
}

/// « Année 2026-2027 ».
pub fn when(asking: &crate::school::consent::Asking) -> String {
    french::capitalised(&sentences::when(asking))
}
