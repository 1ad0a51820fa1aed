//! What these letters say.

use crate::{
    base::{french, mail::Letter},
    school::{
        departure::{Departure, OWN_DATA, Part, Reached},
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
    let way = way(school);
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

/// To an adult who stays here for another child.
pub fn of_child(school: &Facts, child: &Departure, to: &Reached) -> Letter {
    let (name, first_name, until) = (&school.name, &child.first_name, french::day_year(child.erase_on));
    let text = format!(
        "Bonjour {},\n\n{first_name} a quitté {name}. Jusqu’au {until}, vous pouvez relire tout ce qui concerne votre enfant.\n\n{}\n\nCe jour-là, tout ce qui nomme {first_name} est effacé pour de bon, et les photos où l’on reconnaît votre enfant aussi. Rien ne change pour vos autres enfants. Si c’est une erreur, dites-le à la direction de l’école.\n\n{name}\n",
        to.first_name,
        way(school)
    );
    Letter {
        to: to.email.clone(),
        kind: "depart",
        subject: format!(
            "{name} : les données {} s’effacent le {}",
            french::de(first_name),
            french::date_year(child.erase_on)
        ),
        text,
        person: Some(to.person.number()),
        is_calm: true,
        ..Letter::default()
    }
}

fn way(school: &Facts) -> String {
    match school.address_from_home() {
        Some(address) => format!("Reprenez ce qui vous concerne ici : {address}{OWN_DATA}"),
        None => "Reprenez ce qui vous concerne depuis l’école, à la page « Mes données » de votre compte.".to_owned(),
    }
}
