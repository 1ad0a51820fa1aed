//! What tells the owner of an account that a new way in was printed.

use crate::base::mail::{self, Letter};

/// None without an address.
pub fn slip_drawn(school: &str, to: &str, name: &str, when: &str) -> Option<Letter> {
    mail::is_address(to).then(|| Letter {
        to: to.to_owned(),
        kind: "compte",
        subject: format!("{school} : une nouvelle fiche de connexion"),
        text: format!(
            "Bonjour {name},\n\nLa direction de {school} a imprimé {when} une nouvelle fiche de connexion à votre nom.\n\n\
             Tant que vous ne vous en servez pas, rien ne change : votre phrase de passe reste la même.\n\
             Si vous ne l’avez pas demandée, dites-le à la direction.\n\n{school}\n"
        ),
        ..Letter::default()
    })
}

/// A teacher showed a way in at the gate. None without an address.
pub fn rescue_shown(school: &str, to: &str, name: &str, when: &str, device: &str) -> Option<Letter> {
    mail::is_address(to).then(|| Letter {
        to: to.to_owned(),
        kind: "compte",
        subject: format!("{school} : un code de dépannage pour votre compte"),
        text: format!(
            "Bonjour {name},\n\nQuelqu’un de l’équipe de {school} a montré à l’école, {when}, un code qui permet de choisir une nouvelle phrase de passe pour votre compte ({device}).\n\n\
             Si vous étiez là, il n’y a rien à faire.\n\
             Sinon, prévenez tout de suite la direction de l’école.\n\n{school}\n"
        ),
        ..Letter::default()
    })
}
