//! Those to whom one may write, as buttons that add them.

use super::{Proposed, store::Role};
use crate::{
    base::{
        french,
        search::Query,
        ui::{Icon, icon},
    },
    school::class::DutyKind,
};
use maud::{Markup, html};

/// What a name gave; nothing while none was typed.
pub fn found(query: &Query, found: &[Proposed]) -> Markup {
    html! {
        @if !query.is_empty() {
            @if found.is_empty() { p.doux { "Personne de ce nom à qui écrire d’ici." } }
            @else { (list(found)) }
        }
    }
}

pub fn suggested(all: &[Proposed]) -> Markup {
    html! { div.proposes { (list(all)) } }
}

fn list(all: &[Proposed]) -> Markup {
    html! {
        ul.personnes {
            @for one in all {
                @if let Some(part) = one.said.part() {
                    li {
                        button.personne type="submit" name="ajouter" value=(part.word()) {
                            (icon(Icon::Plus))
                            span { strong translate="no" { (french::capitalised(&title(one))) } @if !one.hint.is_empty() { br; span.doux { (one.hint) } } }
                        }
                    }
                }
            }
        }
    }
}

/// The hint says in whose respect already.
fn title(one: &Proposed) -> String {
    match one.said.part() {
        Some(super::Part::Guardian(..)) => one.said.name.clone(),
        _ => one.said.label(),
    }
}

/// « responsable de Léa (CM1) ».
pub fn guardian_of(first_name: &str, class: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" ({class})") };
    format!("responsable {}{class}", french::de(first_name))
}

pub fn together(count: usize) -> String {
    if count == 2 {
        "les deux, sans que l’un voie l’autre".to_owned()
    } else {
        "tous, sans qu’ils se voient".to_owned()
    }
}

pub const PUPIL: &str = "élève";

pub fn pupils(count: i64) -> String {
    french::count(count, "élève", "élèves")
}

/// « enseigne en CM1, direction ».
pub fn roles(roles: &[Role]) -> String {
    let mut all: Vec<String> = roles.iter().filter_map(role).collect();
    all.dedup();
    all.join(", ")
}

fn role(role: &Role) -> Option<String> {
    let class = &role.class_name;
    Some(match role.kind {
        DutyKind::Director => "direction de l’école".to_owned(),
        DutyKind::Teacher | DutyKind::Substitute if class.is_empty() => "enseigne à l’école".to_owned(),
        DutyKind::Teacher => format!("enseigne en {class}"),
        DutyKind::Substitute => format!("remplace en {class}"),
        DutyKind::Atsem if class.is_empty() => "ATSEM".to_owned(),
        DutyKind::Atsem => format!("ATSEM en {class}"),
        DutyKind::Aesh => "AESH".to_owned(),
        DutyKind::AfterSchool => "périscolaire".to_owned(),
        DutyKind::Town | DutyKind::Technician => return None,
        DutyKind::Staff => "travaille à l’école".to_owned(),
    })
}
