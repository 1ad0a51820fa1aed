//! The sentence under the recipients.

use super::{Received, store::Waiting};
use crate::{
    base::{
        french,
        ui::notice::{self, Tone},
    },
    rooms::liaison::path,
};
use maud::{Markup, html};

/// From so many on it is worth a thought.
const MANY: usize = 3;

pub fn budget(received: Option<Received>, waiting: Option<&Waiting>) -> Markup {
    html! {
        @if let Some(received) = received {
            @let said = sentence(&received);
            @if received.usual >= MANY { (notice::notice(Tone::Info, html! { p { (said) } })) }
            @else { p.indice { (said) } }
        }
        @if let Some(waiting) = waiting {
            (notice::notice(Tone::Info, html! {
                p { strong { (waiting.title) } " attend déjà de partir aux mêmes familles. "
                    a href=(path::of(waiting.note, "modifier")) { "Ajouter à ce mot" } }
            }))
        }
    }
}

/// « Ces familles ont déjà reçu 3 mots cette semaine ; jusqu’à 5 pour l’une d’elles. »
fn sentence(received: &Received) -> String {
    let &Received { usual, most, with_most, families } = received;
    let words = |n: usize| french::count(n, "mot", "mots");
    let whose = if families == 1 { "Cette famille a déjà reçu" } else { "Ces familles ont déjà reçu" };
    match (usual, most) {
        (_, 0) if families == 1 => "Cette famille n’a reçu aucun mot cette semaine.".to_owned(),
        (_, 0) => "Ces familles n’ont reçu aucun mot cette semaine.".to_owned(),
        (usual, most) if usual == most => format!("{whose} {} cette semaine.", words(usual)),
        (0, most) => format!(
            "La plupart de ces familles n’ont reçu aucun mot cette semaine ; jusqu’à {} pour {}.",
            words(most),
            some(with_most)
        ),
        (usual, most) => format!("{whose} {} cette semaine ; jusqu’à {most} pour {}.", words(usual), some(with_most)),
    }
}

fn some(families: usize) -> String {
    if families == 1 { "l’une d’elles".to_owned() } else { format!("{families} d’entre elles") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_told_as_people_say_it() {
        let said = |usual, most, with_most, families| {
            sentence(&Received { usual, most, with_most, families }).replace('\u{a0}', " ")
        };
        assert_eq!(
            said(3, 5, 1, 20),
            "Ces familles ont déjà reçu 3 mots cette semaine ; jusqu’à 5 pour l’une d’elles."
        );
        assert_eq!(said(1, 1, 2, 2), "Ces familles ont déjà reçu 1 mot cette semaine.");
        assert_eq!(said(2, 2, 1, 1), "Cette famille a déjà reçu 2 mots cette semaine.");
        assert_eq!(said(0, 0, 9, 9), "Ces familles n’ont reçu aucun mot cette semaine.");
        assert!(said(0, 2, 3, 20).contains("jusqu’à 2 mots pour 3 d’entre elles"));
    }
}
