//! The entry in words, on a page and as a file that a word processor opens.

use super::{FILE, Known};
use crate::{
    base::{
        french,
        ui::{Icon, button, page, piece},
    },
    door::Page,
    rooms::legal::pages::{kept_copies, kept_for},
    school::{account::second_factor::Whom, consent::Needs},
};
use maud::{DOCTYPE, Markup, html};

const TITLE: &str = "Fiche de registre";
/// For what only people know.
const TO_FILL: &str = "À compléter : ……………………………………";

/// One heading of the entry, and what stands under it.
struct Part {
    title: &'static str,
    lines: Vec<String>,
}

pub fn show(known: &Known) -> Page {
    let main = html! {
        (page::crumbs(&[("Données personnelles", "/donnees-personnelles")], TITLE))
        h1 { (TITLE) }
        p { "Ce que Préau fait dans votre école, tel qu’il est réglé aujourd’hui, dans l’ordre du registre des activités de traitement (RGPD, article 30). Dans le premier degré public, le registre est tenu par le département : envoyez cette fiche au délégué à la protection des données de l’académie." }
        div.actions { (button::link("Télécharger la fiche", FILE).icon(Icon::Download)) (button::print("Imprimer cette page")) }
        @for part in parts(known) {
            (piece::card(html! { h2 { (part.title) } (lines(&part.lines)) }))
        }
        (piece::card(html! { h2 { "Durées de conservation" } (piece::facts(kept_for(&known.terms, &known.keep).into_iter().map(|(what, kept)| (what, html! { (kept) }))))
            p { a href="/reglages/conservation" { "Changer les durées" } } }))
    };
    Page::narrow(TITLE, main)
}

/// The same without our look, for any program.
pub fn document(known: &Known) -> String {
    let whole = html! {
        (DOCTYPE)
        html lang="fr" {
            head { meta charset="utf-8"; title { (TITLE) " – " (known.school) } }
            body { main #contenu {
                h1 { (TITLE) " : espace numérique de travail" }
                p { (known.school) ", le " (french::date_year(known.today)) }
                @for part in parts(known) { h2 { (part.title) } (lines(&part.lines)) }
                h2 { "Durées de conservation" }
                table border="1" { @for (what, kept) in kept_for(&known.terms, &known.keep) { tr { th { (what) } td { (kept) } } } }
            } }
        }
    };
    whole.into_string()
}

pub fn file_name(known: &Known) -> String {
    format!("Fiche de registre – {}.html", known.school.replace(['/', '\\', ':'], " "))
}

fn lines(all: &[String]) -> Markup {
    match all {
        [one] => html! { p { (one) } },
        all => html! { ul { @for line in all { li { (line) } } } },
    }
}

fn parts(known: &Known) -> Vec<Part> {
    let mut aims =
        said(&["Relier l’école et les familles ; savoir qui est responsable de quel enfant ; ouvrir les comptes."]);
    aims.extend(known.services.iter().map(|(title, gives)| format!("{title} : {gives}")));
    let images = match known.needs {
        Needs::One => "l’accord d’un responsable, si aucun ne refuse",
        Needs::All => "l’accord de chaque responsable",
    };
    let mut all = vec![
        part("Le traitement", treatment(known)),
        part(
            "Qui en est responsable",
            said(&[
                "École publique : le directeur ou la directrice académique des services de l’Éducation nationale (DASEN), par délégation du recteur. École privée : le chef d’établissement.",
                &format!("Responsable de traitement, nom et adresse. {TO_FILL}"),
                &format!("Délégué à la protection des données. {TO_FILL}"),
            ]),
        ),
        part("À quoi il sert", aims),
        part(
            "Base légale",
            said(&[
                "Mission d’intérêt public (RGPD, article 6, 1, e) ; arrêté du 30 novembre 2006 relatif aux espaces numériques de travail.",
                &format!("Image, voix et vidéo des élèves : consentement, à part. Ici : {images}."),
            ]),
        ),
    ];
    all.extend(people_and_data());
    all.push(part("Sous-traitants et transferts", outside(known)));
    all.push(part("Sécurité", safety(known)));
    all.push(rights());
    all
}

fn part(title: &'static str, lines: Vec<String>) -> Part {
    Part { title, lines }
}

fn said(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn people_and_data() -> Vec<Part> {
    vec![
        part(
            "De qui",
            said(&[
                "Élèves.",
                "Responsables légaux et autres adultes que la direction relie à un enfant.",
                "Personnel de l’école, de la commune, et la personne qui s’occupe de l’appareil.",
            ]),
        ),
        part(
            "Quelles données",
            said(&[
                "Élèves : nom, prénom, date de naissance, sexe, INE, classe, niveau, adresses.",
                "Responsables : civilité, nom, prénom, adresses, téléphones, e-mail, lien avec l’enfant, autorité parentale, restriction datée s’il y en a une.",
                "Personnel : civilité, nom, prénom, fonction, classe, dates, moyens de contact.",
                "Comptes : identifiant, empreinte de la phrase de passe, dates de connexion, type d’appareil.",
                "Contenus : mots, réponses et signatures, articles et photos, messages, documents, autorisations d’image.",
                "Traces : journal des actions, jours de consultation des fiches.",
                "Aucune donnée de santé, de religion, de nationalité ni de profession n’est demandée.",
            ]),
        ),
        part(
            "Qui les reçoit",
            said(&[
                "La direction ; l’équipe, pour les élèves dont elle a la charge ; chaque responsable, pour ses enfants.",
                "La mairie et la personne qui s’occupe de l’appareil ne voient rien des enfants à l’écran.",
            ]),
        ),
    ]
}

fn rights() -> Part {
    part(
        "Droits des personnes",
        said(&[
            "Information : une page pour les adultes et une pour les enfants, à tout moment, au pied de chaque page.",
            "Accès et portabilité : « Mes données » dans chaque compte. Rectification et effacement : par la direction.",
        ]),
    )
}

fn treatment(known: &Known) -> Vec<String> {
    let mut lines = vec![format!("Espace numérique de travail « Préau » : {}.", known.school)];
    lines.extend(known.ecoles.iter().map(|ecole| {
        let uai = if ecole.uai.is_empty() { String::new() } else { format!(", UAI {}", ecole.uai) };
        format!("{}{uai}", ecole.name)
    }));
    lines.push(format!("Mise en service, référence au registre. {TO_FILL}"));
    lines
}

fn outside(known: &Known) -> Vec<String> {
    let mut lines =
        vec!["Les données sont sur un appareil choisi par l’école. Préau n’a pas d’autre serveur.".to_owned()];
    lines.push(match known.mail.as_str() {
        "" => "Aucune messagerie n’est réglée : Préau n’envoie pas d’e-mail.".to_owned(),
        host => format!(
            "E-mails envoyés par le serveur {host}{}. Contrat avec ce prestataire. {TO_FILL}",
            if known.has_mailbox { ", qui reçoit aussi les réponses" } else { "" }
        ),
    });
    lines.push(
        "Aucun transfert hors de l’Union européenne par Préau lui-même ; vérifiez-le pour la messagerie.".to_owned(),
    );
    if known.is_public {
        lines.push(format!(
            "Accès depuis la maison : par une adresse publique. Convention avec la commune ou l’hébergeur. {TO_FILL}"
        ));
    }
    lines
}

fn safety(known: &Known) -> Vec<String> {
    let second = match known.second_factor {
        Whom::Nobody => "Connexion en deux étapes : proposée à tous.",
        Whom::Direction => "Connexion en deux étapes : obligatoire pour la direction.",
        Whom::Staff => "Connexion en deux étapes : obligatoire pour le personnel.",
    };
    let mut kept = format!("Sauvegarde chiffrée chaque nuit, gardée {}", kept_copies(&known.keep));
    if !known.disk.is_empty() {
        kept += &format!(", et copiée sur le disque « {} »", known.disk);
    }
    vec![
        "Échanges chiffrés (TLS). Phrases de passe gardées par leur seule empreinte (argon2id), essais ralentis.".to_owned(),
        second.to_owned(),
        "Droits jugés à chaque page ; l’autre responsable d’un enfant ne voit jamais les coordonnées du premier.".to_owned(),
        "Photos débarrassées du lieu et de l’appareil ; une photo n’est montrée que si chaque enfant qui est dessus peut l’être.".to_owned(),
        "Journal des actions et des consultations de fiches.".to_owned(),
        format!("{kept}."),
    ]
}
