//! A slip as families see it: its form in the word, its answers once given, and the page of one child's slip alone.

use super::{Asked, Kind, Per, Value, sent::NO_ANSWER, store::Held};
use crate::{
    base::{
        db::Id,
        ui::{
            Icon, button,
            choice::{self, choice},
            field::{self, hidden, id_of},
            icon, notice,
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Draft, Fields, Page},
    rooms::liaison::{
        Asks, Note, NoteFor, Text,
        answers::Mine,
        pages::{BOOK_TITLE, stamp, the_day},
        path,
        questions::TEXT_LETTERS,
    },
    school::{Pupil, consent},
};
use maud::{Markup, html};

pub const ANSWERED: &str = "C’est envoyé. L’école voit votre réponse tout de suite.";
pub const CLOSED: &str = "La date est passée : votre réponse ne peut plus changer ici. Si quelque chose a changé pour vous, dites-le à l’école.";
const CONSENT_HINT: &str = "Chaque responsable répond pour soi. Refuser n’a aucune conséquence pour l’enfant.";
const ACCEPT: &str = "image/jpeg,image/png,image/webp,image/gif,application/pdf,.docx,.xlsx,.odt,.ods,.txt";

/// One child's slip.
pub struct Slip<'a> {
    pub questions: &'a [Asked],
    /// What the viewer answered, if anything.
    pub held: Option<&'a Held>,
    pub first_name: &'a str,
}

/// The fields of a slip: as typed, else as answered before. `ids` is put behind each id, where a page holds several slips.
pub fn form(questions: &[Asked], held: Option<&Held>, draft: &Draft, ids: &str) -> Markup {
    let before = Draft { fields: standing(questions, held), ..Draft::default() };
    let draft = if draft.is_blank() { &before } else { draft };
    html! { @for asked in questions { (question(asked, held, draft, ids)) } }
}

/// In the page of a word: for each child the answers given, or the form. One permit a form.
pub fn cards(cx: &Cx, note: &Note, questions: &[Asked], held: &[Held], mine: &[Mine]) -> Markup {
    html! {
        @for one in mine {
            @let held = held.iter().find(|held| held.pupil == one.pupil);
            @let slip = Slip { questions, held, first_name: &one.first_name };
            section.carte.talon {
                @if one.answer.is_some() { (given(cx, note, one.pupil, &slip)) }
                @else if one.may_sign.is_some() || one.may_acknowledge.is_some() { (to_fill(note, one.pupil, &slip)) }
                @else {
                    p.doux { "La réponse pour " (piece::person(&one.first_name)) " est demandée à un responsable légal qui exerce l’autorité parentale." }
                    (asked(questions))
                }
            }
        }
        @if mine.is_empty() && !questions.is_empty() { (piece::card(html! { h2 { "Le talon-réponse" } (asked(questions)) })) }
    }
}

/// The questions without their fields: for who has nothing to answer.
pub fn asked(questions: &[Asked]) -> Markup {
    html! {
        ol { @for one in questions {
            li { (one.label) @if !one.choices.is_empty() { " " span.doux { "(" (one.choices.join(", ")) ")" } } }
        } }
    }
}

/// The page of one child's slip.
pub fn answer(cx: &Cx, word: &NoteFor, text: &Text, slip: &Slip, action: &str, draft: &Draft) -> Page {
    let title = format!("Répondre pour {}", slip.first_name);
    let back = path::note(word.id);
    let is_closed = slip.held.is_some() && super::answering::is_closed(cx, word);
    let body = html! {
        (crumbs(&[(BOOK_TITLE, path::BOOK), (&text.title, &back)], "Répondre"))
        h1 { "Répondre pour " (piece::person(slip.first_name)) }
        p { "Au mot « " a href=(back) { (text.title) } " »." }
        @if is_closed { (notice::notice(notice::Tone::Warning, html! { p { (CLOSED) } })) }
        @else {
            (fill(word, slip, action, draft))
        }
    };
    Page::narrow(title, body)
}

/// The whole form of one child's slip, with what is wrong in it.
pub fn fill(word: &NoteFor, slip: &Slip, action: &str, draft: &Draft) -> Markup {
    html! {
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        form.pile method="post" action=(action) enctype=[multipart(slip.questions)] {
            (hidden("version", &word.version.to_string()))
            (form(slip.questions, slip.held, draft, ""))
            (send(word.asks, slip))
        }
    }
}

fn to_fill(note: &Note, pupil: Id<Pupil>, slip: &Slip) -> Markup {
    let what = if note.asks == Asks::Read { "lu" } else { "signature" };
    html! {
        h2 { "Votre réponse pour " (piece::person(slip.first_name)) }
        @if note.asks == Asks::All { p.doux { "La réponse de chaque responsable légal est demandée : chacun répond de son côté." } }
        form.pile method="post" action=(path::for_pupil(note.id, pupil, what)) enctype=[multipart(slip.questions)] {
            (hidden("version", &note.version.to_string()))
            (form(slip.questions, slip.held, &Draft::default(), &format!("-{pupil}")))
            (send(note.asks, slip))
        }
    }
}

fn send(asks: Asks, slip: &Slip) -> Markup {
    let (label, sign) = match (asks, slip.held) {
        (Asks::Read, None) => ("Répondre", Icon::Check),
        (_, None) => ("Répondre et signer", Icon::Signature),
        (Asks::Read, Some(_)) => ("Changer ma réponse", Icon::Check),
        (_, Some(_)) => ("Changer et signer", Icon::Signature),
    };
    html! {
        div.actions {
            @if slip.held.is_some() { (button::primary(label).icon(sign)) }
            @else { (button::primary(format!("{label} pour")).naming(slip.first_name).icon(sign)) }
        }
        @if asks.is_signed() { p.indice { "Votre signature vaut pour ces réponses." } }
    }
}

/// What was answered, when, and until when it may change.
fn given(cx: &Cx, note: &Note, pupil: Id<Pupil>, slip: &Slip) -> Markup {
    let Some(held) = slip.held else { return html! {} };
    let what = if note.asks == Asks::Read { "lu" } else { "signature" };
    let is_open = note.deadline_on.is_none_or(|day| day >= cx.today);
    html! {
        h2 { "Votre réponse pour " (piece::person(slip.first_name)) }
        p.fait { (icon(Icon::Check)) span {
            @if held.is_paper { "Rendu sur papier, noté" } @else if note.asks.is_signed() { "Signé par vous pour " (piece::person(slip.first_name)) } @else { "Vous avez répondu" }
            @if held.is_paper { " " (stamp(cx, held.at)) } @else { ", " (stamp(cx, held.first_at)) }
            @if !held.is_paper && held.first_at != held.at { ", modifié " (stamp(cx, held.at)) }
        } }
        dl.faits {
            @for asked in slip.questions {
                dt { (asked.label) }
                dd { (own_value(note, pupil, held, asked)) }
            }
        }
        @if slip.questions.iter().any(|asked| asked.kind == Kind::Consent) {
            p.indice { "Vous pouvez changer d’avis sur les photos à tout moment, même la date passée : " a href=(consent::PAGE) { "Autorisations d’image" } "." }
        }
        @if is_open {
            p { (button::link("Changer ma réponse", path::for_pupil(note.id, pupil, what)).icon(Icon::PenLine).quiet()) }
            @if let Some(day) = note.deadline_on { p.indice { "Vous pouvez la changer jusqu’à la fin de la journée, " (the_day(day, cx.today)) "." } }
        } @else {
            p.indice { (CLOSED) }
        }
    }
}

fn own_value(note: &Note, pupil: Id<Pupil>, held: &Held, asked: &Asked) -> Markup {
    let Some(value) = held.value(asked.id) else { return html! { span.doux { "sans réponse" } } };
    html! {
        @if held.file(asked.id).is_some() {
            a href=(path::for_pupil(note.id, pupil, &format!("fichiers/{}/{}", held.answer, asked.id))) { (value.shown(asked)) }
        } @else { (value.shown(asked)) }
    }
}

fn multipart(questions: &[Asked]) -> Option<&'static str> {
    questions.iter().any(|asked| asked.kind == Kind::File).then_some("multipart/form-data")
}

/// The answers given before, as fields.
fn standing(questions: &[Asked], held: Option<&Held>) -> Fields {
    let mut fields = Fields::default();
    for (asked, value) in questions.iter().filter_map(|asked| Some((asked, held?.value(asked.id)?))) {
        match value {
            Value::Chosen(places) => {
                for place in places {
                    fields.push(asked.name(), place.to_string());
                }
            }
            Value::File(_) => {}
            value => fields.push(asked.name(), value.typed()),
        }
    }
    fields
}

fn question(asked: &Asked, held: Option<&Held>, draft: &Draft, ids: &str) -> Markup {
    let name = asked.name();
    let id = format!("{}{ids}", id_of(name));
    let label = asked.label.as_str();
    let typed = draft.typed(name);
    let hint = if asked.per == Per::Guardian { "Chaque responsable répond pour soi." } else { "" };
    let plain = |field: field::Field<'_>| {
        let field = field.typed(typed).id(id.clone());
        let field = if hint.is_empty() { field } else { field.hint(hint) };
        html! { @if asked.is_required { (field.required()) } @else { (field.optional()) } }
    };
    match asked.kind {
        Kind::YesNo => chosen(asked, draft, id, vec![choice("oui", "Oui"), choice("non", "Non")], hint),
        Kind::Consent => {
            let choices = vec![choice("oui", "Oui, j’autorise"), choice("non", "Non, je n’autorise pas")];
            chosen(asked, draft, id, choices, CONSENT_HINT)
        }
        Kind::One | Kind::Several => {
            let places = (0..).zip(&asked.choices);
            let choices = places.map(|(place, label)| choice(place.to_string(), label.as_str())).collect();
            chosen(asked, draft, id, choices, hint)
        }
        Kind::Number => plain(field::number(name, label).inputmode("decimal")),
        Kind::Amount => plain(field::number(name, format!("{label} (en euros)")).inputmode("decimal")),
        Kind::Date => plain(field::date(name, label)),
        Kind::Text => plain(field::text(name, label).max_length(TEXT_LETTERS)),
        Kind::File => file(asked, held, draft, id),
    }
}

fn chosen<'a>(asked: &'a Asked, draft: &Draft, id: String, mut choices: Vec<choice::Choice<'a>>, hint: &str) -> Markup {
    let name = asked.name();
    let is_radio = asked.kind != Kind::Several;
    let is_said = asked.kind == Kind::Consent && draft.fields.has(name);
    if is_radio && !asked.is_required && !is_said {
        choices.push(choice(NO_ANSWER, "Pas de réponse"));
    }
    let ticked = |one: &choice::Choice<'_>| draft.fields.all(name).any(|value| one.is(value));
    let choices = choices.into_iter().map(|one| {
        let is_ticked = ticked(&one);
        one.ticked(is_ticked)
    });
    let choices: Vec<_> = choices.collect();
    let field = if is_radio {
        choice::radios(name, asked.label.as_str(), choices)
    } else {
        choice::checkboxes(name, asked.label.as_str(), choices)
    };
    let field = field.typed(field::Typed { value: "", fault: draft.faults.of(name) }).id(id).tight();
    let field = if hint.is_empty() { field } else { field.hint(hint.to_owned()) };
    html! { @if asked.is_required { (field.required()) } @else { (field.optional()) } }
}

/// A file sent before stays unless another takes its place, or it is taken away.
fn file(asked: &Asked, held: Option<&Held>, draft: &Draft, id: String) -> Markup {
    let name = asked.name();
    let before = held.and_then(|held| held.file(asked.id));
    let field = field::file(name, asked.label.as_str()).typed(draft.typed(name)).accept(ACCEPT).id(id.clone());
    let hint = match &before {
        Some((value, _)) => format!("« {} » est déjà là : un autre fichier prendra sa place.", value.shown(asked)),
        None => "Une photo, un PDF ou un document, de 10 Mo au plus.".to_owned(),
    };
    let field = field.hint(hint);
    let take_away = format!("{name}_retirer");
    html! {
        @if asked.is_required && before.is_none() { (field.required()) } @else if asked.is_required { (field) } @else { (field.optional()) }
        @if before.is_some() && !asked.is_required {
            (choice::checkbox(&take_away, "oui", "Retirer le fichier envoyé").id(format!("{id}-retirer")))
        }
    }
}
