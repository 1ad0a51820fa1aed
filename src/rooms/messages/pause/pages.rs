//! The pause, and the line that says it stands.

use super::PATH;
use crate::{
    base::{
        french,
        ui::{
            button,
            choice::{self, choice},
            field,
            notice::{self, Tone},
            page,
        },
    },
    door::{Draft, Page},
    rooms::messages::{pages::TITLE as ABOVE, path},
    school::correspondence::{pause::Pause, sentences::ready_answer},
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};

pub const TAKEN: &str = "Votre pause est enregistrée. Elle s’arrêtera toute seule.";
pub const ENDED: &str = "Votre pause est finie : vos messages arrivent de nouveau.";
pub const PAST: &str = "Ce jour est passé.";
pub const TOO_LONG: &str = "Une pause dure quatre mois au plus. Pour une absence plus longue, voyez avec la direction.";
const TITLE: &str = "Pause des messages";

pub fn show(draft: &Draft, standing: Option<&Pause>, today: Date) -> Page {
    let title = TITLE;
    let main = html! {
        (page::crumbs(&[(ABOVE, path::LIST)], title))
        h1 { (title) }
        p { "Congé, formation, temps partiel : dites que vous ne lisez pas vos messages. Qui vous écrit le sait avant d’envoyer. Vous pouvez toujours lire et écrire." }
        @if let Some(pause) = standing {
            (notice::notice(Tone::Info, html! { p { (said(pause, today)) } (button::post_button(&format!("{PATH}/fin"), button::quiet("Arrêter la pause").small())) }))
        }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        form.pile method="post" action=(PATH) {
            (field::date("du", "Premier jour").typed(draft.typed("du")).required())
            (field::date("jusquau", "Dernier jour").typed(draft.typed("jusquau")).required())
            (choice::checkbox("attendre", "oui", "Me remettre les messages à mon retour").typed(draft.typed("attendre"))
                .hint("Ce qu’on n’écrit qu’à vous attend le lendemain du dernier jour. Sans cela, tout arrive comme d’habitude."))
            (choice::radios("reponse", "Réponse automatique", vec![
                choice("prete", "Le texte tout prêt").hint(format!("«\u{202f}{}\u{202f}»", ready_answer(until(draft, today)))),
                choice("sienne", "Mon propre texte"),
                choice("aucune", "Aucune réponse"),
            ]).typed(draft.typed("reponse")).hint("Envoyée une seule fois à chaque personne dont un message vous arrive pendant la pause."))
            div.selon.du-texte { (field::textarea("texte", "Mon texte").typed(draft.typed("texte"))) }
            (button::primary(if standing.is_some() { "Changer la pause" } else { "Prendre cette pause" }))
        }
    };
    Page::narrow(title, main)
}

/// The last day as it is chosen on the page.
fn until(draft: &Draft, today: Date) -> Date {
    draft.fields.get("jusquau").parse().unwrap_or(today)
}

/// « Vous ne lisez pas vos messages jusqu’au lundi 4 janvier. »
fn said(pause: &Pause, today: Date) -> String {
    let until = french::day(pause.until_on);
    if pause.is_on(today) {
        format!("Vous êtes en pause jusqu’au {until}.")
    } else {
        format!("Vous serez en pause du {} au {until}.", french::day(pause.from_on))
    }
}

pub fn standing(pause: &Pause, today: Date) -> Markup {
    notice::notice(Tone::Info, html! { p { (said(pause, today)) " " a href=(PATH) { "Changer ou arrêter" } } })
}

pub fn way() -> Markup {
    html! { p.ecran { a href=(PATH) { "Faire une pause des messages" } } }
}

pub fn filled(draft: &Draft, standing: Option<&Pause>, today: Date) -> Draft {
    let next_week = today.saturating_add(7.days());
    let (from, until) = standing.map_or((today, next_week), |pause| (pause.from_on, pause.until_on));
    let answer = standing.map_or("prete", |pause| match &*pause.answer {
        "" => "aucune",
        text if text == ready_answer(pause.until_on) => "prete",
        _ => "sienne",
    });
    let own = standing.filter(|_| answer == "sienne").map_or("", |pause| &*pause.answer);
    let holds = if standing.is_some_and(|pause| pause.holds) { "oui" } else { "" };
    draft.or_standing(&[
        ("du", &from.to_string()),
        ("jusquau", &until.to_string()),
        ("attendre", holds),
        ("reponse", answer),
        ("texte", own),
    ])
}
