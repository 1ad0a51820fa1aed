//! What tells the owner that the account is closed, or open again.

use crate::{
    base::{
        french,
        mail::{self, Letter},
    },
    school::{account::Owner, settings::Facts},
};
use jiff::civil::Date;

#[derive(Clone, Copy)]
pub enum Event {
    Closed,
    Reopened { is_activated: bool },
}

/// None without an address.
pub fn letter(school: &Facts, owner: &Owner, event: Event, today: Date) -> Option<Letter> {
    let (name, day) = (&school.name, french::day_year(today));
    let (subject, what, next) = match event {
        Event::Closed => (
            "votre compte est fermé",
            format!(
                "La direction de {name} a fermé votre compte le {day}. Vous ne pouvez plus vous connecter, et vos appareils sont déconnectés."
            ),
            "Ce que vous avez écrit et signé est gardé. Si vous pensez que c’est une erreur, adressez-vous à la direction de l’école.",
        ),
        Event::Reopened { is_activated } => (
            "votre compte est rouvert",
            format!("La direction de {name} a rouvert votre compte le {day}."),
            match is_activated {
                true => "Connectez-vous avec le même identifiant et la même phrase de passe qu’avant.",
                false => "Vous ne l’aviez pas encore activé : demandez une nouvelle fiche de connexion à l’école.",
            },
        ),
    };
    mail::is_address(&owner.email).then(|| Letter {
        to: owner.email.clone(),
        kind: "compte",
        subject: format!("{name} : {subject}"),
        text: format!("Bonjour {},\n\n{what}\n\n{next}\n\n{name}\n", owner.first_name),
        ..Letter::default()
    })
}
