//! What tells the owner that somebody came in.

use super::{Arrival, pages};
use crate::{
    base::mail::{self, Letter},
    rooms::sign_in::pages::when,
    school::{account::Owner, settings::Facts},
};

/// None without an address.
pub fn came(school: &Facts, owner: &Owner, arrival: &Arrival) -> Option<Letter> {
    let name = &school.name;
    let text = format!(
        "Bonjour {},\n\nNouvelle connexion à votre compte depuis {}, {}.\n\n\
         Si c’était vous, il n’y a rien à faire.\n\
         Si ce n’était pas vous : ouvrez Préau sur votre appareil, répondez « Ce n’était pas moi », puis changez votre phrase de passe. \
         Si vous ne pouvez pas entrer, prévenez tout de suite la direction de l’école.\n\n{name}\n",
        owner.first_name,
        pages::whence(arrival),
        when(arrival.at, &school.zone_of_time()),
    );
    mail::is_address(&owner.email).then(|| Letter {
        to: owner.email.clone(),
        kind: "compte",
        subject: format!("{name} : nouvelle connexion à votre compte"),
        text,
        ..Letter::default()
    })
}
