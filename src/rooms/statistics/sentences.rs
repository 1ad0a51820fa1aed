//! The names of what is counted: of a part, a way, a profile, a month.

use super::groups::LEAST;
use crate::{
    base::french,
    school::{how::How, sign_ins::Profile},
};
use jiff::civil::Date;

pub const CLASS: &str = "Classe";
pub const WAY: &str = "Par où";
pub const MONTH: &str = "Mois";
pub const ALL: &str = "Ensemble";
pub const ACTIVATED: &str = "Part avec un compte";
pub const ANSWERED: &str = "Part de réponses";
pub const WORDS: [&str; 3] = ["Lus", "Signés", "Sans réponse"];

pub const NO_WORD: &str =
    "Rien à montrer pour cette période : aucun mot n’a demandé de réponse, ou trop peu de familles sont concernées.";
pub const NO_WAY: &str = "Rien à montrer pour cette période : moins de cinq familles ont répondu.";
pub const NO_SIGN_IN: &str = "Rien à montrer pour l’instant : un mois s’ajoute quand il est fini, et seulement si assez de personnes sont concernées.";

/// Which side is too small to be told, and no number of it.
pub fn no_family(with: u64, without: u64) -> &'static str {
    if with < LEAST && without < LEAST {
        "Il y a trop peu de familles dans les classes de l’année pour en montrer quelque chose."
    } else if without < LEAST {
        "Presque toutes les familles ont un compte ouvert : il en manque moins de cinq."
    } else {
        "Moins de cinq familles ont un compte ouvert."
    }
}

pub fn families(tells_paper: bool) -> &'static [&'static str] {
    if tells_paper {
        &["Compte ouvert", "Pas encore", "Sur papier"]
    } else {
        &["Compte ouvert", "Pas encore ou sur papier"]
    }
}

pub fn way(how: How) -> &'static str {
    match how {
        How::Application => "dans Préau",
        How::OneTap => "par le lien d’une lettre",
        How::Mail => "en répondant à une lettre",
        How::Paper => "sur papier",
    }
}

pub fn profile(profile: Profile) -> &'static str {
    match profile {
        Profile::Direction => "direction",
        Profile::Teacher => "enseignants",
        Profile::Staff => "autres personnels",
        Profile::Guardian => "responsables",
        Profile::Pupil => "élèves",
    }
}

/// « novembre 2026 ».
pub fn month(month: Date) -> String {
    let day = french::date_year(month);
    day.split_once(' ').map_or(day.clone(), |(_, month)| month.to_owned())
}
