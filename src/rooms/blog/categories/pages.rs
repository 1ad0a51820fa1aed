//! The page on which the rubrics are kept.

use crate::{
    base::ui::{Icon, button, field, field::hidden, notice, page::crumbs},
    door::{Draft, Page},
    rooms::blog::path,
};
use maud::html;

pub const NAME: &str = "Donnez un nom à la rubrique.";
pub const LONG: &str = "Ce nom est trop long : 40 lettres au plus.";
pub const MANY: &str = "Trente rubriques, c’est déjà beaucoup : retirez-en une d’abord.";
pub const TAKEN: &str = "Il y a déjà une rubrique de ce nom.";
pub const WHICH: &str = "Choisissez une rubrique.";
pub const ADDED: &str = "La rubrique est ajoutée.";
pub const RENAMED: &str = "La rubrique a changé de nom.";
pub const REMOVED: &str = "La rubrique est retirée. Ses articles restent dans le blog.";

pub fn show(all: &[(i64, String)], draft: &Draft) -> Page {
    let body = html! {
        (crumbs(&[("Blog", path::BLOG)], "Rubriques"))
        h1 { "Rubriques du blog" }
        p { "Une liste courte, la même pour toute l’école. Les familles s’en servent pour retrouver un article." }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        @if all.is_empty() { p.doux { "Il n’y a pas encore de rubrique : les articles se lisent très bien sans." } }
        @else {
            ul.liste {
                @for (id, name) in all {
                    li { details.plus.rubrique {
                        summary { span { (name) } }
                        div.pile {
                            form.rang method="post" action={ (path::CATEGORIES) "/renommer" } {
                                (hidden("rubrique", &id.to_string()))
                                (field::text("nom", "Nom").id(format!("f-nom-{id}")).typed(field::Typed { value: name, fault: None }).required().max_length(super::LETTERS))
                                (button::quiet("Renommer").small().about(name.as_str()))
                            }
                            form.sans-papier method="post" action={ (path::CATEGORIES) "/retirer" } {
                                (hidden("rubrique", &id.to_string()))
                                (button::quiet("Retirer").small().confirm("Retirer cette rubrique ? Ses articles restent.").about(name.as_str()))
                            }
                        }
                    } }
                }
            }
        }
        form.pile method="post" action=(path::CATEGORIES) {
            (field::text("nom", "Nouvelle rubrique").typed(draft.typed("nom")).required().max_length(super::LETTERS))
            div.actions { (button::primary("Ajouter").icon(Icon::Plus)) (button::link("Revenir au blog", path::BLOG).quiet()) }
        }
    };
    Page::narrow("Rubriques du blog", body)
}
