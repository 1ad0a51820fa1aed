//! The page of the spaces, and what was found by name.

use crate::{
    base::{
        error::Result,
        search::{Query, marked},
        ui::{Icon, icon, piece, search as ui},
    },
    door::{Cx, Page, found::Found},
    rooms::documents::{
        drive, path,
        sentences::{TITLE, rights, title},
    },
    school::{
        account::application,
        document::{Shelf, Space},
        permit::Ties,
    },
};
use maud::{Markup, html};

pub fn show(cx: &Cx, shelves: &[(Shelf, Ties)], query: &Query, found: &[Found]) -> Result<Page> {
    let viewer = cx.viewer()?;
    let is_pupil = viewer.pupil.is_some();
    let label = if is_pupil { "Le nom d’un document" } else { "Le nom d’un document ou d’un dossier" };
    let body = html! {
        h1 { (TITLE) }
        (ui::form(path::DOCUMENTS, label, query.typed(), false))
        @if !query.is_empty() { (answers(query, found)) }
        @else {
            ul.liste.espaces {
                @for (shelf, ties) in shelves {
                    (line(shelf, shelf.space_of(viewer.person), *ties, is_pupil))
                }
            }
            @if application::is_for(viewer) { p.doux { a href=(drive::HELP) { "Les ouvrir comme un disque, sur votre ordinateur ou votre tablette" } } }
        }
    };
    Ok(Page::narrow(TITLE, body))
}

fn line(shelf: &Shelf, space: Space, ties: Ties, is_pupil: bool) -> Markup {
    let symbol = match space {
        Space::Own(_) => Icon::UserRound,
        Space::Class(_) => Icon::GraduationCap,
        Space::Staff => Icon::Users,
        Space::School => Icon::School,
        Space::HandIn(_) => Icon::Upload,
    };
    let told = match space {
        Space::HandIn(_) if !ties.meets(Ties::SELF) && is_pupil => {
            "Tu y déposes un travail\u{202f}: seuls tes enseignants le voient.".to_owned()
        }
        Space::HandIn(_) if !ties.meets(Ties::SELF) => {
            "Vous y déposez un document\u{202f}: seuls les enseignants de la classe le voient.".to_owned()
        }
        _ => rights(shelf, space, is_pupil),
    };
    html! {
        li {
            a href=(path::space(space)) {
                (icon(symbol))
                span { strong { (title(shelf, space)) } br; span.doux { (told) } }
                (icon(Icon::ChevronRight))
            }
        }
    }
}

fn answers(query: &Query, found: &[Found]) -> Markup {
    html! {
        @if found.is_empty() {
            (piece::empty_state(&format!("Rien pour «\u{202f}{}\u{202f}»", query.typed()),
                "On cherche dans les noms des documents que vous pouvez lire. Essayez avec le début d’un mot.",
                html! { a href=(path::DOCUMENTS) { "Revenir aux documents" } }))
        } @else {
            ul.liste.trouves {
                @for one in found {
                    li { a href=(one.href) {
                        span { strong translate="no" { (piece::marked(&marked(&one.title, query))) } br; span.doux { (one.about) } }
                        (icon(Icon::ChevronRight))
                    } }
                }
            }
            p { a href=(path::DOCUMENTS) { "Revenir aux documents" } }
        }
    }
}
