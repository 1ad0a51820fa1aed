//! The page on which a follow-up is shared.

use super::store::Colleague;
use crate::{
    base::ui::{
        Icon, button,
        choice::{self, choice},
        notice,
        page::crumbs,
        piece,
    },
    door::{Draft, Page},
    rooms::liaison::{pages::BOOK_TITLE, path, policy::ShareFollowUp},
    school::permit::May,
};
use maud::html;

pub const CHOOSE: &str = "Choisissez un ou une collègue.";
pub const REMOVED: &str = "Le suivi n’est plus partagé avec cette personne.";

pub fn shared(name: &str) -> String {
    format!("{} voit maintenant ce suivi.", notice::named(name))
}

pub fn share(note: &May<ShareFollowUp>, title: &str, all: &[Colleague], draft: &Draft) -> Page {
    let here = path::of(note.id, "suivi");
    let (shared, others): (Vec<&Colleague>, Vec<&Colleague>) = all.iter().partition(|one| one.is_shared);
    let mut choices = vec![choice("", "Choisir")];
    choices.extend(others.iter().map(|one| choice(one.person.to_string(), one.name.as_str()).person()));
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (title, &path::note(note.id)), ("Suivi", &here)], "Partager"))
        h1 { "Partager le suivi" }
        p { "Votre collègue lit « " (title) " » et voit les réponses que vous suivez, vous. Elle ou il ne peut ni relancer, ni corriger, ni retirer le mot." }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        @if !shared.is_empty() {
            section.pile {
                h2 { "Partagé avec" }
                ul.liste {
                    @for one in shared {
                        li { div.rang.bouts {
                            (piece::person(&one.name))
                            form.sans-papier method="post" action=(path::of(note.id, &format!("partage/{}/retirer", one.person))) {
                                (button::quiet("Ne plus partager").small().about(format!("avec {}", one.name)))
                            }
                        } }
                    }
                }
            }
        }
        @if others.is_empty() { p.doux { "Il n’y a personne d’autre à l’école avec qui le partager." } }
        @else {
            form.pile method="post" action=(path::of(note.id, "partage")) {
                (choice::select("collegue", "Avec qui ?", choices).typed(draft.typed("collegue")).required())
                div.actions {
                    (button::primary("Partager").icon(Icon::Users))
                    (button::link("Revenir au suivi", here).quiet())
                }
            }
        }
    };
    Page::narrow("Partager le suivi", body)
}
