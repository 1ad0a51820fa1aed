//! The page of trust.

use crate::base::{
    tls::{Facts, Fingerprint},
    ui::{
        Icon, button,
        notice::{self, Tone},
        piece,
    },
};
use maud::{Markup, html};

/// `name`: the one that leads here, in the neighbourhood too.
pub fn index(facts: &Facts, name: Option<&str>) -> Markup {
    html! {
        h1 { "Faire confiance à cette adresse" }
        (notice::notice(Tone::Warning, html! {
            p { strong { "Pour les appareils de l’école et du personnel ; familles, n’installez rien." } }
        }))
        @match facts.roots.first() {
            None => (not_yet(&facts.served.fingerprint)),
            Some(root) => {
                p { "La boîte de l’école signe elle-même son adresse. Un appareil qui connaît sa signature ouvre "
                    strong translate="no" { (name.unwrap_or("l’adresse de l’école")) }
                    " sans avertissement. Cette signature ne vaut que pour l’école : elle ne peut servir pour aucun autre site." }
                section.carte {
                    h2 { "1. Comparer l’empreinte" }
                    p { "Elle doit être la même que sur la feuille imprimée à la mise en route. Sinon, n’installez rien et prévenez la direction." }
                    (fingerprint(&root.fingerprint()))
                }
                section.carte {
                    h2 { "2. Prendre le certificat" }
                    p.papier { "Ouvrez cette même page sur l’appareil et touchez le bouton qui porte son nom." }
                    div.rang {
                        (button::link("iPhone, iPad, Mac", "/confiance/preau.mobileconfig").icon(Icon::Download))
                        (button::link("Android, Windows, Chromebook", "/confiance/preau.der").icon(Icon::Download).quiet())
                        (button::link("Firefox, Linux", "/confiance/preau.pem").icon(Icon::Download).quiet())
                    }
                }
                h2 { "3. L’installer" }
                (steps())
                @for old in facts.roots.iter().skip(1) {
                    p.doux { "Une signature plus ancienne vaut encore : " (old.title) "." }
                }
            }
        }
    }
}

fn not_yet(print: &Fingerprint) -> Markup {
    html! {
        p { "L’adresse de l’école n’est pas encore fixée : il n’y a pas encore de certificat à installer." }
        section.carte {
            h2 { "Certificat provisoire" }
            p { "Pendant la mise en route, comparez ces mots à ceux que la machine a affichés." }
            (fingerprint(print))
        }
    }
}

fn fingerprint(print: &Fingerprint) -> Markup {
    html! {
        p { strong { (print.words().join("\u{a0}· ")) } }
        p.doux { "SHA-256 : " code { @for byte in print.hex().split_inclusive(':') { (byte) wbr; } } }
    }
}

fn steps() -> Markup {
    html! {
        (device("iPhone et iPad", &[
            "Ouvrez cette page dans Safari et touchez « iPhone, iPad, Mac », puis Autoriser.",
            "Réglages → Profil téléchargé → Installer.",
            "Réglages → Général → Informations → Réglages des certificats : activez la confiance pour Préau.",
        ]))
        (device("Android", &[
            "Téléchargez le fichier « Android, Windows, Chromebook ».",
            "Paramètres → Sécurité → Chiffrement et identifiants → Installer un certificat → Certificat CA.",
            "Choisissez preau.cer. Android demande un verrouillage d’écran et affichera qu’un certificat a été ajouté.",
        ]))
        (device("Windows", &[
            "Téléchargez le fichier, ouvrez-le et choisissez « Installer un certificat ».",
            "Placez-le dans « Autorités de certification racines de confiance ».",
            "Pour tout un parc : une stratégie de groupe (GPO) le pose sur chaque poste.",
        ]))
        (device("Mac", &[
            "Téléchargez « iPhone, iPad, Mac » et ouvrez le fichier.",
            "Réglages Système → Général → Gestion des appareils : ouvrez le profil et installez-le.",
        ]))
        (device("Firefox", &[
            "Sur Windows et Mac, Firefox suit la machine : rien d’autre à faire.",
            "Sur Linux : Paramètres → Vie privée et sécurité → Afficher les certificats → Autorités → Importer, cochez « identifier des sites web ».",
            "Sur Android : Paramètres → À propos de Firefox, touchez cinq fois le logo, puis Secret Settings → Use third party CA certificates.",
        ]))
        (device("Chromebook", &[
            "Ouvrez chrome://certificate-manager → Personnalisés → Importer.",
            "Choisissez preau.cer. Sur un Chromebook géré, c’est la console d’administration qui le pose.",
        ]))
    }
}

fn device(name: &str, steps: &[&str]) -> Markup {
    piece::details_of(name, html! { ol { @for step in steps { li { (step) } } } })
}
