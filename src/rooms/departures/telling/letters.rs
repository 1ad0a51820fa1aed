//! What these letters say.

use crate::{
    base::{french, mail::Letter},
    school::{
        departure::{Departure, OWN_DATA, Part},
        settings::Facts,
    },
};
use jiff::civil::Date;

pub fn letter(school: &Facts, one: &Departure, today: Date, again: bool) -> Letter {
    let (name, until) = (&school.name, french::day_year(one.erase_on));
    let why = match one.part {
        Part::Staff => format!("Votre mission à {name} s’est terminée."),
        _ => format!("Vous n’avez plus d’enfant à {name}."),
    };
    let subject = match again {
        true => format!("{name} : vos données s’effacent {}", french::until(one.erase_on, today)),
        false => format!("{name} : votre compte se ferme le {}", french::date_year(one.erase_on)),
    };
    let way = match school.address_from_home() {
        Some(address) => format!("Reprenez ce qui vous concerne ici : {address}{OWN_DATA}"),
        None => "Reprenez ce qui vous concerne depuis l’école, à la page « Mes données » de votre compte.".to_owned(),
    };
    let text = format!(
        "Bonjour {},\n\n{why} Jusqu’au {until}, votre compte reste ouvert et vous pouvez tout relire.\n\n{way}\n\nCe jour-là, votre compte et tout ce qui vous nomme sont effacés pour de bon. Si c’est une erreur, dites-le à la direction de l’école : elle peut l’arrêter jusque-là.\n\n{name}\n",
        one.first_name
    );
    Letter {
        to: one.email.clone(),
        kind: "depart",
        subject,
        text,
        person: Some(one.person.number()),
        is_calm: true,
        ..Letter::default()
    }
}
