//! The list of days.

use crate::{
    base::{
        french,
        ui::{page::crumbs, piece},
    },
    door::Page,
    rooms::privacy::{
        path,
        policy::SeeLooks,
        taking::pages::{TITLE, nobody},
    },
    school::{
        consulted::{Role, Told},
        permit::May,
    },
};
use maud::{Markup, html};

pub fn own(looks: &[Told]) -> Page {
    page("Qui a consulté ma fiche".to_owned(), "la vôtre", looks)
}

pub fn of_child(pupil: &May<SeeLooks>, looks: &[Told]) -> Page {
    let of = french::de(&pupil.first_name);
    page(format!("Qui a consulté la fiche {of}"), &format!("celle {of}"), looks)
}

fn page(title: String, whose: &str, looks: &[Told]) -> Page {
    let main = html! {
        (crumbs(&[("Mon compte", "/compte"), (TITLE, path::OWN)], &title))
        h1 { (title) }
        p { "La fiche, c’est la page de l’école avec les coordonnées. Voici qui l’a ouverte, " (whose) ", et quel jour. Ni l’heure ni le nombre de fois ne sont gardés, et rien n’est noté de la lecture des mots ou du blog." }
        @if looks.is_empty() { (nobody()) }
        @else { (piece::card(days(looks))) }
    };
    Page::narrow(title.clone(), main)
}

/// A line a day.
fn days(looks: &[Told]) -> Markup {
    html! {
        dl.faits {
            @for day in looks.chunk_by(|one, other| one.day == other.day) {
                dt { (french::capitalised(&french::day_year(day[0].day))) }
                dd {
                    @for (at, look) in day.iter().enumerate() {
                        @if at > 0 { br; }
                        (piece::person(&look.name)) ", " (role(look.role))
                    }
                }
            }
        }
    }
}

pub fn role(role: Role) -> &'static str {
    match role {
        Role::Director => "direction",
        Role::Teacher => "enseignant·e",
        Role::Staff => "personnel",
    }
}
