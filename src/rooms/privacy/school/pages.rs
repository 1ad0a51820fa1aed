//! The school's own part, as it opens from a disk.

use super::store::Enrolled;
use crate::{
    base::french,
    school::class::{Ecole, years::ClassOfYear},
};
use maud::{Markup, html};

pub fn index(ecoles: &[(i64, Ecole)], classes: &[ClassOfYear]) -> Markup {
    html! {
        @for (_, ecole) in ecoles {
            section {
                h2 { (ecole.name) }
                @if !ecole.uai.is_empty() { p { "UAI " (ecole.uai) } }
                p { (ecole.street) " " (ecole.postcode) " " (ecole.town) }
            }
        }
        section {
            h2 { "Les classes" }
            ul { @for class in classes {
                li {
                    a href=(format!("classe-{}.html", class.id)) { (class.name) } ", " (class.year)
                    @if !class.teachers.is_empty() { " " span.doux translate="no" { (french::list(&class.teachers)) } }
                }
            } }
        }
        section {
            h2 { "Les tableaux" }
            ul {
                li { a href="eleves.csv" { "Les élèves d’aujourd’hui" } }
                li { a href="inscriptions.csv" { "Les inscriptions, année par année" } }
                li { a href="adultes.csv" { "Les adultes" } }
                li { a href="liens.csv" { "Qui est responsable de qui" } }
                li { a href="groupes.csv" { "Les groupes et leurs élèves" } }
                li { a href="equipe.csv" { "L’équipe et ses fonctions" } }
                li { a href="agenda.ics" { "L’agenda : rentrées, vacances, jours fériés" } }
            }
        }
    }
}

pub fn class(enrolled: &[Enrolled]) -> Markup {
    html! {
        @if enrolled.is_empty() { p { "Aucun élève." } }
        @else {
            ul translate="no" { @for one in enrolled { li { (one.last_name) " " (one.first_name) @if !one.grade.is_empty() { " (" (one.grade) ")" } } } }
        }
    }
}

pub fn first_day(year: &str) -> String {
    format!("Rentrée {year}")
}

pub fn last_day(year: &str) -> String {
    format!("Fin de l’année {year}")
}
