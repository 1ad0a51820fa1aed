//! The table of a class.

use super::{Cell, Filter, Row, Table, csv_path};
use crate::{
    base::{
        db::Id,
        french,
        ui::{
            Icon, button,
            page::crumbs,
            piece,
            table::{filter, table},
        },
    },
    door::Page,
    rooms::consents::{
        pages::{TITLE, standing, when},
        path,
    },
    school::{
        Class,
        consent::{Request, Standing, asking::sentences, policy::RewordConsent},
        permit::May,
    },
};
use maud::{Markup, html};

pub struct Around {
    pub class: Id<Class>,
    pub filter: Filter,
    /// The words that ask, at their follow-up.
    pub follow_ups: Vec<String>,
    pub may_reword: Vec<May<RewordConsent>>,
}

pub fn show(all: &Table, around: &Around) -> Page {
    let requests = all.open();
    let body = html! {
        (crumbs(&[(TITLE, path::PAGE)], &all.class))
        div.rang.bouts { h1 { (TITLE) ", " (piece::person(&all.class)) } @if !requests.is_empty() { (button::print("Imprimer")) } }
        @if let Some(first) = requests.first() {
            (groups(all, around))
            h2 { (when(&first.asking)) }
            (counts(all))
            div.rang.ecran {
                @for path in around.follow_ups.iter().take(1) { (button::link("Relancer depuis le mot", path.clone()).icon(Icon::Bell).quiet().small()) }
                (button::link("Tableau (CSV)", csv_path(around.class, requests.first())).icon(Icon::Download).quiet().small())
                (button::link("Demander autre chose", path::ASK).icon(Icon::Plus).quiet().small())
            }
            (filters(around, first))
            (filter("eleves", "Trouver un élève"))
            div #eleves { (rows(all, around)) }
            (asked(requests, around))
        } @else {
            (piece::empty_state("Rien n’a été demandé", "Un mot du cahier de liaison demande les autorisations aux familles : pour l’année, ou pour une occasion.", html! { (button::link("Demander", path::ASK)) }))
        }
    };
    Page::new(format!("{TITLE} : {}", all.class), body)
}

/// Other occasions and years.
fn groups(all: &Table, around: &Around) -> Markup {
    html! {
        @if all.groups.len() > 1 {
            nav.rang.ecran aria-label="Demandes" {
                @for (at, group) in all.groups.iter().enumerate() {
                    @if let Some(first) = group.first() {
                        a.bouton.sobre.petit href={ (path::class(around.class)) "?demande=" (first.id) } aria-current=[(at == all.chosen).then_some("true")] { (when(&first.asking)) }
                    }
                }
            }
        }
    }
}

fn counts(all: &Table) -> Markup {
    html! {
        ul.sommes-images {
            @for (at, request) in all.open().iter().enumerate() {
                @let of = |standing| all.rows.iter().filter(|row| row.cells.get(at).is_some_and(|cell| cell.standing == standing)).count();
                li {
                    strong { (sentences::purpose(request.asking.purpose)) } " : "
                    (french::count(of(Standing::Given), "accordée", "accordées")) ", "
                    (french::count(of(Standing::Refused), "refusée", "refusées")) ", "
                    (of(Standing::Silent)) " en attente"
                }
            }
        }
    }
}

fn filters(around: &Around, first: &Request) -> Markup {
    let named = |one: Filter| match one {
        Filter::All => "Tous les élèves",
        Filter::Refused => "Un refus",
        Filter::Silent => "Une réponse en attente",
    };
    html! {
        nav.rang.ecran aria-label="Élèves montrés" {
            @for one in Filter::ALL {
                a.bouton.sobre.petit href={ (path::class(around.class)) "?demande=" (first.id) "&voir=" (one.as_str()) } aria-current=[(one == around.filter).then_some("true")] { (named(one)) }
            }
        }
    }
}

fn rows(all: &Table, around: &Around) -> Markup {
    let mut heads = vec!["Élève"];
    heads.extend(all.open().iter().map(|request| sentences::purpose(request.asking.purpose)));
    let shown: Vec<&Row> = all.rows.iter().filter(|row| around.filter.holds(row)).collect();
    let rows = shown.iter().map(|row| {
        let name = html! { a href=(path::pupil(row.pupil.id, "")) translate="no" { (row.pupil.last_name) " " (row.pupil.first_name) } };
        std::iter::once(name).chain(row.cells.iter().map(cell)).collect()
    });
    html! {
        @if shown.is_empty() { p { "Aucun élève dans ce cas." } }
        @else { (table("Élèves et autorisations", &heads, rows.collect())) }
    }
}

fn cell(cell: &Cell) -> Markup {
    html! {
        div.case {
            (standing(cell.standing))
            @if !cell.silent.is_empty() { span.doux { "sans réponse : " (piece::person(&cell.silent.join(", "))) } }
        }
    }
}

/// What the families read.
fn asked(requests: &[Request], around: &Around) -> Markup {
    html! {
        section.pile {
            h2 { "Ce qui est demandé" }
            ul {
                @for request in requests {
                    li {
                        (request.text) "."
                        @if around.may_reword.iter().any(|one| one.id == request.id) {
                            " " a.ecran href=(path::request(request.id)) { "Corriger cette phrase" }
                        }
                    }
                }
            }
        }
    }
}
