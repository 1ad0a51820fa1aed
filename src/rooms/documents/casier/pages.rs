//! The pages of a casier.

use super::MOST;
use crate::{
    base::{
        clock::Instant,
        db::Id,
        error::Result,
        french,
        ui::{
            Icon, button, icon,
            page::crumbs,
            piece,
            uploader::{self, Uploader},
        },
    },
    door::{Cx, Page},
    rooms::documents::{folder::pages::symbol, path, sentences},
    school::{
        Class,
        document::{
            Shelf, Space,
            handing_in::{Deposit, Receipt, Row},
            policy::{Casier, HandIn},
        },
        permit::May,
    },
};
use maud::{Markup, html};

pub const FULL: &str = "Ce casier a déjà beaucoup de vos documents\u{202f}: attendez que l’enseignant l’ait vidé.";
pub const EMPTIED: &str = "Le casier est vide. Tout est dans la corbeille, pour 30 jours.";

pub fn home(class: Id<Class>) -> String {
    path::space(Space::HandIn(class))
}

pub fn slot_href(slot: &May<HandIn>) -> String {
    path::slot(slot.class, slot.pupil)
}

/// By pupil, for the teacher.
pub fn open(cx: &Cx, casier: &Casier, rows: &[Row]) -> Page {
    let title = format!("Casier {}", casier.name);
    let (given, missing): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| !row.deposits.is_empty());
    let body = html! {
        (crumbs(&[(sentences::TITLE, path::DOCUMENTS)], &title))
        h1 { (title) }
        p.doux { "Les familles et les élèves y déposent. Seuls les enseignants de la classe voient ce qui est déposé." }
        @if given.is_empty() {
            (piece::empty_state("Personne n’a encore déposé", "Les familles et les élèves de la classe trouvent ce casier dans leurs documents.",
                html! { (button::link("Corbeille", path::of(Space::HandIn(casier.class), "corbeille")).quiet().small()) }))
        } @else {
            p { (piece::gauge(given.len() as u32, rows.len() as u32, "")) " " strong { (given.len()) " sur " (french::count(rows.len() as i64, "élève", "élèves")) } }
            div.rang.ecran {
                (button::link("Tout télécharger", path::casier(casier.class, "archive")).icon(Icon::Download))
                (button::link("Vider le casier", path::casier(casier.class, "vider")).quiet().small())
                (button::link("Corbeille", path::of(Space::HandIn(casier.class), "corbeille")).quiet().small().icon(Icon::Trash2))
            }
            @for row in &given {
                section {
                    h2 translate="no" { (row.first_name) " " (row.last_name) }
                    ul.liste { @for one in &row.deposits { (deposit(cx, one)) } }
                }
            }
            @if !missing.is_empty() {
                h2 { "N’ont rien déposé" }
                p translate="no" { (french::list(&missing.iter().map(|row| format!("{} {}", row.first_name, row.last_name)).collect::<Vec<_>>())) }
            }
        }
    };
    Page::new(title, body)
}

fn deposit(cx: &Cx, one: &Deposit) -> Markup {
    html! {
        li.document {
            a href=(path::file(one.id)) {
                (icon(symbol(false, &one.media_type)))
                span {
                    strong translate="no" { (one.name) } br;
                    span.doux {
                        (french::bytes(one.bytes)) " · " (minute(cx, one.at))
                        @if let Some(who) = &one.by { " · " span translate="no" { (who.name) } }
                    }
                }
            }
        }
    }
}

/// « mardi 17 novembre 2026 à 16 h 05 ».
fn minute(cx: &Cx, at: Instant) -> String {
    let zoned = at.zoned(&cx.zone);
    format!("{} à {}", french::day_year(zoned.date()), french::time(zoned.time()))
}

/// For which of one's children.
pub fn choose(shelf: &Shelf, slots: &[May<HandIn>]) -> Page {
    let title = format!("Casier {}", shelf.class_name);
    let body = html! {
        (crumbs(&[(sentences::TITLE, path::DOCUMENTS)], &title))
        h1 { (title) }
        p { "Pour qui déposez-vous\u{202f}?" }
        ul.liste {
            @for slot in slots { li { a href=(slot_href(slot)) { span translate="no" { (slot.first_name) } (icon(Icon::ChevronRight)) } } }
        }
    };
    Page::narrow(title, body)
}

pub fn slot(cx: &Cx, slot: &May<HandIn>, receipts: &[Receipt]) -> Result<Page> {
    let viewer = cx.viewer()?;
    let is_pupil = viewer.pupil.is_some();
    let title = format!("Casier {}", slot.class_name);
    let action = format!("{}/envois", path::slot(slot.class, slot.pupil));
    let form = Uploader {
        action: &action,
        person: viewer.person.number(),
        label: if is_pupil { "Tes fichiers" } else { "Vos fichiers" },
        hint: "Plusieurs à la fois, jusqu’à 500\u{a0}Mo chacun.",
        accept: "",
        most: MOST,
        fault: None,
    };
    let told = if is_pupil {
        "Dépose ici ton travail. Seuls tes enseignants le verront. Une fois déposé, tu ne peux plus le changer."
    } else {
        "Déposez ici un document pour la classe. Seuls les enseignants de la classe le verront. Une fois déposé, il ne se change plus."
    };
    let body = html! {
        (crumbs(&[(sentences::TITLE, path::DOCUMENTS)], &title))
        h1 { (title) }
        @if !is_pupil { p { "Pour " (piece::etiquette(&slot.first_name, "")) } }
        p { (told) }
        (uploader::uploader(&form, shown_receipts(cx, receipts, is_pupil)))
    };
    Ok(Page::narrow(title, body))
}

fn shown_receipts(cx: &Cx, receipts: &[Receipt], is_pupil: bool) -> Markup {
    html! {
        h2 { @if is_pupil { "Ce que tu as déposé" } @else { "Ce que vous avez déposé" } }
        @if receipts.is_empty() { p.doux { "Rien pour l’instant." } }
        @else {
            ul.liste {
                @for one in receipts {
                    li.document { (icon(Icon::CircleCheck)) span {
                        strong translate="no" { (one.name) } br;
                        span.doux { (french::bytes(one.bytes)) " · reçu " (minute(cx, one.at)) }
                    } }
                }
            }
        }
    }
}

pub fn empty(casier: &Casier) -> Page {
    let body = html! {
        h1 { "Vider le casier" }
        p { "Tout ce qui a été déposé va dans la corbeille, où vous pourrez encore le reprendre pendant 30 jours. Les familles et les élèves gardent leurs reçus pendant ce temps." }
        form.pile method="post" action=(path::casier(casier.class, "vider")) {
            div.actions { (button::primary("Vider le casier").icon(Icon::Trash2)) (button::link("Annuler", home(casier.class)).quiet()) }
        }
    };
    Page::narrow("Vider le casier", body)
}
