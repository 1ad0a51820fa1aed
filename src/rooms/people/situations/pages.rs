//! The list of special situations on the screen and on paper.

use super::{Line, Situation, forms::PUPIL};
use crate::{
    base::{
        french,
        ui::{Icon, button, field, notice, notice::Tone, page, piece},
    },
    door::Page,
    rooms::people::{
        list::{Asked, Cut},
        pages::{day, pager, search},
        path,
        ties::words,
    },
    school::guardianship::{Authority, Kind, Look},
};
use jiff::civil::Date;
use maud::{Markup, html};

pub const VERIFIED: &str = "C’est noté : ces fiches de connexion peuvent s’imprimer, à remettre en main propre.";

const TITLE: &str = "Situations particulières";
const VERIFY: &str = "/ecole/situations/verifiees";

pub fn situations(asked: &Asked, cut: &Cut<Situation>, waiting: usize, today: Date) -> Page {
    let (to_look_at, noted): (Vec<&Situation>, Vec<&Situation>) =
        cut.lines.iter().partition(|situation| situation.waits());
    Page::new(
        TITLE,
        html! {
            (page::crumbs(&[("L’école", "/ecole")], TITLE))
            div.rang.bouts { h1 { (TITLE) } @if cut.total > 0 { (button::print("Imprimer la liste")) } }
            @if cut.lines.is_empty() && asked.name.is_empty() { (empty()) }
            @else {
                p { "Ce qui sort de l’ordinaire entre un enfant et ses adultes. Réservé à la direction : ne laissez pas cette page à l’écran." }
                @if waiting > 0 {
                    (notice::notice(Tone::Warning, html! {
                        p { strong { (french::count(waiting, "situation à regarder", "situations à regarder")) } " : d’ici là, pas de fiche de connexion pour les adultes concernés." }
                    }))
                }
                div.ecran { (search(path::SITUATIONS, "Chercher un enfant ou un adulte", &asked.name, "")) }
                @if cut.lines.is_empty() { p { "Personne ne correspond." } }
                @if !to_look_at.is_empty() {
                    h2 { "À regarder" }
                    @for situation in &to_look_at { (card_of(situation, today)) }
                    (all_verified(&to_look_at))
                }
                @if !noted.is_empty() {
                    h2 { "Notées" }
                    @for situation in &noted { (card_of(situation, today)) }
                }
                (pager(path::SITUATIONS, "", &asked.name, cut.page, cut.pages))
            }
        },
    )
}

/// On the home page.
pub fn card(waiting: i64) -> Markup {
    piece::card(html! {
        h2 { (french::count(waiting, "situation à regarder", "situations à regarder")) }
        p { "Un troisième adulte, deux foyers, un organisme… Les fiches de connexion de ces familles attendent." }
        div.rang { (button::link("Regarder", path::SITUATIONS).about(TITLE)) }
    })
}

fn empty() -> Markup {
    piece::empty_state(
        "Rien de particulier",
        "Ici se rangent les deux foyers, un troisième adulte, un organisme, une autorité parentale retirée ou restreinte. Tout se note depuis la page de l’enfant.",
        html! { (button::link("Les élèves", "/ecole/eleves").icon(Icon::Users)) },
    )
}

fn card_of(situation: &Situation, today: Date) -> Markup {
    let Some(first) = situation.lines.first() else { return html! {} };
    html! {
        section.carte {
            div.rang.bouts {
                h3 { a href=(path::pupil(situation.pupil)) translate="no" { (first.pupil) } @if !first.class_name.is_empty() { " " span.doux { (first.class_name) } } }
                @if situation.waits() { (piece::tag_waits("À regarder")) }
            }
            ul.liste { @for line in &situation.lines { (tie(line, today)) } }
            @if situation.is_of_two_homes() {
                form.sans-papier method="post" action=(VERIFY) {
                    (button::quiet("Rien à changer, j’ai vérifié").small().icon(Icon::Check).sends(PUPIL, situation.pupil.to_string()).about(format!("pour {}", first.pupil)))
                }
            }
        }
    }
}

fn tie(line: &Line, today: Date) -> Markup {
    let facts = &line.tie.facts;
    let label = if facts.awaits_look() { "Regarder" } else { "Voir le lien" };
    html! {
        li {
            span {
                strong translate="no" { (line.guardian) } " · " (line.tie.kind.title())
                @if let Some(authority) = authority(line) { ", " (authority) }
                @if facts.awaits_look() { br; (words::reason(&line.tie.needs_look)) }
                @if facts.look == Look::HoldsSlip && !line.home.is_empty() { br; span translate="no" { (line.home) } }
                br; span.doux { (words::given(&line.tie, today)) @if let Some(document) = document(line) { " " (document) } }
            }
            (button::link(label, path::tie(line.tie.id)).quiet().small().about(format!("{} et {}", line.guardian, line.pupil)))
        }
    }
}

/// Where it is not the usual one, and what the adult is to the child does not say it already.
fn authority(line: &Line) -> Option<String> {
    let facts = &line.tie.facts;
    let says = match (facts.authority, line.tie.kind) {
        (Authority::Exercises, _) | (Authority::ThirdParty, Kind::Relative | Kind::Organisation) => false,
        _ => facts.look != Look::HoldsAll,
    };
    says.then(|| facts.authority.title().to_lowercase())
}

/// The judgment behind it. A restriction is never refused for want of its date, but the date is asked for.
fn document(line: &Line) -> Option<String> {
    match (line.tie.document_on, line.tie.facts.restricted_on) {
        (Some(date), _) => Some(format!("Document du {}.", day(date))),
        (None, Some(_)) => Some("Date du document à compléter.".to_owned()),
        (None, None) => None,
    }
}

/// For a busy director: one tap for all those of this page.
fn all_verified(situations: &[&Situation]) -> Markup {
    let two_homes: Vec<_> = situations.iter().filter(|situation| situation.is_of_two_homes()).collect();
    let count = two_homes.len();
    html! {
        @if count > 1 {
            form.sans-papier method="post" action=(VERIFY) {
                @for situation in &two_homes { (field::hidden(PUPIL, &situation.pupil.to_string())) }
                (button::quiet(format!("J’ai vérifié les deux foyers de ces {count} enfants : rien à changer")).icon(Icon::Check)
                    .confirm(format!("Avez-vous bien vérifié la situation de ces {count} enfants ? Leurs fiches pourront s’imprimer.")))
            }
        }
    }
}
