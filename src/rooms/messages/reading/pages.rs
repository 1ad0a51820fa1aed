//! A thread as one member reads it.

use super::{Drawn, is_apart, other_side, waits};
use crate::{
    base::{
        db::Id,
        french,
        ui::{
            Icon, button,
            choice::{self, choice},
            field, icon, notice,
            page::crumbs,
            piece,
        },
    },
    door::{Cx, Draft, Page},
    rooms::messages::{
        Answers, Facts, How, Thread,
        pages::{TITLE, You, dated, keeps_here, moment, subject, to_whom},
        path, pieces,
        policy::{CloseThread, ReadThread},
        reports,
        writing::forms::SENT,
    },
    school::{Person, permit::May},
};
use maud::{Markup, PreEscaped, html};

pub const UNREAD: &str = "La conversation est de nouveau non lue.";
pub const ARCHIVED: &str = "La conversation est archivée. Elle reviendra avec la prochaine réponse.";
pub const BROUGHT_BACK: &str = "La conversation est revenue dans vos messages.";
pub const CLOSED: &str = "La conversation est fermée\u{202f}: plus personne ne peut y écrire, sauf vous.";
pub const REOPENED: &str = "La conversation est rouverte.";

pub fn thread(cx: &Cx, thread: &May<ReadThread>, drawn: &Drawn, draft: &Draft) -> Page {
    let title = subject(&thread.subject);
    let body = html! {
        (crumbs(&[(TITLE, path::LIST)], title))
        (notice::faults(draft.faults.iter().map(|(name, sentence)| (*name, sentence.as_str()))))
        div.pile.conversation {
            h1 { (title) }
            (who(thread, drawn, You::of(cx)))
            (state(thread, drawn, You::of(cx)))
        }
        @if let Some(older) = drawn.older {
            p { (button::link("Messages plus anciens", format!("{}?avant={older}", path::thread(thread.id))).quiet().small()) }
        }
        // Drawn anew by itself when something comes; what is typed stands after it.
        div.pile #fil data-direct={ "messages-" (thread.id) } tabindex="-1" {
            (to_read(thread, drawn))
            @if is_apart(thread, drawn.me) { (apart(cx, thread, drawn)) } @else { (in_order(cx, thread, drawn)) }
        }
        @if drawn.may_answer { (answer(cx, thread, drawn, draft)) }
        (gestures(thread, drawn))
    };
    Page::narrow(title, body)
}

/// « De Mme Benali, à vous ».
fn who(thread: &Thread, drawn: &Drawn, you: You) -> Markup {
    let shows_all = thread.shows_members_to(drawn.me);
    let is_for_me = thread.is_between_two() && !thread.is_opener(drawn.me);
    html! {
        p.doux.qui {
            "De "
            @if thread.is_opener(drawn.me) { (you.said("vous", "toi")) } @else { (person(drawn, thread.opener)) }
            ", " span translate="no" { (to_whom(thread, shows_all && !is_for_me, you)) }
            @if thread.is_opener(drawn.me) && !thread.is_waiting && thread.members.len() > 2 {
                " (" (french::count(thread.members.len() as i64 - 1, "personne", "personnes")) ")"
            }
        }
        @if shows_all && thread.members.len() > 2 && thread.answers == Answers::All {
            (piece::details_of("Qui lit cette conversation", html! {
                ul.sans-puce { @for member in &thread.members { li { (person(drawn, member.person)) } } }
            }))
        }
    }
}

fn person(drawn: &Drawn, person: Id<Person>) -> Markup {
    html! { (piece::person(drawn.names.get(&person).map_or("quelqu’un", String::as_str))) (about(drawn, person)) }
}

fn about(drawn: &Drawn, person: Id<Person>) -> Markup {
    html! { @if let Some(names) = drawn.about.get(&person) { span.doux { " (" span translate="no" { (french::list(names)) } ")" } } }
}

fn state(thread: &Thread, drawn: &Drawn, you: You) -> Markup {
    let is_opener = thread.is_opener(drawn.me);
    let said = match thread.answers {
        _ if thread.closed_at.is_some() => "Cette conversation est fermée aux réponses.",
        Answers::Nobody if is_opener => "Vous n’avez pas permis les réponses.",
        Answers::Nobody => "Ce message n’appelle pas de réponse.",
        Answers::Opener if is_opener && thread.members.len() > 2 => "Chacun vous répond sans voir les autres.",
        Answers::Opener if thread.members.len() > 2 => you.said(
            "Votre réponse ne sera lue que par la personne qui vous écrit.",
            "Ta réponse ne sera lue que par la personne qui t’écrit.",
        ),
        Answers::All if thread.members.len() > 2 => "Tout le monde lit tout ce qui s’écrit ici.",
        _ => "",
    };
    html! {
        @if !said.is_empty() { p.doux { (said) } }
    }
}

/// Within what is drawn anew, so that what comes to an open page is noted as read there.
fn to_read(thread: &Thread, drawn: &Drawn) -> Markup {
    html! {
        @if drawn.is_unread {
            form.sans-papier.ecran method="post" action=(path::of(thread.id, "lu")) data-lire {
                (button::quiet("Marquer comme lu").small().icon(Icon::Check))
            }
        }
    }
}

fn in_order(cx: &Cx, thread: &Thread, drawn: &Drawn) -> Markup {
    let last = drawn.messages.len();
    html! {
        ol.messages {
            @for (at, row) in (1..).zip(&drawn.messages) { (message(cx, thread, drawn, row, at == last)) }
        }
    }
}

/// For the opener to whom each answers alone: what was said to all, then each with what was exchanged.
fn apart(cx: &Cx, thread: &Thread, drawn: &Drawn) -> Markup {
    let last = drawn.messages.last().map(|row| row.id);
    let of = |side: Option<Id<Person>>| drawn.messages.iter().filter(move |row| other_side(thread, row) == side);
    let mut sides: Vec<Id<Person>> = Vec::new();
    for side in drawn.messages.iter().filter_map(|row| other_side(thread, row)) {
        if !sides.contains(&side) {
            sides.push(side);
        }
    }
    html! {
        ol.messages { @for row in of(None) { (message(cx, thread, drawn, row, Some(row.id) == last)) } }
        @for side in sides {
            section.pile.apart aria-labelledby={ "de-" (side) } {
                h2 id={ "de-" (side) } { (person(drawn, side)) }
                ol.messages { @for row in of(Some(side)) { (message(cx, thread, drawn, row, Some(row.id) == last)) } }
                @if drawn.may_answer {
                    p.ecran { (button::link("Répondre à", format!("{}?a={side}#repondre", path::thread(thread.id))).quiet().small()
                        .naming(drawn.names.get(&side).map_or("", String::as_str))) }
                }
            }
        }
    }
}

fn message(cx: &Cx, thread: &Thread, drawn: &Drawn, row: &Facts, is_last: bool) -> Markup {
    let is_own = row.author == drawn.me;
    let at = row.delivered_at.or(row.sent_at).unwrap_or(row.changed_at);
    html! {
        li.message.de-moi[is_own] id=[is_last.then_some("dernier")] data-annonce=[(!is_own).then(|| announced(drawn, row.author))] data-cle=(row.id) {
            p.rang.bouts {
                strong { @if is_own { (You::of(cx).said("Vous", "Toi")) } @else { (person(drawn, row.author)) } }
                span.doux.ecran { @if waits(row) { "écrit " } (moment(cx, at)) }
                // On paper, « il y a une heure » says nothing.
                span.doux.papier { (dated(cx, at)) }
            }
            @if let Some(leaves_at) = row.leaves_at.filter(|_| waits(row)) {
                div.rang {
                    (piece::tag_waits(&format!("Sera remis {}", moment(cx, leaves_at))))
                    form.sans-papier.ecran method="post" action={ (path::LIST) "/ecrits/" (row.id) "/reprendre" } {
                        (button::quiet("Reprendre").small().icon(Icon::Undo2))
                    }
                }
            }
            @if is_own && row.only_to.is_some() && thread.is_opener(drawn.me) && waits(row) { (p_only(drawn, row)) }
            div.riche { (PreEscaped(&row.body)) }
            @if let Some(all) = drawn.pieces.get(&row.id) { (pieces::shown(row.id, all, is_own)) }
            @match row.how {
                How::Mail => p.doux { "Répondu par e-mail" },
                How::Automatic => p.doux { "Réponse automatique" },
                How::Application => {},
            }
            @if !is_own && row.how != How::Automatic { (reports::pages::below(cx, row, drawn.reports.get(&row.id))) }
        }
    }
}

/// Said aloud when it comes to an open page.
fn announced(drawn: &Drawn, author: Id<Person>) -> String {
    format!("Nouveau message de {}", drawn.names.get(&author).map_or("quelqu’un", String::as_str))
}

fn p_only(drawn: &Drawn, row: &Facts) -> Markup {
    html! { @if let Some(only) = row.only_to { p.doux { "À " (person(drawn, only)) " seulement" } } }
}

/// At the foot, kept while it is typed.
fn answer(cx: &Cx, thread: &May<ReadThread>, drawn: &Drawn, draft: &Draft) -> Markup {
    let chosen = draft.fields.get("pour");
    let mut choices = vec![choice("", "À tous").ticked(chosen.is_empty())];
    choices.extend(drawn.choices.iter().map(|(person, name)| {
        let value = person.to_string();
        let is_chosen = chosen == value;
        choice(value, name.as_str()).person().ticked(is_chosen)
    }));
    html! {
        form.pile.ecran #repondre method="post" action=(path::of(thread.id, "repondre")) data-garder=(path::of(thread.id, "brouillon")) data-hors-ligne=[keeps_here(cx)] {
            h2 { (heading(thread, drawn)) }
            (field::hidden(SENT, &drawn.sent.to_string()))
            @if drawn.choices.is_empty() { (field::hidden("pour", "")) }
            @else { (choice::select("pour", "À qui\u{202f}?", choices)) }
            (field::rich_text("texte", You::of(cx).said("Votre réponse", "Ta réponse")).typed(draft.typed("texte")))
            @if let Some((message, count)) = drawn.draft.filter(|(_, count)| *count > 0) {
                p { (icon(Icon::Paperclip)) " " a href=(path::draft(message)) { (french::count(count as i64, "pièce jointe", "pièces jointes")) } }
            }
            div.actions {
                (button::primary("Envoyer").icon(Icon::Send).sends("geste", "envoyer"))
                (button::quiet("Joindre un fichier").icon(Icon::Paperclip).sends("geste", "joindre"))
            }
            p.indice data-garder-dit role="status" {}
        }
    }
}

/// The opener writes to all, unless somebody who answered is chosen.
fn heading(thread: &Thread, drawn: &Drawn) -> &'static str {
    let writes_to_all = thread.is_opener(drawn.me) && thread.members.len() > 2 && drawn.choices.is_empty();
    if writes_to_all { "Écrire encore à tous" } else { "Répondre" }
}

fn gestures(thread: &May<ReadThread>, drawn: &Drawn) -> Markup {
    let post =
        |what: &str, label: &'static str| button::post_button(&path::of(thread.id, what), button::quiet(label).small());
    html! {
        div.rang.ecran {
            @if drawn.is_archived { (post("sortir", "Sortir de l’archive")) } @else { (post("archiver", "Archiver")) }
            @if !drawn.is_unread && !thread.is_waiting { (post("non-lu", "Marquer comme non lu")) }
            @if thread.also::<CloseThread>().is_some() && !thread.is_waiting && thread.answers != Answers::Nobody {
                @if thread.closed_at.is_some() { (post("rouvrir", "Rouvrir aux réponses")) } @else { (post("fermer", "Fermer aux réponses")) }
            }
            (button::print_small("Imprimer"))
        }
    }
}
