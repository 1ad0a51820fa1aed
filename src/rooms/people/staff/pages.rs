//! The team on the screen.

use super::{store::Member, words};
use crate::{
    base::ui::{Icon, button, page},
    door::Page,
    rooms::people::{
        pages::{account_tag, span_of_days},
        path,
        store::AccountState,
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
                    ul.liste.equipe { @for duty in parts { (line(duty, members, today)) } }
                }
            }
        },
    )
}

/// The person, where, until when, and an account that still waits; a button for the dates.
fn line(duty: &Duty, members: &[Member], today: Date) -> Markup {
    let Some(member) = members.iter().find(|member| member.person == duty.person) else { return html! {} };
    // A part without an end goes without saying.
    let has_dates = duty.until_on.is_some() || duty.from_on > today;
    html! {
        li {
            div.pile {
                a.titre href=(path::person(member.person)) translate="no" { (member.name) }
                div.rang.doux {
                    @if let Some(place) = place(duty) { span { (place) } }
                    @if has_dates { span { (span_of_days(duty.from_on, duty.until_on, today)) } }
                    @if !matches!(member.account, AccountState::Active { .. }) { (account_tag(&member.account)) }
                }
            }
            (button::link("Modifier", path::duty(duty.id)).about(&member.name).quiet().small())
        }
    }
}

/// Where or for whom, for the parts that say it.
fn place(duty: &Duty) -> Option<Markup> {
    let nowhere = |words: &str| html! { span.doux { (words) } };
    Some(match (duty.kind, duty.class, duty.pupil) {
        (DutyKind::Aesh, _, Some(_)) => html! { span translate="no" { (duty.pupil_name) } },
        (DutyKind::Aesh, _, None) => nowhere("Aucun élève encore"),
        (DutyKind::AfterSchool, ..) if duty.group_name.is_empty() => nowhere("Aucun groupe encore"),
        (DutyKind::AfterSchool, ..) => html! { (duty.group_name) },
        (_, Some(_), _) => html! { (duty.class_name) },
        (kind, None, _) if kind.is_in_class() => nowhere("Sans classe"),
        _ => return None,
    })
}
