//! The team on the screen: for colleagues and the head teacher, and for one child's family.

use super::{Member, Part};
use crate::{
    base::{
        db::Id,
        french,
        ui::{page, piece, table},
    },
    door::Page,
    rooms::directory::{pages::reach, path},
    school::{Person, class::DutyKind, person::Reach},
};
use maud::{Markup, html};
use std::collections::HashMap;

/// `reached`: the team's own numbers, for the head teacher alone.
pub fn team(members: &[Member], reached: Option<&HashMap<Id<Person>, Reach>>) -> Page {
    let title = "L’équipe";
    Page::new(
        title,
        html! {
            (page::crumbs(&[("Annuaire", path::DIRECTORY)], title))
            h1 { (title) }
            (table::filter("equipe", "Filtrer par nom ou par fonction"))
            ul.liste #equipe {
                @for member in members {
                    li id={ "personne-" (member.person) } {
                        span { strong translate="no" { (member.name) } br; span.doux { (parts(&member.parts, reached.is_some())) } }
                        @if let Some(how) = reached.and_then(|reached| reached.get(&member.person)) { (reach(how, &member.name)) }
                    }
                }
            }
            @if reached.is_none() { p.doux { "Les coordonnées personnelles de l’équipe restent à la direction." } }
        },
    )
}

/// Those who take care of one child; never how to reach them.
pub fn own_team(members: &[Member], nobody: &str) -> Markup {
    html! {
        @if members.is_empty() { p { (nobody) } }
        @else {
            ul.liste {
                @for member in members {
                    li { (piece::person(&member.name)) span.doux { (parts(&member.parts, false)) } }
                }
            }
        }
    }
}

/// « Enseignante ou enseignant, CM1 ». Days are told of a substitute, and all of them to the head teacher.
pub fn parts(parts: &[Part], with_days: bool) -> String {
    let told: Vec<String> = parts.iter().map(|part| told(part, with_days)).collect();
    told.join(" · ")
}

fn told(part: &Part, with_days: bool) -> String {
    let mut text = match part.kind {
        Some(kind) => kind.title().to_owned(),
        None => "Groupe".to_owned(),
    };
    if !part.place.is_empty() {
        text.push_str(if part.kind.is_some() { ", " } else { " " });
        text.push_str(&part.place);
    }
    if with_days || part.kind == Some(DutyKind::Substitute) {
        if let Some(from) = part.from_on {
            text.push_str(&format!(" à partir du {}", french::date_year(from)));
        }
        if let Some(last_day) = part.until_on {
            text.push_str(&format!(" jusqu’au {}", french::date_year(last_day)));
        }
    }
    text
}
