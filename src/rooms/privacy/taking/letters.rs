//! The letter that says that it is ready. It carries nothing of it, and no link that opens it.

use super::{KEPT_DAYS, What};
use crate::{base::mail::Letter, school::settings::Facts};

pub fn ready(school: &Facts, what: What, first_name: &str, to: &str) -> Letter {
    let name = &school.name;
    let (subject, of, place) = match what {
        What::Own => ("vos données sont prêtes", "Vos données sont prêtes", "« Mes données » dans votre compte"),
        What::School => (
            "les données de l’école sont prêtes",
            "Les données de l’école sont prêtes",
            "« Emporter toute l’école » dans les réglages",
        ),
    };
    Letter {
        to: to.to_owned(),
        kind: "compte",
        subject: format!("{name} : {subject}"),
        text: format!(
            "Bonjour {first_name},\n\n{of} : connectez-vous comme d’habitude, puis ouvrez {place}. \
             Votre phrase de passe vous sera demandée encore une fois. Le fichier reste là {KEPT_DAYS} jours.\n\n\
             Si vous n’avez rien demandé, prévenez tout de suite la direction de l’école.\n\n{name}\n"
        ),
        ..Letter::default()
    }
}
