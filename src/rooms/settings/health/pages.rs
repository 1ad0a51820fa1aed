//! The findings, the worst first.

use super::{Finding, State, sentences};
use crate::{
    base::{
        log::store::Errors,
        ui::{
            button,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::Page,
};
use maud::{Markup, html};

pub const TITLE: &str = "Santé de la boîte";
/// For the list of settings: nothing is looked at for it.
pub const SUMMARY: &str = "Horloge, disque, certificat, e-mails";
pub const READ: &str = "C’est noté\u{202f}: les prochaines erreurs se verront.";

pub fn index(found: &[Finding], errors: Errors) -> Page {
    let (well, amiss): (Vec<_>, Vec<_>) = found.iter().partition(|finding| finding.state == State::Well);
    let tone = match found.first().map(|finding| finding.state) {
        Some(State::Wrong) => Tone::Fault,
        Some(State::Watch) => Tone::Info,
        _ => Tone::Done,
    };
    Page::narrow(
        TITLE,
        html! {
            (page::crumbs(&[("Réglages", "/reglages")], TITLE))
            h1 { (TITLE) }
            (notice::notice(tone, html! { p { (sentences::summary(found)) } }))
            @for finding in amiss { (to_mend(finding, errors)) }
            @if !well.is_empty() {
                h2 { "Ce qui va bien" }
                (piece::facts(well.iter().map(|finding| (finding.title, html! { (finding.says) }))))
            }
            p.doux { "La même liste s’obtient sur la machine, pour qui la tient\u{202f}: " code.code { "preau doctor" } "." }
        },
    )
}

fn to_mend(finding: &Finding, errors: Errors) -> Markup {
    html! {
        section.carte {
            h2 { (finding.title) }
            p {
                @if finding.state == State::Wrong { (piece::late("À régler")) } @else { (piece::tag("À surveiller")) }
            }
            p { (finding.says) }
            @if let Some(todo) = &finding.todo { p { (todo) } }
            @if finding.topic == sentences::ERRORS {
                form method="post" action=(super::ERRORS) {
                    input type="hidden" name="erreurs" value=(errors.counted);
                    (button::quiet("C’est vu"))
                }
            }
        }
    }
}
