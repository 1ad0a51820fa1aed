//! « Mes données » and « Emporter toute l’école » in words, and what the archives open with.

use super::{Takeaway, What, Why};
use crate::{
    base::{
        clock::Instant,
        french,
        ui::{
            Icon, button,
            notice::{self, Tone, notice},
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Page},
    rooms::privacy::path,
    school::{permit::May, policy::ManageSchool, viewer::Viewer},
};
use jiff::tz::TimeZone;
use maud::{Markup, html};

pub const TITLE: &str = "Mes données";
pub const SCHOOL: &str = "Emporter toute l’école";
pub const ASKED: &str = "C’est demandé : nous préparons le fichier. Vous pouvez quitter cette page.";
pub const GONE: &str = "Le fichier est effacé.";
pub const STALE: &str = "Depuis que ce fichier a été préparé, un refus de photo a été enregistré, ou la règle des accords est devenue plus stricte. Préparez-le de nouveau.";

/// What the page tells of an export.
struct Told<'a> {
    takeaway: Option<&'a Takeaway>,
    now: Instant,
    zone: &'a TimeZone,
    action: &'static str,
    prepare: &'static str,
    fetch: &'static str,
}

pub fn own(cx: &Cx, viewer: &Viewer, takeaway: Option<&Takeaway>) -> Page {
    let is_family = viewer.is_guardian();
    let told = Told {
        takeaway,
        now: cx.now,
        zone: &cx.zone,
        action: path::ASK,
        prepare: "Préparer mes données",
        fetch: "Télécharger mes données",
    };
    let main = html! {
        (crumbs(&[("Mon compte", "/compte")], TITLE))
        h1 { (TITLE) }
        (piece::card(html! {
            h2 { "Tout emporter" }
            p {
                @if is_family { "Ce qui vous concerne, vous et vos enfants : coordonnées, autorisations, mots et signatures, articles et photos du blog, messages, documents." }
                @else { "Ce qui vous concerne : coordonnées, fonctions, mots et articles que vous avez écrits, messages, documents personnels." }
                " En un seul fichier, qui s’ouvre dans tout navigateur, sans internet et sans logiciel."
            }
            (state(&told))
            (piece::details_of("Ce qui n’y est pas", html! {
                ul {
                    li { "Ce qui appartient à d’autres : les réponses d’une autre famille, les coordonnées de l’autre responsable." }
                    li { "Les photos sur lesquelles un autre enfant ne peut pas être montré." }
                    li { "Les services que l’école a fermés : demandez à la direction." }
                }
            }))
        }))
        (piece::card(html! {
            h2 { "Qui a consulté les fiches" }
            p { "Les personnes de l’école qui ont ouvert votre fiche ou celle de votre enfant, jour par jour." }
            div.rang {
                (button::link("Ma fiche", path::LOOKS).quiet().icon(Icon::Eye))
                @for child in &viewer.children {
                    (button::link(format!("La fiche {}", french::de(&child.first_name)), path::looks_at(child.id)).quiet().icon(Icon::Eye))
                }
            }
        }))
        p { "Vos droits, les durées et les adresses utiles : " a href="/donnees-personnelles" { "Données personnelles" } "." }
    };
    coming_back(Page::narrow(TITLE, main), takeaway)
}

pub fn pupil() -> Page {
    Page::narrow(
        TITLE,
        html! {
            h1 { "Tes informations" }
            p { "Tes parents peuvent les regarder et les emporter avec leur compte. Demande-leur." }
            p { a href="/donnees-personnelles/enfants" { "Ce que l’école sait de toi" } }
        },
    )
}

pub fn school(cx: &Cx, _: &May<ManageSchool>, takeaway: Option<&Takeaway>) -> Page {
    let told = Told {
        takeaway,
        now: cx.now,
        zone: &cx.zone,
        action: path::SCHOOL,
        prepare: "Préparer les données de l’école",
        fetch: "Télécharger les données de l’école",
    };
    let main = html! {
        (crumbs(&[("Réglages", "/reglages")], SCHOOL))
        h1 { (SCHOOL) }
        p { "Toute l’école dans des formats ouverts : des pages à lire, des tableaux pour un tableur, un agenda, et chaque fichier sous son nom. Pour quitter Préau, pour l’archive, ou pour regarder." }
        (notice(Tone::Warning, html! { p { "Ce fichier contient les noms, les adresses et les photos de tous les enfants, en clair. Rangez-le comme le registre : sur une clé ou un disque qui se ferme à clé." } }))
        (state(&told))
        (piece::details_of("Ce qui n’y est pas", html! {
            (left_out())
            p { "Pour remettre l’école en route ailleurs, c’est une " a href="/reglages/sauvegardes" { "sauvegarde" } " qu’il faut." }
        }))
    };
    coming_back(Page::narrow(SCHOOL, main), takeaway)
}

fn coming_back(page: Page, takeaway: Option<&Takeaway>) -> Page {
    if takeaway.is_some_and(Takeaway::waits) { page.coming_back_after(5) } else { page }
}

fn state(told: &Told) -> Markup {
    let prepare = |label: &'static str| button::post_button(told.action, button::primary(label));
    let Some(one) = told.takeaway else { return prepare(told.prepare) };
    match (&one.made, one.hindered) {
        (Some(_), _) if one.is_stale => html! {
            (notice(Tone::Info, html! { p { (STALE) } }))
            (prepare("Préparer de nouveau"))
        },
        (Some((at, _, size)), _) => html! {
            (notice(Tone::Done, html! {
                p role="status" { "Le fichier est prêt (" (french::bytes(*size)) "), préparé " (french::moment(at.timestamp(), told.now.timestamp(), told.zone)) "." }
                @if let Some(until) = one.expires_at() { p { "Il reste là jusqu’au " (french::day(until.date(told.zone))) ", puis il s’efface tout seul." } }
            }))
            p.doux { "Votre phrase de passe vous sera demandée encore une fois." }
            div.rang {
                (button::link(told.fetch, path::file(one.id)).icon(Icon::Download))
                (button::post_button(&path::gone(one.id), button::quiet("Effacer le fichier")))
                (button::post_button(told.action, button::quiet("Préparer de nouveau")))
            }
        },
        (None, Some(why)) => html! {
            (notice(Tone::Fault, html! { p { (hindrance(why)) } }))
            (prepare("Recommencer"))
        },
        (None, None) => html! {
            (notice(Tone::Info, html! {
                p role="status" { "Nous préparons le fichier. S’il y a beaucoup de photos, cela prend quelques minutes." }
                p { "Vous pouvez quitter cette page : un e-mail vous dira quand il est prêt, si vous en avez donné un à l’école." }
            }))
        },
    }
}

fn hindrance(why: Why) -> &'static str {
    match why {
        Why::Full => {
            "L’appareil de l’école n’a plus assez de place pour ce fichier. La direction le sait ; réessayez plus tard."
        }
        Why::Fault => "Le fichier n’a pas pu être préparé. Réessayez ; si cela recommence, dites-le à la direction.",
    }
}

/// What the archive is called on its first page.
pub fn title(cx: &Cx, what: What) -> String {
    match (what, &cx.viewer) {
        (What::Own, Some(viewer)) => {
            format!("Données {}", french::de(&format!("{} {}", viewer.first_name, viewer.last_name)))
        }
        _ => cx.school.name.clone(),
    }
}

/// « École Jules-Ferry, le 22 novembre 2026 »
pub fn from(cx: &Cx) -> String {
    format!("{}, le {}", cx.school.name, french::date_year(cx.today))
}

/// The file's own name.
pub fn file_name(cx: &Cx, takeaway: &Takeaway) -> String {
    let day = takeaway.made.as_ref().map_or(cx.today, |(at, _, _)| at.date(&cx.zone));
    format!("{} – {day}.zip", title(cx, takeaway.what).replace(['/', '\\', ':'], " "))
}

pub fn lead_of_own(cx: &Cx, off: &[&str]) -> Markup {
    let is_family = cx.viewer.as_deref().is_some_and(Viewer::is_guardian);
    html! {
        p {
            @if is_family { "Ce que l’école garde sur vous et sur vos enfants, et que vous avez le droit de lire." }
            @else { "Ce que l’école garde sur vous." }
        }
        p.doux { "Ce qui est à une autre famille ou à un autre responsable n’y est pas." @if is_family { " Les photos montrent aussi d’autres enfants : gardez-les pour la famille." } }
        @if !off.is_empty() { p.doux { "Fermé par l’école ce jour-là, donc absent d’ici : " (french::list(off)) "." } }
    }
}

pub fn lead_of_school() -> Markup {
    html! {
        p { "Ce que l’école garde, dans des formats ouverts. À ranger comme le registre : tous les noms y sont en clair." }
        h2 { "Ce qui n’y est pas" }
        (left_out())
        h2 { "Ce qui y est" }
    }
}

/// On purpose, and said on the page and in the archive alike.
fn left_out() -> Markup {
    html! {
        ul {
            li { "Les messages, les documents personnels et les fichiers remis au casier : ils sont à leurs auteurs, qui les emportent chacun depuis « Mes données »." }
            li { "Les brouillons, et les photos qu’une famille a refusées." }
            li { "Le journal des connexions et des actions, les phrases de passe et les clés." }
        }
    }
}

/// Nothing to tell yet.
pub fn nobody() -> Markup {
    notice::notice(Tone::Info, html! { p { "Personne n’a ouvert cette fiche, d’aussi loin que l’école le garde." } })
}
