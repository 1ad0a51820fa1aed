//! The choices, on one's own page and behind the link of a letter.

use super::{forms::PREFIX, routes::OWN};
use crate::{
    base::{
        french,
        ui::{
            button, choice,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::{Draft, Page},
    school::{
        notice::{How, Kind, Whom},
        quiet::{Quiet, hour},
    },
};
use maud::{Markup, html};

pub const SAVED: &str = "C’est noté : vos avis vous arriveront ainsi.";
pub const QUIET_THEN: &str = "À cette heure-là, l’école n’envoie rien. Choisissez-en une autre.";
pub const DIGEST: &str = "Votre résumé du jour";
const TITLE: &str = "Mes avis";
const URGENT: &str = "Un mot urgent de la direction arrive tout de suite, quel que soit votre choix.";

pub fn own(draft: &Draft, kinds: &[&Kind], quiet: &Quiet, email: &str, anyway: &[&str]) -> Page {
    let main = html! {
        (page::crumbs(&[("Mon compte", "/compte")], TITLE))
        h1 { (TITLE) }
        @if kinds.is_empty() {
            p.vide { "L’école ne vous envoie pas d’avis pour l’instant : il n’y a rien à choisir." }
        } @else {
            p { "Choisissez comment l’école vous prévient. Ce qui vous attend reste toujours sur votre page d’accueil." }
            (address(email))
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            form.pile method="post" action=(OWN) {
                @for (whom, title) in [(Whom::Families, "Pour vos enfants"), (Whom::Staff, "Pour votre travail à l’école")] {
                    @let own: Vec<_> = kinds.iter().filter(|kind| kind.to == whom).collect();
                    @if !own.is_empty() {
                        @if own.len() < kinds.len() { h2 { (title) } }
                        @for kind in own { (question(&format!("{PREFIX}{}", kind.name), kind.title, draft)) }
                    }
                }
                (choice::select("heure", "Heure du résumé", hours(quiet)).typed(draft.typed("heure"))
                    .hint("Un seul e-mail par jour, rangé par enfant, quel que soit le nombre d’enfants. Rien de nouveau : pas d’e-mail."))
                (button::primary("Enregistrer"))
            }
            (promises(quiet, kinds.iter().any(|kind| kind.to == Whom::Families)))
            @for sentence in anyway { p.doux { (sentence) } }
        }
    };
    Page::narrow(TITLE, main)
}

pub fn by_link(draft: &Draft, path: &str, title: &str, first_name: &str, is_urgent_apart: bool) -> Page {
    let main = html! {
        h1 { (title) }
        p { "Ces e-mails sont écrits à " (piece::person(first_name)) ". Choisissez comment ils arrivent : cela compte dès le prochain." }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        form.pile method="post" action=(path) {
            (question("avis", "Vos e-mails", draft))
            (button::primary("Enregistrer"))
        }
        @if is_urgent_apart { p.doux { (URGENT) } }
        p { "Tous vos choix, et l’heure du résumé, sont dans votre compte : " a href=(OWN) { (TITLE) } "." }
    };
    Page::narrow(title, main)
}

/// To the mail program, which shows it to nobody.
pub fn noted(title: &str) -> Page {
    Page::narrow(title, html! { h1 { (title) } p { "C’est noté : vous n’en recevrez plus." } })
}

/// The digest's hour as it is offered; the next one offered where the school has grown quiet over it.
pub fn open_hour(quiet: &Quiet, minute: u16) -> u16 {
    let offered = open_hours(quiet);
    let next = offered.iter().find(|open| **open >= minute).or(offered.first());
    if offered.contains(&minute) { minute } else { next.copied().unwrap_or(minute) }
}

fn open_hours(quiet: &Quiet) -> Vec<u16> {
    (0..24).map(|hour| hour * 60).filter(|minute| !quiet.window.has(*minute)).collect()
}

fn hours(quiet: &Quiet) -> Vec<choice::Choice<'static>> {
    open_hours(quiet).into_iter().map(|minute| choice::choice(minute.to_string(), hour(minute))).collect()
}

fn question<'a>(name: &'a str, title: &'a str, draft: &'a Draft) -> Markup {
    html! {
        (choice::radios(name, title, vec![
            choice::choice(How::AtOnce.as_str(), "Tout de suite"),
            choice::choice(How::Digest.as_str(), "Une fois par jour").hint("Tout dans un seul e-mail."),
            choice::choice(How::Never.as_str(), "Jamais").hint("Pas d’e-mail : vous les lirez en vous connectant."),
        ]).typed(draft.typed(name)).required())
    }
}

fn address(email: &str) -> Markup {
    html! {
        @if email.is_empty() {
            (notice::notice(Tone::Warning, html! { p { "L’école n’a pas votre adresse e-mail : aucun avis ne part. " a href="/compte/adresse" { "Donner mon adresse" } } }))
        } @else { p { "Les avis arrivent à " strong translate="no" { (email) } ". " a href="/compte/adresse" { "Changer d’adresse" } } }
    }
}

/// What the school keeps to, whatever is chosen.
fn promises(quiet: &Quiet, has_children: bool) -> Markup {
    let mut calm = Vec::new();
    if quiet.window.from != quiet.window.until {
        calm.push(format!("entre {} et {}", hour(quiet.window.from), hour(quiet.window.until)));
    }
    if quiet.window.week_end {
        calm.push("le week-end".to_owned());
    }
    if quiet.window.days_off {
        calm.push("pendant les vacances".to_owned());
    }
    html! {
        @if !calm.is_empty() { p.doux { "Rien ne part " (french::list_or(&calm)) " : un résumé qui tombe à ce moment-là arrive à la réouverture." } }
        @if has_children { p.doux { (URGENT) } }
    }
}
