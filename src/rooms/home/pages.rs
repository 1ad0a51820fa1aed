//! One home for all the parts of an adult: a sentence that says what waits, then what waits, then the rest.

use crate::{
    base::{
        french,
        ui::{button, icon, piece},
    },
    door::{
        Page,
        room::{About, Place, Summary},
    },
    school::viewer::Viewer,
};
use maud::{Markup, html};

/// `in_book`: the viewer as the liaison book sees them; none where it is off.
pub fn home(viewer: &Viewer, in_book: Option<&Viewer>, summaries: &[Summary]) -> Page {
    let waits: usize = summaries.iter().map(|summary| summary.waits).sum();
    // What the school, its box or one's own account waits for is no word from anybody.
    let only_words = summaries.iter().all(|summary| summary.waits == 0 || matches!(summary.about, About::Child(_)));
    let main = html! {
        h1 { "Bonjour " (piece::person(&viewer.first_name)) "," br; (state(waits, only_words, false)) }
        @if let Some(reader) = in_book && reader.children.len() > 1 { (children(reader)) }
        @for summary in summaries { (summary.markup) }
        @if summaries.is_empty() { (nothing(viewer, in_book)) }
    };
    Page::narrow("Accueil", main)
}

/// A child's home: doors with a picture and a word, then what is new behind them.
pub fn of_pupil(viewer: &Viewer, places: &[Place], summaries: &[Summary]) -> Page {
    let waits: usize = summaries.iter().map(|summary| summary.waits).sum();
    let main = html! {
        h1 { "Bonjour " (piece::person(&viewer.first_name)) " !" }
        @for summary in summaries.iter().filter(|summary| summary.about == About::Me && summary.rank < 0) { (summary.markup) }
        ul.portes {
            @for place in places.iter().filter(|place| place.href != "/") {
                li { a href=(place.href) { (icon(place.icon)) span { (place.label) } } }
            }
        }
        @if waits > 0 { p { (french::capitalised(&state(waits, false, true))) } }
        @for summary in summaries.iter().filter(|summary| !(summary.about == About::Me && summary.rank < 0)) { (summary.markup) }
    };
    Page::narrow("Accueil", main)
}

fn state(waits: usize, only_words: bool, is_pupil: bool) -> String {
    let you = if is_pupil { "t’" } else { "vous " };
    let (one, many) = if only_words { ("un mot", "mots") } else { ("une chose", "choses") };
    match waits {
        0 => format!("rien ne {you}attend."),
        1 => format!("{one} {you}attend."),
        2 => format!("deux {many} {you}attendent."),
        3 => format!("trois {many} {you}attendent."),
        more => format!("{} {you}attendent.", french::count(more, one, many)),
    }
}

fn children(viewer: &Viewer) -> Markup {
    html! {
        div.rang {
            @for child in &viewer.children {
                (piece::etiquette_link(&format!("/cahier-de-liaison?enfant={}", child.id), &child.first_name, &child.class_name, false))
            }
        }
    }
}

fn nothing(viewer: &Viewer, in_book: Option<&Viewer>) -> Markup {
    if viewer.is_director {
        let step = html! { (button::link("Ouvrir la page de l’école", "/ecole")) };
        return piece::empty_state(
            "L’école est ouverte",
            "Ajoutez les classes et les familles, puis imprimez les fiches de connexion.",
            step,
        );
    }
    if in_book.is_some_and(|writer| !writer.teaches.is_empty() || !writer.leads.is_empty()) {
        let step = html! { (button::link("Écrire un mot", "/cahier-de-liaison/nouveau")) };
        return piece::empty_state("Tout est calme", "Votre premier mot aux familles part en trente secondes.", step);
    }
    let text = if in_book.is_some_and(|reader| reader.is_guardian()) {
        "Les mots de l’école arriveront ici. Vous n’avez rien à faire."
    } else if in_book.is_some_and(Viewer::is_aide) {
        "Les mots envoyés à toute la classe arriveront ici."
    } else if viewer.is_technician {
        "Votre compte s’occupe de la boîte : adresse, certificat, date. Il ne montre rien des enfants."
    } else {
        "Ce qui vous concerne arrivera ici."
    };
    let step = html! {
        @if viewer.is_technician { (button::link("Ouvrir les réglages de la boîte", "/reglages")) }
        @else { (button::link("Voir mon compte", "/compte").quiet()) }
    };
    piece::empty_state("Tout est calme", text, step)
}
