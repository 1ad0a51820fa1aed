//! The fields of the mail server and the outbox in a few words.

use super::forms::SECURITIES;
use crate::{
    base::{
        french,
        mail::{refusals::Refused, store::Outbox, transport::Cause},
        ui::{choice, choice::choice, field, piece},
    },
    door::Draft,
    school::{Person, settings::MailSettings},
};
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};

/// An address that refuses letters, and whose it is.
pub struct Refusal {
    pub refused: Refused,
    pub people: Vec<Person>,
}

pub const SAVED: &str = "Le courrier est réglé.";
pub const TRIED: &str = "La lettre d’essai est partie : regardez si elle est bien arrivée.";
pub const REMOVED: &str = "Le courrier est coupé : les lettres attendent.";

/// At which field, what happened and what to do.
pub fn refused(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::NoSuchName => (
            "serveur",
            "La lettre d’essai n’est pas partie : aucun serveur n’a été trouvé sous ce nom. Vérifiez-le lettre à lettre, et que la boîte a bien internet.",
        ),
        Cause::Closed => (
            "port",
            "La lettre d’essai n’est pas partie : le serveur n’écoute pas à ce port. Essayez 587 avec STARTTLS, ou 465 avec TLS.",
        ),
        Cause::Slow => (
            "serveur",
            "La lettre d’essai n’est pas partie : le serveur ne répond pas à temps. Vérifiez le nom et le port ; si le réseau de l’école bloque l’envoi d’e-mails, la mairie peut l’ouvrir.",
        ),
        Cause::Protection => (
            "securite",
            "La lettre d’essai n’est pas partie : la connexion chiffrée n’a pas pu s’ouvrir. Essayez l’autre protection, avec son port, et vérifiez le nom du serveur.",
        ),
        Cause::Login => (
            "identifiant_courrier",
            "La lettre d’essai n’est pas partie : le serveur refuse l’identifiant ou le mot de passe. Recopiez-les ; certains services demandent un « mot de passe d’application ».",
        ),
        Cause::Letter => (
            "expediteur",
            "La lettre d’essai n’est pas partie : le serveur n’en a pas voulu. Vérifiez l’adresse de l’école, qui est souvent celle du compte, et l’adresse de l’essai.",
        ),
        Cause::Other => (
            "serveur",
            "La lettre d’essai n’est pas partie. Vérifiez le nom du serveur, la protection et le port, puis recommencez.",
        ),
    }
}

pub fn standing(draft: &Draft, mail: &MailSettings, to: &str) -> Draft {
    let port = mail.port.to_string();
    draft.or_standing(&[
        ("serveur", &mail.host),
        ("port", &port),
        ("securite", &mail.security),
        ("identifiant_courrier", &mail.login),
        ("expediteur", &mail.from),
        ("par_heure", &mail.per_hour.to_string()),
        ("essai", to),
    ])
}

pub fn fields(draft: &Draft, has_password: bool) -> Markup {
    let kept = if has_password {
        "Laissez vide pour garder celui qui est enregistré."
    } else {
        "Gardé chiffré dans la boîte."
    };
    html! {
        @if let Some(words) = draft.faults.words() {
            p.doux { "Ce que le serveur a répondu : « " span lang="en" translate="no" { (words) } " »" }
        }
        (field::text("serveur", "Serveur d’envoi (SMTP)").typed(draft.typed("serveur")).as_written().autocomplete("off")
            .hint("Celui de l’académie, de la mairie ou de votre fournisseur : smtp.ville.fr."))
        (choice::radios("securite", "Connexion", SECURITIES.iter().map(|(code, said)| choice(*code, *said)).collect())
            .typed(draft.typed("securite")))
        (field::number("port", "Port").typed(draft.typed("port")).autocomplete("off"))
        (field::text("identifiant_courrier", "Identifiant").typed(draft.typed("identifiant_courrier")).optional().as_written().autocomplete("off"))
        (field::password("mot_de_passe_courrier", "Mot de passe").typed(draft.typed("mot_de_passe_courrier")).optional().autocomplete("off").hint(kept))
        (field::email("expediteur", "Adresse de l’école").typed(draft.typed("expediteur")).autocomplete("off")
            .hint("Celle que les familles verront comme expéditeur."))
        (field::email("essai", "Envoyer la lettre d’essai à").typed(draft.typed("essai")).optional())
    }
}

pub fn rate(draft: &Draft) -> Markup {
    html! {
        (field::number("par_heure", "Lettres par heure, au plus").typed(draft.typed("par_heure")).autocomplete("off")
            .hint("Ce que votre fournisseur permet. Au-delà, les lettres attendent l’heure suivante."))
    }
}

/// Nothing, as long as every letter arrives.
pub fn refusals(list: &[Refusal], zone: &TimeZone) -> Markup {
    if list.is_empty() {
        return html! {};
    }
    let stopped = list.iter().filter(|one| one.refused.stopped.is_some()).count();
    html! {
        section.carte {
            h2 { "Adresses qui refusent" }
            @if stopped > 0 {
                p { (french::count(stopped, "adresse ne reçoit plus", "adresses ne reçoivent plus")) " rien : " (french::plural(stopped, "corrigez-la", "corrigez-les")) " depuis la page de la personne." }
            }
            ul.liste { @for one in list { li { (refusal(one, zone)) } } }
        }
    }
}

fn refusal(one: &Refusal, zone: &TimeZone) -> Markup {
    let Refused { address, stopped, last, .. } = &one.refused;
    html! {
        span {
            span translate="no" { (address) }
            br;
            span.doux {
                @if let Some(since) = stopped { "Refuse depuis le " (french::date_year(since.date(zone))) }
                @else { "Une lettre refusée le " (french::date_year(last.date(zone))) }
            }
        }
        span {
            @if one.people.is_empty() { span.doux { "À personne ici" } }
            @for person in &one.people {
                a href={ "/ecole/personnes/" (person.id) } translate="no" { (person.name()) } " "
            }
        }
    }
}

/// Nothing, as long as no letter was ever written.
pub fn outbox(outbox: &Outbox, now: Timestamp, zone: &TimeZone) -> Markup {
    let was_used =
        outbox.waiting > 0 || outbox.given_up > 0 || outbox.last_sent.is_some() || outbox.last_fault.is_some();
    if !was_used {
        return html! {};
    }
    let sent = outbox.last_sent.map(|at| french::capitalised(&french::moment(at.timestamp(), now, zone)));
    html! {
        section.carte {
            h2 { "Courrier en attente" }
            (piece::facts([
                ("À partir", html! { (french::count(outbox.waiting, "lettre", "lettres")) }),
                ("Dernier envoi", html! { (sent.as_deref().unwrap_or("aucun pour l’instant")) }),
                ("Abandonnées", html! { (french::count(outbox.given_up, "lettre", "lettres")) }),
            ]))
            @if let Some(fault) = &outbox.last_fault { p { "Une lettre n’a pas pu partir. Réponse reçue : « " span lang="en" translate="no" { (fault) } " »" } }
        }
    }
}
