//! The forms of a part in the school: a new one, and the dates of one that stands.

use super::{store::Member, words};
use crate::{
    base::{
        french,
        ui::{button, choice, field, page},
    },
    door::{Draft, Page},
    rooms::people::{
        pages::{civility_field, contact_fields, faults, full_name, twin_field},
        path,
        policy::ManageDuty,
    },
    school::{
        Person, Pupil,
        class::{ClassLine, DutyKind},
        group::GroupLine,
        permit::May,
        policy::ManagePerson,
    },
};
use maud::{Markup, html};

/// From what the form of a new part is drawn.
pub struct Choices {
    pub members: Vec<Member>,
    pub classes: Vec<ClassLine>,
    /// Of the whole school, by class and name.
    pub pupils: Vec<Pupil>,
    pub groups: Vec<GroupLine>,
    /// Chosen beforehand, from that person's page.
    pub person: Option<May<ManagePerson>>,
    /// Who bears the name that was typed.
    pub known: Vec<(Person, String)>,
}

pub fn new(draft: &Draft, choices: &Choices) -> Page {
    let title = "Ajouter quelqu’un à l’équipe";
    let already_chosen = choices.person.is_some();
    Page::narrow(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole"), ("L’équipe", "/ecole/equipe")], "Ajouter"))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" {
                @if let Some(person) = &choices.person {
                    (field::hidden("qui", &person.id.to_string()))
                    p { strong translate="no" { (full_name(person)) } }
                } @else {
                    (choice::select("qui", "Qui", who_choices(&choices.members)).hint("Quelqu’un de l’équipe, ou une nouvelle personne dont vous écrivez le nom plus bas.").typed(draft.typed("qui")))
                }
                (choice::radios("fonction", "Fonction", kind_choices()).typed(draft.typed("fonction")).required())
                @if !choices.classes.is_empty() { div.selon.en-classe { (classes_field(draft, &choices.classes)) } }
                @if !choices.pupils.is_empty() { div.selon.avec-eleves { (pupils_field(draft, &choices.pupils)) } }
                div.selon.avec-groupe { (group_field(draft, &choices.groups)) }
                (date_fields(draft))
                @if !already_chosen {
                    h2 { "Si c’est une nouvelle personne" }
                    (twin_field(draft, &choices.known))
                    (civility_field(draft))
                    // Not `required`: the names are left empty for somebody who is chosen above.
                    (new_name_fields(draft))
                    (contact_fields(draft))
                }
                (button::primary("Ajouter à l’équipe"))
            }
        },
    )
}

pub fn edit(
    duty: &May<ManageDuty>,
    person: &May<ManagePerson>,
    draft: &Draft,
    classes: &[ClassLine],
    groups: &[GroupLine],
) -> Page {
    let title = words::in_school(duty);
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs_of(&[("L’école", "/ecole"), ("L’équipe", "/ecole/equipe"), (&person.name(), &path::person(person.id))], &title))
            h1 { (title) }
            p { strong translate="no" { (full_name(person)) } }
            @if let Some(pupil) = duty.pupil {
                p { "Élève accompagné : " a href=(path::pupil(pupil)) translate="no" { (duty.pupil_name) } ". " a href={ "/ecole/equipe/nouveau?fonction=aesh&personne=" (person.id) } { "Ajouter un autre élève" } }
            }
            (faults(draft))
            form.pile method="post" {
                @if duty.kind.is_in_class() && !classes.is_empty() { (class_field(draft, classes)) }
                @if duty.kind == DutyKind::AfterSchool { (group_field(draft, groups)) }
                (date_fields(draft))
                (button::primary("Enregistrer"))
            }
            h2 { "Une erreur ?" }
            p.doux { "Si cette fonction a vraiment existé, écrivez plutôt son dernier jour ci-dessus." }
            (button::post_button(&format!("{}/retrait", path::duty(duty.id)), button::danger("Retirer cette fonction").confirm("Retirer cette fonction, comme si elle n’avait jamais existé ?")))
        },
    )
}

fn who_choices(members: &[Member]) -> Vec<choice::Choice<'_>> {
    let new = choice::choice("", "Une nouvelle personne");
    std::iter::once(new)
        .chain(members.iter().map(|member| choice::choice(member.person.to_string(), member.name.as_str()).person()))
        .collect()
}

fn kind_choices() -> Vec<choice::Choice<'static>> {
    let order = [
        DutyKind::Teacher,
        DutyKind::Substitute,
        DutyKind::Atsem,
        DutyKind::Aesh,
        DutyKind::AfterSchool,
        DutyKind::Staff,
        DutyKind::Director,
        DutyKind::Town,
        DutyKind::Technician,
    ];
    order.into_iter().map(|kind| choice::choice(kind.as_str(), kind.title()).hint(words::gives(kind))).collect()
}

fn classes_field(draft: &Draft, classes: &[ClassLine]) -> Markup {
    let choices = classes
        .iter()
        .map(|class| {
            let id = class.id.to_string();
            let is_ticked = draft.fields.holds("classe", &id);
            choice::choice(id, class.name.as_str()).ticked(is_ticked)
        })
        .collect();
    html! { (choice::checkboxes("classe", "Dans quelles classes", choices).tight().hint("Plusieurs pour un complément de service ou un remplacement partagé.")) }
}

/// Folded class by class: six hundred names are too many to look at.
fn pupils_field(draft: &Draft, pupils: &[Pupil]) -> Markup {
    let is_ticked = |pupil: &Pupil| draft.fields.holds("eleve", &pupil.id.to_string());
    html! {
        fieldset.groupe.champ {
            legend { "Quels élèves" }
            p.indice { "Ouvrez une classe et cochez. Vous pourrez en ajouter ou en retirer plus tard." }
            @for class in pupils.chunk_by(|a, b| a.class == b.class) {
                @let ticked = class.iter().filter(|pupil| is_ticked(pupil)).count();
                details.plus open[ticked > 0] {
                    summary { span { @if class[0].class.is_none() { "Sans classe" } @else { (class[0].class_name) } " · " (french::count(class.len(), "élève", "élèves")) } }
                    div {
                        @for pupil in class {
                            label.coche {
                                input type="checkbox" name="eleve" value=(pupil.id) checked[is_ticked(pupil)];
                                span translate="no" { (pupil.first_name) " " (pupil.last_name) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn group_field(draft: &Draft, groups: &[GroupLine]) -> Markup {
    let none = choice::choice("", "Aucun pour l’instant");
    let choices = std::iter::once(none)
        .chain(groups.iter().map(|group| choice::choice(group.id.to_string(), group.name.as_str())))
        .collect();
    let hint = if groups.is_empty() {
        "L’école n’a pas encore de groupe : vous pourrez le choisir ici quand il existera."
    } else {
        "Cette personne verra les élèves de ce groupe et pourra écrire à leurs familles, tant que le groupe dure."
    };
    html! { (choice::select("groupe", "Groupe encadré", choices).hint(hint).typed(draft.typed("groupe"))) }
}

fn class_field(draft: &Draft, classes: &[ClassLine]) -> Markup {
    let choices = std::iter::once(choice::choice("", "Aucune"))
        .chain(classes.iter().map(|class| choice::choice(class.id.to_string(), class.name.as_str())))
        .collect();
    html! { (choice::select("classe", "Classe", choices).typed(draft.typed("classe"))) }
}

fn date_fields(draft: &Draft) -> Markup {
    html! {
        (field::date("du", "Depuis le").typed(draft.typed("du")))
        (field::date("jusqu_au", "Jusqu’au").optional().hint("Dernier jour compris. Laissez vide si rien n’est prévu.").typed(draft.typed("jusqu_au")))
    }
}

fn new_name_fields(draft: &Draft) -> Markup {
    html! {
        (field::text("prenom", "Prénom").autocomplete("off").typed(draft.typed("prenom")))
        (field::text("nom", "Nom de famille").autocomplete("off").typed(draft.typed("nom")))
        (field::text("nom_usage", "Nom d’usage").optional().autocomplete("off").typed(draft.typed("nom_usage")))
    }
}
