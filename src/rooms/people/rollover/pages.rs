//! The year's turn on the screen: what is prepared, what would change, and the yes.

pub mod classes;
pub mod passage;
pub mod team;
pub mod year;

use super::{
    PATH, Plan, board, classes as class_names, passage as passages,
    rehearsal::{Filled, Move, Named, Rehearsal},
    team as teams, year as days,
};
use crate::{
    base::{
        french,
        ui::{button, field, notice, notice::Tone, page, piece, table::table},
    },
    door::{Draft, Page},
    rooms::people::pages::{faults, way},
    school::{account::pupil, class::DutyKind, consent, grade::Grade},
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, Render, html};
use std::collections::BTreeMap;

pub const TITLE: &str = "Préparer la rentrée";
pub const KEPT: &str = "C’est enregistré.";
pub const BEGUN: &str = "Une première répartition est prête : rien n’est changé dans l’école, tout reste à votre main.";
pub const THROWN_AWAY: &str = "La préparation est abandonnée. Rien n’avait changé dans l’école.";
pub const IN_PREPARATION: &str = "La rentrée est de nouveau en préparation : elle ne se fera pas sans votre accord.";
pub const NO_ACT: &str = "Choisissez ce que vous voulez faire.";
pub const NOTHING_PREPARED: &str = "Aucune rentrée n’est en préparation.";
pub const NOTHING_TO_TURN: &str = "Il faut des classes et des élèves de cette année pour préparer la suivante : importez d’abord les fichiers d’ONDE.";
pub const CHANGED_MEANWHILE: &str =
    "L’école a changé depuis que cette page est ouverte : rien n’a été fait. Relisez ce qui va changer, puis validez.";
pub const NO_CLASS: &str = "Aucune classe n’est prévue pour l’an prochain.";
pub const NO_FIRST_DAY: &str = "Donnez le jour de la rentrée.";
pub const NO_LAST_DAY: &str = "Donnez le dernier jour de l’année scolaire.";
pub const WRONG_LAST_DAY: &str = "Une année scolaire dure entre trois et treize mois.";
pub const WRONG_FIRST_DAY: &str = "Ce jour est trop loin, ou avant l’année en cours.";
pub const NAME_TOO_LONG: &str = "Le nom d’une classe a 40 lettres au plus.";
pub const SAME_NAME: &str = "Deux classes porteraient le même nom : changez l’un des deux.";

pub struct Shown<'a> {
    pub plan: &'a Plan,
    pub told: &'a Rehearsal,
    pub passage: &'a BTreeMap<(Grade, Option<Grade>), usize>,
    pub today: Date,
    /// In a class at least, this year.
    pub pupils_come_in: bool,
}

/// The first weeks of a year.
pub struct Left {
    pub plan: Plan,
    /// How it is put back, while it may be.
    pub can_be_put_back: Option<i64>,
    pub without_class: i64,
    pub without_teacher: Vec<String>,
    /// Where pupils came in last year, and do no more.
    pub closed_to_pupils: Vec<String>,
}

pub fn is_lately(plan: &Plan, today: Date) -> bool {
    today <= plan.starts_on.saturating_add(45.days())
}

pub fn settled(starts_on: Date) -> String {
    format!(
        "C’est validé : tout changera le {}. D’ici là, vous pouvez encore tout corriger.",
        french::day_year(starts_on)
    )
}

pub fn turned(label: &str) -> String {
    format!("La rentrée {label} est faite : chacun est dans sa nouvelle classe.")
}

pub fn none(coming: &str, left: Option<&Left>, draft: &Draft) -> Page {
    Page::narrow(
        TITLE,
        html! {
            (page::crumbs(&[("L’école", "/ecole")], TITLE))
            h1 { (TITLE) }
            (faults(draft))
            @match left {
                Some(left) => { (what_is_left(left)) (piece::details_of(&format!("Déjà préparer l’année {coming}"), first_step(coming))) }
                None => { (first_step(coming)) }
            }
        },
    )
}

fn first_step(coming: &str) -> Markup {
    html! {
        p { "Préau propose une nouvelle année à partir de celle-ci : mêmes classes, chaque élève un niveau plus haut, les plus grands qui quittent l’école. Vous corrigez ce qui doit l’être, en plusieurs fois si vous voulez." }
        p { "Rien ne change avant le jour de la rentrée : jusqu’à la veille au soir, familles et collègues voient la classe de cette année." }
        form method="post" action=(PATH) { (button::primary(format!("Préparer l’année {coming}")).sends("geste", "commencer")) }
    }
}

pub fn plan(shown: &Shown, draft: &Draft) -> Page {
    let Shown { plan, told, .. } = shown;
    let title = title(plan);
    Page::new(
        title.clone(),
        html! {
            (page::crumbs(&[("L’école", "/ecole")], TITLE))
            h1 { (title) }
            (faults(draft))
            (state(plan))
            (meanwhile(told))
            h2 { "À préparer" }
            (steps(shown))
            h2 { "Ce qui va changer le " (french::day_year(plan.starts_on)) }
            (sentences(shown))
            (class_table(&told.classes))
            (names("Ils quittent l’école", &told.leavers))
            (names("Ils n’ont pas encore de classe", &told.unplaced))
            (names("Ils restent au même niveau", &told.staying_down))
            (names("Ils sautent un niveau", &told.skipping))
            (team_moves(&told.team))
            (piece::details_of("Chaque classe, élève par élève", html! {
                @for class in told.classes.iter().filter(|class| !class.pupils.is_empty()) {
                    h3 { (class.name) }
                    (list(&class.pupils))
                }
            }))
            (yes(shown))
        },
    )
}

fn state(plan: &Plan) -> Markup {
    match &plan.ready {
        None => {
            html! { p.doux { "En préparation. Rien n’est changé dans l’école tant que vous n’avez pas validé, puis jusqu’au jour de la rentrée." } }
        }
        Some((_, who)) => notice::notice(
            Tone::Done,
            html! {
                p {
                    strong { "C’est validé" } @if !who.is_empty() { " par " span translate="no" { (who) } } " : tout changera le " (french::day_year(plan.starts_on)) ", dès minuit. "
                    "D’ici là, vos corrections comptent tout de suite dans ce qui est prévu."
                }
            },
        ),
    }
}

/// What happened at the school since it was prepared.
fn meanwhile(told: &Rehearsal) -> Markup {
    let mut said = Vec::new();
    let names = |list: &[Named]| {
        let names: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
        french::list(&names)
    };
    match told.arrived.len() {
        0 => {}
        1..=4 => said.push(format!(
            "{} {} depuis : à placer.",
            names(&told.arrived),
            french::plural(told.arrived.len(), "est à l’école", "sont à l’école")
        )),
        many => said.push(format!("{} sont arrivés depuis : à placer.", french::count(many, "élève", "élèves"))),
    }
    match told.departed {
        0 => {}
        gone => said.push(format!("{} l’école depuis.", french::count(gone, "élève a quitté", "élèves ont quitté"))),
    }
    match told.corrected.len() {
        0 => {}
        1..=4 => {
            said.push(format!("Le niveau a été corrigé depuis pour {} : vérifiez le passage.", names(&told.corrected)))
        }
        many => said.push(format!(
            "Le niveau de {} a été corrigé depuis : vérifiez le passage.",
            french::count(many, "élève", "élèves")
        )),
    }
    html! {
        @if !said.is_empty() {
            (notice::notice(Tone::Info, html! { p { "Depuis que cette rentrée se prépare, l’école a changé." } ul { @for one in &said { li translate="no" { (one) } } } }))
        }
    }
}

fn steps(shown: &Shown) -> Markup {
    let Shown { plan, told, .. } = shown;
    let days = format!("Du {} au {}", french::date_year(plan.starts_on), french::date_year(plan.ends_on));
    let staying = match told.staying_down.len() {
        0 => String::new(),
        some => format!(", {} au même niveau", french::count(some, "reste", "restent")),
    };
    let passage = format!("{} l’école{staying}", french::count(told.leavers.len(), "élève quitte", "élèves quittent"));
    let places = match told.unplaced.len() {
        0 => format!("{} dans une classe", french::count(told.placed(), "élève", "élèves")),
        some => format!("{} à placer", french::count(some, "élève", "élèves")),
    };
    let alone = told.without_teacher().len();
    let team = match alone {
        0 => "Chaque classe a son enseignant·e".to_owned(),
        some => format!("{} sans enseignant·e", french::count(some, "classe", "classes")),
    };
    html! {
        ul.liste {
            (way(days::PATH, "L’année et ses vacances", &days))
            (way(passages::PATH, "Le passage des élèves", &passage))
            (way(class_names::PATH, "Les classes", &french::count(plan.classes.len(), "classe", "classes")))
            (way(board::PATH, "La répartition", &places))
            (way(teams::PATH, "L’équipe", &team))
        }
    }
}

fn sentences(shown: &Shown) -> Markup {
    let Shown { plan, told, passage, pupils_come_in, .. } = shown;
    html! {
        ul {
            li { (french::count(plan.classes.len(), "classe s’ouvre", "classes s’ouvrent")) " avec " (french::count(told.placed(), "élève", "élèves")) "." }
            @for ((now, next), number) in *passage {
                li {
                    @match next {
                        Some(next) if next == now => { (french::count(*number, "élève reste", "élèves restent")) " en " (now.short()) "." }
                        Some(next) => { (french::count(*number, "élève passe", "élèves passent")) " de " (now.short()) " en " (next.short()) "." }
                        None => { (french::count(*number, "élève", "élèves")) " de " (now.short()) " " (french::plural(*number as i64, "quitte", "quittent")) " l’école." }
                    }
                }
            }
            @if !told.unplaced.is_empty() { li { strong { (french::count(told.unplaced.len(), "élève n’aura", "élèves n’auront")) " pas de classe" } " tant que vous ne les aurez pas placés." } }
            @for name in told.without_teacher() { li { "La classe " (name) " n’a pas encore d’enseignant·e." } }
            @for name in told.empty() { li { "La classe " (name) " n’a pas encore d’élève : les nouveaux inscrits arriveront par ONDE." } }
            li { "Les mots, les articles, les messages et les autorisations de cette année restent à ceux qu’ils ont atteints ; pour les photos de l’an prochain, il faudra redemander les autorisations." }
            @if *pupils_come_in { li { "Les élèves ne se connectent plus : chaque nouvelle classe commence fermée, et c’est vous qui l’ouvrez." } }
        }
    }
}

fn class_table(classes: &[Filled]) -> Markup {
    let rows = classes.iter().map(|class| {
        let grades: Vec<String> = class.grades.iter().map(|(grade, n)| format!("{n} {}", grade.short())).collect();
        let of = |kind| class.adults.iter().filter(move |(own, _)| *own == kind).map(|(_, name)| name.as_str());
        let adults: Vec<&str> = of(DutyKind::Teacher).chain(of(DutyKind::Atsem)).collect();
        vec![
            html! { strong { (class.name) } },
            html! { (class.pupils.len()) @if !grades.is_empty() { span.doux { " (" (french::list(&grades)) ")" } } },
            html! { @if adults.is_empty() { span.doux { "Personne pour l’instant" } } @else { (piece::person(&french::list(&adults))) } },
        ]
    });
    table("Les classes de l’an prochain", &["Classe", "Élèves", "Équipe"], rows.collect())
}

fn names(title: &str, all: &[Named]) -> Markup {
    html! {
        @if !all.is_empty() {
            (piece::details_of(&format!("{title} ({})", all.len()), html! {
                (list(all))
            }))
        }
    }
}

fn list(all: &[Named]) -> Markup {
    html! {
        ul { @for one in all { li { span translate="no" { (one.name) } span.doux { " " (one.grade) @if !one.class.is_empty() { " · cette année en " (one.class) } } } } }
    }
}

fn team_moves(moves: &[Move]) -> Markup {
    html! {
        @if !moves.is_empty() {
            (piece::details_of(&format!("L’équipe qui change ({})", moves.len()), html! {
                ul {
                    @for one in moves {
                        li {
                            span translate="no" { (one.name) } " : "
                            @match (one.before.as_slice(), one.after.as_slice(), one.is_gone) {
                                (_, _, true) => { "plus de classe ni d’autre fonction, son accès s’arrête la veille de la rentrée" }
                                (_, [], _) => { "plus de classe" }
                                ([], after, _) => { (french::list(after)) }
                                (before, after, _) => { (french::list(before)) " → " (french::list(after)) }
                            }
                            "."
                        }
                    }
                }
            }))
        }
    }
}

fn yes(shown: &Shown) -> Markup {
    let Shown { plan, told, today, .. } = *shown;
    let is_today = plan.starts_on <= today;
    let label = if is_today { "Faire la rentrée maintenant" } else { "Valider la rentrée" };
    html! {
        form.pile method="post" action=(PATH) {
            (field::hidden("vu", &told.mark()))
            @if is_today { p { "Le jour de la rentrée est là : tout change dès que vous validez. Vous pourrez revenir en arrière jusqu’à ce soir." } }
            div.actions {
                @if plan.is_ready() { (button::quiet("Suspendre : ne rien faire ce jour-là").sends("geste", "reprendre")) }
                @else { (button::primary(label).sends("geste", "valider")) }
                (button::quiet("Abandonner cette préparation").sends("geste", "abandonner").confirm("Abandonner toute cette préparation ?"))
            }
        }
    }
}

fn what_is_left(left: &Left) -> Markup {
    html! {
        (notice::notice(Tone::Done, html! { p { strong { "La rentrée " (left.plan.label) " est faite" } " : chacun est dans sa nouvelle classe depuis le " (french::date_year(left.plan.starts_on)) "." } }))
        @if let Some(undo) = left.can_be_put_back {
            p { "Une erreur ? Jusqu’à ce soir, tout peut redevenir comme avant." }
            div.rang { (button::link("Revenir en arrière", format!("/ecole/annuler/{undo}")).quiet()) }
        }
        h2 { (WHAT_IS_LEFT) }
        ul.liste {
            @if left.without_class > 0 {
                (way("/ecole/composition", "Placer les élèves sans classe", &french::count(left.without_class, "élève n’a pas de classe", "élèves n’ont pas de classe")))
            }
            @if !left.without_teacher.is_empty() { (way("/ecole/equipe", "Dire qui enseigne", &format!("Sans enseignant·e : {}", french::list(&left.without_teacher)))) }
            (way("/ecole/import", "Importer ONDE", "Les nouveaux inscrits et leurs familles, les adresses qui ont changé"))
            (way("/ecole/fiches", "Imprimer les fiches de connexion", "Pour les familles qui arrivent"))
            @if !left.closed_to_pupils.is_empty() {
                (way(pupil::PAGE, "Rouvrir la connexion des élèves", &format!("Chaque nouvelle classe commence fermée : {}", french::list(&left.closed_to_pupils))))
            }
            (way(consent::PAGE, "Redemander les autorisations d’image", "Celles de l’an dernier ne valent que pour l’an dernier"))
        }
    }
}

/// On the director's home page.
pub fn card(title: &str, text: &str, action: &str, is_urgent: bool) -> Markup {
    piece::card(html! {
        h2 { (title) }
        p { (text) }
        div.rang { @let link = button::link(action, PATH); @if is_urgent { (link) } @else { (link.quiet().render()) } }
    })
}

pub const OVERDUE: &str = "La rentrée est à faire";
pub const WHAT_IS_LEFT: &str = "Ce qui reste à faire";
pub const IT_IS_TIME: &str = "Les mêmes classes, chacun un niveau plus haut : tout se prépare à l’avance, et rien ne change avant le jour de la rentrée.";

pub fn overdue(label: &str) -> String {
    format!("L’année {label} est finie, et les élèves sont toujours dans leurs classes de cette année-là.")
}

pub fn title(plan: &Plan) -> String {
    format!("Rentrée {}", plan.label)
}

pub fn to_prepare(label: &str) -> String {
    format!("Préparer la rentrée {label}")
}

/// What the card says of a plan, and what there is to do.
pub fn standing(plan: &Plan, unplaced: usize, today: Date) -> (String, &'static str) {
    let to_place = format!("{} à placer.", french::count(unplaced, "élève", "élèves"));
    let day = french::day_year(plan.starts_on);
    match (plan.is_ready(), unplaced) {
        (true, 0) => (format!("Tout est prêt : chacun change de classe le {day}."), "Relire"),
        (true, _) => (format!("Elle se fera le {day}. {to_place}"), "Placer"),
        (false, _) if plan.starts_on <= today => {
            ("Le jour est là : relisez ce qui va changer, puis validez.".to_owned(), "Relire et valider")
        }
        (false, 0) => ("Elle est en préparation : il reste à la valider.".to_owned(), "Continuer"),
        (false, _) => (format!("Elle est en préparation. {to_place}"), "Continuer"),
    }
}

pub fn lately(without_class: i64, may_go_back: bool) -> String {
    match (without_class, may_go_back) {
        (0, true) => "Elle est faite. Jusqu’à ce soir, tout peut encore redevenir comme avant.".to_owned(),
        (0, false) => {
            "Elle est faite. Il reste les fiches de connexion des nouvelles familles et les autorisations d’image."
                .to_owned()
        }
        (some, _) => format!("Elle est faite ; {} pas de classe.", french::count(some, "élève n’a", "élèves n’ont")),
    }
}
