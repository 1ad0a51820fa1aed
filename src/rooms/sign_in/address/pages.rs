//! The address on « Mon compte », the form that changes it, the page that confirms it.

use super::routes::{PATH, RETRY};
use crate::{
    base::{
        mail::refusals::Refused,
        ui::{
            Icon, button, field,
            notice::{self, Tone},
            page, piece, refused,
        },
    },
    door::{Draft, Page},
    rooms::sign_in::pages::faults,
    school::account::links::ADDRESS_HOURS,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const REMOVED: &str = "Votre adresse e-mail est retirée.";
pub const THE_SAME: &str = "C’est déjà l’adresse de votre compte.";

const TITLE: &str = "Mon adresse e-mail";
const REMOVAL: &str = "Retirer mon adresse e-mail";

/// The address as it stands.
pub struct Standing {
    pub email: String,
    /// Given, and not confirmed yet.
    pub awaited: Option<String>,
    pub is_shared: bool,
    pub refused: Option<Refused>,
}

pub fn fact(standing: &Standing) -> Markup {
    html! {
        @if standing.email.is_empty() { "aucune" } @else { span translate="no" { (standing.email) } }
        @if let Some(awaited) = &standing.awaited {
            br;
            span.doux { "En attente de confirmation\u{202f}: " span translate="no" { (awaited) } }
        }
    }
}

/// Nothing, unless letters to it come back.
pub fn refusal(standing: &Standing, zone: &TimeZone) -> Markup {
    html! { @if let Some(refused) = &standing.refused { (refused::notice_of(refused, zone, PATH, RETRY)) } }
}

/// Nothing, unless another account has it too.
pub fn warning(standing: &Standing) -> Markup {
    html! {
        @if standing.is_shared {
            (notice::notice(Tone::Warning, html! {
                p { "Cette adresse sert aussi à un autre compte : le secours par e-mail ne marchera ni pour l’un ni pour l’autre." }
            }))
        }
    }
}

pub fn change(standing: &Standing, can_write: bool, draft: &Draft) -> Page {
    let main = html! {
        (page::crumbs(&[("Mon compte", "/compte")], TITLE))
        h1 { (TITLE) }
        (piece::facts([("Adresse actuelle", fact(standing))]))
        (warning(standing))
        @if can_write {
            p { "Un e-mail part à la nouvelle adresse. Rien ne change tant que vous n’avez pas ouvert son lien." }
            (faults(draft))
            form.pile method="post" action=(super::routes::PATH) {
                (field::email("courriel", "Nouvelle adresse e-mail").required()
                    .hint("L’autre responsable ne la verra jamais.").typed(draft.typed("courriel")))
                (field::password("phrase", "Votre phrase de passe").required().typed(draft.typed("phrase")))
                (button::primary("Envoyer l’e-mail de confirmation").icon(Icon::Send))
            }
        } @else {
            p { "L’école n’envoie pas d’e-mails pour l’instant : une nouvelle adresse ne peut pas être confirmée. La direction peut la noter pour vous." }
        }
        @if !standing.email.is_empty() {
            div.actions { (button::link(REMOVAL, super::routes::REMOVAL).quiet()) }
        }
    };
    Page::narrow(TITLE, main)
}

pub fn remove(standing: &Standing, draft: &Draft) -> Page {
    let main = html! {
        (page::crumbs(&[("Mon compte", "/compte"), (TITLE, super::routes::PATH)], "Retirer"))
        h1 { (REMOVAL) }
        p { "Vous ne recevrez plus d’e-mails à " strong translate="no" { (standing.email) } ", et le secours par e-mail ne marchera plus." }
        (faults(draft))
        form.pile method="post" action=(super::routes::REMOVAL) {
            (field::password("phrase", "Votre phrase de passe").required().typed(draft.typed("phrase")))
            (button::danger("Retirer l’adresse"))
        }
    };
    Page::narrow(REMOVAL, main)
}

pub fn sent(email: &str) -> String {
    format!("Un e-mail est parti à {email}. Ouvrez son lien dans les {ADDRESS_HOURS} heures.")
}

pub fn confirm(email: &str) -> Page {
    let title = "Confirmer cette adresse";
    let main = html! {
        h1 { (title) }
        p { "Les e-mails de l’école vous seront envoyés à " strong translate="no" { (email) } "." }
        form.pile method="post" { (button::primary("Oui, c’est mon adresse").icon(Icon::Check)) }
    };
    Page::narrow(title, main)
}

pub fn confirmed() -> Page {
    let title = "Votre adresse est confirmée";
    let main = html! {
        h1 { (title) }
        p { "Les e-mails de l’école vous arriveront là. L’ancienne adresse, s’il y en avait une, a été prévenue." }
        (button::link("Aller à l’accueil", "/"))
    };
    Page::narrow(title, main)
}

pub fn spent() -> Page {
    let title = "Ce lien ne vaut plus";
    let main = html! {
        h1 { (title) }
        p { "Il a déjà servi, il a plus de " (ADDRESS_HOURS) " heures, ou un autre e-mail l’a remplacé." }
        p { "Pour donner votre adresse, ouvrez « Mon compte »." }
        (button::link("Mon compte", "/compte"))
    };
    Page::narrow(title, main).with_status(404)
}
