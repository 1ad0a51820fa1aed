//! The board on the screen. It is one plain form: pupils are ticked, a class is chosen, the button sends. Where JavaScript
//! runs, `composition.js` adds the drag and redraws without leaving the page.

use super::{
    board::{Column, Place, counted, grades},
    forms::{Done, Placed},
};
use crate::{
    base::{
        db::Id,
        french,
        ui::{button, choice, field, notice, page, piece},
    },
    door::{Draft, Page},
    rooms::people::{
        pages::{faults, level},
        path,
    },
    school::class::ClassLine,
};
use jiff::civil::Date;
use maud::{Markup, Render, html};

pub const AHEAD: &str = "Ce jour n’est pas encore passé : un changement de classe compte tout de suite.";
pub const BEFORE_THE_YEAR: &str = "Ce jour est avant la rentrée.";
pub const ALREADY_THERE: &str = "Ces élèves sont déjà dans cette classe, à ce niveau.";
const HERE: &str = "/ecole/composition";

pub fn moved_meanwhile(names: &[String]) -> String {
    let (verb, whom) = (french::plural(names.len(), "a changé", "ont changé"), french::list(names));
    format!("{whom} {verb} de classe entre-temps. Rien n’a été déplacé : voici où chacun se trouve maintenant.")
}

pub fn no_grade(name: &str) -> String {
    format!("Choisissez un niveau : celui de {name} n’est pas connu.")
}

pub fn too_early(name: &str, since: Date) -> String {
    format!(
        "{name} est dans sa classe depuis le {} : choisissez ce jour-là ou un jour plus tard.",
        french::date_year(since)
    )
}

/// « C’est annulé : Léa est de nouveau en CM1. »
pub fn taken_back(names: &[String]) -> String {
    let verb = french::plural(names.len(), "est de nouveau dans sa classe", "sont de nouveau dans leur classe");
    format!("C’est annulé : {} {verb}.", told(names))
}

pub fn board(columns: &[Column], classes: &[ClassLine], draft: &Draft, done: Option<&Done>) -> Page {
    let title = "Composition des classes";
    let all = columns.iter().flat_map(|column| &column.places);
    Page::new(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole"), ("Les classes", "/ecole/classes")], title))
            h1 { (title) }
            @if classes.is_empty() || all.clone().next().is_none() {
                (piece::empty_state("Rien à répartir pour l’instant", "Il faut des classes et des élèves : le plus rapide est d’importer les fichiers d’ONDE.", button::link("Importer ONDE", "/ecole/import").render()))
            } @else {
                p.doux { (french::count(all.clone().count(), "élève", "élèves")) " : " (grades(all)) "." }
                p.court { "Cochez des élèves puis choisissez leur nouvelle classe." span.glisser hidden { " Vous pouvez aussi les faire glisser d’une classe à l’autre." } }
                (faults(draft))
                form.composition method="post" action=(HERE) data-composition {
                    div.champ.trouver hidden { label for="trouver" { "Trouver un élève" } input id="trouver" type="search" autocomplete="off" data-trouver; }
                    nav.onglets aria-label="Les classes" {
                        @for column in columns { a href={ "#" (anchor(column)) } data-classe=(number(column)) { (column.name) " " span.doux { (column.places.len()) } } }
                    }
                    div.plateau #f-eleve tabindex="-1" { @for column in columns { (drawn(column, draft)) } }
                    (bar(classes, draft, done.and_then(|done| Some((done, said(columns, done)?)))))
                }
            }
        },
    )
}

fn anchor(column: &Column) -> String {
    format!("classe-{}", number(column))
}

fn number(column: &Column) -> i64 {
    column.class.map_or(0, Id::number)
}

fn drawn(column: &Column, draft: &Draft) -> Markup {
    let [pupils, sexes, grades] = counted(&column.places);
    let (id, title) = (anchor(column), format!("titre-{}", number(column)));
    html! {
        section.colonne id=(id) data-classe=(number(column)) aria-labelledby=(title) {
            h2 id=(title) { @if let Some(class) = column.class { a href=(path::class(class)) { (column.name) } } @else { (column.name) } }
            p.doux { (pupils) @if !sexes.is_empty() { " : " (sexes) } @if !grades.is_empty() { br; (grades) } }
            ul { @for place in &column.places { (row(place, draft)) } }
        }
    }
}

/// Ticked as it was sent, wherever the pupil is by now.
fn row(place: &Place, draft: &Draft) -> Markup {
    let pupil = &place.pupil;
    let value = format!("{}-{}", pupil.id, pupil.class.map_or(0, Id::number));
    let is_ticked = draft.fields.all("eleve").any(|sent| sent.split('-').next() == Some(&pupil.id.to_string()));
    let sex = match place.sex.as_str() {
        "F" => "fille",
        "M" => "garçon",
        _ => "",
    };
    let born = place.born_on.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
    let facts: Vec<&str> = [pupil.grade.as_str(), sex, &born].into_iter().filter(|fact| !fact.is_empty()).collect();
    html! {
        li.place {
            label {
                input type="checkbox" name="eleve" value=(value) checked[is_ticked];
                span { span translate="no" { strong { (pupil.last_name) } " " (pupil.first_name) } small.doux { (facts.join(" · ")) } }
            }
            span.poignee aria-hidden="true" {}
        }
    }
}

fn bar(classes: &[ClassLine], draft: &Draft, done: Option<(&Done, String)>) -> Markup {
    let class_choices = std::iter::once(choice::choice("", "À choisir"))
        .chain(classes.iter().map(|class| choice::choice(class.id.to_string(), class.name.as_str())))
        .collect();
    html! {
        div.barre {
            div.gestes data-gestes {
                p.choisis hidden data-choisis {}
                (choice::select("vers", "Déplacer vers", class_choices).typed(draft.typed("vers")))
                (level(draft))
                (field::date("du", "À partir du").typed(draft.typed("du")))
                (button::primary("Déplacer").sends("geste", "deplacer"))
            }
            @if let Some((done, sentence)) = &done {
                div.rang.bouts data-fait {
                    (notice::flash(sentence, notice::Tone::Done))
                    @for (name, value) in done.pairs() { (field::hidden(name, &value)) }
                    (button::quiet("Annuler").small().about("ce déplacement").sends("geste", "annuler"))
                }
            }
        }
    }
}

/// « Léa et Tom sont maintenant dans la classe CM1 B. » Nothing when that is no longer so.
fn said(columns: &[Column], done: &Done) -> Option<String> {
    let column = columns.iter().find(|column| column.class == Some(done.to))?;
    let is_moved = |place: &&Place| done.pupils.iter().any(|placed: &Placed| placed.pupil == place.pupil.id);
    let names: Vec<String> =
        column.places.iter().filter(is_moved).map(|place| place.pupil.first_name.clone()).collect();
    let verb = french::plural(names.len(), "est", "sont");
    (names.len() == done.pupils.len()).then(|| format!("{} {verb} maintenant en {}.", told(&names), column.name))
}

/// « Léa, Tom et 4 autres ».
fn told(names: &[String]) -> String {
    match names.len() {
        0..=3 => french::list(names),
        many => format!("{}, {} et {} autres", names[0], names[1], many - 2),
    }
}
