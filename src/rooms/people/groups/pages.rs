//! Groups on the screen.

use crate::{
    base::{
        french,
        ui::{
            Icon, button, choice, field, icon, page, piece,
            table::{filter, table},
        },
    },
    door::{Draft, Page},
    rooms::people::{
        pages::{faults, span_of_days, way},
        path,
        policy::PrintBadges,
    },
    school::{
        Pupil,
        grade::Grade,
        group::{GroupLine, Leader},
        permit::May,
        policy::{ChangeGroup, MakeGroup, SeeGroup},
    },
};
use jiff::civil::Date;
use maud::{Markup, Render, html};

pub const END_FIRST: &str = "La fin est avant le début.";
pub const IN_USE: &str =
    "Ce groupe a reçu des mots, ou quelqu’un y est affecté : il ne peut plus être supprimé. Terminez-le plutôt.";
const TITLE: &str = "Groupes";

pub fn name_taken(name: &str) -> String {
    format!(
        "Un autre groupe s’appelle déjà « {name} » à ces dates. Donnez un nom qui les distingue, par exemple avec le jour ou la classe."
    )
}

pub fn added(name: &str) -> String {
    format!("Le groupe {name} est créé.")
}

pub fn changed(name: &str) -> String {
    format!("Le groupe {name} est enregistré.")
}

pub fn ended(name: &str) -> String {
    format!("Le groupe {name} se termine : ce qu’il a reçu reste aux familles.")
}

pub fn removed(name: &str) -> String {
    format!("Le groupe {name} est supprimé.")
}

/// The pupils of one class, to be ticked.
pub struct Fold {
    pub name: String,
    pub pupils: Vec<Pupil>,
}

/// What the form offers. `staff`: none for a teacher, who leads her own group.
pub struct Form {
    pub folds: Vec<Fold>,
    pub staff: Option<Vec<Leader>>,
}

pub fn index(standing: &[GroupLine], ended: &[GroupLine], makes: bool, today: Date) -> Page {
    let make = button::link("Nouveau groupe", path::NEW_GROUP).icon(Icon::Plus);
    Page::narrow(
        TITLE,
        html! {
            div.rang.bouts { h1 { (TITLE) } @if makes && !standing.is_empty() { (make) } }
            @if standing.is_empty() {
                (piece::empty_state("Aucun groupe pour l’instant", "Chorale, étude, décloisonnement : un groupe réunit des élèves de plusieurs classes, et l’on écrit à leurs familles d’un seul geste.", html! {
                    @if makes { (make) }
                }))
            } @else { (list(standing, today)) }
            @if !ended.is_empty() { (piece::details_of("Groupes terminés", list(ended, today))) }
        },
    )
}

fn list(lines: &[GroupLine], today: Date) -> Markup {
    html! {
        ul.liste {
            @for line in lines { (way(&path::group(line.id), &line.name, &hint(line, today))) }
        }
    }
}

/// « 23 élèves · Mme Benali et M. Roussel · à partir du 5 janvier ».
fn hint(line: &GroupLine, today: Date) -> String {
    let mut parts = vec![french::count(line.pupils, "élève", "élèves")];
    if !line.leaders.is_empty() {
        parts.push(french::list(&line.leaders));
    }
    if line.from_on > today || line.until_on < today {
        parts.push(span_of_days(line.from_on, Some(line.until_on), today));
    }
    parts.join(" · ")
}

pub fn show(group: &May<SeeGroup>, pupils: &[(Pupil, bool)], leaders: &[Leader], writes: bool, today: Date) -> Page {
    let change = group.also::<ChangeGroup>();
    let names: Vec<&str> = leaders.iter().map(|one| one.name.as_str()).collect();
    Page::new(
        group.name.clone(),
        html! {
            (page::crumbs(&[(TITLE, path::GROUPS)], &group.name))
            div.rang.bouts {
                h1 { (group.name) }
                div.rang {
                @if writes && !pupils.is_empty() { (button::link("Écrire un mot à ce groupe", format!("/cahier-de-liaison/nouveau?groupe={}", group.id)).icon(Icon::PenLine)) }
                @if change.is_some() { (button::link("Modifier", path::change_group(group.id)).quiet()) }
                @if group.also::<PrintBadges>().is_some() && !pupils.is_empty() { (button::link("Badges", path::print_group(group.id)).quiet().icon(Icon::Printer)) }
                }
            }
            p.doux { (head_count(pupils)) " · " (span_of_days(group.from_on, Some(group.until_on), today)) }
            p { @if names.is_empty() { "Personne n’anime encore ce groupe." } @else { "Animé par " (piece::person(&french::list(&names))) "." } }
            @if pupils.is_empty() {
                (piece::empty_state("Aucun élève pour l’instant", "Cochez les élèves, classe par classe : les mots du groupe iront à leurs familles.", html! {
                    @if change.is_some() { (button::link("Choisir les élèves", path::change_group(group.id))) }
                }))
            } @else {
                @if pupils.len() > 12 { (filter("eleves", "Trouver un élève")) }
                div #eleves { (table("Élèves du groupe", &["Élève", "Classe"], pupils.iter().map(line).collect())) }
            }
        },
    )
}

fn line((pupil, file): &(Pupil, bool)) -> Vec<Markup> {
    let name = html! { strong { (pupil.last_name) } " " (pupil.first_name) };
    vec![
        html! { @if *file { a href=(path::pupil(pupil.id)) translate="no" { (name) } } @else { span translate="no" { (name) } } },
        html! { (pupil.class_name) },
    ]
}

/// « 23 élèves de CE1 A, CE2 et CM1 ».
fn head_count(pupils: &[(Pupil, bool)]) -> String {
    let mut classes: Vec<&str> = pupils.iter().map(|(pupil, _)| pupil.class_name.as_str()).collect();
    classes.retain(|name| !name.is_empty());
    classes.dedup();
    classes.sort_by_key(|name| from_the_youngest(name));
    let total = french::count(pupils.len(), "élève", "élèves");
    if classes.is_empty() { total } else { format!("{total} de {}", french::list(&classes)) }
}

/// Where a class stands among the others; one whose name tells no level comes last.
pub fn from_the_youngest(class_name: &str) -> usize {
    Grade::first_in(class_name).map_or(Grade::ALL.len(), |grade| grade as usize)
}

pub fn new(form: &Form, draft: &Draft, _: &May<MakeGroup>) -> Page {
    let title = "Nouveau groupe";
    Page::narrow(
        title,
        html! {
            (page::crumbs(&[(TITLE, path::GROUPS)], title))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" { (fields(form, draft)) (button::primary("Créer le groupe")) }
        },
    )
}

pub fn edit(group: &May<ChangeGroup>, form: &Form, draft: &Draft, today: Date) -> Page {
    let title = format!("Modifier {}", group.name);
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs(&[(TITLE, path::GROUPS), (&group.name, &path::group(group.id))], "Modifier"))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" { (fields(form, draft)) (button::primary("Enregistrer le groupe")) }
            h2 { "Terminer" }
            p.doux { "Le groupe garde ses mots, et les familles ce qu’elles ont reçu. Qui l’anime ne les suit plus dès le lendemain." }
            div.rang {
                @if !group.is_over(today) {
                    (button::post_button(&format!("{}/fin", path::group(group.id)), button::quiet("Terminer aujourd’hui").confirm("Terminer ce groupe aujourd’hui ?")))
                }
                (button::post_button(&format!("{}/suppression", path::group(group.id)), button::danger("Supprimer").confirm("Supprimer ce groupe créé par erreur ?").about("ce groupe")))
            }
        },
    )
}

fn fields(form: &Form, draft: &Draft) -> Markup {
    html! {
        (field::text("nom", "Nom du groupe").required().hint("« Chorale », « Étude du soir », « Sciences CE2-CM1 ».").autocomplete("off").max_length(60).typed(draft.typed("nom")))
        (field::date("du", "Premier jour").typed(draft.typed("du")))
        (field::date("jusqu_au", "Dernier jour").typed(draft.typed("jusqu_au")))
        @if let Some(staff) = &form.staff { (leaders(staff, draft)) }
        @else { p.doux { "Vous animez ce groupe. Pour y mettre des élèves d’une autre classe, voyez avec la direction." } }
        fieldset.groupe {
            legend.titre { "Élèves" }
            @if form.folds.is_empty() { p.doux { "Aucun élève n’est encore dans une classe." } }
            @for (place, fold) in form.folds.iter().enumerate() { (pupils(place, fold, form.folds.len() == 1, draft)) }
        }
    }
}

fn leaders(staff: &[Leader], draft: &Draft) -> Markup {
    let is_ticked = |one: &Leader| draft.fields.holds("anime", &one.person.to_string());
    let some = staff.iter().filter(|one| is_ticked(one)).count();
    let choices = staff
        .iter()
        .map(|one| choice::choice(one.person.to_string(), one.name.as_str()).person().ticked(is_ticked(one)));
    html! {
        details.plus open[some > 0] {
            summary { (icon(Icon::ChevronRight)) span { "Qui l’anime ?" } }
            div { (choice::checkboxes("anime", "Qui l’anime ?", choices.collect()).tight().render()) }
        }
    }
}

/// The pupils of one class. Folded even where some are ticked: a group of twelve classes would put the button twelve
/// screens below, and the summary says how many are in.
fn pupils(place: usize, fold: &Fold, only: bool, draft: &Draft) -> Markup {
    let is_ticked = |pupil: &Pupil| draft.fields.holds("eleve", &pupil.id.to_string());
    let some = fold.pupils.iter().filter(|pupil| is_ticked(pupil)).count();
    let choices = fold
        .pupils
        .iter()
        .map(|pupil| choice::choice(pupil.id.to_string(), pupil.name()).person().ticked(is_ticked(pupil)));
    html! {
        details.plus open[only] {
            summary { (icon(Icon::ChevronRight)) span { (fold.name) @if some > 0 { " · " (some) " dans le groupe" } } }
            div { (choice::checkboxes("eleve", format!("Élèves de {}", fold.name), choices.collect()).id(format!("f-eleve-{place}")).tight()) }
        }
    }
}
