//! The state of things, what to do next, and what the test knows and does not.

use super::{Access, Found, PATH, sentences};
use crate::{
    base::{
        clock::Instant,
        french,
        ui::{button, notice, page, piece},
    },
    door::Page,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const TITLE: &str = "Accès des familles";
pub const TESTED: &str = "L’essai est fait.";
pub const NO_NAME: &str = "Il n’y a pas encore d’adresse publique à essayer.";

pub fn index(access: &Access, address: Option<&str>, (now, zone): (Instant, &TimeZone)) -> Page {
    let said = sentences::said(access, now, zone);
    Page::narrow(
        TITLE,
        html! {
            (page::crumbs(&[("Réglages", "/reglages")], TITLE))
            h1 { (TITLE) }
            (notice::notice(said.tone, html! { p { (said.says) } @if let Some(todo) = said.todo { p { (todo) } } }))
            @match (access, address) {
                (Access::Local, _) | (_, None) => (ways()),
                (_, Some(address)) => {
                    @if let Access::Called(checked) = access { (dates(checked.at, checked.opened, (now, zone))) }
                    form.sans-papier method="post" action=(PATH) { (button::primary("Essayer maintenant")) }
                    h2 { "L’adresse à donner" }
                    p { a href=(address) { (address) } }
                    p { a href="/reglages/adresse" { "La changer" } }
                    (knows())
                }
            }
        },
    )
}

fn dates(at: Instant, opened: Option<Instant>, (now, zone): (Instant, &TimeZone)) -> Markup {
    let moment = |at: Instant| french::moment(at.timestamp(), now.timestamp(), zone);
    piece::facts([
        ("Dernier essai", html! { (moment(at)) }),
        (
            "Ouvert pour la dernière fois",
            html! { @if let Some(opened) = opened { (moment(opened)) } @else { "jamais" } },
        ),
    ])
}

/// For a school that has no way in yet.
fn ways() -> Markup {
    html! {
        p { "Une boîte dans une école n’est pas joignable de dehors par elle-même\u{202f}: il faut un nom public, et quelqu’un dehors qui mène jusqu’à elle." }
        h2 { "Ce qui se peut" }
        ul {
            li { b { "Le relais de la mairie" } " (ou du syndicat numérique)\u{202f}: le plus sûr. La boîte l’appelle elle-même, le routeur de l’école reste fermé, et le relais ne lit rien." }
            li { b { "La boîte hébergée" } " sur un serveur de la mairie\u{202f}: le plus rapide pour les photos. L’école n’a plus rien quand internet est coupé." }
            li { b { "Une porte ouverte dans le routeur" } "\u{202f}: seulement si l’école le tient vraiment et garde la même adresse." }
            li { b { "Rien" } "\u{202f}: les familles gardent les e-mails et les fiches imprimées, et les signatures se font sur papier ou à l’école." }
        }
        p { "Parlez-en à la mairie\u{202f}: le guide «\u{202f}Accès des familles\u{202f}» livré avec Préau lui dit quoi installer. Quand elle vous a donné un nom, écrivez-le ici." }
        div.rang { (button::link("Écrire l’adresse publique", "/reglages/adresse")) }
    }
}

fn knows() -> Markup {
    piece::details_of(
        "Ce que cet essai sait, et ne sait pas",
        html! {
            p { "Toutes les cinq minutes, la boîte s’appelle elle-même par son nom public, comme le ferait un téléphone à la maison\u{202f}: le nom, le relais, le tunnel et le certificat sont essayés pour de bon. Rien de personnel ne part." }
            p { "Elle appelle pourtant depuis l’école\u{202f}: elle ne sait pas si la ligne d’une famille est coupée. En cas de doute, essayez avec un téléphone, sans le wifi de l’école." }
        },
    )
}

/// For the list of settings.
pub fn summary(access: &Access) -> &'static str {
    match access {
        Access::Local => "Réseau local seulement",
        Access::Untried => "Pas encore essayé",
        Access::Called(checked) => match checked.found {
            Found::Open(_) => "Ouvert",
            Found::Indoors => "Inconnu, vu de l’école",
            _ => "En panne",
        },
    }
}
