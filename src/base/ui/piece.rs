//! The small things that give Préau its face: a word of the book, a name label, a gauge, a state.
use maud::{Markup, html};

use super::icon::{Icon, icon, yard};
use crate::base::search::Piece;

/// A page of the book, with its red margin.
pub fn word(body: Markup) -> Markup {
    html! { article.mot { (body) } }
}

/// Any other sheet of paper.
pub fn card(body: Markup) -> Markup {
    html! { section.carte { (body) } }
}

/// Rich text (already cleaned) on ruled lines.
pub fn ruled(body: Markup) -> Markup {
    html! { div.riche.lignes { (body) } }
}

/// Nothing yet: says so, why, and what to do about it.
pub fn empty_state(title: &str, text: &str, action: Markup) -> Markup {
    html! {
        section.vide { (yard()) h2 { (title) } p { (text) } (action) }
    }
}

/// A child's first name as on the coat peg, with the class beside it (or "").
pub fn etiquette(first_name: &str, small: &str) -> Markup {
    html! { span.etiquette { (on_label(first_name, small)) } }
}

/// The same as a way to that child's page.
pub fn etiquette_link(href: &str, first_name: &str, small: &str, current: bool) -> Markup {
    html! {
        a.etiquette href=(href) aria-current=[current.then_some("true")] { (on_label(first_name, small)) }
    }
}

/// « 19 familles sur 23 ont signé », drawn. The label is read, not shown: the title already says it.
pub fn gauge(done: u32, total: u32, label: &str) -> Markup {
    html! {
        div.jauge { progress max=(total.max(1)) value=(done.min(total)) aria-label=(label) { (label) } }
    }
}

/// What waits for me: the only yellow thing of a page.
pub fn tag_waits(text: &str) -> Markup {
    html! { span.attend { (text) } }
}

/// What is done, signed, sent.
pub fn done(text: &str) -> Markup {
    html! { span.fait { (icon(Icon::Check)) span { (text) } } }
}

/// What is late or refused.
pub fn late(text: &str) -> Markup {
    html! { span.retard { (icon(Icon::Clock)) span { (text) } } }
}

/// A plain label: a category, a level.
pub fn tag(text: &str) -> Markup {
    html! { span.note { (text) } }
}

/// More, for who wants it.
pub fn details_of(summary: &str, body: Markup) -> Markup {
    html! {
        details.plus { summary { (icon(Icon::ChevronRight)) span { (summary) } } div { (body) } }
    }
}

/// `(what, its value)` one under the other.
pub fn facts<'a>(pairs: impl IntoIterator<Item = (&'a str, Markup)>) -> Markup {
    html! {
        dl.faits { @for (what, value) in pairs { dt { (what) } dd { (value) } } }
    }
}

/// Somebody's name, which no browser may translate.
pub fn person(name: &str) -> Markup {
    html! { span translate="no" { (name) } }
}

/// A text in which what was looked for stands out.
pub fn marked(pieces: &[Piece]) -> Markup {
    html! { @for piece in pieces { @if piece.is_found { mark { (piece.text) } } @else { (piece.text) } } }
}

fn on_label(first_name: &str, small: &str) -> Markup {
    html! {
        span translate="no" { (first_name) }
        @if !small.is_empty() { " " i { (small) } }
    }
}
