//! The one page: a line for each class, what each way means, and where « the school » is.

use super::forms::{NETWORKS, value_of, ways_field};
use crate::{
    base::{
        db::Id,
        french,
        lan::Came,
        ui::{
            button,
            choice::{self, choice},
            field,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::{Draft, Page},
    school::{
        Class,
        account::pupil::{Access, PAGE, Ways, page_of},
    },
};
use maud::{Markup, html};

pub const TITLE: &str = "Accès des élèves";
pub const SAVED: &str = "C’est enregistré.";

pub struct ClassLine {
    pub id: Id<Class>,
    pub name: String,
    pub proposed: Option<Ways>,
    pub standing: Option<(Ways, bool)>,
}

/// Where the director asks from, judged as a pupil's tablet there would be.
pub struct Here {
    pub address: Option<String>,
    pub is_inside: bool,
    pub came: Came,
}

pub fn summary(opened: &[Access]) -> String {
    match opened.len() {
        0 => "Fermé".to_owned(),
        open => format!("Ouvert pour {}", french::count(open, "classe", "classes")),
    }
}

pub fn show(lines: &[ClassLine], draft: &Draft, is_fresh: bool, here: &Here) -> Page {
    let body = html! {
        (page::crumbs(&[("Réglages", "/reglages")], TITLE))
        h1 { (TITLE) }
        p { "Un élève voit le blog de sa classe, les mots, les documents qui lui sont ouverts ; rien qui le note, rien des autres familles. Aucune lettre ne lui est envoyée." }
        (means())
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        @if lines.is_empty() {
            (piece::empty_state("Pas encore de classe", "L’accès s’ouvre classe par classe.", html! { (button::link("Créer une classe", "/ecole/classes/nouvelle")) }))
        } @else {
            form.pile method="post" action=(PAGE) {
                @for line in lines { (class(line, draft, is_fresh)) }
                h2 { "Où est l’école ?" }
                (whence(here))
                (field::textarea(NETWORKS, "Autres réseaux de l’école").optional()
                    .hint("Le réseau de la boîte compte toujours. Ajoutez ici ceux d’un autre bâtiment, ou l’adresse de l’école vue de dehors si la boîte est hébergée : 192.0.2.0/24, une par ligne.")
                    .typed(draft.typed(NETWORKS)))
                (button::primary("Enregistrer"))
            }
        }
    };
    Page::narrow(TITLE, body)
}

fn means() -> Markup {
    piece::details_of(
        "Comment chacun entre, et ce que vous devez savoir",
        html! {
            ul {
                li { b { "Avec des images" } " (de la grande section au CE1) : l’affiche de la classe, son prénom, trois images dans l’ordre. Seulement sur le réseau de l’école ou une tablette de la classe ; ailleurs, ces pages n’existent pas." }
                li { b { "Avec des mots" } " (du CE2 au CM2) : un identifiant et deux mots simples, donnés par l’enseignant. Aussi depuis la maison, si vous le voulez." }
                li { "Après cinq essais, l’accès de l’élève se ferme ; son enseignant le rouvre d’un geste." }
                li { "Fermer une classe déconnecte ses élèves aussitôt." }
                li { "Prévenez les familles avant d’ouvrir : " a href="/donnees-personnelles" { "la page des données personnelles" } " et " a href="/donnees-personnelles/enfants" { "celle des enfants" } " s’impriment." }
            }
        },
    )
}

fn class(line: &ClassLine, draft: &Draft, is_fresh: bool) -> Markup {
    let (name, standing) = (ways_field(line.id), value_of(line.standing));
    let typed = draft.typed(&name).value;
    let chosen = if is_fresh || typed.is_empty() { &standing } else { typed };
    let each = [None].into_iter().chain(WAYS.map(Some));
    let choices = each.map(|ways| choice(value_of(ways), ways.map_or("Fermé", wording))).collect();
    let proposed = line.proposed.filter(|_| line.standing.is_none());
    let hint = proposed.map(|ways| {
        format!(
            "D’après les niveaux : {}.",
            wording((ways, true)).replacen("Images", "images", 1).replacen("Mots", "mots", 1)
        )
    });
    let select = choice::select(&name, line.name.clone(), choices).typed(field::Typed::of(chosen));
    let select = match &hint {
        Some(hint) => select.hint(hint),
        None => select,
    };
    html! {
        div.pile {
            (select)
            @if line.standing.is_some() { p { a href=(page_of(line.id)) { "Badges, affiche et élèves " (french::de(&line.name)) } } }
        }
    }
}

/// What may be opened, and whether from home too.
const WAYS: [(Ways, bool); 5] =
    [(Ways::Pictures, false), (Ways::Words, true), (Ways::Words, false), (Ways::ByGrade, true), (Ways::ByGrade, false)];

fn wording((ways, from_home): (Ways, bool)) -> &'static str {
    match (ways, from_home) {
        (Ways::Pictures, _) => "Images, à l’école",
        (Ways::Words, true) => "Mots, à l’école et à la maison",
        (Ways::Words, false) => "Mots, à l’école seulement",
        (Ways::ByGrade, true) => "Images jusqu’au CE1 ; mots dès le CE2, à la maison aussi",
        (Ways::ByGrade, false) => "Images jusqu’au CE1 ; mots dès le CE2, à l’école seulement",
    }
}

/// What counts as the school, shown on the director's own place.
fn whence(here: &Here) -> Markup {
    let address = here.address.as_deref().unwrap_or("une adresse inconnue");
    let (tone, says) = match (here.is_inside, here.came) {
        (true, _) => (Tone::Done, "là où vous êtes compte comme l’école."),
        (false, Came::Relayed) => {
            (Tone::Info, "vous passez par le relais : là où vous êtes ne compte pas comme l’école.")
        }
        (false, Came::PassedOn) => (
            Tone::Info,
            "un proxy que la boîte ne connaît pas vous y mène, et tout le monde peut venir par lui : rien de ce qui en vient ne compte comme l’école. La personne qui s’occupe de la boîte peut le lui faire connaître.",
        ),
        (false, Came::Straight) => (Tone::Info, "là où vous êtes ne compte pas comme l’école."),
    };
    notice::notice(tone, html! { p { "Vous arrivez par " b translate="no" { (address) } " : " (says) } })
}
