//! What tells the direction that room runs short.

use super::pages;
use crate::base::{
    disk::{Fill, Room},
    mail::Letter,
};

pub fn short_of_room(school: &str, to: &str, room: Room) -> Letter {
    let subject = match room.fill() {
        Fill::Full => "le disque ne prend plus de fichiers",
        _ => "le disque se remplit",
    };
    let text = format!(
        "Bonjour,\n\n{}\n\n{}\n\nCe qui prend de la place est montré dans « Réglages », puis « Disque ».\n\n{school}\n",
        pages::state(room),
        pages::WHAT_TO_DO
    );
    Letter { to: to.to_owned(), kind: "disque", subject: format!("{school} : {subject}"), text, ..Letter::default() }
}
