//! The team on the screen.

use super::{store::Member, words};
use crate::{
    base::ui::{Icon, button, page, table::table},
    door::Page,
    rooms::people::{
        pages::{account_tag, span_of_days},
        path,
    },
    school::class::{Duty, DutyKind},
};
use jiff::civil::Date;
use maud::{Markup, html};

pub use super::form_pages::{Choices, edit, new};

pub const ADDED: &str = "C’est enregistré. Imprimez sa fiche de connexion quand vous voulez.";
pub const CHANGED: &str = "C’est enregistré, et cela compte dès maintenant.";
pub const ALREADY_SO: &str =
    "Cette personne a déjà cette fonction à ces dates : changez plutôt ses dates depuis sa page.";
pub const END_FIRST: &str = "La fin est avant le début.";
pub const IS_A_PUPIL: &str = "Un élève ne peut pas être de l’équipe.";
pub const TWIN: &str = "Une personne de ce nom existe déjà. Dites si c’est la même : chacun n’a qu’un compte, pour toutes ses places à l’école.";
pub const LAST_DIRECTOR: &str = "Il n’y aurait plus personne à la direction. Nommez d’abord quelqu’un, sans date de fin, et attendez que son compte soit activé.";

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

fn heads(kind: DutyKind) -> &'static [&'static str] {
    match kind {
        DutyKind::Aesh => &["Personne", "Élève", "Dates", "Compte"],
        DutyKind::AfterSchool => &["Personne", "Groupe", "Dates", "Compte"],
        kind if kind.is_in_class() => &["Personne", "Classe", "Dates", "Compte"],
        _ => &["Personne", "Dates", "Compte"],
    }
}

fn rows(parts: &[&Duty], members: &[Member], today: Date) -> Vec<Vec<Markup>> {
    let mut rows = Vec::new();
    for duty in parts {
        let Some(member) = members.iter().find(|member| member.person == duty.person) else { continue };
        let mut row = vec![html! { a href=(path::person(member.person)) translate="no" { (member.name) } }];
        row.extend(place(duty));
        row.push(html! { a href=(path::duty(duty.id)) { (span_of_days(duty.from_on, duty.until_on, today)) span.hors-vue { " : modifier, " span translate="no" { (member.name) } } } });
        row.push(account_tag(&member.account));
        rows.push(row);
    }
    rows
}

/// Where or for whom, for the parts that say it.
fn place(duty: &Duty) -> Option<Markup> {
    let nowhere = |words: &str| html! { span.doux { (words) } };
    Some(match (duty.kind, duty.class, duty.pupil) {
        (DutyKind::Aesh, _, Some(pupil)) => html! { a href=(path::pupil(pupil)) translate="no" { (duty.pupil_name) } },
        (DutyKind::Aesh, _, None) => nowhere("Aucun élève encore"),
        (DutyKind::AfterSchool, ..) if duty.group_name.is_empty() => nowhere("Aucun groupe encore"),
        (DutyKind::AfterSchool, ..) => html! { (duty.group_name) },
        (_, Some(class), _) => html! { a href=(path::class(class)) { (duty.class_name) } },
        (kind, None, _) if kind.is_in_class() => nowhere("Sans classe"),
        _ => return None,
    })
}
