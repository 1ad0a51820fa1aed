//! The fields of the mailbox, what a trial says, and how the last look went.

use super::forms::SECURITIES;
use crate::{
    base::{
        french,
        mail::mailbox::Cause,
        ui::{
            button, choice,
            choice::choice,
            field,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::{Draft, Page},
    school::settings::{MailboxSettings, MailboxState},
};
use jiff::{Timestamp, tz::TimeZone};
use maud::{Markup, html};

pub const HERE: &str = "/reglages/courrier/reponses";
pub const REMOVED: &str = "La boîte des réponses n’est plus relevée.";
const TITLE: &str = "Réponses par e-mail";

pub fn tried(letters: u32) -> String {
    let found = if letters == 0 {
        "elle est vide".to_owned()
    } else {
        format!("{} s’y {}", french::count(letters, "lettre", "lettres"), french::plural(letters, "trouve", "trouvent"))
    };
    format!("La boîte s’ouvre bien : {found}. Elle est relevée chaque minute.")
}

/// At which field, what happened and what to do.
pub fn refused(cause: Cause) -> (&'static str, &'static str) {
    match cause {
        Cause::NoSuchName => (
            "serveur",
            "La boîte ne s’ouvre pas : aucun serveur n’a été trouvé sous ce nom. Vérifiez-le lettre à lettre, et que la boîte de l’école a bien internet.",
        ),
        Cause::Closed => (
            "port",
            "La boîte ne s’ouvre pas : le serveur n’écoute pas à ce port. Essayez 993 avec TLS, ou 143 avec STARTTLS.",
        ),
        Cause::Slow => (
            "serveur",
            "La boîte ne s’ouvre pas : le serveur ne répond pas à temps. Vérifiez le nom et le port ; si le réseau de l’école bloque cet accès, la mairie peut l’ouvrir.",
        ),
        Cause::Protection => (
            "securite",
            "La boîte ne s’ouvre pas : la connexion chiffrée n’a pas pu s’établir. Essayez l’autre protection, avec son port, et vérifiez le nom du serveur.",
        ),
        Cause::Login => (
            "identifiant_boite",
            "La boîte ne s’ouvre pas : le serveur refuse l’identifiant ou le mot de passe. Recopiez-les ; certains services demandent un « mot de passe d’application ».",
        ),
        Cause::Other => (
            "serveur",
            "La boîte ne s’ouvre pas : ce qui répond n’est pas un serveur IMAP. Vérifiez le nom et le port.",
        ),
    }
}

pub fn form(mailbox: &MailboxSettings, draft: &Draft) -> Page {
    let port = mailbox.port.to_string();
    let draft = draft.or_standing(&[
        ("serveur", &mailbox.host),
        ("port", &port),
        ("securite", &mailbox.security),
        ("identifiant_boite", &mailbox.login),
        ("adresse_reponses", &mailbox.address),
    ]);
    Page::narrow(
        TITLE,
        html! {
            (page::crumbs(&[("Réglages", "/reglages"), ("Courrier", "/reglages/courrier")], TITLE))
            h1 { (TITLE) }
            (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
            p { "Avec une boîte aux lettres que Préau peut relever, un parent signe en répondant au mot, et une adresse qui n’existe plus se voit aussitôt. Préau n’y lit que les réponses à ses propres lettres et n’efface rien." }
            form.pile method="post" action=(HERE) {
                (fields(&draft, mailbox.password.is_some()))
                (button::primary("Essayer et enregistrer"))
            }
            @if mailbox.is_set() {
                form.sans-papier method="post" action=(HERE) {
                    (button::quiet("Ne plus relever cette boîte").sends("couper", "oui")
                        .confirm("Ne plus relever cette boîte ? Les réponses des familles ne signeront plus."))
                }
            }
        },
    )
}

/// On the page of the mail.
pub fn card(mailbox: &MailboxSettings, state: &MailboxState, now: Timestamp, zone: &TimeZone) -> Markup {
    html! {
        section.carte {
            h2 { (TITLE) }
            @if !mailbox.is_set() {
                p { "Aucune boîte n’est relevée : une réponse à une lettre arrive à l’adresse de l’école, et ne signe rien." }
            } @else {
                @if let Some((cause, said)) = state.fault.split_once('\n') {
                    (notice::notice(Tone::Warning, html! {
                        p { (refused(Cause::parse(cause)).1) }
                        p.doux { "Réponse reçue : « " span lang="en" translate="no" { (said) } " »" }
                    }))
                }
                @let seen = state.seen_at.map(|at| french::capitalised(&french::moment(at.timestamp(), now, zone)));
                (piece::facts([
                    ("Boîte", html! { span translate="no" { (mailbox.address) } }),
                    ("Dernière relève", html! { (seen.as_deref().unwrap_or("pas encore")) }),
                ]))
            }
            (button::link(if mailbox.is_set() { "Modifier" } else { "Relever une boîte" }, HERE).quiet().small().about("des réponses par e-mail"))
        }
    }
}

fn fields(draft: &Draft, has_password: bool) -> Markup {
    let kept = if has_password {
        "Laissez vide pour garder celui qui est enregistré."
    } else {
        "Gardé chiffré dans la boîte."
    };
    html! {
        @if let Some(words) = draft.faults.words() {
            p.doux { "Ce que le serveur a répondu : « " span lang="en" translate="no" { (words) } " »" }
        }
        (field::text("serveur", "Serveur de réception (IMAP)").typed(draft.typed("serveur")).as_written().autocomplete("off").hint("Comme imap.ville.fr."))
        (choice::radios("securite", "Connexion", SECURITIES.iter().map(|(code, said)| choice(*code, *said)).collect())
            .typed(draft.typed("securite")))
        (field::number("port", "Port").typed(draft.typed("port")).autocomplete("off"))
        (field::text("identifiant_boite", "Identifiant").typed(draft.typed("identifiant_boite")).as_written().autocomplete("off"))
        (field::password("mot_de_passe_boite", "Mot de passe").typed(draft.typed("mot_de_passe_boite")).optional().autocomplete("off").hint(kept))
        (field::email("adresse_reponses", "Adresse de cette boîte").typed(draft.typed("adresse_reponses")).autocomplete("off")
            .hint("Le fournisseur doit y laisser arriver « reponses+quelquechose@ville.fr » : presque tous le font."))
    }
}
