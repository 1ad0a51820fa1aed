//! The table, in sentences, and what never changes in it.

use super::{FREEZE, PATH, forms::FIELD, freezing};
use crate::{
    base::{
        french,
        ui::{
            button,
            choice::{self, choice},
            page, piece,
        },
    },
    door::Page,
    school::correspondence::{Pair, Rules, freeze::Freeze},
};
use maud::{Markup, html};

pub const TITLE: &str = "Correspondance";
pub const SAVED: &str =
    "C’est enregistré. Ce choix compte pour les nouveaux messages ; les conversations commencées continuent.";
pub const SAME: &str = "Rien n’a changé.";
pub const USUAL: &str = "Les réglages habituels sont de retour.";

const GROUPS: [(&str, &[Pair]); 4] = [
    (
        "L’équipe et les familles",
        &[
            Pair::TeacherToFamily,
            Pair::FamilyToTeacher,
            Pair::LeaderToFamily,
            Pair::FamilyToLeader,
            Pair::AideToFamily,
            Pair::FamilyToAide,
        ],
    ),
    ("Entre adultes", &[Pair::StaffToStaff, Pair::FamilyToFamily]),
    ("Les élèves", &[Pair::TeacherToPupil, Pair::PupilToTeacher]),
    ("La mairie", &[Pair::DirectionToTown, Pair::TownToDirection, Pair::StaffToTown, Pair::TownToStaff]),
];

pub fn show(rules: &Rules, freeze: &Freeze) -> Page {
    let is_usual = Pair::ALL.into_iter().all(|pair| rules.allows(pair) == pair.usual());
    let main = html! {
        (page::crumbs(&[("Réglages", "/reglages")], TITLE))
        h1 { (TITLE) }
        p { "Qui peut commencer à écrire à qui, dans « Messages ». Répondre reste permis à qui a reçu un message, tant que son auteur n’a pas fermé les réponses." }
        @if freeze.is_any() { (freezing::pages::banner()) }
        form.pile method="post" action=(PATH) {
            @for (title, pairs) in GROUPS { (group(title, pairs, rules)) }
            (button::primary("Enregistrer"))
        }
        @if !is_usual {
            div.rang { (button::post_button(&format!("{PATH}/habituel"), button::quiet("Revenir aux réglages habituels"))) }
        }
        (fixed())
        @if !freeze.is_any() {
            h2 { "Un compte volé, des messages qui inquiètent ?" }
            p { "Vous pouvez arrêter tous les messages et déconnecter tout le monde, le temps de comprendre." }
            div.rang { (button::link("Suspendre les messages", FREEZE).quiet()) }
        }
    };
    Page::narrow(TITLE, main)
}

/// For the list of settings.
pub fn summary(rules: &Rules, freeze: &Freeze) -> String {
    let others = Pair::ALL.into_iter().filter(|pair| rules.allows(*pair) != pair.usual()).count();
    match (freeze.is_any(), others) {
        (true, _) => "Messages suspendus".to_owned(),
        (false, 0) => "Qui peut écrire à qui : réglages habituels".to_owned(),
        (false, n) => {
            format!("Qui peut écrire à qui : {} par vous", french::count(n, "ligne changée", "lignes changées"))
        }
    }
}

fn group(title: &str, pairs: &[Pair], rules: &Rules) -> Markup {
    let choices = pairs.iter().map(|pair| {
        let one = choice(pair.as_str(), sentence(*pair)).ticked(rules.allows(*pair));
        match hint(*pair) {
            Some(hint) => one.hint(hint),
            None => one,
        }
    });
    // Several of them on the page: each with ids of its own.
    let id = pairs.first().map_or("f-permis".to_owned(), |pair| format!("f-{}", pair.as_str()));
    html! { (choice::checkboxes(FIELD, title, choices.collect()).id(id).as_title()) }
}

fn fixed() -> Markup {
    html! {
        (piece::card(html! {
            h2 { "Ce qui ne change pas" }
            ul {
                li { "La direction peut écrire à toute l’équipe et à toutes les familles, et elles peuvent lui écrire : chacun doit pouvoir joindre la direction, et elle doit pouvoir prévenir tout le monde." }
                li { "Un élève n’écrit jamais à un autre élève, ni à une famille : Préau n’est pas une messagerie entre enfants." }
                li { "Deux responsables d’un même enfant ne se trouvent pas l’un l’autre : l’un des deux peut avoir été éloigné par un juge." }
                li { "Personne ne voit l’adresse e-mail ni le téléphone de la personne à qui il écrit." }
            }
        }))
    }
}

/// What is ticked or not; the fixed ones are said apart.
fn sentence(pair: Pair) -> &'static str {
    match pair {
        Pair::TeacherToFamily => "Un enseignant peut écrire aux familles de ses élèves",
        Pair::FamilyToTeacher => "Une famille peut écrire à l’enseignant de son enfant",
        Pair::LeaderToFamily => "Qui encadre un groupe peut écrire aux familles de ce groupe",
        Pair::FamilyToLeader => "Une famille peut écrire à qui encadre un groupe de son enfant",
        Pair::AideToFamily => "Une ATSEM, une AESH peut écrire aux familles des enfants qu’elle aide",
        Pair::FamilyToAide => "Une famille peut écrire à l’ATSEM ou à l’AESH de son enfant",
        Pair::StaffToStaff => "Les membres de l’équipe peuvent s’écrire",
        Pair::FamilyToFamily => "Les familles d’une même classe peuvent s’écrire",
        Pair::TeacherToPupil => "Un enseignant peut écrire à ses élèves",
        Pair::PupilToTeacher => "Un élève peut écrire à ses enseignants",
        Pair::DirectionToTown => "La direction peut écrire à la mairie",
        Pair::TownToDirection => "La mairie peut écrire à la direction",
        Pair::StaffToTown => "L’équipe peut écrire à la mairie",
        Pair::TownToStaff => "La mairie peut écrire à toute l’équipe",
        Pair::DirectionToStaff => "La direction peut écrire à l’équipe",
        Pair::StaffToDirection => "L’équipe peut écrire à la direction",
        Pair::DirectionToFamily => "La direction peut écrire aux familles",
        Pair::FamilyToDirection => "Une famille peut écrire à la direction",
    }
}

/// What it brings with it, where that is not plain.
fn hint(pair: Pair) -> Option<&'static str> {
    match pair {
        Pair::FamilyToFamily => Some(
            "À peser : chaque famille voit alors les noms des adultes de toutes les familles de la classe, et l’école n’est pas dans leurs échanges.",
        ),
        Pair::PupilToTeacher => Some("Avec le compte de l’élève, et à ses seuls enseignants."),
        Pair::TeacherToPupil => Some("L’élève lit avec son propre compte ; ses responsables n’en voient rien."),
        Pair::FamilyToTeacher => Some("Sans cela, les familles ne peuvent que répondre."),
        Pair::FamilyToAide => Some("Souvent laissé à l’enseignant, qui transmet."),
        Pair::TownToStaff => Some("Sans cela, la mairie passe par la direction."),
        _ => None,
    }
}
