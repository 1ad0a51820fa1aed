//! The word as who holds its link sees it: nothing around it, one button.

use crate::{
    base::{
        french,
        ui::{Icon, button, field::hidden, icon, piece},
    },
    door::{Cx, Draft, Page},
    rooms::liaison::{
        Asks, NoteFor, Text,
        answers::{How, Own},
        pages::{self, category, from, moment, pieces, to_do},
        path,
        pieces::store::Piece,
        policy::{AcknowledgeNote, SignNote},
        questions::{
            Asked, answering,
            pages::{self as slips, Slip},
            store::Held,
        },
    },
    school::permit::{May, Rule},
};
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};

pub struct Read<'a> {
    pub link: &'a str,
    /// The child's first name.
    pub child: String,
    pub text: Text,
    pub pieces: Vec<Piece>,
    pub questions: Vec<Asked>,
    pub held: Option<Held>,
    pub answer: Option<Own>,
    /// The slip is to be filled or changed now.
    pub is_open: bool,
    /// The last day of the link.
    pub until: Option<Date>,
}

pub fn word<R: Rule<On = NoteFor>>(cx: &Cx, word: &May<R>, read: &Read, draft: &Draft) -> Page {
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
            (answer(cx, word, read, draft))
        }
        (foot(read))
    };
    Page::narrow(read.text.title.clone(), main)
}

fn answer<R: Rule<On = NoteFor>>(cx: &Cx, word: &May<R>, read: &Read, draft: &Draft) -> Markup {
    let Some(what) = button_of(word) else {
        return html! {
            @if word.asks.is_signed() {
                p.doux { "Vous lisez ce mot. La signature pour " (piece::person(&read.child)) " est demandée à un responsable légal qui exerce l’autorité parentale." }
            }
        };
    };
    let action = format!("{}/{what}", path::behind(read.link));
    let is_closed = read.held.is_some() && answering::is_closed(cx, word);
    html! {
        @if read.answer.is_some() && (!read.is_open || is_closed) {
            (done(cx, word, read))
            @if word.has_slip && !is_closed { (button::link("Changer ma réponse", action).icon(Icon::PenLine).quiet()) }
            @if is_closed { p.indice { (slips::CLOSED) } }
        } @else {
            @if word.asks == Asks::All { p { "La signature de chaque responsable légal est demandée : chacun signe de son côté." } }
            @if word.asks == Asks::One { p.doux { "La signature d’un seul responsable suffit." } }
            @if word.has_slip {
                @let slip = Slip { questions: &read.questions, held: read.held.as_ref(), first_name: &read.child };
                (slips::fill(word, &slip, &action, draft))
            } @else { (bare(word, read, &action)) }
        }
    }
}

/// Where the answer is sent, for who may give it.
fn button_of<R: Rule<On = NoteFor>>(word: &May<R>) -> Option<&'static str> {
    match word.asks {
        Asks::Nothing => None,
        Asks::Read => word.also::<AcknowledgeNote>().map(|_| "lu"),
        Asks::One | Asks::All => word.also::<SignNote>().map(|_| "signature"),
    }
}

fn done(cx: &Cx, word: &NoteFor, read: &Read) -> Markup {
    html! {
        @if let Some(own) = &read.answer {
            (pages::done(cx, word, own, &read.child))
            @if own.how != How::Paper { p { "Merci. L’école le voit tout de suite." } }
        }
        @if let Some(held) = &read.held {
            dl.faits {
                @for asked in &read.questions {
                    dt { (asked.label) }
                    dd { (own_value(read.link, held, asked)) }
                }
            }
        }
    }
}

fn own_value(link: &str, held: &Held, asked: &Asked) -> Markup {
    html! {
        @match (held.value(asked.id), held.file(asked.id)) {
            (Some(value), Some(_)) => a href=(path::file_behind(link, held.answer, asked.id)) { (value.shown(asked)) },
            (Some(value), None) => (value.shown(asked)),
            (None, _) => span.doux { "sans réponse" },
        }
    }
}

fn bare(word: &NoteFor, read: &Read, action: &str) -> Markup {
    let (verb, sign) =
        if word.asks == Asks::Read { ("J’ai lu ce mot", Icon::Check) } else { ("Signer", Icon::Signature) };
    html! {
        form method="post" action=(action) {
            (hidden("version", &word.version.to_string()))
            (button::primary(format!("{verb} pour")).naming(&read.child).icon(sign))
        }
    }
}

fn foot(read: &Read) -> Markup {
    html! {
        p.doux.ecran {
            "Ce lien vous est personnel : il ouvre ce mot et rien d’autre"
            @if let Some(day) = read.until { ", jusqu’au " (french::date_year(day)) }
            "."
        }
        div.rang.ecran { (button::link("Me connecter", "/connexion").quiet()) }
    }
}
