//! An address that refuses letters, said to the director and to its owner in the same words.

use super::{
    button,
    notice::{Tone, notice},
};
use crate::base::{clock::Instant, french, mail::refusals::Refused};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const RETRIED: &str = "La prochaine lettre y sera envoyée.";

/// `correct`: where the address is changed. `retry`: where « Réessayer » goes.
pub fn notice_of(refused: &Refused, zone: &TimeZone, correct: &str, retry: &str) -> Markup {
    let day = |at: Instant| french::date_year(at.date(zone));
    let body = match refused.stopped {
        Some(since) => html! {
            p {
                "L’adresse " span translate="no" { (refused.address) } " refuse les lettres de l’école depuis le " (day(since))
                " : plus rien n’y est envoyé."
            }
            (answer(refused))
            p { "Corrigez l’adresse. Si elle est juste, réessayez." }
            div.actions {
                (button::link("Corriger l’adresse", correct).quiet().small())
                (button::post_button(retry, button::quiet("Réessayer").small()))
            }
        },
        None => html! {
            p {
                "Une lettre n’est pas arrivée à " span translate="no" { (refused.address) } " le " (day(refused.last))
                @if refused.times > 1 { " (" (refused.times) " fois de suite)" }
                " : boîte pleine ou filtre, le plus souvent. Les suivantes partiront quand même."
            }
            (answer(refused))
        },
    };
    notice(Tone::Warning, body)
}

/// The server's own words, whatever their language.
pub fn answer(refused: &Refused) -> Markup {
    html! { p.doux { "Réponse reçue : « " span lang="en" translate="no" { (refused.said) } " »" } }
}
