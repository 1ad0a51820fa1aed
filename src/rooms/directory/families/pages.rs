//! Pupils and the adults around them on the screen: a finger's tap from the number to call.

use super::{Adult, Line};
use crate::{
    base::{
        db::Id,
        french::{self, Gender},
        ui::{button, page, piece, table},
    },
    door::Page,
    rooms::directory::{
        pages::{reach, way},
        path,
        policy::SeeRoll,
    },
    school::{
        Pupil,
        guardianship::{Kind, Standing},
        permit::May,
    },
};
use maud::{Markup, html};
use std::collections::HashMap;

/// A class for those who may reach its families.
pub fn with_families(class: &str, lines: &[Line], families: &HashMap<Id<Pupil>, Vec<Adult>>) -> Page {
    let none = Vec::new();
    around(
        class,
        lines,
        html! {
            (table::filter("eleves", "Filtrer par nom"))
            ul.liste.familles #eleves {
                @for line in lines {
                    li {
                        p { a href=(path::pupil(line.pupil)) translate="no" { strong { (line.last_name) } " " (line.first_name) } @if !line.grade.is_empty() { " " span.doux { (line.grade) } } }
                        @for adult in families.get(&line.pupil).unwrap_or(&none) { (adult_of(adult)) }
                        @if !families.contains_key(&line.pupil) { p.doux { "Aucun responsable n’est encore noté." } }
                    }
                }
            }
        },
    )
}

/// A class or a group for those who know its pupils by name; each name leads further only where it may.
pub fn names(name: &str, lines: &[Line], hint: impl Fn(&Line) -> &str, is_open: impl Fn(Id<Pupil>) -> bool) -> Page {
    around(name, lines, names_of(lines, hint, is_open))
}

pub fn names_of(lines: &[Line], hint: impl Fn(&Line) -> &str, is_open: impl Fn(Id<Pupil>) -> bool) -> Markup {
    html! {
        ul.liste {
            @for line in lines {
                @let name = format!("{} {}", line.first_name, line.last_name);
                @if is_open(line.pupil) { (way(&path::pupil(line.pupil), &name, hint(line))) }
                @else { li { (piece::person(&name)) span.doux { (hint(line)) } } }
            }
        }
    }
}

/// One pupil. `is_whole`: for those who may reach the family at any time; else whom to call in need.
pub fn pupil(pupil: &Pupil, adults: &[Adult], is_whole: bool, class: Option<&May<SeeRoll>>) -> Page {
    let name = pupil.name();
    Page::new(
        name.clone(),
        html! {
            (page::crumbs(&[("Annuaire", path::DIRECTORY)], &name))
            div.rang.bouts {
                h1 translate="no" { (name) }
                @if is_whole { (button::link("Ouvrir sa page", format!("/eleves/{}", pupil.id)).quiet().small()) }
            }
            @if !pupil.class_name.is_empty() {
                p {
                    @if let Some(class) = class { a href=(path::class(class.id)) { (class.name) } } @else { (pupil.class_name) }
                    @if !pupil.grade.is_empty() { " · " (pupil.grade) }
                }
            }
            h2 { @if is_whole { "Ses adultes" } @else { "Qui appeler en cas de besoin" } }
            @if adults.is_empty() { p { "Personne n’est encore noté. Parlez-en à la direction." } }
            div.colonnes { @for adult in adults { section.carte { (adult_of(adult)) } } }
            @if !is_whole { p.doux { "Ces numéros servent si l’enfant est malade, blessé ou attendu à la sortie. Pour tout le reste, voyez son enseignant·e." } }
        },
    )
}

fn around(title: &str, lines: &[Line], list: Markup) -> Page {
    Page::new(
        title,
        html! {
            (page::crumbs(&[("Annuaire", path::DIRECTORY)], title))
            h1 { (title) }
            @if lines.is_empty() {
                (piece::empty_state("Pas encore d’élève ici", "Ils apparaîtront dès que la direction les aura inscrits.", html! { (button::link("Revenir à l’annuaire", path::DIRECTORY).quiet()) }))
            } @else {
                p.doux { (french::count(lines.len(), "élève", "élèves")) }
                (list)
            }
        },
    )
}

/// Name, what must be known of them, and how to reach them unless somebody must not.
fn adult_of(adult: &Adult) -> Markup {
    html! {
        div.adulte {
            p { (piece::person(&adult.name)) " " span.doux { (about(adult)) } }
            @match warning(adult.standing) {
                "" => {},
                warning => p { (piece::late(warning)) },
            }
            @if !adult.may_pick_up { p { (piece::late("Ne vient pas chercher l’enfant")) } }
            @if let Some(how) = &adult.reach { (reach(how, &adult.name)) }
        }
    }
}

/// What staff must know before they turn to this adult.
pub fn warning(standing: Standing) -> &'static str {
    match standing {
        Standing::Barred => "Ne pas informer : voyez la direction",
        Standing::AwaitsLook => "Ne rien transmettre avant l’avis de la direction",
        Standing::NotInformed => "Ne reçoit pas les informations de l’école",
        Standing::Exercises | Standing::Informed => "",
    }
}

/// « parent · à appeler en 1er ».
fn about(adult: &Adult) -> String {
    let mut told = match adult.kind {
        Kind::Parent => "parent",
        Kind::Guardian => "tuteur ou tutrice",
        Kind::Relative => "proche",
        Kind::Organisation => "organisme",
    }
    .to_owned();
    if let Some(rank) = adult.emergency_rank.filter(|_| adult.standing.is_open()) {
        let rank = french::ordinal(u32::try_from(rank).unwrap_or(1), Gender::Masculine);
        told.push_str(&format!(" · à appeler en {rank}"));
    }
    if adult.standing == Standing::Informed {
        told.push_str(" · informé, ne signe pas");
    }
    told
}
