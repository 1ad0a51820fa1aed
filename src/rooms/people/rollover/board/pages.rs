//! The board on the screen: the one of this year's classes, with a column for who leaves.

use super::{Column, PATH, Plan, ROLLOVER, Target};
use crate::{
    base::{
        french,
        ui::{button, choice, page},
    },
    door::{Draft, Page},
    rooms::people::{
        pages::{faults, level},
        rollover::known::Child,
    },
    school::grade::Grade,
};
use maud::{Markup, html};

pub const NOBODY: &str = "Choisissez au moins un élève.";
pub const NOWHERE: &str = "Dites dans quelle classe, ou à quel niveau.";
pub const MOVED_MEANWHILE: &str =
    "La répartition a changé entre-temps : rien n’a été déplacé, voici où chacun se trouve maintenant.";
pub const TO_PLACE: &str = "À placer";
pub const LEAVING: &str = "Quittent l’école";

pub fn moved(number: usize) -> String {
    let verb = french::plural(number, "a sa nouvelle place", "ont leur nouvelle place");
    format!("{} {verb}.", french::count(number, "élève", "élèves"))
}

pub fn dealt(number: usize) -> String {
    match number {
        0 => {
            "Personne n’a pu être placé : dites d’abord le niveau de ces élèves, ou ajoutez une classe qui l’accueille."
                .to_owned()
        }
        _ => moved(number),
    }
}

pub fn board(plan: &Plan, columns: &[Column], draft: &Draft) -> Page {
    let title = format!("Répartition {}", plan.label);
    let waiting =
        columns.first().filter(|column| column.target == Target::Nowhere).map_or(0, |column| column.children.len());
    Page::new(
        title.clone(),
        html! {
            (page::crumbs(&[("L’école", "/ecole"), ("Préparer la rentrée", ROLLOVER)], &title))
            h1 { (title) }
            p.court { "Cochez des élèves puis choisissez leur classe de l’an prochain : rien ne change avant le jour de la rentrée." span.glisser hidden { " Vous pouvez aussi les faire glisser d’une classe à l’autre." } }
            (faults(draft))
            form.composition method="post" action=(PATH) data-composition {
                div.champ.trouver hidden { label for="trouver" { "Trouver un élève" } input id="trouver" type="search" autocomplete="off" data-trouver; }
                nav.onglets aria-label="Les classes" {
                    @for column in columns { a href={ "#" (anchor(column)) } data-classe=(column.target.number()) { (column.name) " " span.doux { (column.children.len()) } } }
                }
                @if waiting > 0 { div.rang { (button::quiet("Proposer une classe à ceux qui n’en ont pas").small().sends("geste", "proposer")) } }
                div.plateau #f-eleve tabindex="-1" { @for column in columns { (drawn(column, draft)) } }
                (bar(plan, draft))
            }
            p { (button::link("C’est bon, revenir à la rentrée", ROLLOVER)) }
        },
    )
}

fn anchor(column: &Column) -> String {
    match column.target {
        Target::Leaves => "partis".to_owned(),
        target => format!("classe-{}", target.number()),
    }
}

fn drawn(column: &Column, draft: &Draft) -> Markup {
    let (id, title) = (anchor(column), format!("titre-{}", anchor(column)));
    html! {
        section.colonne id=(id) data-classe=(column.target.number()) aria-labelledby=(title) {
            h2 id=(title) { (column.name) }
            p.doux { (french::count(column.children.len(), "élève", "élèves")) @let sexes = sexes(column); @if !sexes.is_empty() { " : " (sexes) } @let grades = grades(column); @if !grades.is_empty() { br; (grades) } }
            ul { @for (child, grade) in &column.children { (row(column, child, grade, draft)) } }
        }
    }
}

fn row(column: &Column, child: &Child, grade: &str, draft: &Draft) -> Markup {
    let value = format!("{}/{}", child.id, column.target.number());
    let is_ticked = draft.fields.all("eleve").any(|sent| sent.split('/').next() == Some(&child.id.to_string()));
    let sex = match child.sex.as_str() {
        "F" => "fille",
        "M" => "garçon",
        _ => "",
    };
    let from = if child.class_name.is_empty() { String::new() } else { format!("de {}", child.class_name) };
    let facts: Vec<&str> = [grade, sex, &from].into_iter().filter(|fact| !fact.is_empty()).collect();
    html! {
        li.place {
            label {
                input type="checkbox" name="eleve" value=(value) checked[is_ticked];
                span { span translate="no" { strong { (child.last_name) } " " (child.first_name) } small.doux { (facts.join(" · ")) } }
            }
            span.poignee aria-hidden="true" {}
        }
    }
}

fn bar(plan: &Plan, draft: &Draft) -> Markup {
    let classes = plan.classes.iter().map(|class| choice::choice(class.id.to_string(), class.name.as_str()));
    let targets = std::iter::once(choice::choice("", "À choisir"))
        .chain(classes)
        .chain([choice::choice("0", TO_PLACE), choice::choice("-1", "Quitte l’école")])
        .collect();
    html! {
        div.barre {
            div.gestes data-gestes {
                p.choisis hidden data-choisis {}
                (choice::select("vers", "Placer en", targets).typed(draft.typed("vers")))
                (level(draft))
                (button::primary("Placer").sends("geste", "deplacer"))
            }
        }
    }
}

/// « 12 filles et 12 garçons ».
fn sexes(column: &Column) -> String {
    let of = |sex: &str| column.children.iter().filter(|(child, _)| child.sex == sex).count();
    let sexes = [(of("F"), "fille", "filles"), (of("M"), "garçon", "garçons")];
    let told: Vec<String> =
        sexes.iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| french::count(*n, one, many)).collect();
    french::list(&told)
}

/// « 11 CE1 et 13 CE2 ».
fn grades(column: &Column) -> String {
    let of = |grade: Grade| column.children.iter().filter(|(_, own)| own == grade.short()).count();
    let told = Grade::ALL.into_iter().map(|grade| (grade, of(grade))).filter(|(_, n)| *n > 0);
    let told: Vec<String> = told.map(|(grade, n)| format!("{n} {}", grade.short())).collect();
    french::list(&told)
}
