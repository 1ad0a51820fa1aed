//! The replies by mail on the page of the follow-up.

use super::store::{ToRead, Why};
use crate::{
    base::{
        french,
        ui::{Icon, button, icon, piece},
    },
    door::Cx,
    rooms::liaison::{Note, pages::moment, path},
};
use maud::{Markup, html};

pub const PUT_AWAY: &str = "C’est lu : la réponse est rangée, son texte n’est plus gardé.";

pub fn section(cx: &Cx, note: &Note, replies: &[ToRead]) -> Markup {
    if replies.is_empty() {
        return html! {};
    }
    html! {
        section.pile #reponses {
            h2 { (icon(Icon::Mail)) " " (french::count(replies.len(), "réponse par e-mail à lire", "réponses par e-mail à lire")) }
            p.doux { "Elles n’ont rien signé. Une fois lues, leur texte n’est plus gardé." }
            @for reply in replies { (piece::card(one(cx, note, reply))) }
        }
    }
}

fn one(cx: &Cx, note: &Note, reply: &ToRead) -> Markup {
    html! {
        p { (piece::person(&reply.guardian)) ", pour " (piece::person(&french::list(&reply.children))) span.doux { " · " (moment(cx, reply.received_at)) } }
        blockquote.riche { @for line in reply.text.lines() { (line) br; } }
        p.doux { (why(reply.why)) }
        (button::post_button(&path::of(note.id, &format!("reponses/{}/lu", reply.id)), button::quiet("C’est lu").icon(Icon::Check).small().about(&reply.guardian)))
    }
}

fn why(why: Why) -> &'static str {
    match why {
        Why::Words => "La réponse dit autre chose que les mots attendus.",
        Why::Sender => "Elle ne vient pas de l’adresse à laquelle l’école avait écrit : n’importe qui a pu l’envoyer.",
        Why::NotAuthentic => "Le serveur de courrier doute de son expéditeur : n’importe qui a pu l’envoyer.",
        Why::Forward => "L’e-mail a été transféré.",
        Why::Withdrawn => "Le mot était retiré.",
        Why::Expired => "Elle arrive trop tard pour valoir réponse.",
        Why::Corrected => "Le mot a été corrigé depuis l’e-mail auquel elle répond.",
        Why::NotByMail => "À ce mot, un e-mail ne vaut pas réponse.",
        Why::NoRight => "Cette personne ne répond pas pour cet enfant.",
        Why::Closed => "Le compte de cette personne est fermé.",
    }
}
