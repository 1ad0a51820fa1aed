//! The disk, told in a few lines.

use super::store::{Database, Sum, Usage};
use crate::base::{
    disk::{Fill, Room},
    french,
    ui::{
        notice::{self, Tone},
        page, piece, table,
    },
};
use crate::door::Page;
use maud::{Markup, html};

pub const TITLE: &str = "Disque";
pub const WHAT_TO_DO: &str = "Pour faire de la place\u{202f}: videz les corbeilles des documents, retirez de vieilles vidéos, ou demandez à la mairie un disque plus grand.";

pub fn index(room: Room, usage: &Usage, database: Database) -> Page {
    Page::narrow(
        TITLE,
        html! {
            (page::crumbs(&[("Réglages", "/reglages")], TITLE))
            h1 { (TITLE) }
            (standing(room))
            (piece::gauge(room.used_percent() as u32, 100, &format!("{}\u{202f}% du disque est pris", room.used_percent())))
            (piece::facts([
                ("Libre", html! { (french::bytes(room.free)) " sur " (french::bytes(room.whole)) }),
                ("Encore pour des fichiers", html! { (french::bytes(room.left_for_files())) }),
                ("Base de données", html! { (french::bytes(database.bytes)) }),
            ]))
            h2 { "Ce qui prend de la place" }
            @if usage.rooms.is_empty() {
                p { "Aucun fichier n’a encore été déposé." }
            } @else {
                (list("Par service", "Service", &usage.rooms))
            }
            @if !usage.spaces.is_empty() {
                h2 { "Les documents, espace par espace" }
                (list("Par espace", "Espace", &usage.spaces))
            }
            p.doux { "Un fichier déposé deux fois à l’identique n’est gardé qu’une fois\u{202f}: il compte ici à chaque endroit qui le montre." }
        },
    )
}

fn list(caption: &str, what: &str, sums: &[Sum]) -> Markup {
    let rows = sums.iter().map(|sum| {
        let name = if sum.is_person {
            html! { span translate="no" { (sum.name) } }
        } else {
            html! { (sum.name) }
        };
        vec![name, html! { (french::number(sum.files)) }, html! { (french::bytes(sum.bytes)) }]
    });
    table::table(caption, &[what, "Fichiers", "Place"], rows.collect())
}

fn standing(room: Room) -> Markup {
    let tone = match room.fill() {
        Fill::Plenty => return html! { p { (state(room)) } },
        Fill::Low => Tone::Info,
        Fill::Full => Tone::Warning,
    };
    notice::notice(tone, html! { p { (state(room)) } p { (WHAT_TO_DO) } })
}

/// One sentence; the letter says the same.
pub fn state(room: Room) -> String {
    let percent = room.used_percent();
    match room.fill() {
        Fill::Plenty => format!("Il y a de la place\u{202f}: {percent}\u{202f}% du disque est pris."),
        Fill::Low => {
            format!(
                "Le disque se remplit\u{202f}: {percent}\u{202f}% est pris. À partir de 95\u{202f}%, aucun fichier ne sera plus reçu."
            )
        }
        Fill::Full => format!(
            "Le disque ne prend plus de fichiers\u{202f}: {percent}\u{202f}% est pris. La place qui reste est gardée pour les mots, les signatures et l’appel."
        ),
    }
}

/// On the home page of those who can do something about it.
pub fn warning(room: Room) -> Markup {
    let tone = if room.fill() == Fill::Full { Tone::Warning } else { Tone::Info };
    notice::notice(tone, html! { p { (state(room)) " " a href=(super::PATH) { "Voir ce qui prend de la place" } } })
}

/// For the list of settings.
pub fn summary(room: Room) -> String {
    format!("{} libres sur {}", french::bytes(room.free), french::bytes(room.whole))
}

/// Whose files they are, as the database names it.
pub fn room(kind: &str) -> &'static str {
    match kind {
        "documents" => "Documents",
        "blog" => "Blog",
        "messages" => "Messages",
        "words" => "Cahier de liaison",
        _ => "En préparation",
    }
}

/// A space of documents, as the database names it.
pub fn space(kind: &str, of: &str) -> String {
    match kind {
        "own" => of.to_owned(),
        "class" => format!("Classe {of}"),
        "hand_in" => format!("Casier {of}"),
        "staff" => "Salle des maîtres".to_owned(),
        _ => "Documents de l’école".to_owned(),
    }
}
