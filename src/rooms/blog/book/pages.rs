//! The page on which a book is ordered.

use super::{Asked, BLOG, FILE, PATH, path};
use crate::{
    base::{
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            field::{self, Typed, hidden},
            icon, notice,
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Page},
    rooms::blog::{Facts, feed::Tab, period::Period},
};
use maud::{Markup, html};

pub const NOTHING: &str = "Il n’y a pas d’article à mettre dans ce livre.";
const TITLE: &str = "Le livre de la classe";
/// From so many photos on the file is said to be heavy.
const MANY: usize = 400;

pub fn nothing() -> Page {
    let body = html! {
        (crumbs(&[(BLOG, path::BLOG)], TITLE))
        h1 { (TITLE) }
        (piece::empty_state("Pas de livre à faire", "Un livre rassemble les articles d’une classe. Vous n’en suivez aucune.",
            html! { (button::link("Aller au blog", path::BLOG).quiet()) }))
    };
    Page::narrow(TITLE, body)
}

pub fn show(cx: &Cx, tabs: &[Tab], asked: &Asked, posts: &[&Facts], photos: usize) -> Page {
    let body = html! {
        (crumbs(&[(BLOG, path::BLOG)], TITLE))
        h1 { (TITLE) }
        p { "Les articles d’une période et leurs photos dans un PDF, à imprimer ou à garder : couverture, sommaire, un chapitre par mois." }
        @if tabs.len() > 1 {
            nav aria-label="Choisir une classe" { div.rang {
                @for tab in tabs {
                    a.bouton.sobre.petit href={ (PATH) "?classe=" (tab.class) "&" (asked.period.query()) }
                        aria-current=[(tab.class == asked.class.class).then_some("true")] { (tab.name) }
                }
            } }
        }
        nav aria-label="Choisir une période" { div.rang {
            @for one in Period::offered(cx.today) {
                a.bouton.sobre.petit href={ (PATH) "?classe=" (asked.class.class) "&" (one.period.query()) }
                    aria-current=[(one.period == asked.period).then_some("true")] { (one.label) }
            }
        } }
        (other_dates(cx, asked))
        (order(cx, asked, posts, photos))
    };
    Page::narrow(TITLE, body)
}

fn other_dates(cx: &Cx, asked: &Asked) -> Markup {
    let query = &cx.ask.query;
    let is_wrong = Period::is_asked_wrongly(query);
    let (from, until) = (asked.period.from.to_string(), asked.period.until.to_string());
    let is_other = Period::offered(cx.today).iter().all(|one| one.period != asked.period);
    let fault = is_wrong.then_some("Donnez deux jours, le premier avant le second.");
    let value =
        |name: &'static str, standing: &str| if is_wrong { query.get(name).to_owned() } else { standing.to_owned() };
    let (du, au) = (value("du", &from), value("au", &until));
    html! {
        details.plus open[is_wrong || is_other] {
            summary { (icon(Icon::ChevronRight)) span { "D’autres dates" } }
            form.pile method="get" action=(PATH) {
                (hidden("classe", &asked.class.class.to_string()))
                @if let Some(fault) = fault { (notice::faults([("au", fault)])) }
                (field::date("du", "Du").required().typed(Typed { value: &du, fault: None }))
                (field::date("au", "Au").required().typed(Typed { value: &au, fault }))
                (button::quiet("Changer les dates"))
            }
        }
    }
}

fn order(cx: &Cx, asked: &Asked, posts: &[&Facts], photos: usize) -> Markup {
    if posts.is_empty() {
        return piece::empty_state(
            "Aucun article à ces dates",
            "Choisissez une autre période : le livre se fait avec les articles déjà publiés.",
            html! {},
        );
    }
    let counted = format!(
        "{} et {}",
        french::count(posts.len() as i64, "article", "articles"),
        french::count(photos as i64, "photo", "photos")
    );
    html! {
        (piece::card(html! {
            h2 { (asked.class.name) ", " (asked.period.told()) }
            p { (counted) "." @if photos > MANY { " Avec tant de photos le fichier est lourd : un livre par trimestre s’imprime mieux." } }
            form.pile method="get" action=(FILE) {
                (hidden("classe", &asked.class.class.to_string()))
                (hidden("du", &asked.period.from.to_string()))
                (hidden("au", &asked.period.until.to_string()))
                @if asked.keeps {
                    (hidden("choisi", "oui"))
                    details.plus {
                        summary { (icon(Icon::ChevronRight)) span { "Choisir les articles" } }
                        (choice::checkboxes("article", "Les articles du livre", posts.iter().map(|post| choice(post.id.to_string(), title(post))
                            .hint(post.published_at.map(|at| french::day_year(at.date(&cx.zone))).unwrap_or_default()).ticked(true)).collect()).tight())
                    }
                }
                (choice::checkbox("sans_photos", "oui", "Sans les photos"))
                @if asked.keeps {
                    (choice::checkbox("exemplaire", "oui", "Mon exemplaire, avec les photos réservées à certaines familles")
                        .hint("À ne pas distribuer. Sans cette case, le livre ne contient que ce que toutes les familles peuvent voir."))
                }
                div.actions { (button::primary("Télécharger le livre").icon(Icon::Download)) }
            }
        }))
        @if !asked.keeps {
            p.doux { "Votre livre contient les photos que vous pouvez voir. Elles montrent aussi d’autres enfants : merci de ne pas les publier ailleurs." }
        }
    }
}

fn title(post: &Facts) -> &str {
    if post.title.is_empty() { "Article sans titre" } else { &post.title }
}

pub fn href(asked: &Asked) -> String {
    format!("{PATH}?classe={}&{}", asked.class.class, asked.period.query())
}

/// « Le livre des CE1-CE2 – année 2026-2027.pdf ».
pub fn file_name(asked: &Asked) -> String {
    format!("Le livre de la classe {} – {}.pdf", asked.class.name.replace(['/', '\\'], "-"), asked.period.told())
}
