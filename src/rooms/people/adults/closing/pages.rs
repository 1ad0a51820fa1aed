//! The two questions: close this account, open it again.

use crate::{
    base::{
        french,
        ui::{button, page},
    },
    door::{Draft, Page},
    rooms::people::{pages::faults, path},
    school::Person,
};
use maud::{Markup, html};

pub const CLOSED: &str = "Le compte est fermé.";
pub const REOPENED: &str = "Le compte est rouvert.";
pub const NOT_ONESELF: &str =
    "Vous ne pouvez pas fermer votre propre compte : une autre personne de la direction le peut.";
pub const LAST_DIRECTOR: &str = "C’est le dernier compte qui dirige l’école sans date de fin. Nommez d’abord une autre directrice ou un autre directeur, qui ait activé son compte.";

pub fn close(person: &Person, refusal: Option<&str>, draft: &Draft) -> Page {
    let title = "Fermer le compte";
    let main = html! {
        (crumbs(person, title))
        h1 { "Fermer le compte " span translate="no" { (french::de(&person.name())) } " ?" }
        (faults(draft))
        @if let Some(why) = refusal {
            @if draft.is_blank() { p { (why) } }
            div.rang { (button::link("Revenir à sa page", path::person(person.id)).quiet()) }
        } @else {
            ul {
                li { "Ses appareils sont déconnectés aussitôt." }
                li { "Sa phrase de passe, ses fiches et ses codes n’ouvrent plus rien." }
                li { "Ce que cette personne a écrit et signé reste." }
                li { "Une lettre l’en prévient, si l’école a son adresse e-mail." }
            }
            p { "Vous pourrez rouvrir le même compte, avec le même identifiant et la même phrase de passe." }
            form method="post" action=(format!("{}/fermeture", path::person(person.id))) {
                div.actions {
                    (button::danger("Fermer le compte"))
                    (button::link("Ne rien changer", path::person(person.id)).quiet())
                }
            }
        }
    };
    Page::narrow(title, main)
}

pub fn reopen(person: &Person, is_activated: bool) -> Page {
    let title = "Rouvrir le compte";
    let main = html! {
        (crumbs(person, title))
        h1 { "Rouvrir le compte " span translate="no" { (french::de(&person.name())) } " ?" }
        @if is_activated { p { "Cette personne entrera de nouveau avec le même identifiant et la même phrase de passe." } }
        @else { p { "Ce compte n’avait pas encore été activé : imprimez-lui ensuite une nouvelle fiche de connexion." } }
        p { "Elle verra ce que ses liens et ses fonctions lui donnent aujourd’hui. Une lettre l’en prévient." }
        form method="post" action=(format!("{}/reouverture", path::person(person.id))) {
            div.actions {
                (button::primary("Rouvrir le compte"))
                (button::link("Ne rien changer", path::person(person.id)).quiet())
            }
        }
    };
    Page::narrow(title, main)
}

fn crumbs(person: &Person, here: &str) -> Markup {
    page::crumbs_of(&[("L’école", "/ecole"), (&person.name(), &path::person(person.id))], here)
}
