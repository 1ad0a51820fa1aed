//! Words, as they are read from a disk.

use super::{Answer, Listed};
use crate::{
    base::french,
    door::{
        Cx,
        takeaway::{file_link, written},
    },
    rooms::liaison::{Note, Text, answers::How, questions::Asked},
};
use maud::{Markup, html};

/// What goes with a word.
pub struct File {
    pub href: String,
    pub name: String,
    pub bytes: u64,
    pub is_picture: bool,
}

/// One's own answer to a question of the slip.
pub struct Said {
    pub child: String,
    pub question: String,
    pub value: String,
    pub href: Option<String>,
}

pub struct Word<'a> {
    pub note: &'a Note,
    pub text: &'a Text,
    pub files: Vec<File>,
    pub asked: &'a [Asked],
    pub own: &'a [Answer],
    pub values: Vec<Said>,
    pub tables: &'a [Aside],
}

/// A table beside a word: its file, and what it tells.
pub type Aside = (String, &'static str);

pub const WHO_ANSWERED: &str = "Qui a répondu, et quand (tableau)";
pub const WHAT_THEY_SAID: &str = "Ce que chacun a répondu aux questions (tableau)";

pub fn word(cx: &Cx, word: &Word) -> Markup {
    let (note, text) = (word.note, word.text);
    html! {
        p.doux {
            span translate="no" { (note.author_name) } ", le " (french::day_year(note.sent_at.date(&cx.zone)))
            @if text.version > 1 { ", corrigé le " (french::date_year(text.written_at.date(&cx.zone))) }
            @if note.is_withdrawn() { ", retiré depuis" }
        }
        article { (written(&text.body)) }
        @if let Some(day) = text.event_on { p { "Le jour dit : " (french::day_year(day)) "." } }
        @if let Some(day) = text.deadline_on { p { "À rendre avant le " (french::day_year(day)) "." } }
        @for file in word.files.iter().filter(|file| file.is_picture) { p { img src=(file.href) alt=(file.name); } }
        @if !word.files.is_empty() {
            h2 { "Pièces jointes" }
            ul { @for file in &word.files { li { (file_link(&file.href, &file.name, file.bytes)) } } }
        }
        @if !word.asked.is_empty() {
            h2 { "Les questions du talon" }
            ul { @for question in word.asked { li { (question.label) } } }
        }
        @if !word.own.is_empty() || !word.values.is_empty() {
            h2 { "Vos réponses" }
            ul { @for one in word.own { li { (answer(cx, one)) } } }
            dl { @for said in &word.values {
                dt { (said.question) " (" (said.child) ")" }
                dd { @if let Some(href) = &said.href { a href=(href) { (said.value) } } @else { (said.value) } }
            } }
        }
        @for (table, said) in word.tables { p { a href=(table) { (said) } } }
    }
}

/// « Léa : le 17 novembre 2026 à 8 h 30, dans Préau (texte n° 1) »
pub fn answer(cx: &Cx, answer: &Answer) -> String {
    let at = answer.at.zoned(&cx.zone);
    let how = match answer.how {
        How::Application => "dans Préau",
        How::OneTap => "par le lien d’un e-mail",
        How::Mail => "par e-mail",
        How::Paper => "sur papier",
    };
    format!(
        "{} : le {} à {}, {how} (texte n° {})",
        answer.child,
        french::date_year(at.date()),
        french::time(at.time()),
        answer.version
    )
}

pub fn list(some: &[Listed], pages: &[String]) -> Markup {
    html! {
        @if some.is_empty() { p { "Aucun mot." } }
        ul.sommaire { @for one in some {
            li {
                a href=(format!("mot-{}.html", one.note)) { (one.title) } br;
                span.doux { (french::date_year(one.day)) ", " span translate="no" { (one.author) } @if !one.children.is_empty() { ", pour " span translate="no" { (french::list(&one.children)) } } }
            }
        } }
        @if pages.len() > 1 {
            nav aria-label="Pages" { @for (at, name) in pages.iter().enumerate() { a href=(name) { "Page " (at + 1) } " " } }
        }
    }
}

pub fn deadline(title: &str) -> String {
    format!("À rendre : {title}")
}
