//! The word as who holds its link sees it: nothing around it, one button.

use crate::{
    base::{
        french,
        ui::{Icon, button, field::hidden, icon, piece},
    },
    door::{Cx, Page},
    rooms::liaison::{
        Asks, NoteFor, Text,
        answers::Own,
        letters::Question,
        pages::{category, from, moment, pieces, stamp, to_do},
        path,
        pieces::store::Piece,
        policy::{AcknowledgeNote, ReadNoteFor, SignNote},
    },
    school::permit::May,
};
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};

pub struct Read<'a> {
    pub link: &'a str,
    /// The child's first name.
    pub child: String,
    pub text: Text,
    pub pieces: Vec<Piece>,
    pub questions: Vec<Question>,
    pub answer: Option<Own>,
    /// The last day of the link.
    pub until: Option<Date>,
}

pub fn word(cx: &Cx, word: &May<ReadNoteFor>, read: &Read) -> Page {
    let waits = read.answer.is_none() && word.asks != Asks::Nothing;
    let main = html! {
        article.mot {
            div.rang {
                @if waits { (to_do(cx, word)) }
                (category(word.category))
            }
            h1 { (read.text.title) }
            p.doux { "Pour " (piece::person(&read.child)) " · " (from(cx, word, word.sent_at)) }
            @if word.version > 1 {
                p.corrige { (icon(Icon::History)) span { "Corrigé " (moment(cx, read.text.written_at)) } }
            }
            div.riche.lignes { (PreEscaped(&read.text.body)) }
            (pieces(&read.pieces, |piece| path::piece_behind(read.link, piece)))
            (answer(cx, word, read))
        }
        (foot(read))
    };
    Page::narrow(read.text.title.clone(), main)
}

fn answer(cx: &Cx, word: &May<ReadNoteFor>, read: &Read) -> Markup {
    html! {
        @if let Some(own) = read.answer {
            p.fait { (icon(Icon::Check)) span {
                @if word.asks == Asks::Read { "Lu" } @else { "Signé par vous" }
                " pour " (piece::person(&read.child)) ", " (stamp(cx, own.at))
            } }
            p { "Merci. L’école le voit tout de suite." }
        } @else if !read.questions.is_empty() {
            (slip(word, read))
        } @else {
            @if word.asks == Asks::All { p { "La signature de chaque responsable légal est demandée : chacun signe de son côté." } }
            @if word.asks == Asks::One { p.doux { "La signature d’un seul responsable suffit." } }
            (buttons(word, read))
        }
    }
}

/// One permit a button.
fn buttons(word: &May<ReadNoteFor>, read: &Read) -> Markup {
    let signs = word.also::<SignNote>().filter(|_| word.asks.is_signed()).map(|_| ("signature", "Signer"));
    let reads = word.also::<AcknowledgeNote>().filter(|_| word.asks == Asks::Read).map(|_| ("lu", "J’ai lu ce mot"));
    let sign = if word.asks == Asks::Read { Icon::Check } else { Icon::Signature };
    html! {
        @if let Some((what, verb)) = signs.or(reads) {
            form method="post" action={ (path::behind(read.link)) "/" (what) } {
                (hidden("version", &word.version.to_string()))
                (button::primary(format!("{verb} pour {}", read.child)).icon(sign))
            }
        } @else if word.asks.is_signed() {
            p.doux { "Vous lisez ce mot. La signature pour " (piece::person(&read.child)) " est demandée à un responsable légal qui exerce l’autorité parentale." }
        }
    }
}

/// The slip is filled where the word is.
fn slip(word: &NoteFor, read: &Read) -> Markup {
    html! {
        p { (french::plural(read.questions.len(), "Une réponse est demandée :", "Des réponses sont demandées :")) }
        ul { @for question in &read.questions { li { (question.label) } } }
        (button::link("Me connecter pour répondre", path::note(word.id)).icon(Icon::PenLine))
    }
}

fn foot(read: &Read) -> Markup {
    html! {
        p.doux.ecran {
            "Ce lien vous est personnel : il ouvre ce mot et rien d’autre"
            @if let Some(day) = read.until { ", jusqu’au " (french::date_year(day)) }
            "."
        }
        div.rang.ecran { (button::link("Me connecter", "/connexion").quiet()) }
    }
}
