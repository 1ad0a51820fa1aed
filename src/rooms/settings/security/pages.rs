//! The choice, with what it will do to whom.

use crate::{
    base::{
        clock::Instant,
        french,
        ui::{
            Icon, button, choice,
            notice::{self, Tone},
            page, piece,
        },
    },
    door::{Draft, Page},
    school::account::second_factor::{Member, Requirement, Whom},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const SAVED: &str = "C’est enregistré.";
pub const YOURS_FIRST: &str = "Activez d’abord la vôtre, depuis « Mon compte » : sinon vous resteriez dehors.";
const TITLE: &str = "Sécurité des comptes";

pub fn show(
    draft: &Draft,
    standing: Requirement,
    has_own: bool,
    members: &[Member],
    (now, zone): (Instant, &TimeZone),
) -> Page {
    let main = html! {
        (page::crumbs(&[("Réglages", "/reglages")], TITLE))
        h1 { (TITLE) }
        p { "Avec la connexion en deux étapes, un code du téléphone est demandé après la phrase de passe. Chacun peut l’activer depuis « Mon compte » ; ici, vous pouvez la demander à votre équipe." }
        @if !has_own {
            (notice::notice(Tone::Info, html! { p { "Avant de la demander, activez la vôtre. " a href="/compte/deux-etapes" { "Ajouter mon téléphone" } } }))
        }
        (notice::faults(draft.faults.iter().map(|(name, said)| (*name, said.as_str()))))
        form.pile method="post" action="/reglages/securite" {
            (choice::radios("qui", "Qui doit l’utiliser ?", vec![
                choice::choice(Whom::Nobody.as_str(), "Personne n’y est obligé"),
                choice::choice(Whom::Direction.as_str(), "La direction"),
                choice::choice(Whom::Staff.as_str(), "Toute l’équipe").hint("Enseignants, remplaçants, ATSEM, AESH, périscolaire, mairie, technicien. Jamais les familles."),
            ]).typed(draft.typed("qui")).required())
            (choice::radios("delai", "À partir de quand ?", vec![
                choice::choice("7", "Dans sept jours").hint("D’ici là, un rappel sur leur page d’accueil."),
                choice::choice("0", "Tout de suite").hint("À la prochaine page, qui n’a pas de code devra d’abord ajouter son téléphone."),
            ]).typed(draft.typed("delai")))
            (button::primary("Enregistrer"))
        }
        @if standing.of != Whom::Nobody && !standing.is_due(now) {
            p.doux { "Votre choix comptera à partir du " (french::day_year(standing.from.date(zone))) "." }
        }
        (who_has_it(members))
        (piece::details_of("Et si quelqu’un perd son téléphone ?", html! {
            p { "Ses codes de secours remplacent le téléphone. S’ils sont perdus aussi, ouvrez sa page dans « L’école » : un bouton réinitialise cette étape." }
            p { "Si vous êtes seul·e à la direction, qui tient la boîte peut le faire pour vous : " code { "preau user second-factor" } "." }
        }))
    };
    Page::narrow(TITLE, main)
}

/// For the list of settings.
pub fn summary(standing: Requirement) -> &'static str {
    match standing.of {
        Whom::Nobody => "Connexion en deux étapes : au choix de chacun",
        Whom::Direction => "Connexion en deux étapes : demandée à la direction",
        Whom::Staff => "Connexion en deux étapes : demandée à toute l’équipe",
    }
}

fn who_has_it(members: &[Member]) -> Markup {
    let (with, without): (Vec<_>, Vec<_>) = members.iter().partition(|member| member.has_it);
    html! {
        h2 { "Dans l’équipe" }
        p {
            @if with.is_empty() { "Personne ne l’a encore activée." }
            @else { (french::count(with.len(), "personne l’a activée", "personnes l’ont activée")) ", sur " (members.len()) " dont le compte est ouvert." }
        }
        @if !without.is_empty() {
            (piece::details_of("Qui ne l’a pas encore", html! {
                ul { @for member in &without { li { (piece::person(&member.name)) @if member.is_director { " (direction)" } } } }
            }))
        } @else if !members.is_empty() { p.fait { (crate::base::ui::icon(Icon::Check)) "Tout le monde l’a." } }
    }
}
