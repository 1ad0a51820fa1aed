//! A word as it is read, and the small phrases that its pages share.

use super::{
    Asks, Category, Facts, Note, Text,
    answers::{How, Mine, Own, waiting},
    path,
    pieces::store::{Changed, Piece},
    policy::{CorrectNote, FollowUp, ReadNote, WithdrawNote},
    questions::{self, Asked, store::Held},
    waiting,
};
use crate::{
    base::{
        clock::Instant,
        db::Rx,
        french,
        rich_text::{self, Change},
        ui::{
            Icon, aloud, button,
            field::hidden,
            icon,
            notice::{self, Tone},
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Page},
    school::{
        audience::Named,
        permit::{May, Ties},
    },
};
use jiff::civil::Date;
use maud::{Markup, PreEscaped, html};
use std::borrow::Borrow;

pub const SIGNED: &str = "C’est signé. L’école le voit tout de suite.";
pub const ACKNOWLEDGED: &str = "C’est noté : vous avez lu ce mot.";
pub const REREAD: &str = "Revenez au mot, relisez-le et recommencez.";
pub const BOOK_TITLE: &str = "Cahier de liaison";

/// What the page of a word draws.
pub struct Read<'a> {
    pub text: &'a Text,
    /// The version that the viewer compares with, when the word was corrected.
    pub before: Option<&'a Text>,
    pub pieces: &'a [Piece],
    /// Pieces that came or went since `before`.
    pub changed: &'a [Changed],
    pub mine: &'a [Mine],
    /// What its author may do while it waits.
    pub above: Option<Markup>,
    /// The questions, and what the viewer answered for each child.
    pub slip: (&'a [Asked], &'a [Held]),
    /// To whom it was addressed; for those who may know all of it.
    pub to: Option<Vec<Named>>,
}

pub fn note(cx: &Cx, note: &May<ReadNote>, read: &Read) -> Page {
    let title = &read.text.title;
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK)], title))
        @if note.is_withdrawn() { (withdrawn(cx, note)) }
        @if let Some(above) = &read.above { (above) }
        (staff_links(note))
        article.mot {
            (head(cx, note, read))
            h1 #mot-titre { (title) }
            p.doux { (from(cx, note, note.sent_at)) }
            @if note.is_urgent { p.corrige { (icon(Icon::TriangleAlert)) span { "Envoyé en urgence par la direction" } } }
            @if let Some(day) = note.event_on { p { "Le jour\u{202f}: " strong { (french::day_year(day)) } } }
            (aloud::listen("mot-titre mot-texte"))
            @if let Some(to) = &read.to { p.doux { "Pour " span translate="no" { (addressed(to)) } } }
            @for one in read.mine { @if !one.groups.is_empty() { p.doux { "Pour " (piece::person(&one.first_name)) ", " (of_groups(&one.groups)) } } }
            (corrected(cx, note, read))
            div.riche.lignes #mot-texte { (PreEscaped(&read.text.body)) }
            (pieces(read.pieces, |piece| path::of(note.id, &format!("pieces/{piece}"))))
            @if note.has_slip { (questions::pages::cards(cx, note, read.slip.0, read.slip.1, read.mine)) } @else { (answers(cx, note, read)) }
            @if note.is_waiting() { (waiting::pages::asked(note.asks, note.deadline_on, cx.today)) }
        }
    };
    Page::narrow(title, body)
}

/// « Sortie · À signer d’ici jeudi · Rappel d'hier ».
fn head(cx: &Cx, note: &Note, read: &Read) -> Markup {
    let left = waiting(read.mine);
    let waits = !left.is_empty();
    let reminded_at = left.iter().filter_map(|one| one.reminded_at).max();
    html! {
        div.rang {
            @if waits { (to_do(cx, note)) }
            (category(note.category))
            @if let Some(at) = reminded_at { (reminder(cx, at)) }
        }
    }
}

fn staff_links(note: &May<ReadNote>) -> Markup {
    html! {
        @if let Some(follow) = note.also::<FollowUp>() {
            div.rang.ecran {
                (button::link("Voir le suivi", path::of(follow.id, "suivi")).icon(Icon::ClipboardList))
                @if !note.is_withdrawn() {
                    @if let Some(note) = note.also::<CorrectNote>() {
                        (button::link("Corriger", path::of(note.id, "corriger")).icon(Icon::PenLine).quiet())
                        @if note.ties().meets(Ties::DIRECTOR.or(Ties::TEACHER)) {
                            (button::link("En faire un modèle", format!("{}/nouveau?mot={}", path::TEMPLATES, note.id)).icon(Icon::FileText).quiet())
                        }
                    }
                    @if let Some(note) = note.also::<WithdrawNote>() {
                        (button::link("Retirer", path::of(note.id, "retirer")).icon(Icon::EyeOff).quiet())
                    }
                }
            }
        }
    }
}

fn withdrawn<D: Borrow<Rx>>(cx: &Cx<D>, note: &Note) -> Markup {
    let when = note.withdrawn_at.map(|at| moment(cx, at)).unwrap_or_default();
    notice::notice(
        Tone::Warning,
        html! { p { strong { "Retiré " (when) "." } " Les familles et les élèves ne voient plus ce mot." } },
    )
}

/// What changed since the viewer last answered, or since the version before.
fn corrected(cx: &Cx, note: &Note, read: &Read) -> Markup {
    let Some(before) = read.before else { return html! {} };
    let again = read.mine.iter().any(|one| one.waits() && one.older.is_some());
    html! {
        p.corrige { (icon(Icon::History)) span { "Corrigé " (moment(cx, read.text.written_at)) } }
        @if again {
            p { @if note.asks == Asks::Read { "L’école demande de le lire à nouveau." } @else { "L’école demande votre signature à nouveau." } }
        }
        (piece::details_of("Ce qui a changé", html! {
            @if before.title != read.text.title { p { strong { (difference(&before.title, &read.text.title)) } } }
            @if before.body != read.text.body {
                p.difference { (difference(&rich_text::to_plain(&before.body), &rich_text::to_plain(&read.text.body))) }
            }
            @if before.deadline_on != read.text.deadline_on {
                p { "Réponse attendue : " (difference(&deadline(cx, before), &deadline(cx, read.text))) }
            }
            @if before.event_on != read.text.event_on {
                p { "Le jour : " (difference(&event(before), &event(read.text))) }
            }
            @for piece in read.changed {
                @let (old, new) = if piece.is_added { ("", piece.name.as_str()) } else { (piece.name.as_str(), "") };
                p { "Fichier : " (difference(old, new)) }
            }
        }))
    }
}

fn deadline(cx: &Cx, text: &Text) -> String {
    text.deadline_on.map_or_else(|| "sans date".to_owned(), |day| the_day(day, cx.today))
}

fn event(text: &Text) -> String {
    text.event_on.map_or_else(|| "sans date".to_owned(), french::day_year)
}

fn difference(before: &str, after: &str) -> Markup {
    html! {
        @for piece in rich_text::changes(before, after) {
            @match piece.change {
                Change::Same => (piece.text),
                Change::Removed => del { span.hors-vue { "[retiré] " } (piece.text) },
                Change::Added => ins { span.hors-vue { "[ajouté] " } (piece.text) },
            }
        }
    }
}

/// `place`: where a piece is, for who reads.
pub fn pieces(list: &[Piece], place: impl Fn(i64) -> String) -> Markup {
    html! {
        @let pictures: Vec<&Piece> = list.iter().filter(|piece| piece.is_picture()).collect();
        @let files: Vec<&Piece> = list.iter().filter(|piece| !piece.is_picture()).collect();
        @if !pictures.is_empty() {
            ul.vignettes {
                @for piece in pictures {
                    @let href = place(piece.id);
                    li { a href=(href) {
                        img src={ (href) "/miniature" } width=[piece.width] height=[piece.height] loading="lazy"
                            alt={ "Image jointe : " (piece.name) };
                    } }
                }
            }
        }
        @if !files.is_empty() {
            ul.liste {
                @for piece in files {
                    li { a href=(place(piece.id)) download=(piece.name) {
                        span.piece {
                            (icon(Icon::Paperclip))
                            span { (piece.name) br; span.doux { (piece.label()) ", " (french::bytes(piece.size)) } }
                        }
                    } }
                }
            }
        }
    }
}

/// What the viewer did for each child, and the buttons for what is left. One permit a button.
fn answers(cx: &Cx, note: &Note, read: &Read) -> Markup {
    let left = waiting(read.mine);
    html! {
        @for one in read.mine {
            @if let Some(own) = &one.answer {
                (done(cx, note, own, &one.first_name))
            } @else if one.is_asked() && one.is_over {
                p.doux { "N’attend plus de réponse pour " (piece::person(&one.first_name)) "." }
            } @else if note.asks.is_signed() && one.may_sign.is_none() {
                p.doux { "Vous lisez ce mot. La signature pour " (piece::person(&one.first_name)) " est demandée à un responsable légal qui exerce l’autorité parentale." }
            }
        }
        @if !left.is_empty() {
            @if note.asks == Asks::All { p { "La signature de chaque responsable légal est demandée : chacun signe de son côté." } }
            @if note.asks == Asks::One { p.doux { "La signature d’un seul responsable suffit." } }
            div.actions { (buttons(note, &left)) }
        }
    }
}

/// « Signé par vous pour Léa, hier à 19 h 12 », or on paper, and who of the school noted it.
pub fn done(cx: &Cx, word: &Facts, own: &Own, first_name: &str) -> Markup {
    html! {
        p.fait { (icon(Icon::Check)) span {
            @match (own.how, word.asks) {
                (How::Paper, _) => "Rendu sur papier",
                (_, Asks::Read) if word.has_slip => "Répondu",
                (_, Asks::Read) => "Lu",
                _ => "Signé par vous",
            }
            " pour " (piece::person(first_name)) ", "
            @if own.how == How::Paper { "noté " @if let Some(by) = &own.noted_by { "par " (piece::person(by)) " " } }
            (stamp(cx, own.at))
        } }
    }
}

fn buttons(note: &Note, left: &[&Mine]) -> Markup {
    let (what, verb) = if note.asks == Asks::Read { ("lu", "J’ai lu ce mot") } else { ("signature", "Signer") };
    let names: Vec<&str> = left.iter().map(|one| one.first_name.as_str()).collect();
    let sign = if note.asks == Asks::Read { Icon::Check } else { Icon::Signature };
    html! {
        @if let [one] = left {
            form method="post" action=(path::for_pupil(note.id, one.pupil, what)) {
                (hidden("version", &note.version.to_string()))
                (button::primary(format!("{verb} pour")).naming(&one.first_name).icon(sign))
            }
        } @else {
            form method="post" action=(path::of(note.id, what)) {
                (hidden("version", &note.version.to_string()))
                @for one in left { (hidden("eleve", &one.pupil.to_string())) }
                (button::primary(format!("{verb} pour")).naming(french::list(&names)).icon(sign))
            }
            @for one in left {
                form method="post" action=(path::for_pupil(note.id, one.pupil, what)) {
                    (hidden("version", &note.version.to_string()))
                    (button::quiet("Seulement pour").naming(&one.first_name))
                }
            }
        }
    }
}

/// « À signer d’ici jeudi », or that the day has gone by.
pub fn to_do<D: Borrow<Rx>>(cx: &Cx<D>, note: &Facts) -> Markup {
    to_do_by(cx.today, (note.asks, note.has_slip), note.deadline_on)
}

pub fn to_do_by(today: Date, asks: (Asks, bool), deadline_on: Option<Date>) -> Markup {
    let verb = match asks {
        (Asks::Read, false) => "À lire",
        (Asks::Read, true) => "À répondre",
        _ => "À signer",
    };
    match deadline_on {
        Some(day) if day < today => html! {
            (piece::tag_waits(verb)) (piece::late(&format!("Attendu {}", the_day(day, today))))
        },
        Some(day) if day == today => piece::tag_waits(&format!("{verb} aujourd’hui")),
        Some(day) => piece::tag_waits(&format!("{verb} d’ici {}", by_day(day, today))),
        None => piece::tag_waits(verb),
    }
}

/// « demain », « jeudi », « au jeudi 3 décembre »: the day itself still counts.
pub fn by_day(day: Date, today: Date) -> String {
    let said = french::until(day, today);
    if said.contains(' ') { format!("au {said}") } else { said }
}

/// « demain », « jeudi », « le jeudi 3 décembre ».
pub fn the_day(day: Date, today: Date) -> String {
    let said = french::until(day, today);
    if said.contains(' ') { format!("le {said}") } else { said }
}

pub fn reminder<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> Markup {
    html! { span.rappel { (icon(Icon::Bell)) "Rappel du " (french::day(at.date(&cx.zone))) } }
}

pub fn category(category: Category) -> Markup {
    let (sign, name) = named(category);
    html! { span.note { (icon(sign)) (name) } }
}

pub fn named(category: Category) -> (Icon, &'static str) {
    match category {
        Category::Canteen => (Icon::Utensils, "Cantine"),
        Category::Outing => (Icon::Backpack, "Sortie"),
        Category::Event => (Icon::CalendarDays, "Évènement"),
        Category::Health => (Icon::Heart, "Santé"),
        Category::Office => (Icon::FileText, "Administratif"),
        Category::Other => (Icon::Megaphone, "Divers"),
    }
}

pub fn from(cx: &Cx, note: &Facts, at: Instant) -> Markup {
    html! { "De " (piece::person(&note.author_name)) " · " (moment(cx, at)) }
}

pub fn addressed(to: &[Named]) -> String {
    let names: Vec<String> = to
        .iter()
        .map(|named| match named {
            Named::School => "toute l’école".to_owned(),
            Named::Group(name) => format!("le groupe {name}"),
            Named::Class(name) | Named::Pupil(name) => name.clone(),
        })
        .collect();
    french::list(&names)
}

/// « groupe Chorale », « groupes Chorale et Échecs ».
pub fn of_groups(names: &[String]) -> String {
    format!("{} {}", if names.len() == 1 { "groupe" } else { "groupes" }, french::list(names))
}

/// To the minute, as a signature is: « aujourd’hui à 7 h 41 ».
pub fn stamp<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    let then = at.zoned(&cx.zone);
    format!("{} à {}", french::until(then.date(), cx.today), french::time(&then))
}

pub fn moment<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> String {
    french::moment(at.timestamp(), cx.now.timestamp(), &cx.zone)
}
