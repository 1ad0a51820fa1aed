//! « À qui ? » of the composer: the classes, groups and pupils to whom the viewer may write.

use super::Choice;
use crate::{
    base::{
        french,
        ui::{
            Icon,
            choice::{self, choice},
            field::{self, hidden},
            icon,
        },
    },
    door::Draft,
    rooms::liaison::{path, questions::blocks},
    school::group::GroupLine,
};
use maud::{Markup, html};

/// So many pupils stand on the page from the first; more come when the word is for single ones.
const FEW: usize = 12;

/// To whom the viewer may write.
pub struct Recipients {
    pub classes: Vec<Choice>,
    pub groups: Vec<GroupLine>,
    pub is_director: bool,
}

pub fn recipients(to: &Recipients, draft: &Draft) -> Markup {
    let only = to.only_class();
    let everybody: usize = to.classes.iter().map(|one| one.pupils.len()).sum();
    html! {
        div.a-qui {
            (choice::radios("a_qui", "À qui ?", kinds(to, draft, everybody)).typed(field::Typed { value: "", fault: draft.faults.of("a_qui") }).as_title().required())
            @if to.is_director {
                div.si-ecole {
                    (choice::checkbox("confirmer", "oui", format!("Oui, ce mot part aux familles des {everybody} élèves de l’école."))
                        .typed(field::Typed { value: "", fault: draft.faults.of("confirmer") }))
                }
            }
            @if let Some(only) = only { (hidden("classe", &only.class.to_string())) }
            @else if !to.classes.is_empty() {
                div.si-classes {
                    (choice::checkboxes("classe", "Quelles classes ?", to.classes.iter().map(|one| {
                        choice(one.class.to_string(), one.name.as_str()).hint(french::count(one.pupils.len(), "élève", "élèves"))
                            .ticked(draft.fields.holds("classe", &one.class.to_string()))
                    }).collect()).typed(field::Typed { value: "", fault: draft.faults.of("classe") }).tight().all("Toutes les classes"))
                }
            }
            @if let Some(only) = to.only_group() { (hidden("groupe", &only.id.to_string())) }
            @else if !to.groups.is_empty() { div.si-groupes { (groups(to, draft)) } }
            @if everybody <= FEW || wants_pupils(draft) { div.si-eleves { (to.pupils(draft)) } }
            @else {
                // Most words are for a class: their page does not carry every name of the school.
                div.si-eleves data-eleves=(path::PUPILS) {
                    button.bouton.sobre type="submit" formnovalidate name=(blocks::GESTURE) value=(blocks::CHECK) { "Choisir les élèves" }
                }
            }
        }
    }
}

fn wants_pupils(draft: &Draft) -> bool {
    draft.fields.get("a_qui") == "eleves" || draft.fields.has("eleve")
}

/// The kinds of recipients that the viewer has; the only one is chosen already.
fn kinds<'a>(to: &'a Recipients, draft: &Draft, everybody: usize) -> Vec<choice::Choice<'a>> {
    let typed = match draft.fields.get("a_qui") {
        "" if to.only_class().is_some() && to.groups.is_empty() => "classes",
        "" if to.classes.is_empty() && !to.is_director => "groupes",
        typed => typed,
    };
    let mut kinds = Vec::new();
    if to.is_director {
        kinds.push(choice("ecole", "Toute l’école").hint(french::count(everybody, "élève", "élèves")));
    }
    if !to.classes.is_empty() || to.is_director {
        let label =
            to.only_class().map_or("Des classes".to_owned(), |only| format!("Toute la classe de {}", only.name));
        kinds.push(choice("classes", label));
    }
    if !to.groups.is_empty() {
        let label = to.only_group().map_or("Des groupes".to_owned(), |only| format!("Le groupe {}", only.name));
        kinds.push(choice("groupes", label));
    }
    if !to.classes.is_empty() || to.is_director {
        kinds.push(choice("eleves", "Seulement des élèves").hint("Les autres familles n’en sauront rien."));
    }
    kinds
        .into_iter()
        .map(|kind| {
            let is_typed = kind.is(typed);
            kind.ticked(is_typed)
        })
        .collect()
}

fn groups(to: &Recipients, draft: &Draft) -> Markup {
    let choices = to.groups.iter().map(|one| {
        choice(one.id.to_string(), one.name.as_str())
            .hint(french::count(one.pupils, "élève", "élèves"))
            .ticked(draft.fields.holds("groupe", &one.id.to_string()))
    });
    html! {
        (choice::checkboxes("groupe", "Quels groupes ?", choices.collect())
            .typed(field::Typed { value: "", fault: draft.faults.of("groupe") }).tight())
    }
}

impl Recipients {
    /// Every pupil with a box, class by class.
    pub fn pupils(&self, draft: &Draft) -> Markup {
        let only = self.only_class().is_some();
        html! { @for one in &self.classes { (pupils(one, only, draft)) } }
    }

    fn only_class(&self) -> Option<&Choice> {
        match self.classes.as_slice() {
            [only] if !self.is_director => Some(only),
            _ => None,
        }
    }

    fn only_group(&self) -> Option<&GroupLine> {
        match self.groups.as_slice() {
            [only] if !self.is_director => Some(only),
            _ => None,
        }
    }
}

/// The pupils of one class, unfolded where some are ticked.
fn pupils(one: &Choice, only: bool, draft: &Draft) -> Markup {
    let ticked = |id: String| draft.fields.holds("eleve", &id);
    let is_open = only || one.pupils.iter().any(|pupil| ticked(pupil.id.to_string()));
    html! {
        details.plus open[is_open] {
            summary { (icon(Icon::ChevronRight)) span { "Élèves de " (one.name) } }
            div {
                (choice::checkboxes("eleve", format!("Élèves de {}", one.name), one.pupils.iter().map(|pupil| {
                    choice(pupil.id.to_string(), pupil.name()).person().ticked(ticked(pupil.id.to_string()))
                }).collect()).id(format!("f-eleve-{}", one.class)).tight())
            }
        }
    }
}
