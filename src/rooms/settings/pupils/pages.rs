//! The one page: a line for each class, what each way means, and where « the school » is.

use super::forms::{CLOSED, NETWORKS, home_field, ways_field};
use crate::{
    base::{
        db::Id,
        french,
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
        account::pupil::{Access, PAGE, Way, Ways, page_of},
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
    pub is_relayed: bool,
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
    let (ways, home) = (ways_field(line.id), home_field(line.id));
    let standing = line.standing.map_or(CLOSED, |(ways, _)| ways.as_str());
    let typed = draft.typed(&ways).value;
    let chosen = if is_fresh || typed.is_empty() { standing } else { typed };
    let mut choices = vec![choice(CLOSED, "Fermé")];
    choices.extend(Ways::ALL.map(|ways| choice(ways.as_str(), wording(ways))));
    // Opened by words, also at home unless the director says otherwise.
    let at_home = if is_fresh {
        line.standing.is_none_or(|(ways, home)| home || !ways.has(Way::Words))
    } else {
        draft.fields.has(&home)
    };
    let mut select = choice::select(&ways, line.name.clone(), choices).typed(field::Typed::of(chosen));
    let hint;
    if let (Some(proposed), None) = (line.proposed, line.standing) {
        hint = format!("D’après les niveaux : {}.", wording(proposed).to_lowercase());
        select = select.hint(&hint);
    }
    html! {
        div.carte {
            (select)
            (choice::checkbox(&home, "oui", "Avec des mots : aussi depuis la maison").typed(field::Typed::of(if at_home { "oui" } else { "" })))
            @if line.standing.is_some() { p { a href=(page_of(line.id)) { "Badges, affiche et élèves " (french::de(&line.name)) } } }
        }
    }
}

fn wording(ways: Ways) -> &'static str {
    match ways {
        Ways::Pictures => "Avec des images",
        Ways::Words => "Avec des mots",
        Ways::ByGrade => "Images jusqu’au CE1, mots à partir du CE2",
    }
}

/// What counts as the school, shown on the director's own place.
fn whence(here: &Here) -> Markup {
    let address = here.address.as_deref().unwrap_or("une adresse inconnue");
    let (tone, says) = match (here.is_inside, here.is_relayed) {
        (true, _) => (Tone::Done, "là où vous êtes compte comme l’école."),
        (false, true) => (Tone::Info, "vous passez par le relais : là où vous êtes ne compte pas comme l’école."),
        (false, false) => (Tone::Info, "là où vous êtes ne compte pas comme l’école."),
    };
    notice::notice(tone, html! { p { "Vous arrivez par " b translate="no" { (address) } " : " (says) } })
}
