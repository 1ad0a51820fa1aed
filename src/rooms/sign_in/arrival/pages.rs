//! The notice on the home page: what came, from where, and the two answers.

use super::Arrival;
use crate::{
    base::{
        french,
        ui::{
            button, field,
            notice::{self, Tone},
        },
    },
    door::session::UNKNOWN_DEVICE,
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const OWN: &str = "Merci, c’est noté.";
pub const FOREIGN: &str =
    "Toutes les autres connexions à votre compte sont fermées. Changez maintenant votre phrase de passe.";
pub const WHICH: &str = "Cette connexion a déjà sa réponse. Vos appareils connectés sont ici.";

/// « Firefox sur Android », « un ordinateur partagé (Edge sur Windows) ».
pub fn whence(arrival: &Arrival) -> String {
    match (arrival.is_shared, arrival.device.as_str()) {
        (true, UNKNOWN_DEVICE) => "un ordinateur partagé".to_owned(),
        (true, device) => format!("un ordinateur partagé ({device})"),
        (false, UNKNOWN_DEVICE) => "un appareil inconnu".to_owned(),
        (false, device) => device.to_owned(),
    }
}

pub fn card(arrival: &Arrival, zone: &TimeZone) -> Markup {
    let at = arrival.at.zoned(zone);
    let about = format!("depuis {}", whence(arrival));
    let number = arrival.id.to_string();
    notice::notice(
        Tone::Warning,
        html! {
            h2 { "Nouvelle connexion à votre compte" }
            p { "Depuis " (whence(arrival)) ", " (french::day(at.date())) " à " (french::time(&at)) ". Était-ce vous ?" }
            div.rang {
                form method="post" action="/compte/connexions/moi" {
                    (field::hidden("connexion", &number))
                    (button::quiet("C’était moi").small().about(&about))
                }
                form method="post" action="/compte/connexions/pas-moi" {
                    (field::hidden("connexion", &number))
                    (button::danger("Ce n’était pas moi").small().about(&about))
                }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::clock::Instant;

    #[test]
    fn a_place_is_named_as_one_says_it() {
        let from =
            |device: &str, is_shared| whence(&Arrival { id: 1, device: device.to_owned(), is_shared, at: Instant(0) });
        assert_eq!(from("Firefox sur Android", false), "Firefox sur Android");
        assert_eq!(from("Edge sur Windows", true), "un ordinateur partagé (Edge sur Windows)");
        assert_eq!(from(UNKNOWN_DEVICE, true), "un ordinateur partagé");
        assert_eq!(from(UNKNOWN_DEVICE, false), "un appareil inconnu");
    }
}
