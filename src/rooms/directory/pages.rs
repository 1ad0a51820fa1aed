//! The way in, for each of the viewer's parts, and the pieces that several pages of this room are made of.

use super::{
    families::{Line, pages::names_of},
    path,
    team::{Member, pages::own_team},
};
use crate::{
    base::{
        db::Id,
        ui::{Icon, button, icon, piece, reach as ui, search},
    },
    door::Page,
    school::{Class, Group, class::Ecole, person::Reach, viewer::Child},
};
use maud::{Markup, html};

/// What stands on the first page: each part of the viewer's brings its own.
#[derive(Default)]
pub struct WayIn {
    pub sees_team: bool,
    pub classes: Vec<(Id<Class>, String)>,
    pub accompanied: Vec<Line>,
    pub groups: Vec<(Id<Group>, String)>,
    pub children: Vec<(Child, Vec<Member>)>,
    /// A pupil's own.
    pub own_team: Option<Vec<Member>>,
    /// For the town: who directs, and where the school is.
    pub school: Option<(Vec<String>, Vec<Ecole>)>,
}

pub fn open(school: &str, way_in: &WayIn) -> Page {
    let is_staff = way_in.sees_team;
    Page::new(
        "Annuaire",
        html! {
            h1 { "Annuaire" }
            @if is_staff { (search::form("/recherche", "Chercher une personne", "", false)) }
            @if let Some(team) = &way_in.own_team {
                h2 { "Qui s’occupe de toi à l’école" }
                (own_team(team, "Personne n’est encore noté. Demande à ta maîtresse ou à ton maître."))
            }
            @if !way_in.classes.is_empty() {
                h2 { @if way_in.classes.len() == 1 { "Ma classe" } @else { "Les classes" } }
                ul.liste { @for (id, name) in &way_in.classes { (way(&path::class(*id), name, "")) } }
            }
            @if !way_in.accompanied.is_empty() {
                h2 { "Les élèves que vous accompagnez" }
                (names_of(&way_in.accompanied, |line| &line.class_name, |_| true))
            }
            @if !way_in.groups.is_empty() {
                h2 { "Les groupes" }
                ul.liste { @for (id, name) in &way_in.groups { (way(&path::group(*id), name, "")) } }
            }
            @if is_staff {
                h2 { "L’équipe" }
                ul.liste { (way(path::TEAM, "Qui travaille à l’école", "Directrice ou directeur, enseignants, ATSEM, AESH, périscolaire")) }
            }
            @for (child, team) in &way_in.children {
                section.pile id={ "enfant-" (child.id) } {
                    h2 { "Qui s’occupe de " (piece::person(&child.first_name)) @if !child.class_name.is_empty() { " (" (child.class_name) ")" } }
                    (own_team(team, "Personne n’est encore noté pour cette classe. L’école le fera bientôt."))
                }
            }
            @if !way_in.children.is_empty() {
                p.doux { "Les coordonnées personnelles de l’équipe ne sont pas données aux familles : l’équipe se joint par l’école." }
            }
            @if let Some((directors, ecoles)) = &way_in.school { (for_town(school, directors, ecoles)) }
        },
    )
}

fn for_town(school: &str, directors: &[String], ecoles: &[Ecole]) -> Markup {
    html! {
        section.carte {
            h2 { (school) }
            @if directors.is_empty() { p { "La direction n’est pas encore notée." } }
            @for name in directors { p { "Direction\u{202f}: " (piece::person(name)) } }
            @for ecole in ecoles {
                @let place = format!("{} {} {}", ecole.street, ecole.postcode, ecole.town);
                p.pile {
                    @if ecole.name != school { strong { (ecole.name) } }
                    @if !place.trim().is_empty() { span translate="no" { (place.trim()) } }
                }
            }
        }
        p.doux { "La mairie ne voit ici rien des enfants ni des familles." }
    }
}

/// A line of a list that leads somewhere.
pub fn way(href: &str, label: &str, hint: &str) -> Markup {
    html! {
        li {
            a href=(href) {
                span { strong translate="no" { (label) } @if !hint.is_empty() { br; span.doux { (hint) } } }
                (icon(Icon::ChevronRight))
            }
        }
    }
}

/// Buttons that call and write; nothing when nothing is known.
pub fn reach(reach: &Reach, name: &str) -> Markup {
    let places = ["mobile", "domicile", "travail"];
    html! {
        div.rang.joindre {
            @for (number, place) in reach.phones.iter().zip(places).filter(|(number, _)| !number.is_empty()) {
                (button::link(number.as_str(), ui::tel(number)).quiet().small().icon(Icon::Phone).about(format!("{place} de {name}")))
            }
            @if !reach.email.is_empty() {
                (button::link("Écrire", ui::mailto(&reach.email)).quiet().small().icon(Icon::Mail).about(format!("à {name}, {}", reach.email)))
            }
        }
    }
}
