//! The list to tap as the talons come back, and what a scan says.

use super::{
    super::{
        homes::Adult,
        store::{Recorded, Talon},
    },
    Outcome, Row, answers, value,
};
use crate::{
    base::{
        db::{Id, Rx},
        french,
        ui::{
            Icon, button,
            choice::{self, Choice},
            control::Typed,
            field::{self, hidden},
            icon, notice,
            page::crumbs,
            piece, table,
        },
    },
    door::{Cx, Draft, Page},
    rooms::liaison::{
        Asks, NoteFor,
        answers::How,
        pages::{BOOK_TITLE, stamp},
        path,
        policy::HandlePaper,
        questions::{self, Asked},
    },
    school::{Person, permit::May},
};
use maud::{Markup, html};
use std::borrow::Borrow;

pub const CORRECTED_MEANWHILE: &str =
    "Le mot a été corrigé entre-temps : vérifiez quel texte les familles ont signé, puis recommencez.";
pub const TICK_ONE: &str = "Cochez au moins un talon rendu.";
pub const RELOAD: &str = "Rechargez la page et recommencez.";
pub const EIGHT: &str = "Le code du talon a huit signes, comme « abcd-3fgh ».";
pub const FOREIGN: &str = "Ce code n’est pas celui d’un talon de ce mot.";
pub const READ_FIRST: &str = "Les talons de ce mot portent des réponses : notez-les un par un.";
/// The box for a talon whose text was corrected since.
pub const OLD: &str = "ancien";
pub const OLD_YES: &str =
    "Rien n’est noté : ce talon porte l’ancien texte, et un « oui » est à redemander. Seul un « non » compte encore.";
pub const CANCELLED: &str = "C’est annulé : cette réponse ne compte plus.";

pub fn taken(talons: usize) -> String {
    match talons {
        0 => "Ces réponses étaient déjà notées.".to_owned(),
        _ => format!("{} sur papier.", french::count(talons, "réponse notée", "réponses notées")),
    }
}

pub fn list(
    cx: &Cx,
    note: &May<HandlePaper>,
    title: &str,
    rows: &[Row],
    held: Option<&(Talon, String)>,
    draft: &Draft,
) -> Page {
    let here = path::of(note.id, "papier");
    let came_back: usize = rows.iter().map(|row| row.recorded.len()).sum();
    let awaited: Vec<&Row> = rows.iter().filter(|row| is_awaited(note.asks, row)).collect();
    let is_listed = |row: &&Row| {
        !row.recorded.is_empty() || takes_another(note.asks, row) || !others(note.asks, row, &[]).is_empty()
    };
    let whole: Vec<&Row> = rows.iter().filter(|row| !is_awaited(note.asks, row)).filter(is_listed).collect();
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (title, &path::note(note.id)), ("Suivi", &path::of(note.id, "suivi"))], "Talons rendus"))
        h1 { "Noter les talons rendus" }
        p { strong { (title) } }
        (notice::faults(draft.faults.iter().map(|(field, sentence)| (*field, sentence.as_str()))))
        @if let Some((talon, code)) = held { (held_talon(note, rows, talon, code)) }
        p.doux data-talons-compte { (french::count(came_back, "talon noté", "talons notés")) ", " (awaited_in_words(awaited.len())) }
        (scanner(note, &here))
        (by_code(&here, draft))
        @if awaited.is_empty() {
            (piece::empty_state("Plus rien n’est attendu", "Chaque élève a sa réponse, ou personne ne peut répondre pour lui.", html! { (button::link("Voir le suivi", path::of(note.id, "suivi"))) }))
        }
        form.pile method="post" action=(here) data-talons {
            // The Enter key presses the first button of a form: this one, never somebody's « Annuler ».
            button.hors-vue type="submit" tabindex="-1" aria-hidden="true" {}
            (hidden("version", &note.version.to_string()))
            @if !awaited.is_empty() {
                div.rang.bouts { h2 { "Touchez un nom quand son talon est là" } }
                @if awaited.len() > 8 { (table::filter("talons", "Trouver un élève")) }
                ul.rendus #talons { @for one in &awaited { (row(cx, note, one)) } }
                @if !awaited.iter().any(|row| row.must_be_read) { p.sans-script { (button::primary("Noter les talons cochés").icon(Icon::Check)) } }
            }
            @if !whole.is_empty() {
                h2 { @if whole.iter().any(|row| row.asks_consents) { "Déjà signés" } @else { "Déjà notés" } }
                ul.rendus { @for one in &whole { (row(cx, note, one)) } }
            }
            p.hors-vue role="status" data-talons-dit {}
        }
        div.rang { (button::link("Imprimer des talons", path::of(note.id, "talons")).icon(Icon::Printer).quiet().small()) }
    };
    Page::narrow(format!("Talons rendus : {title}"), body).with_camera()
}

/// One pupil: a box for each answer that is awaited, a line for each that came back.
pub fn row<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<HandlePaper>, row: &Row) -> Markup {
    let (of, pupil) = (&row.of, row.of.pupil.pupil);
    let missing = if note.asks == Asks::All { of.missing() } else { Vec::new() };
    html! {
        li.rendu id={ "rendu-" (pupil) } data-complet[!is_awaited(note.asks, row)] {
            @if note.asks != Asks::All && !of.line.is_done {
                @if row.must_be_read { (to_read(note, row, None, html! { (who(of)) })) }
                @else { (tick(&pupil.to_string(), html! { (who(of)) })) }
            } @else { p.nom { (who(of)) } }
            @for adult in &missing {
                @if row.must_be_read { (to_read(note, row, Some(adult.guardian), html! { (piece::person(&adult.name)) })) }
                @else { (tick(&format!("{pupil}-{}", adult.guardian), html! { (piece::person(&adult.name)) })) }
            }
            @if missing.len() > 1 && !row.must_be_read {
                (tick(&format!("{pupil}-tous"), html! { @if missing.len() == 2 { "Les deux ont signé" } @else { "Tous ont signé" } }))
            }
            @if takes_another(note.asks, row) { (to_read(note, row, None, html! { "Noter un autre talon" })) }
            @for adult in others(note.asks, row, &missing) {
                (to_read(note, row, Some(adult.guardian), html! { "Noter un autre talon de " (piece::person(&adult.name)) }))
            }
            @for one in &row.recorded { (came_back(cx, note, row, one)) }
        }
    }
}

fn who(of: &super::OfPupil) -> Markup {
    html! { span.qui translate="no" { strong { (of.pupil.last_name) } " " (of.pupil.first_name) } " " span.doux translate="no" { (of.pupil.class_name) } }
}

fn tick(value: &str, label: Markup) -> Markup {
    html! { label.coche { input type="checkbox" name="rendu" value=(value); span { (label) } } }
}

/// Answers are to be copied: a page of their own.
fn to_read(note: &May<HandlePaper>, row: &Row, guardian: Option<Id<Person>>, label: Markup) -> Markup {
    html! { a.coche href=(answers::path_of(note, row.of.pupil.pupil, guardian)) { (icon(Icon::PenLine)) span { (label) } } }
}

/// « Noté par M. Roussel aujourd'hui à 8 h 41 », and the way back.
fn came_back<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<HandlePaper>, row: &Row, one: &Recorded) -> Markup {
    let whose = one.guardian.and_then(|guardian| name_of(row, guardian));
    html! {
        div.rang.bouts {
            p.fait { (icon(Icon::Check)) span {
                "Papier"
                @if let Some(name) = whose { " de " (piece::person(name)) }
                @if one.by.is_empty() { ", noté " } @else { ", noté par " (piece::person(&one.by)) " " }
                (stamp(cx, one.at))
            } }
            button.bouton.sobre.petit type="submit" name="annuler" value=(value(one.pupil, one.answer))
                formaction=(path::of(note.id, "papier/annuler")) { span { "Annuler" span.hors-vue { " le talon de " (piece::person(&row.of.name())) } } }
        }
    }
}

fn name_of(row: &Row, guardian: Id<Person>) -> Option<&str> {
    row.of.adults.iter().find(|adult| adult.guardian == guardian).map(|adult| adult.name.as_str())
}

fn is_awaited(asks: Asks, row: &Row) -> bool {
    if asks == Asks::All { !row.of.missing().is_empty() } else { !row.of.line.is_done }
}

/// Signed, and yet another of the family may send back a refusal.
fn takes_another(asks: Asks, row: &Row) -> bool {
    asks != Asks::All && row.of.line.is_done && row.asks_consents
}

/// Where everybody signs: who has signed, and may yet send back a refusal on paper.
fn others<'a>(asks: Asks, row: &'a Row, missing: &[&Adult]) -> Vec<&'a Adult> {
    if asks != Asks::All || !row.asks_consents {
        return Vec::new();
    }
    let is_missing = |adult: &Adult| missing.iter().any(|one| one.guardian == adult.guardian);
    row.of.adults.iter().filter(|adult| adult.counts(Asks::All) && !is_missing(adult)).collect()
}

fn awaited_in_words(awaited: usize) -> String {
    match awaited {
        0 => "plus rien n’est attendu".to_owned(),
        _ => french::count(awaited, "élève attendu", "élèves attendus"),
    }
}

/// The camera; there only where the browser has one to offer.
fn scanner(note: &May<HandlePaper>, here: &str) -> Markup {
    html! {
        section.carte.scanner data-scanner={ (here) "/code" } hidden {
            div.rang {
                button.bouton type="button" data-scanner-ouvrir { (icon(Icon::QrCode)) span { "Scanner les talons" } }
                button.bouton.sobre type="button" data-scanner-fermer hidden { (icon(Icon::X)) span { "Arrêter" } }
            }
            p.indice { "Présentez les talons l’un après l’autre devant l’appareil photo. L’image ne quitte pas votre téléphone." }
            video playsinline muted hidden aria-label="Ce que voit l’appareil photo" {}
            p.scan role="status" data-scanner-dit {}
            p.doux data-scanner-compte hidden {}
            span hidden data-scanner-mot=(note.id) {}
        }
    }
}

fn by_code(here: &str, draft: &Draft) -> Markup {
    let typed = Typed { value: "", fault: draft.faults.of("code") };
    piece::details_of(
        "Taper le code d’un talon",
        html! {
            form.pile method="post" action={ (here) "/code" } {
                (field::code("code", "Code sous le QR code du talon").hint("Huit signes, comme « abcd-3fgh ».").typed(typed).required())
                (button::quiet("Noter ce talon"))
            }
        },
    )
}

/// The talon that a telephone's own camera led to.
fn held_talon(note: &May<HandlePaper>, rows: &[Row], talon: &Talon, code: &str) -> Markup {
    let Some(row) = rows.iter().find(|row| row.of.pupil.pupil == talon.pupil) else { return html! {} };
    let whose = talon.guardian.and_then(|guardian| name_of(row, guardian));
    piece::card(html! {
        h2 { "Talon de " (piece::person(&row.of.name())) }
        @if let Some(name) = whose { p { "Signé par " (piece::person(name)) } }
        form.sans-papier method="post" action=(path::of(note.id, "papier/code")) {
            (hidden("code", code))
            (button::primary(if row.must_be_read { "Noter ses réponses" } else { "Noter ce talon" }).icon(Icon::Check))
        }
    })
}

/// What is known of a talon before it is copied.
pub struct Read {
    pub guardian: Option<Id<Person>>,
    pub is_old: bool,
}

/// One talon's answers, copied from the paper.
pub fn read(word: &NoteFor, title: &str, asked: &[Asked], row: &Row, talon: &Read, draft: &Draft) -> Page {
    let name = row.of.name();
    let whose = talon.guardian.and_then(|guardian| name_of(row, guardian));
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (title, &path::note(word.id)), ("Talons rendus", &path::of(word.id, "papier"))], &name))
        h1 { "Talon de " (piece::person(&name)) }
        p { strong { (title) } @if let Some(whose) = whose { br; "Signé par " (piece::person(whose)) } }
        (notice::faults(draft.faults.iter().map(|(field, sentence)| (*field, sentence.as_str()))))
        form.pile method="post" {
            (hidden("version", &word.version.to_string()))
            @if let Some(guardian) = talon.guardian.filter(|_| whose.is_some()) { (hidden("de", &guardian.to_string())) }
            @else if row.asks_consents && word.asks != Asks::All { (whose_hand(word.asks, row)) }
            p.doux { "Recopiez le talon. Ce que la famille a laissé vide reste vide ; un document joint se garde avec les papiers de la classe." }
            (questions::pages::form(asked, None, draft, ""))
            @if row.asks_consents && word.asks_since > 1 {
                (choice::checkbox(OLD, "oui", "Ce talon porte l’ancien texte du mot")
                    .hint("Un « non » aux images compte quand même. Un « oui » et la signature sont à redemander.")
                    .typed(Typed { value: if talon.is_old { "oui" } else { "" }, fault: draft.faults.of(OLD) }))
            }
            (button::primary("Noter ce talon").icon(Icon::Check))
        }
    };
    Page::narrow(format!("Talon de {name}"), body)
}

/// A consent is one hand's: a paper that tells whose counts as theirs, and no other way twice.
fn whose_hand(asks: Asks, row: &Row) -> Markup {
    let adults = row.of.adults.iter().filter(|adult| adult.counts(asks));
    let adults = adults.map(|adult| choice::choice(adult.guardian.to_string(), adult.name.as_str()).person());
    let all: Vec<Choice> = adults.chain([choice::choice("", "Le talon ne le dit pas").ticked(true)]).collect();
    html! { @if all.len() > 1 { (choice::radios("de", "Qui l’a rempli ?", all)) } }
}

/// The word was signed already.
pub fn consents_noted(name: &str) -> String {
    format!("{} : le mot était déjà signé, et ce que ce talon dit des images est noté.", notice::named(name))
}

/// The text of the talon was an older one.
pub fn refusal_noted(name: &str) -> String {
    format!("{} : le refus est noté. Une réponse au nouveau texte reste attendue.", notice::named(name))
}

/// What became of a talon, in a sentence.
pub fn told<D: Borrow<Rx>>(cx: &Cx<D>, name: &str, outcome: &Outcome) -> String {
    let name = if name.is_empty() { String::new() } else { notice::named(name) };
    match outcome {
        Outcome::Recorded(_) => format!("{name} : noté."),
        Outcome::Double(standing) if standing.how == How::Paper => {
            format!("{name} : talon déjà noté {}.", stamp(cx, standing.at))
        }
        Outcome::Double(standing) => format!("{name} : la famille a déjà répondu {}.", stamp(cx, standing.at)),
        Outcome::OldText => {
            format!("{name} : ce talon porte l’ancien texte du mot, et une nouvelle réponse est demandée.")
        }
        Outcome::ToRead(_) => format!("{name} : notez ses réponses."),
        Outcome::NoRight => format!("{name} : ce talon n’est plus valable. Voyez avec la direction."),
    }
}

/// The same for the page that scans: `data-etat` says how to show it, the row takes its place in the list.
pub fn scanned(cx: &Cx<crate::base::db::Tx>, note: &May<HandlePaper>, one: &Row, outcome: &Outcome) -> Page {
    let state = match outcome {
        Outcome::Recorded(_) => "note",
        Outcome::Double(_) => "double",
        Outcome::ToRead(_) => "lire",
        Outcome::OldText | Outcome::NoRight => "refus",
    };
    let rest = told(cx, "", outcome);
    Page::document(html! {
        p data-etat=(state) {
            (piece::person(&one.of.name()))
            @if let Outcome::ToRead(path) = outcome { " : " a.bouton.petit href=(path) { "Noter ses réponses" } } @else { (rest) }
        }
        (row(cx, note, one))
    })
}

pub fn foreign_fragment() -> Page {
    Page::document(html! { p data-etat="refus" { (FOREIGN) } })
}
