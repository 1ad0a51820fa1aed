//! The book's lists and the cards of the home page.

use super::{
    Grouped, Listed,
    store::{After, ForFamily, ForStaff, Waiting},
};
use crate::{
    base::{
        clock::Instant,
        db::Rx,
        french, rich_text,
        ui::{
            Icon, button, icon,
            notice::{self, Tone},
            piece,
        },
    },
    door::{Cx, Page},
    rooms::liaison::{
        Asks, Category,
        follow_up::tally::Tally,
        pages::{BOOK_TITLE, category, moment, named, of_groups, reminder, stamp, to_do_by},
        path,
    },
    school::viewer::Child,
};
use jiff::civil::Date;
use maud::{Markup, html};

pub fn family(
    cx: &Cx,
    chosen: Option<&Child>,
    waiting: &[Grouped<Waiting>],
    listed: &Listed<Grouped<ForFamily>>,
    past: &[(String, After)],
) -> Page {
    let is_first = !cx.ask.query.has("avant");
    let rows: Vec<(Instant, Markup)> = listed.rows.iter().map(|one| (one.word.sent_at, family_line(cx, one))).collect();
    let body = html! {
        h1 { (title(waiting.len(), chosen)) }
        (children(cx, chosen))
        @if is_first {
            @for one in waiting { (waiting_card(cx, one)) }
            @if waiting.is_empty() && rows.is_empty() {
                (piece::empty_state("Le cahier est encore vide", "Les mots de l’école arriveront ici, et sur votre page d’accueil.", html! {}))
            }
        }
        (by_month(cx, rows))
        (older(cx, listed.next))
        (years(cx, listed.rows.last().map(|one| one.word.sent_at), listed.next, past))
    };
    Page::narrow(BOOK_TITLE, body)
}

fn title(waiting: usize, chosen: Option<&Child>) -> Markup {
    let whose = chosen.map(|child| html! { " pour " (piece::person(&child.first_name)) });
    html! {
        @match waiting {
            0 => { "Cahier de liaison" }
            1 => { "Un mot vous attend" }
            2 => { "Deux mots vous attendent" }
            3 => { "Trois mots vous attendent" }
            many => { (many) " mots vous attendent" }
        }
        @if let Some(whose) = whose { (whose) }
    }
}

/// The name labels that choose a child; the staff's own list beside them for who is both.
fn children(cx: &Cx, chosen: Option<&Child>) -> Markup {
    let Some(viewer) = &cx.viewer else { return html! {} };
    let at_school = if viewer.is_director || !viewer.teaches.is_empty() {
        Some("Mes classes")
    } else if !viewer.leads.is_empty() {
        Some("Mes groupes")
    } else {
        viewer.is_aide().then_some("À l’école")
    };
    let is_staff = at_school.is_some();
    let is_all = chosen.is_none() && (!is_staff || cx.ask.query.has("vue"));
    let is_own = is_staff && chosen.is_none() && !cx.ask.query.has("vue");
    let is_only = is_all && viewer.children.len() == 1;
    html! {
        @if viewer.children.len() > 1 || (is_staff && viewer.is_guardian()) {
            nav aria-label=(if at_school.is_some() { "Choisir ce qui concerne l’école ou un enfant" } else { "Choisir un enfant" }) { div.rang {
                @if let Some(label) = at_school { a.bouton.sobre.petit href=(path::BOOK) aria-current=[is_own.then_some("true")] { (label) } }
                @if viewer.children.len() > 1 {
                    a.bouton.sobre.petit href={ (path::BOOK) "?vue=enfants" } aria-current=[is_all.then_some("true")] { "Tous" }
                }
                @for child in &viewer.children {
                    (piece::etiquette_link(&format!("{}?enfant={}", path::BOOK, child.id), &child.first_name, &child.class_name,
                        is_only || chosen.is_some_and(|one| one.id == child.id)))
                }
            } }
        }
    }
}

/// A word that waits: the start of it, and the one thing to do.
pub fn waiting_card(cx: &Cx, one: &Grouped<Waiting>) -> Markup {
    let word = &one.word.word;
    let label = match word.asks {
        _ if word.has_slip => "Lire et répondre",
        Asks::Read => "Lire le mot",
        _ => "Lire et signer",
    };
    html! {
        article.mot {
            div.rang { (to_do_by(cx.today, (word.asks, word.has_slip), word.deadline_on)) (category(word.category))
                @if let Some(at) = word.reminded_at { (reminder(cx, at)) } }
            h2 { a href=(path::note(word.note)) { (word.title) } }
            p.lignes { (rich_text::excerpt(&one.word.body, 180)) }
            p.doux { (from_for(cx, word, one)) }
            div.actions { (button::link(label, path::note(word.note)).about(format!("« {} »", word.title))) }
        }
    }
}

/// A word dealt with, or only good to know.
pub fn known_card(cx: &Cx, one: &Grouped<ForFamily>) -> Markup {
    html! {
        article.mot {
            div.rang { @if one.word.answered_at.is_some() { (answered(cx, &one.word)) } (category(one.word.category)) }
            h2 { a href=(path::note(one.word.note)) { (one.word.title) } }
            p.doux { (from_for(cx, &one.word, one)) }
        }
    }
}

fn family_line(cx: &Cx, one: &Grouped<ForFamily>) -> Markup {
    let word = &one.word;
    html! {
        li.mot-en-ligne {
            (sign(word.category))
            div.pile {
                a.titre href=(path::note(word.note)) { (word.title) }
                span.doux { (from_for(cx, word, one)) @if word.is_corrected { " · corrigé" } }
            }
            @if word.answered_at.is_some() { (answered(cx, word)) }
            // What still waits stands above: another guardian has answered for this one, or it is too old.
            @else if one.children.iter().any(|child| super::is_for(word.asks, child)) { span.doux { "N’attend plus de réponse" } }
        }
    }
}

fn answered(cx: &Cx, word: &ForFamily) -> Markup {
    let when = word.answered_at.map(|at| stamp(cx, at)).unwrap_or_default();
    let what = match word.asks {
        Asks::Read if word.has_slip => "Répondu",
        Asks::Read => "Lu",
        _ => "Signé",
    };
    piece::done(&format!("{what} {when}"))
}

fn from_for<T>(cx: &Cx, word: &ForFamily, one: &Grouped<T>) -> Markup {
    let children = &one.children;
    html! {
        "De " (piece::person(&word.author_name))
        @if !children.is_empty() {
            ", pour " @for (place, child) in children.iter().enumerate() {
                @if place > 0 { @if place + 1 == children.len() { " et " } @else { ", " } }
                (piece::person(&child.first_name))
            }
            @if !one.groups.is_empty() { " (" (of_groups(&one.groups)) ")" }
        }
        " · " (moment(cx, word.sent_at))
    }
}

/// For a pupil: bigger, fewer words, *tu*.
pub fn pupil(cx: &Cx, listed: &Listed<ForFamily>, past: &[(String, After)]) -> Page {
    let body = html! {
        h1 { "Ton cahier de liaison" }
        @if listed.rows.is_empty() { (piece::empty_state("Rien pour le moment", "Les mots de ta classe arriveront ici.", html! {})) }
        @for word in &listed.rows { (pupil_card(cx, word)) }
        (older(cx, listed.next))
        (years(cx, listed.rows.last().map(|word| word.sent_at), listed.next, past))
    };
    Page::narrow("Ton cahier de liaison", body)
}

pub fn pupil_card(cx: &Cx, word: &ForFamily) -> Markup {
    html! {
        article.mot {
            (category(word.category))
            h2 { a href=(path::note(word.note)) { (word.title) } }
            p.doux { "De " (piece::person(&word.author_name)) " · " (moment(cx, word.sent_at)) }
        }
    }
}

pub fn staff(
    cx: &Cx,
    listed: &Listed<ForStaff>,
    counted: &[Option<Tally>],
    writes: bool,
    draft_at: Option<Instant>,
    waiting: Markup,
    past: &[(String, After)],
) -> Page {
    let rows: Vec<(Instant, Markup)> =
        listed.rows.iter().zip(counted).map(|(row, tally)| (row.sent_at, staff_line(cx, row, *tally))).collect();
    let write = button::link("Écrire un mot", path::WRITE).icon(Icon::PenLine);
    let body = html! {
        div.rang.bouts { h1 { (BOOK_TITLE) } @if writes && !rows.is_empty() { div.rang { (write) } } }
        @if let Some(at) = draft_at {
            (notice::notice(Tone::Info, html! { p { "Un mot commencé " (moment(cx, at)) " vous attend. " a href=(path::WRITE) { "Le reprendre" } } }))
        }
        (children(cx, None))
        (waiting)
        @if rows.is_empty() && !cx.ask.query.has("avant") {
            @if writes { (piece::empty_state("Le cahier est encore vide", "Écrivez le premier mot : les familles le liront sur leur page d’accueil, et vous verrez ici qui a répondu.", html! { (write) })) }
            @else { (piece::empty_state("Le cahier est encore vide", "Les mots envoyés à toute la classe arriveront ici. Ceux qui ne s’adressent qu’à une famille restent entre elle et l’école.", html! {})) }
        }
        (by_month(cx, rows))
        (older(cx, listed.next))
        (years(cx, listed.rows.last().map(|row| row.sent_at), listed.next, past))
    };
    Page::new(BOOK_TITLE, body)
}

fn staff_line(cx: &Cx, row: &ForStaff, tally: Option<Tally>) -> Markup {
    html! {
        li.mot-en-ligne {
            (sign(row.category))
            div.pile {
                a.titre href=(path::note(row.note)) { (row.title) }
                span.doux { "De " (piece::person(&row.author_name)) " · " (moment(cx, row.sent_at)) }
            }
            @if row.is_withdrawn { span.note { (icon(Icon::EyeOff)) "Retiré" } }
            @if let Some(tally) = tally {
                a.compte-rendu href=(path::of(row.note, "suivi")) { (progress(row, tally)) }
            }
        }
    }
}

/// « 19 sur 23 ont signé ».
fn progress(row: &ForStaff, tally: Tally) -> Markup {
    let verb = answered_verb(row.asks, tally.done);
    html! {
        @if tally.left() == 0 { (piece::done(&format!("{} sur {}", tally.done, tally.families))) }
        @else { span.chiffres { strong { (tally.done) " sur " (tally.families) } " " (verb) } }
    }
}

fn answered_verb(asks: Asks, done: usize) -> &'static str {
    match (asks, done < 2) {
        (Asks::Read, true) => "a lu",
        (Asks::Read, false) => "ont lu",
        (_, true) => "a signé",
        (_, false) => "ont signé",
    }
}

/// What the class was told, on the home page of who helps there.
pub fn told_card(cx: &Cx, row: &ForStaff) -> Markup {
    html! {
        article.mot {
            (category(row.category))
            h2 { a href=(path::note(row.note)) { (row.title) } }
            p.doux { "De " (piece::person(&row.author_name)) " · " (moment(cx, row.sent_at)) }
        }
    }
}

/// One of the staff's own words on their home page.
pub fn own_card(cx: &Cx, row: &ForStaff, tally: Tally) -> Markup {
    let sentence = format!("{} sur {} {}", tally.done, tally.families, answered_verb(row.asks, tally.done));
    html! {
        article.mot {
            div.rang { (category(row.category)) @if let Some(day) = row.deadline_on { (due(day, cx.today)) } }
            h2 { a href=(path::of(row.note, "suivi")) { (row.title) } }
            (piece::gauge(small(tally.done), small(tally.families), &sentence))
            p.doux { strong.chiffres { (sentence) } " · " (moment(cx, row.sent_at)) }
        }
    }
}

fn due(day: Date, today: Date) -> Markup {
    if day < today {
        piece::late(&format!("La date est passée : {}", french::until(day, today)))
    } else {
        html! { span.doux { "Avant " (crate::rooms::liaison::pages::the_day(day, today)) } }
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn sign(category: Category) -> Markup {
    let (sign, name) = named(category);
    html! { span.signe title=(name) { (icon(sign)) span.hors-vue { (name) } } }
}

fn by_month(cx: &Cx, rows: Vec<(Instant, Markup)>) -> Markup {
    let month = |at: Instant| {
        let day = at.date(&cx.zone);
        (day.year(), day.month())
    };
    let mut months: Vec<(Instant, Vec<Markup>)> = Vec::new();
    for (at, row) in rows {
        match months.last_mut() {
            Some((first, list)) if month(*first) == month(at) => list.push(row),
            _ => months.push((at, vec![row])),
        }
    }
    html! {
        @for (first, list) in months {
            section.pile { h2 { (month_name(first.date(&cx.zone))) } ul.liste { @for row in list { (row) } } }
        }
    }
}

/// « Novembre 2026 ».
fn month_name(day: Date) -> String {
    let said = french::day_year(day);
    let month: Vec<&str> = said.splitn(3, ' ').skip(2).collect();
    french::capitalised(&month.join(" "))
}

fn older(cx: &Cx<Rx>, next: Option<After>) -> Markup {
    html! { @if let Some(next) = next { p { (button::link("Mots plus anciens", before(cx, next)).quiet()) } } }
}

/// Straight to a year that is over, where the list goes back that far.
fn years(cx: &Cx<Rx>, oldest: Option<Instant>, next: Option<After>, past: &[(String, After)]) -> Markup {
    let goes_on = next.is_some() || cx.ask.query.has("avant");
    let shown: Vec<_> =
        past.iter().filter(|(_, after)| goes_on || oldest.is_some_and(|oldest| oldest < after.0)).collect();
    html! {
        @if !shown.is_empty() {
            nav.sans-papier aria-label="Années passées" { div.rang {
                span.doux { "Années passées" }
                @for (label, after) in shown { (button::link(label.as_str(), before(cx, *after)).quiet().small()) }
            } }
        }
    }
}

/// The same list from there on, of the child that was chosen.
fn before(cx: &Cx<Rx>, After(at, note): After) -> String {
    let kept: String = ["enfant", "vue"]
        .into_iter()
        .filter(|name| cx.ask.query.has(name))
        .map(|name| format!("{name}={}&", cx.ask.query.get(name)))
        .collect();
    format!("{}?{kept}avant={}-{note}", path::BOOK, at.0)
}
