//! The page of the town's certificate.

use super::PATH;
use crate::{
    base::{
        clock::Instant,
        french,
        tls::{CHAIN, Facts, KEY, Town},
        ui::{
            button, field,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::{Draft, Page},
    rooms::settings::certificate::sentences,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const TITLE: &str = "Certificat de la mairie";
pub const INSTALLED: &str = "Le certificat est en place : il répond déjà.";
pub const REMOVED: &str = "Le certificat de la mairie est retiré. Celui de l’école répond à sa place.";

pub fn summary(facts: &Facts, zone: &TimeZone) -> String {
    match &facts.town {
        None => "Aucun".to_owned(),
        Some(town) if town.flaw.is_some() => "À revoir : les fichiers ne vont pas".to_owned(),
        Some(town) => town.given.as_ref().map_or_else(String::new, |given| {
            format!("Jusqu’au {}", french::day_year(Instant(given.until).date(zone)))
        }),
    }
}

pub fn show(draft: &Draft, facts: &Facts, is_ours: bool, zone: &TimeZone) -> Page {
    Page::narrow(
        TITLE,
        html! {
            (page::crumbs(&[("Réglages", "/reglages"), ("Certificats", super::super::PATH)], TITLE))
            h1 { (TITLE) }
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            p { "La mairie achète ses certificats, ou a sa propre autorité ? Elle peut apporter le sien : deux fichiers, le certificat et sa clé. Tout est vérifié avant d’être mis en place, et rien n’est coupé." }
            @if let Some(town) = &facts.town { (state(town, facts, zone)) }
            @if facts.town.is_none() || is_ours {
                form.pile method="post" action=(PATH) enctype="multipart/form-data" {
                    (field::file("certificat", "Certificat").typed(draft.typed("certificat")).required().accept(".pem,.crt,.cer")
                        .hint("PEM : celui du serveur d’abord, puis ceux qui l’ont signé."))
                    (field::file("cle", "Clé").typed(draft.typed("cle")).required().accept(".pem,.key")
                        .hint("PEM, sans mot de passe. Elle reste sur la boîte, lisible du service seul."))
                    (button::primary("Vérifier et mettre en place"))
                }
            }
            @if facts.town.is_some() && is_ours {
                form.sans-papier method="post" action="/reglages/certificat/mairie/retrait" {
                    (button::quiet("Retirer ce certificat").confirm("Retirer le certificat de la mairie ? Celui de l’école répondra à sa place."))
                }
            }
            (piece::details_of("Pour la mairie : sans passer par cette page", html! {
                p { "Posez " code.code { (CHAIN) } " et " code.code { (KEY) } " dans /etc/preau (chgrp preau, chmod 640), ou confiez-les par LoadCredential. Changés, ils sont relus dans la minute, sans redémarrage. « preau certificate » les vérifie et dit ce qui ne va pas." }
            }))
        },
    )
}

fn state(town: &Town, facts: &Facts, zone: &TimeZone) -> Markup {
    let day = |at: i64| french::day_year(Instant(at).date(zone));
    let names = facts.names.as_ref().map(|names| names.dns().to_vec()).unwrap_or_default();
    let answers = |name: &String| town.given.as_ref().is_some_and(|given| given.covers(name));
    html! {
        section.carte {
            h2 { "En place" }
            @if let Some(flaw) = &town.flaw {
                (notice::notice(Tone::Warning, html! {
                    p { (sentences::town(flaw, zone)) }
                    p { @if town.is_served { "Celui d’avant répond encore." } @else { "Le certificat de l’école répond en attendant." } }
                }))
            }
            @if town.is_key_open { (notice::notice(Tone::Warning, html! { p { "Tout compte de la machine peut lire la clé : fermez-la (chmod 640)." } })) }
            @if let Some(given) = &town.given {
                (piece::facts([
                    ("Noms", html! { @for name in &given.dns { code.code { (name) } " " } }),
                    ("Valable", html! { "du " (day(given.from)) " au " (day(given.until)) }),
                    ("Signé par", html! { (given.issuer) @if !given.is_known_to_all { " (à faire connaître aux appareils)" } }),
                    ("Fichiers", html! { code { (town.place.display()) } }),
                ]))
                @if !names.is_empty() && !names.iter().any(answers) {
                    (notice::notice(Tone::Warning, html! { p { "Il ne porte aucun des noms de la boîte (" (names.join(", ")) ") : il ne sera montré à personne." } }))
                }
            }
        }
    }
}
