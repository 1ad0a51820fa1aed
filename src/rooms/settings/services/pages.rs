//! The page of services.

use super::forms::{Reach, classes_field, reach_field};
use crate::{
    base::{
        french,
        ui::{
            button,
            choice::{self, choice},
            notice, page,
        },
    },
    door::{Draft, Room, room::Service},
    school::{class::ClassLine, services::Off},
};
use maud::{Markup, html};

pub const SAVED: &str = "Les services sont enregistrés. Les menus suivent dès la prochaine page.";

pub fn show(rooms: &[Room], off: &Off, classes: &[ClassLine], draft: &Draft) -> Markup {
    html! {
        (page::crumbs(&[("Réglages", "/reglages")], "Services"))
        h1 { "Services" }
        p { "Un service éteint disparaît : plus de menu, plus de page, plus d’envoi. Rien n’est effacé : tout revient quand vous le rouvrez." }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile method="post" {
            @for (room, service) in rooms.iter().filter_map(|room| room.service.map(|service| (room.name, service))) {
                (one(room, service, off, classes, draft))
            }
            (button::primary("Enregistrer"))
        }
    }
}

fn one(room: &str, service: Service, off: &Off, classes: &[ClassLine], draft: &Draft) -> Markup {
    let closed = off.classes(room);
    let standing = match (off.is_off(room), closed.is_empty()) {
        (true, _) => Reach::Nobody,
        (false, true) => Reach::All,
        (false, false) => Reach::Some,
    };
    let (reach_name, classes_name) = (reach_field(room), classes_field(room));
    let typed = draft.fields.get(&reach_name);
    let reach = if typed.is_empty() { standing.as_str() } else { typed };
    let of = |one: Reach, label: &'static str| choice(one.as_str(), label).ticked(reach == one.as_str());
    let mut choices = vec![of(Reach::All, "Toute l’école")];
    if service.by_class && classes.len() > 1 {
        choices.push(of(Reach::Some, "Certaines classes"));
    }
    choices.push(of(Reach::Nobody, "Personne : le service est éteint"));
    let is_open = |class: &ClassLine| {
        if draft.is_blank() {
            !closed.contains(&class.id)
        } else {
            draft.fields.holds(&classes_name, &class.id.to_string())
        }
    };
    html! {
        section.pile.service {
            h2 { (service.title) }
            p.doux { (service.gives) }
            (choice::radios(reach_name.as_str(), format!("{} : pour qui ?", service.title), choices).required())
            @if service.by_class && classes.len() > 1 {
                div.si-certaines {
                    (choice::checkboxes(classes_name.as_str(), "Ces classes", classes.iter().map(|class| {
                        choice(class.id.to_string(), class.name.as_str()).hint(french::count(class.pupils, "élève", "élèves")).ticked(is_open(class))
                    }).collect()).tight().all("Toutes les classes"))
                }
            }
        }
    }
}
