//! Asking once more before everything goes back, or saying what stands in the way.

use super::{
    store::{Kind, Obstacle, Undo},
    words,
};
use crate::{
    base::{
        clock::Instant,
        french,
        ui::{button, notice, notice::Tone, page},
    },
    door::{Draft, Page},
    rooms::people::{path, rollover},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

pub const IN_THE_WAY: &str = "Ce n’est plus possible : quelque chose a changé depuis. Rien n’a été modifié.";

pub fn path(id: i64) -> String {
    format!("/ecole/annuler/{id}")
}

pub fn done(kind: Kind) -> &'static str {
    match kind {
        Kind::Import => "L’import est annulé : tout est comme avant.",
        Kind::Merge => "La fusion est annulée : les deux pages sont comme avant.",
        Kind::Year => "La rentrée est annulée : chacun a retrouvé sa classe, et votre préparation est restée.",
    }
}

/// « Annulé le 17 novembre à 8 h 30 par Anne Le Goff. »
pub fn undone(undone: &(Instant, String), now: Instant, zone: &TimeZone) -> String {
    let when = french::moment(undone.0.timestamp(), now.timestamp(), zone);
    match undone.1.as_str() {
        "" => format!("Annulé {when}."),
        name => format!("Annulé {when} par {name}."),
    }
}

pub fn page(
    undo: &Undo,
    sizes: &BTreeMap<&str, usize>,
    obstacles: &[Obstacle],
    draft: &Draft,
    now: Instant,
    zone: &TimeZone,
) -> Page {
    let title = match undo.kind {
        Kind::Import => "Annuler cet import",
        Kind::Merge => "Annuler cette fusion",
        Kind::Year => "Annuler la rentrée",
    };
    let body = html! {
        @let (place, to) = above(undo);
        (page::crumbs(&[("L’école", "/ecole"), (place, &to)], title))
        h1 { (title) }
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        @if !undo.about.is_empty() { p translate="no" { (undo.about) } }
        p.doux { "Fait " (french::moment(undo.made_at.timestamp(), now.timestamp(), zone)) "." }
        @if let Some(done) = &undo.undone {
            (notice::notice(Tone::Info, html! { p { (undone(done, now, zone)) } }))
        } @else if !undo.is_kept {
            (notice::notice(Tone::Info, html! { p { (gone(undo.kind)) } }))
        } @else if obstacles.is_empty() {
            (confirm(undo, sizes, &to))
        } @else {
            (in_the_way(obstacles))
        }
        @if !obstacles.is_empty() || !undo.is_kept { p { a href=(to) { "Revenir" } } }
    };
    Page::narrow(title, body)
}

/// Where it was done.
pub fn above(undo: &Undo) -> (&'static str, String) {
    match (undo.kind, undo.person) {
        (Kind::Year, _) => (rollover::TITLE, rollover::PATH.to_owned()),
        (_, Some(person)) => ("Sa page", path::person(person)),
        (_, None) => ("Import ONDE", "/ecole/import".to_owned()),
    }
}

fn gone(kind: Kind) -> &'static str {
    match kind {
        Kind::Import => {
            "Cet import ne peut plus être annulé : un autre a suivi, ou trente jours ont passé. Ce qui est à corriger se corrige sur la page de chacun."
        }
        Kind::Merge => "Cette fusion ne peut plus être annulée : trente jours ont passé.",
        Kind::Year => {
            "Cette rentrée ne peut plus être annulée : le premier jour est passé. Ce qui est à corriger se corrige dans la composition des classes et dans l’équipe."
        }
    }
}

fn confirm(undo: &Undo, sizes: &BTreeMap<&str, usize>, back: &str) -> Markup {
    let words = [
        ("pupil", "élève", "élèves"),
        ("person", "personne", "personnes"),
        ("class", "classe", "classes"),
        ("enrolment", "place dans une classe", "places dans une classe"),
        ("guardianship", "lien entre un adulte et un enfant", "liens entre adultes et enfants"),
        ("duty", "fonction", "fonctions"),
        ("account", "compte", "comptes"),
    ];
    let lines = words.iter().filter_map(|(table, one, many)| Some(french::count(*sizes.get(table)? as i64, one, many)));
    html! {
        p { "Tout redevient exactement comme avant. Ce qui retrouve son état d’avant :" }
        ul { @for line in lines { li { (line) } } }
        @match undo.kind {
            Kind::Import => p.doux { "Les fiches de connexion déjà imprimées pour les personnes ajoutées ne serviront plus." },
            Kind::Merge => p.doux { "Les deux personnes devront se reconnecter." },
            Kind::Year => p.doux { "Chacun retrouve sa classe de l’an dernier, ceux qui étaient partis aussi. Ce que vous aviez préparé reste, à corriger et à valider de nouveau." },
        }
        form.pile method="post" action=(path(undo.id)) {
            div.actions {
                (button::danger("Tout remettre comme avant"))
                (button::link("Ne rien changer", back).quiet())
            }
        }
    }
}

/// One line a person, with everything that happened to them.
fn in_the_way(obstacles: &[Obstacle]) -> Markup {
    let mut people: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for one in obstacles {
        people.entry(&one.who).or_default().insert(words::obstacle(&one.table, one.since));
    }
    html! {
        (notice::notice(Tone::Warning, html! {
            p { "Ce n’est plus possible d’un seul coup : depuis, des personnes s’en sont servies. Annuler effacerait ce qu’elles ont fait, et Préau ne le fait pas à moitié." }
        }))
        h2 { (french::capitalised(&french::count(people.len() as i64, "empêchement", "empêchements"))) }
        ul.liste {
            @for (who, what) in &people {
                @let what: Vec<&str> = what.iter().copied().collect();
                li { span { strong translate="no" { @if who.is_empty() { "L’école" } @else { (who) } } br; span.doux { (french::list(&what)) } } }
            }
        }
        p { "Ce qui est faux se corrige sur la page de chacun : rien n’est perdu." }
    }
}
