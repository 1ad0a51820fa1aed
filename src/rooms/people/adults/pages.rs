//! Families and single adults on the screen.

use super::{
    forms::ORGANISATION,
    store::{Child, Family},
};
use crate::{
    base::{
        french,
        mail::refusals::Refused,
        ui::{Icon, button, field, icon, notice, page, piece, refused, table::table},
    },
    door::{Draft, Page},
    rooms::people::{
        list::{Asked, Cut},
        pages::{
            account_tag, address_fields, civility_field, contact_fields, day, faults, full_name, name_fields, pager,
            search, span_of_days, views,
        },
        path,
        staff::words as duty_words,
        store::AccountState,
        ties::words,
    },
    school::{
        class::Duty,
        guardianship::Guardianship,
        permit::May,
        person::{Contact, sentences},
        policy::ManagePerson,
    },
};
use jiff::{civil::Date, tz::TimeZone};
use maud::{Markup, html};

pub const OWN_ADDRESS: &str = "Votre propre adresse se change dans « Mon compte », avec votre phrase de passe.";
pub const CHANGED: &str = "C’est enregistré.";
const HERE: &str = "/ecole/familles";

/// What the director alone sees of an adult.
pub struct Known {
    pub children: Vec<Child>,
    pub ties: Vec<Guardianship>,
    pub duties: Vec<Duty>,
    pub account: AccountState,
    pub has_second_factor: bool,
    /// Another open account has the same e-mail address.
    pub shares_address: bool,
    /// What stands against the e-mail address.
    pub refused: Option<Refused>,
}

/// « Léa Martin (CE1) et Tom Martin (CM2) », or nothing.
pub fn children_in_words(children: &[Child]) -> String {
    let names: Vec<String> = children.iter().map(child_name).collect();
    french::list(&names)
}

pub fn families(asked: &Asked, cut: &Cut<Family>) -> Page {
    let title = "Les familles";
    Page::new(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole")], title))
            div.rang.bouts { h1 { (title) } (button::link("Fiches de connexion", "/ecole/fiches").quiet().small().icon(Icon::QrCode)) }
            (head(asked))
            @if cut.lines.is_empty() {
                @if asked.name.is_empty() && asked.view.is_empty() {
                    (piece::empty_state("Pas encore de famille", "Les responsables arrivent par l’import d’ONDE, ou depuis la page de chaque élève.", html! { (button::link("Importer ONDE", "/ecole/import").icon(Icon::Upload)) }))
                } @else if asked.name.is_empty() { p.vide { "Toutes les familles ont activé leur compte." } }
                @else { p.vide { "Personne ne correspond." } }
            } @else {
                p.doux { (french::count(cut.total, "responsable", "responsables")) }
                (table("Responsables", &["Responsable", "Enfants", "Compte"], cut.lines.iter().map(family_row).collect()))
                (pager(HERE, &asked.view, &asked.name, cut.page, cut.pages))
            }
        },
    )
}

pub fn person(person: &May<ManagePerson>, known: &Known, today: Date, zone: &TimeZone) -> Page {
    Page::new(
        person.name(),
        html! {
            (page::crumbs_of(&[("L’école", "/ecole"), above(known)], &person.name()))
            div.rang.bouts {
                h1 translate="no" { (full_name(person)) }
                (button::link("Modifier", format!("{}/modifier", path::person(person.id))).quiet().small().icon(Icon::PenLine))
            }
            div.colonnes {
                section.carte { h2 { "Coordonnées" } (contact(&person.contact)) @if known.shares_address { (shared_address()) } @if let Some(refused) = &known.refused { (refusal(person, refused, zone)) } }
                section.carte { h2 { "Compte" } (account(person, known, zone)) }
            }
            @if !known.children.is_empty() {
                div.rang.bouts {
                    h2 { "Ses enfants à l’école" }
                    (button::link(format!("Les mots : {}", sentences::channel(person.channel).to_lowercase()), format!("{}/papier", path::person(person.id))).quiet().small().about("changer"))
                }
                ul.liste { @for child in &known.children { (child_line(child, known, today)) } }
            }
            div.rang.bouts {
                h2 { "Sa place dans l’équipe" }
                (button::link("Ajouter une fonction", format!("/ecole/equipe/nouveau?personne={}", person.id)).quiet().small().icon(Icon::Plus))
            }
            @if known.duties.is_empty() { p.doux { "Aucune." } }
            @else {
                ul.liste {
                    @for duty in &known.duties {
                        li {
                            span { (duty_words::in_school(duty)) br; span.doux { (span_of_days(duty.from_on, duty.until_on, today)) } }
                            (button::link("Modifier", path::duty(duty.id)).quiet().small().about(duty_words::in_school(duty)))
                        }
                    }
                }
            }
            p { a href={ (path::person(person.id)) "/doublon" } { "Deux pages pour une seule personne ?" } }
        },
    )
}

pub fn edit(person: &May<ManagePerson>, draft: &Draft) -> Page {
    let title = format!("Modifier la page {}", french::de(&person.name()));
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs_of(&[("L’école", "/ecole"), (&person.name(), &path::person(person.id))], "Modifier"))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" {
                @if person.first_name.is_empty() {
                    (field::hidden(ORGANISATION, "oui"))
                    (field::text("nom", "Nom de l’organisme").required().autocomplete("off").typed(draft.typed("nom")))
                } @else {
                    (civility_field(draft))
                    (name_fields(draft))
                }
                (contact_fields(draft))
                (address_fields(draft))
                (button::primary("Enregistrer"))
            }
        },
    )
}

fn head(asked: &Asked) -> Markup {
    html! {
        (views("Quelles familles", HERE, &asked.name, &asked.view, &[
            ("", "Toutes".to_owned()),
            ("attente", "Pas encore activé".to_owned()),
        ]))
        (search(HERE, "Chercher un adulte ou un enfant", &asked.name, &asked.view))
    }
}

fn above(known: &Known) -> (&'static str, &'static str) {
    if known.children.is_empty() { ("L’équipe", "/ecole/equipe") } else { ("Les familles", HERE) }
}

fn child_name(child: &Child) -> String {
    let name = format!("{} {}", child.first_name, child.last_name);
    if child.class_name.is_empty() { name } else { format!("{name} ({})", child.class_name) }
}

fn family_row(line: &Family) -> Vec<Markup> {
    vec![
        html! { a href=(path::person(line.person)) translate="no" { (line.name) } },
        html! { div.pile { @for child in &line.children { div { a href=(path::pupil(child.pupil)) translate="no" { (child.first_name) " " (child.last_name) } @if !child.class_name.is_empty() { span.doux { " · " (child.class_name) } } } } } },
        account_tag(&line.account),
    ]
}

fn child_line(child: &Child, known: &Known, today: Date) -> Markup {
    let tie = known.ties.iter().find(|tie| tie.id == child.tie);
    html! {
        li {
            span {
                a href=(path::pupil(child.pupil)) { (piece::person(&child_name(child))) }
                @if let Some(tie) = tie { br; span.doux { (words::given(tie, today)) } }
            }
            @if tie.is_some_and(|tie| tie.facts.awaits_look()) { (piece::tag_waits("À regarder")) }
            (button::link("Voir le lien", path::tie(child.tie)).quiet().small().about(format!("avec {}", child.first_name)))
        }
    }
}

fn refusal(person: &May<ManagePerson>, refused: &Refused, zone: &TimeZone) -> Markup {
    let here = path::person(person.id);
    refused::notice_of(refused, zone, &format!("{here}/modifier"), &format!("{here}/reessai"))
}

fn shared_address() -> Markup {
    notice::notice(
        notice::Tone::Warning,
        html! { p { "Cette adresse e-mail sert aussi à un autre compte : le secours par e-mail ne marchera ni pour l’un ni pour l’autre." } },
    )
}

fn contact(contact: &Contact) -> Markup {
    let address = format!("{} {} {} {}", contact.street, contact.postcode, contact.town, contact.country);
    let facts = [
        ("Adresse e-mail", contact.email.as_str()),
        ("Mobile", &contact.mobile_phone),
        ("Domicile", &contact.home_phone),
        ("Travail", &contact.work_phone),
        ("Adresse", address.trim()),
    ];
    let known: Vec<_> = facts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(what, text)| (what, piece::person(text)))
        .collect();
    html! { @if known.is_empty() { p.doux { "Rien n’est noté." } } @else { (piece::facts(known)) } }
}

fn account(person: &May<ManagePerson>, known: &Known, zone: &TimeZone) -> Markup {
    html! {
        @match &known.account {
            AccountState::None => p { "Pas encore de compte : la première fiche de connexion le crée." },
            AccountState::Waiting { login } => {
                p { "Identifiant " strong translate="no" { (login) } }
                p.doux { "Une fiche a été faite, le compte n’est pas encore activé." }
            },
            AccountState::Closed { login } => {
                p { "Identifiant " strong translate="no" { (login) } }
                p { (piece::tag("Compte fermé")) }
                p.doux { "Cette personne ne peut plus entrer. Ce qu’elle a écrit et signé reste." }
            },
            AccountState::Active { login, since } => {
                p { "Identifiant " strong translate="no" { (login) } }
                p.fait { (icon(Icon::Check)) "Activé le " (day(since.date(zone))) }
            },
        }
        @if known.has_second_factor { p.fait { (icon(Icon::ShieldCheck)) "Connexion en deux étapes" } }
        div.actions {
            @if let AccountState::Closed { .. } = &known.account {
                (button::link("Rouvrir le compte", format!("{}/reouverture", path::person(person.id))).quiet())
            } @else {
                (button::link("Nouvelle fiche de connexion", format!("{}/fiche", path::person(person.id))).quiet().icon(Icon::QrCode))
                @if known.account != AccountState::None && person.by() != person.id {
                    (button::link("Fermer le compte", format!("{}/fermeture", path::person(person.id))).quiet())
                }
            }
            @if known.has_second_factor { (button::link("Téléphone perdu", format!("{}/deux-etapes", path::person(person.id))).quiet().icon(Icon::Smartphone)) }
        }
    }
}
