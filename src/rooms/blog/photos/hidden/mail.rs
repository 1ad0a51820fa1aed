//! The letter that tells a teacher of photos hidden by themselves.

use super::store::Reader;
use crate::{
    base::{
        french,
        mail::{Body, Letter},
    },
    rooms::blog::photos::path,
};

/// It names no child: a letter goes through many hands.
pub fn letter(school: &str, to: &Reader, title: &str, hidden: usize, address: Option<&str>) -> Letter {
    let many = french::count(hidden as i64, "photo", "photos");
    let is = if hidden == 1 { "n’est plus montrée" } else { "ne sont plus montrées" };
    let body = Body::new(school)
        .paragraph(&format!("Bonjour {},", to.name))
        .paragraph(&format!(
            "{many} de l’article « {title} » {is} aux familles : un accord a été retiré. C’est déjà fait, vous n’avez rien à faire dans l’urgence."
        ))
        .paragraph("Vous pouvez flouter un visage, garder la photo pour les familles des enfants qui sont dessus, ou la laisser de côté.");
    let body = match address {
        Some(address) => body.button("Voir les photos masquées", &format!("{address}{}", path::HIDDEN)),
        None => body.paragraph("Vous les trouverez à l’école, dans le blog, à « Photos masquées »."),
    };
    let letter = body.finish(&to.email, "photos_masquees", format!("{school} : des photos ne sont plus montrées"));
    Letter { person: Some(to.person.number()), is_calm: true, ..letter }
}
