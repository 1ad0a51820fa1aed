//! The team on the screen.

use super::{store::Member, words};
use crate::{
    base::ui::{Icon, button, choice, field, page, table::table},
    door::{Draft, Page},
    rooms::people::{
        pages::{account_tag, civility_field, contact_fields, faults, full_name, span_of_days, twin_field},
        path,
        policy::ManageDuty,
    },
    school::{
        Person,
        class::{ClassLine, Duty, DutyKind},
        permit::May,
        policy::ManagePerson,
    },
};
use jiff::civil::Date;
use maud::{Markup, html};

pub const ADDED: &str = "C’est enregistré. Imprimez sa fiche de connexion quand vous voulez.";
pub const CHANGED: &str = "C’est enregistré, et cela compte dès maintenant.";
pub const ALREADY_SO: &str =
    "Cette personne a déjà cette fonction à ces dates : changez plutôt ses dates depuis sa page.";
pub const END_FIRST: &str = "La fin est avant le début.";
pub const IS_A_PUPIL: &str = "Un élève ne peut pas être de l’équipe.";
pub const TWIN: &str = "Une personne de ce nom existe déjà. Dites si c’est la même : chacun n’a qu’un compte, pour toutes ses places à l’école.";
pub const LAST_DIRECTOR: &str = "Il n’y aurait plus personne à la direction. Nommez d’abord quelqu’un, sans date de fin, et attendez que son compte soit activé.";

/// From what the form of a new part is drawn.
pub struct Choices {
    pub members: Vec<Member>,
    pub classes: Vec<ClassLine>,
    /// Chosen beforehand, from that person's page.
    pub person: Option<May<ManagePerson>>,
    /// Who bears the name that was typed.
    pub known: Vec<(Person, String)>,
}

pub fn index(members: &[Member], duties: &[Duty], today: Date) -> Page {
    let title = "L’équipe";
    Page::new(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole")], title))
            div.rang.bouts {
                h1 { (title) }
                (button::link("Ajouter quelqu’un", "/ecole/equipe/nouveau").icon(Icon::UserPlus))
            }
            @for kind in DutyKind::ALL {
                @let parts: Vec<_> = duties.iter().filter(|duty| duty.kind == kind).collect();
                @if !parts.is_empty() {
                    h2 { (words::group(kind)) }
                    (table(words::group(kind), heads(kind), rows(&parts, members, today)))
                }
            }
        },
    )
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
                @if !choices.classes.is_empty() { (class_field(draft, &choices.classes)) }
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

pub fn edit(duty: &May<ManageDuty>, person: &May<ManagePerson>, draft: &Draft, classes: &[ClassLine]) -> Page {
    let title = words::in_school(duty);
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs(&[("L’école", "/ecole"), ("L’équipe", "/ecole/equipe"), (&person.name(), &path::person(person.id))], &title))
            h1 { (title) }
            p { strong translate="no" { (full_name(person)) } }
            (faults(draft))
            form.pile method="post" {
                @if duty.kind.is_in_class() && !classes.is_empty() { (class_field(draft, classes)) }
                (date_fields(draft))
                (button::primary("Enregistrer"))
            }
            h2 { "Une erreur ?" }
            p.doux { "Si cette fonction a vraiment existé, écrivez plutôt son dernier jour ci-dessus." }
            (button::post_button(&format!("{}/retrait", path::duty(duty.id)), button::danger("Retirer cette fonction").confirm("Retirer cette fonction, comme si elle n’avait jamais existé ?")))
        },
    )
}

fn heads(kind: DutyKind) -> &'static [&'static str] {
    if kind.is_in_class() { &["Personne", "Classe", "Dates", "Compte"] } else { &["Personne", "Dates", "Compte"] }
}

fn rows(parts: &[&Duty], members: &[Member], today: Date) -> Vec<Vec<Markup>> {
    let mut rows = Vec::new();
    for duty in parts {
        let Some(member) = members.iter().find(|member| member.person == duty.person) else { continue };
        let mut row = vec![html! { a href=(path::person(member.person)) translate="no" { (member.name) } }];
        if duty.kind.is_in_class() {
            row.push(match duty.class {
                Some(class) => html! { a href=(path::class(class)) { (duty.class_name) } },
                None => html! { span.doux { "Sans classe" } },
            });
        }
        row.push(html! { a href=(path::duty(duty.id)) { (span_of_days(duty.from_on, duty.until_on, today)) span.hors-vue { " : modifier, " (member.name) } } });
        row.push(account_tag(&member.account));
        rows.push(row);
    }
    rows
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
        DutyKind::Staff,
        DutyKind::Director,
        DutyKind::Town,
        DutyKind::Technician,
    ];
    order.into_iter().map(|kind| choice::choice(kind.as_str(), words::kind(kind)).hint(words::gives(kind))).collect()
}

fn class_field(draft: &Draft, classes: &[ClassLine]) -> Markup {
    let choices = std::iter::once(choice::choice("", "Aucune"))
        .chain(classes.iter().map(|class| choice::choice(class.id.to_string(), class.name.as_str())))
        .collect();
    html! { (choice::select("classe", "Classe", choices).hint("Pour un·e enseignant·e, un·e remplaçant·e ou une ATSEM.").typed(draft.typed("classe"))) }
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
