//! Paper or screen, as the head teacher notes it for a guardian.

use crate::{
    base::ui::{
        button,
        choice::{choice, radios},
        page::crumbs_of,
    },
    door::{Draft, Page},
    rooms::people::{pages::faults, path},
    school::{
        Person,
        person::{Channel, sentences},
    },
};
use maud::html;

pub const CHOOSE: &str = "Choisissez comment cette personne reçoit les mots.";

pub fn chosen(channel: Channel) -> &'static str {
    if channel.has_paper() {
        "C’est noté : ses talons sont à imprimer avec chaque mot."
    } else {
        "C’est noté : les mots se lisent et se signent sur Préau."
    }
}

pub fn choose(person: &Person, draft: &Draft) -> Page {
    let title = "Comment recevoir les mots";
    let answers = Channel::ALL
        .map(|channel| choice(channel.as_str(), sentences::channel(channel)).hint(sentences::channel_means(channel)));
    Page::narrow(
        title,
        html! {
            (crumbs_of(&[("L’école", "/ecole"), (&person.name(), &path::person(person.id))], title))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" {
                p translate="no" { strong { (person.name()) } }
                (radios("canal", "Les mots du cahier de liaison", answers.to_vec()).typed(draft.typed("canal")))
                (button::primary("Enregistrer"))
            }
        },
    )
}
