//! The blog's list, and what it shows of each post.

use super::{
    Tab, Wanted,
    store::{After, Listed},
};
use crate::{
    base::{
        clock::Instant,
        db::Id,
        french, rich_text,
        ui::{
            Icon, button,
            choice::{self, choice},
            field::{self, hidden},
            icon, piece,
        },
    },
    door::{Cx, Page},
    rooms::blog::{
        Post, book, keepsakes,
        pages::{TITLE, moment},
        path,
        photos::{gallery::pages::row, seen::Glance},
        policy::{KeepCategories, OpenBlog},
    },
    school::{
        calendar::SchoolYear,
        permit::{May, Ties},
    },
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use std::collections::HashMap;

/// Letters of a post in the list; the whole of it is a tap away.
const EXCERPT: usize = 320;
const SMALL: usize = 110;

/// What the page draws.
pub struct Drawn<'a> {
    pub tabs: &'a [Tab],
    pub wanted: &'a Wanted,
    pub categories: &'a [(i64, String)],
    pub past: &'a [String],
    pub pinned: &'a [Listed],
    pub rows: &'a [Listed],
    pub next: Option<After>,
    pub begins: bool,
    /// Above the list, for who writes.
    pub in_work: Markup,
    pub photos: &'a HashMap<Id<Post>, Glance>,
}

impl Drawn<'_> {
    fn of(&self, post: &Listed) -> Option<&Glance> {
        self.photos.get(&post.post.id)
    }
}

pub fn feed(cx: &Cx, blog: &May<OpenBlog>, drawn: &Drawn) -> Page {
    let is_pupil = blog.ties().meets(Ties::PUPIL);
    let title = if is_pupil { "Le blog de ta classe" } else { TITLE };
    let is_empty = drawn.rows.is_empty() && drawn.pinned.is_empty();
    let body = html! {
        div.rang.bouts { h1 { (title) } @if drawn.begins && !is_empty { (begin(drawn)) } }
        (tabs(drawn))
        (take_home(blog, is_empty))
        (drawn.in_work)
        @if !is_empty || !drawn.wanted.is_first() { (filter(cx, drawn)) }
        @for post in drawn.pinned { (card(cx, post, drawn.of(post))) }
        @if is_empty { (empty(drawn, is_pupil)) }
        (by_month(cx, drawn))
        @if let Some(next) = drawn.next { p { (button::link("Articles plus anciens", super::older(drawn.wanted, next)).quiet()) } }
        @if blog.also::<KeepCategories>().is_some() { (around(drawn)) }
    };
    Page::narrow(title, body)
}

/// What who publishes keeps around the posts.
fn around(drawn: &Drawn) -> Markup {
    html! {
        div.rang.ecran {
            (button::link("Rubriques", path::CATEGORIES).quiet().small())
            @for tab in drawn.tabs.iter().filter(|tab| tab.is_own) {
                (button::link(format!("Qui aide en {}", tab.name), path::helpers(tab.class)).quiet().small())
            }
        }
    }
}

/// What families, and who keeps a class, take from here.
fn take_home(blog: &May<OpenBlog>, is_empty: bool) -> Markup {
    let (is_guardian, keeps) = (blog.ties().meets(Ties::GUARDIAN), blog.ties().meets(Ties::DIRECTOR.or(Ties::TEACHER)));
    html! {
        @if !is_empty && (is_guardian || keeps) {
            div.rang.ecran {
                @if is_guardian { (button::link("Les photos de mes enfants", keepsakes::PATH).quiet().small().icon(Icon::Download)) }
                (button::link("Le livre de la classe", book::PATH).quiet().small().icon(Icon::BookOpenText))
            }
        }
    }
}

fn begin(drawn: &Drawn) -> Markup {
    html! {
        form.sans-papier method="post" action=(path::POSTS) {
            @if let Some(class) = drawn.wanted.class { (hidden("classe", &class.to_string())) }
            (button::primary("Nouvel article").icon(Icon::PenLine))
        }
    }
}

/// The classes, where there are several.
fn tabs(drawn: &Drawn) -> Markup {
    let chosen = drawn.wanted.class;
    html! {
        @if drawn.tabs.len() > 1 {
            nav aria-label="Choisir une classe" { div.rang {
                a.bouton.sobre.petit href=(path::BLOG) aria-current=[chosen.is_none().then_some("true")] { "Toutes" }
                @for tab in drawn.tabs {
                    a.bouton.sobre.petit href={ (path::BLOG) "?classe=" (tab.class) } aria-current=[(chosen == Some(tab.class)).then_some("true")] { (tab.name) }
                }
            } }
        }
    }
}

/// A month of this school year, a year that is over, a rubric.
fn filter(cx: &Cx, drawn: &Drawn) -> Markup {
    let wanted = drawn.wanted;
    let first = SchoolYear::of(cx.today).first_day();
    let mut months = vec![choice("", "Tous les mois")];
    let all = std::iter::successors(Some(first), |month| month.checked_add(1.month()).ok());
    let shown: Vec<Date> = all.take_while(|month| *month <= cx.today).collect();
    months.extend(shown.iter().rev().map(|month| choice(month.strftime("%Y-%m").to_string(), month_name(*month))));
    months.extend(drawn.past.iter().map(|label| choice(label.as_str(), format!("Année {label}"))));
    let mut categories = vec![choice("", "Toutes les rubriques")];
    categories.extend(drawn.categories.iter().map(|(id, name)| choice(id.to_string(), name.as_str())));
    let month = wanted.span.as_ref().map(|span| span.said.clone()).unwrap_or_default();
    let category = wanted.category.map(|id| id.to_string()).unwrap_or_default();
    let is_open = wanted.span.is_some() || wanted.category.is_some();
    html! {
        details.plus open[is_open] {
            summary { (icon(Icon::ChevronRight)) span { @if drawn.categories.is_empty() { "Choisir un mois" } @else { "Choisir un mois, une rubrique" } } }
            form.rang method="get" action=(path::BLOG) {
                @if let Some(class) = wanted.class { (hidden("classe", &class.to_string())) }
                (choice::select("mois", "Mois", months).typed(field::Typed { value: &month, fault: None }))
                @if !drawn.categories.is_empty() {
                    (choice::select("rubrique", "Rubrique", categories).typed(field::Typed { value: &category, fault: None }))
                }
                (button::quiet("Voir").small())
            }
        }
    }
}

fn empty(drawn: &Drawn, is_pupil: bool) -> Markup {
    if !drawn.wanted.is_first() {
        return piece::empty_state(
            "Rien ici",
            "Aucun article ne répond à ce choix.",
            html! { (button::link("Voir tout le blog", path::BLOG).quiet()) },
        );
    }
    let (text, step) = match (drawn.begins, is_pupil) {
        (true, _) => ("Racontez une sortie, une expérience, un projet : les familles le liront ici.", begin(drawn)),
        (_, true) => ("Les articles de ta classe arriveront ici.", html! {}),
        _ => ("La classe n’a encore rien publié. Ses articles arriveront ici.", html! {}),
    };
    piece::empty_state("Le blog est encore vide", text, step)
}

/// One post in the list: its title, the beginning of its text.
pub fn card(cx: &Cx, post: &Listed, photos: Option<&Glance>) -> Markup {
    card_of(cx, post, photos, EXCERPT)
}

/// The same on the home page, where it is one thing among others.
pub fn small_card(cx: &Cx, post: &Listed, photos: Option<&Glance>) -> Markup {
    card_of(cx, post, photos, SMALL)
}

fn card_of(cx: &Cx, post: &Listed, photos: Option<&Glance>, letters: usize) -> Markup {
    let excerpt = rich_text::excerpt(&post.post.body, letters);
    html! {
        article.mot.article {
            div.rang { @if post.post.pinned_at.is_some() { (piece::tag("Épinglé")) } @if let Some(name) = &post.post.category { (piece::tag(name)) } }
            h2 { a href=(path::post(post.post.id)) { (post.post.title) } }
            p.doux { (from(cx, post)) }
            @if !excerpt.is_empty() { p { (excerpt) } }
            @if let Some(photos) = photos { (row(post.post.id, photos)) }
        }
    }
}

/// « De Mme Benali, pour CE1 · hier à 16 h 05 ».
pub fn from(cx: &Cx, post: &Listed) -> Markup {
    let to = match &post.classes {
        Some(names) => french::list(&names.split(", ").collect::<Vec<_>>()),
        None => "toute l’école".to_owned(),
    };
    html! { "De " (piece::person(&post.post.author_name)) ", pour " span translate="no" { (to) } " · " (moment(cx, post.key.0)) }
}

fn by_month(cx: &Cx, drawn: &Drawn) -> Markup {
    let month = |at: Instant| {
        let day = at.date(&cx.zone);
        (day.year(), day.month())
    };
    let mut months: Vec<Vec<&Listed>> = Vec::new();
    for row in drawn.rows {
        match months.last_mut() {
            Some(list) if month(list[0].key.0) == month(row.key.0) => list.push(row),
            _ => months.push(vec![row]),
        }
    }
    html! {
        @for list in months {
            section.pile.large {
                p.mois { (month_name(list[0].key.0.date(&cx.zone))) }
                @for row in list { (card(cx, row, drawn.of(row))) }
            }
        }
    }
}

/// « Novembre 2026 ».
fn month_name(day: Date) -> String {
    let said = french::day_year(day);
    let month: Vec<&str> = said.splitn(3, ' ').skip(2).collect();
    french::capitalised(&month.join(" "))
}
