//! A class on the screen.

use super::store::{Colleague, RollLine};
use crate::{
    base::{
        db::Id,
        french,
        ui::{
            Icon, button, choice, field, page, piece,
            table::{filter, table},
        },
    },
    door::{Draft, Page},
    rooms::people::{
        pages::{account_tag, class_table, faults, span_of_days, way},
        path,
        policy::ManageClass,
        staff::words,
    },
    school::{
        Class, Pupil, account,
        class::{
            ClassLine, Ecole,
            years::{Past, Year},
        },
        consent,
        grade::Grade,
        permit::May,
        policy::SeeClass,
    },
};
use jiff::civil::Date;
use maud::{Markup, Render, html};

pub const NAME_TAKEN: &str = "Une classe de cette année porte déjà ce nom : choisissez-en un autre.";
pub const CHOOSE_ECOLE: &str = "Dites dans quelle école se trouve cette classe.";
pub const CLASS_IN_USE: &str =
    "Cette classe a ou a eu des élèves, une équipe ou des mots : elle ne peut plus être supprimée.";
pub const GRADES_KEPT: &str = "Les niveaux sont enregistrés.";

pub fn added(name: &str) -> String {
    format!("La classe {name} est créée. Dites maintenant qui y travaille.")
}

pub fn renamed(name: &str) -> String {
    format!("La classe s’appelle {name}.")
}

pub fn removed(name: &str) -> String {
    format!("La classe {name} est supprimée.")
}

pub fn grade_field(pupil: Id<Pupil>) -> String {
    format!("niveau-{pupil}")
}

pub fn mine(classes: &[Class]) -> Page {
    let title = "Mes classes";
    Page::narrow(
        title,
        html! {
            h1 { (title) }
            @if classes.is_empty() {
                (piece::empty_state("Aucune classe pour l’instant", "La direction de l’école dit qui travaille dans quelle classe, et jusqu’à quand.", button::link("Revenir à l’accueil", "/").render()))
            } @else {
                ul.liste { @for class in classes { (way(&path::class(class.id), &class.name, "La liste des élèves")) } }
            }
        },
    )
}

pub fn class(
    class: &May<SeeClass>,
    roll: &[RollLine],
    team: &[Colleague],
    manage: Option<&May<ManageClass>>,
    today: Date,
) -> Page {
    Page::new(
        class.name.clone(),
        html! {
            @if manage.is_some() { (page::crumbs(&[("L’école", "/ecole")], &class.name)) }
            div.rang.bouts {
                h1 { (class.name) }
                div.rang {
                    @if manage.is_none() { (button::link("Groupes", path::GROUPS).quiet().small().icon(Icon::Users)) }
                    (button::link("Autorisations d’image", format!("{}/classes/{}", consent::PAGE, class.id)).quiet().small())
                    (button::link("Accès des élèves", account::pupil::page_of(class.id)).quiet().small())
                    (button::link("Imprimer", format!("{}/imprimer", path::class(class.id))).quiet().small().icon(Icon::Printer))
                    @if manage.is_some() { (button::link("Modifier la classe", path::change_class(class.id)).quiet().small().icon(Icon::PenLine)) }
                }
            }
            p.doux { (head_count(roll)) }
            (team_list(team, today))
            @if roll.is_empty() {
                (piece::empty_state("Aucun élève pour l’instant", "Les élèves arrivent par l’import d’ONDE, ou un par un à la main.", html! {
                    @if manage.is_some() { (add_pupil(class.id)) }
                }))
            } @else {
                div.rang.bouts {
                    h2 { "Élèves" }
                    @if manage.is_some() {
                        (add_pupil(class.id))
                    }
                }
                (filter("eleves", "Trouver un élève ou un responsable"))
                div #eleves { (roll_table(roll)) }
            }
        },
    )
}

pub fn index(classes: &[ClassLine], past: &[Year]) -> Page {
    let title = "Les classes";
    Page::new(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole")], title))
            div.rang.bouts {
                h1 { (title) }
                @if !classes.is_empty() { (button::link("Nouvelle classe", "/ecole/classes/nouvelle").icon(Icon::Plus)) }
            }
            @if classes.is_empty() {
                (piece::empty_state("Pas encore de classe", "Commencez par en créer une : vous direz ensuite qui y travaille et qui sont les élèves.", button::link("Créer une classe", "/ecole/classes/nouvelle").render()))
            } @else { (class_table(classes)) }
            @if !past.is_empty() {
                h2 { "Années passées" }
                div.rang { @for year in past { (button::link(year.label.as_str(), format!("/ecole/classes?annee={}", year.label)).quiet().small()) } }
            }
        },
    )
}

/// A year that is over: nothing there can be changed.
pub fn past(year: &Year, classes: &[Past]) -> Page {
    let title = format!("Les classes en {}", year.label);
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs(&[("L’école", "/ecole"), ("Les classes", "/ecole/classes")], &year.label))
            h1 { (title) }
            p.doux { "Chaque classe telle qu’elle était à la fin de l’année." }
            @for class in classes {
                section.pile {
                    h2 { (class.name) }
                    @if !class.teachers.is_empty() { p { (piece::person(&french::list(&class.teachers))) } }
                    @if class.pupils.is_empty() { p.doux { "Personne n’y était à la fin de l’année." } }
                    @else {
                        (piece::details_of(&french::count(class.pupils.len(), "élève", "élèves"), html! {
                            ul { @for name in &class.pupils { li translate="no" { (name) } } }
                        }))
                    }
                }
            }
        },
    )
}

pub fn new(draft: &Draft, ecoles: &[(i64, Ecole)]) -> Page {
    let title = "Nouvelle classe";
    let choices = ecoles.iter().map(|(id, ecole)| choice::choice(id.to_string(), ecole.name.clone())).collect();
    Page::narrow(
        title,
        html! {
            (page::crumbs(&[("L’école", "/ecole"), ("Les classes", "/ecole/classes")], title))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" {
                (name_field(draft))
                @if ecoles.len() > 1 { (choice::select("ecole", "École", choices).typed(draft.typed("ecole"))) }
                (button::primary("Créer la classe"))
            }
        },
    )
}

pub fn edit(class: &May<ManageClass>, draft: &Draft, team: &[Colleague], is_empty: bool, today: Date) -> Page {
    let title = format!("Modifier {}", class.name);
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs(&[("L’école", "/ecole"), (&class.name, &path::class(class.id))], "Modifier"))
            h1 { (title) }
            (faults(draft))
            form.pile method="post" {
                (name_field(draft))
                (button::primary("Enregistrer le nom"))
            }
            h2 { "Qui travaille dans cette classe" }
            @if team.is_empty() { p.doux { "Personne pour l’instant. La personne titulaire verra la liste des élèves et pourra écrire aux familles." } }
            @else {
                ul.liste {
                    @for one in team {
                        li {
                            span { a href=(path::person(one.person)) { (piece::person(&one.name)) } br; span.doux { (words::in_class(one.kind, &one.pupil)) ", " (span_of_days(one.from_on, one.until_on, today)) } }
                            (button::link("Modifier", path::duty(one.duty)).quiet().small().about(one.name.clone()))
                        }
                    }
                }
            }
            div.rang {
                (button::link("Ajouter quelqu’un", format!("/ecole/equipe/nouveau?classe={}", class.id)).quiet().icon(Icon::UserPlus))
                @if !is_empty { (button::link("Les niveaux des élèves", format!("/ecole/classes/{}/niveaux", class.id)).quiet()) }
            }
            @if is_empty && team.is_empty() {
                h2 { "Supprimer" }
                p.doux { "Créée par erreur ? Elle est encore vide : elle peut disparaître." }
                (button::post_button(&format!("/ecole/classes/{}/suppression", class.id), button::danger("Supprimer la classe").confirm("Supprimer cette classe vide ?")))
            }
        },
    )
}

pub fn grades(class: &May<ManageClass>, roll: &[RollLine]) -> Page {
    let title = format!("Niveaux : {}", class.name);
    Page::narrow(
        title.clone(),
        html! {
            (page::crumbs(&[("L’école", "/ecole"), (&class.name, &path::class(class.id))], "Niveaux"))
            h1 { (title) }
            p { "Le niveau appartient à l’élève : une classe peut en avoir plusieurs." }
            @if roll.is_empty() { p.doux { "La classe n’a pas encore d’élève." } }
            @else {
                form.pile method="post" {
                    @for line in roll {
                        (choice::select(&grade_field(line.pupil), format!("{} {}", line.first_name, line.last_name), grade_choices(&line.grade)))
                    }
                    (button::primary("Enregistrer les niveaux"))
                }
            }
        },
    )
}

/// Every level, the standing one chosen. « Pas précisé » stands only while nothing is known.
fn grade_choices(standing: &str) -> Vec<choice::Choice<'static>> {
    let unknown = standing.is_empty().then(|| choice::choice("", "Pas précisé"));
    unknown
        .into_iter()
        .chain(Grade::ALL.into_iter().map(|grade| {
            choice::choice(grade.short(), format!("{} – {}", grade.short(), grade.long()))
                .ticked(grade.short() == standing)
        }))
        .collect()
}

fn name_field(draft: &Draft) -> Markup {
    html! { (field::text("nom", "Nom de la classe").required().hint("Comme tout le monde l’appelle : « CE1-CE2 A », « Petite section ».").autocomplete("off").max_length(40).typed(draft.typed("nom"))) }
}

fn add_pupil(class: Id<Class>) -> Markup {
    html! { (button::link("Ajouter un élève", format!("/ecole/eleves/nouveau?classe={class}")).quiet().small().icon(Icon::UserPlus)) }
}

fn team_list(team: &[Colleague], today: Date) -> Markup {
    html! {
        @if !team.is_empty() {
            ul.liste {
                @for one in team {
                    li { (piece::person(&one.name)) span.doux { (words::in_class(one.kind, &one.pupil)) @if one.until_on.is_some() || one.from_on > today { ", " (span_of_days(one.from_on, one.until_on, today)) } } }
                }
            }
        }
    }
}

/// « 24 élèves : 11 CE1 et 13 CE2 ».
fn head_count(roll: &[RollLine]) -> String {
    let total = french::count(roll.len(), "élève", "élèves");
    let by_grade: Vec<String> = Grade::ALL
        .into_iter()
        .map(|grade| (grade, roll.iter().filter(|line| line.grade == grade.short()).count()))
        .filter(|(_, number)| *number > 0)
        .map(|(grade, number)| format!("{number} {}", grade.short()))
        .collect();
    if by_grade.len() > 1 { format!("{total} : {}", french::list(&by_grade)) } else { total }
}

fn roll_table(roll: &[RollLine]) -> Markup {
    let rows = roll
        .iter()
        .map(|line| {
            vec![
                html! { a href=(path::pupil(line.pupil)) translate="no" { strong { (line.last_name) } " " (line.first_name) } },
                html! { (line.grade) },
                html! {
                    @if line.guardians.is_empty() { span.doux { "Personne" } }
                    @else { div.pile { @for guardian in &line.guardians { div.rang { (piece::person(&guardian.name)) (account_tag(&guardian.account)) } } } }
                },
            ]
        })
        .collect();
    table("Élèves de la classe et leurs responsables", &["Élève", "Niveau", "Responsables"], rows)
}
