//! Paper or screen, as a guardian chooses it.

use crate::{
    base::ui::{
        button,
        choice::{choice, radios},
        page::crumbs,
    },
    door::{Draft, Page},
    rooms::sign_in::pages::faults,
    school::person::{Channel, sentences},
};
use maud::html;

pub const PATH: &str = "/compte/papier";
pub const CHOOSE: &str = "Choisissez comment vous recevez les mots de l’école.";
pub const CHOSEN: &str = "C’est noté : l’école le voit aussi.";

pub fn choose(draft: &Draft) -> Page {
    let title = "Comment recevoir les mots";
    let answers = Channel::ALL
        .map(|channel| choice(channel.as_str(), sentences::channel(channel)).hint(sentences::channel_means(channel)));
    Page::narrow(
        title,
        html! {
            (crumbs(&[("Mon compte", "/compte")], title))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" {
                (radios("canal", "Les mots du cahier de liaison", answers.to_vec()).typed(draft.typed("canal")))
                p.doux { "Votre compte reste ouvert dans tous les cas. Chaque responsable choisit pour soi." }
                (button::primary("Enregistrer"))
            }
        },
    )
}
