//! The page on which a class invites.

use super::store::Helper;
use crate::{
    base::{
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            notice,
            page::crumbs,
            piece,
        },
    },
    door::{Draft, Page},
    rooms::blog::{path, policy::InviteHelper},
    school::permit::May,
};
use maud::html;

pub const CHOOSE: &str = "Choisissez un parent de la classe.";
pub const REMOVED: &str = "Cette personne ne propose plus d’articles.";

pub fn invited(name: &str) -> String {
    let name = notice::named(name);
    format!("{name} peut maintenant proposer des articles.")
}

pub fn show(class: &May<InviteHelper>, invited: &[Helper], others: &[Helper], draft: &Draft) -> Page {
    let here = path::helpers(class.class);
    let mut choices = vec![choice("", "Choisir")];
    choices.extend(others.iter().map(|one| {
        let label = format!("{}, parent {}", one.name, french::de(&french::list(&one.children)));
        choice(one.person.to_string(), label).person()
    }));
    let title = format!("Qui aide le blog en {}", class.name);
    let body = html! {
        (crumbs(&[("Blog", path::BLOG)], "Qui aide"))
        h1 { (title) }
        p { "Un parent invité propose des articles et des photos pour la classe. Vous les relisez, et c’est vous qui publiez. Vos collègues peuvent proposer sans invitation." }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        @if !invited.is_empty() {
            ul.liste {
                @for one in invited {
                    li { div.rang.bouts {
                        (piece::person(&one.name))
                        form.sans-papier method="post" action={ (here) "/" (one.person) "/retirer" } {
                            (button::quiet("Ne plus inviter").small().about(one.name.as_str()))
                        }
                    } }
                }
            }
        }
        @if others.is_empty() {
            @if invited.is_empty() { (piece::empty_state("Personne à inviter pour l’instant", "Dès que des parents de la classe ont leur compte, ils sont ici.", html! { (button::link("Revenir au blog", path::BLOG).quiet()) })) }
        } @else {
            form.pile method="post" action=(here) {
                (choice::select("personne", "Inviter", choices).typed(draft.typed("personne")).required())
                div.actions { (button::primary("Inviter").icon(Icon::UserPlus)) (button::link("Revenir au blog", path::BLOG).quiet()) }
            }
        }
    };
    Page::narrow(title, body)
}
