//! Who answers to which name.

use super::{public, sentences, town};
use crate::{
    base::{
        acme::store::Standing,
        tls::Facts,
        ui::{Icon, icon, page, piece},
    },
    door::Page,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const TITLE: &str = "Certificats";
pub const SUMMARY: &str = "Qui répond à quel nom ; certificat public, certificat de la mairie";

pub fn index(facts: &Facts, wished: Option<&Standing>, zone: &TimeZone) -> Page {
    let names = facts.names.as_ref().map(|names| names.dns().to_vec()).unwrap_or_default();
    Page::narrow(
        TITLE,
        html! {
            (page::crumbs(&[("Réglages", "/reglages")], TITLE))
            h1 { (TITLE) }
            p { "Le certificat prouve aux appareils que c’est bien la boîte de l’école qui répond. Elle signe le sien et le garde toujours prêt. Un autre, reconnu par tous, peut prendre sa place pour un nom public." }
            section.carte {
                h2 { "Qui répond à quel nom" }
                @if names.is_empty() { p.doux { "L’adresse de l’école n’est pas encore fixée." } }
                @else { ul { @for name in &names { li { code.code { (name) } "\u{202f}: " (sentences::answers(facts, name)) } } } }
                p.doux { "Par son adresse en chiffres, la boîte répond toujours avec le sien." }
            }
            ul.liste {
                (line(public::PATH, public::pages::TITLE, &public::pages::summary(facts, wished, zone)))
                (line(town::PATH, town::pages::TITLE, &town::pages::summary(facts, zone)))
                (line("/reglages/adresse", "Certificat de l’école", "Signé par la boîte, renouvelé tout seul"))
            }
            (piece::details_of("Lequel choisir ?", html! {
                p { "Rien à faire si l’école n’a qu’un nom en .local : les appareils de l’école apprennent une fois à lui faire confiance." }
                p { "Si la mairie a donné un nom public à la boîte, demandez un certificat public : les familles n’auront aucun avertissement." }
                p { "Si la mairie a sa propre autorité, ou achète ses certificats, elle apporte le sien." }
            }))
        },
    )
}

fn line(href: &str, title: &str, summary: &str) -> Markup {
    html! {
        li { a href=(href) { span { strong { (title) } br; span.doux { (summary) } } (icon(Icon::ChevronRight)) } }
    }
}
