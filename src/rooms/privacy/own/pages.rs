//! The pages of a person's own part, as they open from a disk.

use super::store::{OwnAccount, OwnChild, OwnDuty};
use crate::{
    base::{clock::Instant, french},
    door::{Cx, session::Device},
    rooms::privacy::looks,
    school::{
        Person,
        consulted::Told,
        guardianship::{Given, Guardianship},
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

/// What the school has of how a person is reached; what is empty is left out.
pub fn contact(person: &Person) -> Vec<(&'static str, String)> {
    let c = &person.contact;
    let all = [
        ("Civilité", person.civility.clone()),
        ("Prénom", person.first_name.clone()),
        ("Nom", person.last_name.clone()),
        ("Nom d’usage", person.usage_name.clone()),
        ("E-mail", c.email.clone()),
        ("Téléphone portable", c.mobile_phone.clone()),
        ("Téléphone du domicile", c.home_phone.clone()),
        ("Téléphone du travail", c.work_phone.clone()),
        ("Adresse", [&*c.street, &format!("{} {}", c.postcode, c.town), &c.country].map(str::trim).join(", ")),
    ];
    let is_said = |(_, value): &(&str, String)| value.chars().any(char::is_alphanumeric);
    all.into_iter().filter(is_said).map(|(what, value)| (what, value.trim_matches([',', ' ']).to_owned())).collect()
}

pub fn identity(cx: &Cx, person: &Person, children: &[OwnChild], duties: &[OwnDuty]) -> Markup {
    html! {
        section {
            h2 { "Vous" }
            (pairs(contact(person)))
        }
        @if !duties.is_empty() {
            section {
                h2 { "Vos fonctions à l’école" }
                ul { @for duty in duties {
                    li { (duty.kind.title()) @if !duty.class.is_empty() { ", " (duty.class) } ", " (span(&duty.from_on, duty.until_on.as_deref())) }
                } }
            }
        }
        @for child in children { (of_child(cx, child)) }
        section {
            h2 { "Et aussi" }
            ul {
                li { a href="compte.html" { "Compte et connexions" } }
                li { a href="consultations.html" { "Qui a consulté les fiches" } }
                li { a href="journal.html" { "Journal" } }
            }
        }
    }
}

fn of_child(cx: &Cx, child: &OwnChild) -> Markup {
    let facts = &child.facts;
    let mut known = vec![("Nom", child.name.clone())];
    known.extend(facts.born_on.map(|day| ("Date de naissance", french::date_year(day))));
    known.extend(sex(&facts.sex).map(|said| ("Sexe", said.to_owned())));
    known.extend(facts.ine.clone().map(|ine| ("Identifiant national (INE)", ine)));
    known.extend((!child.groups.is_empty()).then(|| ("Groupes", french::list(&child.groups))));
    html! {
        section {
            h2 translate="no" { (child.name) }
            (pairs(known))
            @if !child.classes.is_empty() {
                h3 { "Classes" }
                ul { @for one in &child.classes { li { (one.class) @if !one.grade.is_empty() { " (" (one.grade) ")" } ", " (span(&one.from_on, one.until_on.as_deref())) } } }
            }
            h3 { "Votre lien avec cet enfant" }
            (pairs(tie(&child.tie, cx.today)))
        }
    }
}

fn sex(code: &str) -> Option<&'static str> {
    match code {
        "F" => Some("Fille"),
        "M" => Some("Garçon"),
        _ => None,
    }
}

fn tie(tie: &Guardianship, today: Date) -> Vec<(&'static str, String)> {
    let given = Given::of(&tie.facts, today);
    let rights = if given.signs { "Lire et signer" } else { "Lire" };
    let mut all = vec![
        ("Lien", tie.kind.title().to_owned()),
        ("Autorité parentale", tie.facts.authority.title().to_owned()),
        ("Droits dans Préau", rights.to_owned()),
        ("Vient chercher l’enfant", if tie.may_pick_up { "Oui" } else { "Non" }.to_owned()),
    ];
    all.extend(tie.emergency_rank.map(|rank| ("Rang d’appel en urgence", rank.to_string())));
    all.extend(tie.document_on.map(|day| ("Document du", french::date_year(day))));
    all
}

pub fn account(
    cx: &Cx,
    account: &OwnAccount,
    devices: &[Device],
    slips: &[(Instant, Option<Instant>)],
    arrivals: &[(Instant, String)],
) -> Markup {
    let stamp = |at: Instant| stamp(cx, at);
    let mut known = vec![("Identifiant", account.login.clone())];
    known.extend(account.activated_at.map(|at| ("Compte activé le", stamp(at))));
    known.push(("Charte acceptée", account.charter.clone()));
    known.push(("Connexion en deux étapes", if account.has_second_factor { "Oui" } else { "Non" }.to_owned()));
    html! {
        section {
            h2 { "Compte" }
            (pairs(known.into_iter().filter(|(_, value)| !value.is_empty())))
            p.doux { "De la phrase de passe, seule une empreinte est gardée, dont rien ne se tire." }
        }
        section {
            h2 { "Appareils connectés" }
            ul { @for device in devices { li { (device.name) ", connexion ouverte le " (stamp(device.opened_at)) @if device.is_shared { " (ordinateur partagé)" } } } }
        }
        @if !arrivals.is_empty() {
            section { h2 { "Premières connexions d’un appareil" } ul { @for (at, device) in arrivals { li { (device) ", le " (stamp(*at)) } } } }
        }
        @if !slips.is_empty() {
            section {
                h2 { "Fiches de connexion" }
                ul { @for (made, used) in slips { li { "Préparée le " (stamp(*made)) @if let Some(used) = used { ", utilisée le " (stamp(*used)) } } } }
            }
        }
        @if !account.applications.is_empty() {
            section { h2 { "Mots de passe d’application" } ul { @for (name, at) in &account.applications { li { (name) ", le " (stamp(*at)) } } } }
        }
    }
}

pub fn looks(own: &[Told], of_children: &[(String, Vec<Told>)]) -> Markup {
    let list = |all: &[Told]| {
        html! {
            @if all.is_empty() { p { "Personne, d’aussi loin que l’école le garde." } }
            @else { ul { @for one in all { li { (french::day_year(one.day)) " : " span translate="no" { (one.name) } ", " (looks::role(one.role)) } } } }
        }
    };
    html! {
        section { h2 { "Votre fiche" } (list(own)) }
        @for (name, all) in of_children { section { h2 { "La fiche " (french::de(name)) } (list(all)) } }
    }
}

pub fn journal(lines: usize) -> Markup {
    html! {
        p { "Le journal note qui a fait quoi et quand, jamais un texte." }
        @if lines > 0 { p { a href="journal.csv" { "Les " (french::count(lines as i64, "ligne", "lignes")) " qui vous concernent, dans un tableau" } } }
        @else { p { "Aucune ligne ne vous concerne." } }
    }
}

fn pairs(all: impl IntoIterator<Item = (&'static str, String)>) -> Markup {
    html! { dl { @for (what, value) in all { dt { (what) } dd { (value) } } } }
}

/// « du 1er septembre 2026 au 3 juillet 2027 », « depuis le … »
fn span(from: &str, until: Option<&str>) -> String {
    let day = |text: &str| text.parse::<Date>().map_or_else(|_| text.to_owned(), french::date_year);
    match until {
        Some(until) => format!("du {} au {}", day(from), day(until)),
        None => format!("depuis le {}", day(from)),
    }
}

/// « 17 novembre 2026 à 8 h 30 »
fn stamp(cx: &Cx, at: Instant) -> String {
    let at = at.zoned(&cx.zone);
    format!("{} à {}", french::date_year(at.date()), french::time(at.time()))
}
