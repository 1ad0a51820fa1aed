//! The pages of a forgotten passphrase. None says whether anybody was found.

use crate::{
    base::ui::{Icon, button, choice, field, piece},
    door::{Draft, Page},
    rooms::sign_in::pages::{faults, new_passphrase},
    school::account::{Owner, links::RESCUE_MINUTES},
};
use maud::{Markup, html};

const TITLE: &str = "Phrase de passe oubliée";

pub fn ask(draft: &Draft) -> Page {
    let main = html! {
        h1 { (TITLE) }
        p { "Un lien pour en choisir une nouvelle vous est envoyé par e-mail, si votre compte a une adresse." }
        (faults(draft))
        form.pile method="post" action=(super::routes::PATH) {
            (field::text("identifiant", "Votre identifiant ou votre adresse e-mail").autocomplete("username").as_written().required()
                .typed(draft.typed("identifiant")))
            (button::primary("Recevoir le lien").icon(Icon::Send))
        }
        (piece::details_of("Pas d’adresse e-mail ?", other_ways(true)))
    };
    Page::narrow(TITLE, main)
}

/// The same whoever was named.
pub fn sent() -> Page {
    let title = "Regardez vos e-mails";
    let main = html! {
        h1 { (title) }
        p { "Si un compte ouvert répond à ce que vous avez écrit, et si son adresse e-mail n’est qu’à lui, un lien est en route. Il vaut " (RESCUE_MINUTES) " minutes et ne sert qu’une fois." }
        p { "Rien après quelques minutes ? Regardez dans les courriers indésirables, puis :" }
        (other_ways(true))
        div.actions { (button::link("Revenir à la connexion", "/connexion").quiet()) }
    };
    Page::narrow(title, main)
}

/// The school sends no mail.
pub fn no_mail() -> Page {
    let main = html! {
        h1 { (TITLE) }
        p { "L’école n’envoie pas d’e-mails pour l’instant. Voici comment retrouver votre compte :" }
        (other_ways(false))
        div.actions { (button::link("Revenir à la connexion", "/connexion").quiet()) }
    };
    Page::narrow(TITLE, main)
}

/// `owner`: of the link, when it still opens something.
pub fn choose(owner: &Owner, draft: &Draft) -> Page {
    let title = "Choisissez votre phrase de passe";
    let main = html! {
        h1 { "Bonjour " (piece::person(&owner.first_name)) "," br; "choisissez votre phrase de passe." }
        (faults(draft))
        form.pile method="post" {
            p { "Votre identifiant\u{202f}: " strong translate="no" { (owner.login) } }
            input type="hidden" autocomplete="username" value=(owner.login);
            (new_passphrase(draft))
            (choice::checkbox("partage", "oui", "Cet ordinateur est partagé")
                .hint("La connexion se ferme avec le navigateur, et après trente minutes sans rien faire.").typed(draft.typed("partage")))
            p.doux { "Tous les appareils connectés à votre compte seront déconnectés." }
            (button::primary("Enregistrer et me connecter").icon(Icon::Check))
        }
    };
    Page::narrow(title, main)
}

pub fn spent() -> Page {
    let title = "Ce lien ne vaut plus";
    let main = html! {
        h1 { (title) }
        p { "Il a déjà servi, il a plus de " (RESCUE_MINUTES) " minutes, ou un autre e-mail l’a remplacé." }
        div.rang {
            (button::link("Recevoir un nouveau lien", super::routes::PATH))
            (button::link("Me connecter", "/connexion").quiet())
        }
    };
    Page::narrow(title, main).with_status(404)
}

/// `school_writes`: a word on shared addresses helps only where a link could have been sent.
fn other_ways(school_writes: bool) -> Markup {
    html! {
        ul {
            li { "Parents : l’enseignant de votre enfant peut montrer un code à votre téléphone, à la sortie de l’école." }
            li { "Élèves, parents et personnel : la direction peut imprimer une nouvelle fiche de connexion." }
            @if school_writes { li { "Une adresse e-mail que deux comptes partagent ne sert à retrouver ni l’un ni l’autre." } }
        }
    }
}
