//! What a guardian sees of a child's image consents: nothing of what another guardian answered.

use super::Child;
use crate::{
    base::ui::{Icon, button, field::hidden, icon, piece},
    door::Cx,
    rooms::consents::{
        pages::{by, stamp, when, yes_or_no},
        path,
    },
    school::consent::{Answer, Request, Standing},
};
use maud::{Markup, html};

pub fn decided(first_name: &str, says: bool) -> String {
    match says {
        true => format!("C’est noté : vous êtes d’accord pour {first_name}."),
        false => format!("C’est noté, et cela compte dès maintenant : vous n’êtes pas d’accord pour {first_name}."),
    }
}

pub fn children(cx: &Cx, children: &[Child]) -> Markup {
    html! {
        @if children.is_empty() {
            (piece::empty_state("Rien à décider ici", "L’accord pour montrer un enfant est demandé aux responsables qui exercent l’autorité parentale.", html! { (button::link("Revenir à l’accueil", "/").quiet()) }))
        } @else {
            p { "Une photo, un son ou une vidéo où votre enfant peut être reconnu n’est montré qu’avec votre accord. Vous pouvez en changer à tout moment, et cela compte tout de suite. Refuser n’a aucune conséquence pour lui." }
            @for child in children { (one(cx, child)) }
            p.indice { "Chaque responsable répond pour soi. Le refus d’un seul suffit pour que l’enfant ne soit pas montré." }
        }
    }
}

fn one(cx: &Cx, child: &Child) -> Markup {
    let (over, current): (Vec<_>, Vec<_>) = child.requests.iter().partition(|(request, _)| request.is_over(cx.today));
    html! {
        section.carte {
            h2 translate="no" { (child.pupil.first_name) }
            @if current.is_empty() { p.doux { "L’école ne demande rien en ce moment." } }
            (list(cx, child, &current))
            @if !over.is_empty() { (piece::details_of("Ce qui est passé", list(cx, child, &over))) }
            @if !child.answers.is_empty() { (piece::details_of("Mes réponses, dans l’ordre", history(cx, child))) }
        }
    }
}

fn list(cx: &Cx, child: &Child, requests: &[&(Request, Standing)]) -> Markup {
    html! {
        @for (at, (request, stands)) in requests.iter().enumerate() {
            @let is_first = at.checked_sub(1).and_then(|before| requests.get(before)).is_none_or(|(before, _)| when(&before.asking) != when(&request.asking));
            @if is_first { h3 { (when(&request.asking)) } }
            (asked(cx, child, request, *stands))
        }
    }
}

fn asked(cx: &Cx, child: &Child, request: &Request, stands: Standing) -> Markup {
    let own = child.own(request);
    html! {
        div.demande {
            p { (request.text) "." }
            p.rang { (valid(stands, own)) @if let Some(own) = own { span.doux { "Vous avez dit " strong { (yes_or_no(own.says)) } " " (stamp(cx, own.at)) ", " (by(own.how)) "." } } }
            @match own {
                None => (both(child, request)),
                Some(own) => (change(child, request, own)),
            }
        }
    }
}

/// Whether the child may be shown. Without an answer of one's own it says no more than that one is awaited.
fn valid(stands: Standing, own: Option<&Answer>) -> Markup {
    match (stands, own) {
        (Standing::Given, _) => piece::done("accordée"),
        (_, None) => piece::tag_waits("en attente de votre réponse"),
        (_, Some(_)) => html! { span.retard { (icon(Icon::X)) span { "n’est pas accordée" } } },
    }
}

/// Nothing is chosen beforehand, and neither is louder than the other.
fn both(child: &Child, request: &Request) -> Markup {
    form(child, request, &[(true, "J’autorise"), (false, "Je n’autorise pas")])
}

/// Two taps: to open, to say it.
fn change(child: &Child, request: &Request, own: &Answer) -> Markup {
    let (open, to_say) = match own.says {
        true => ("Retirer mon accord", [(false, "Je n’autorise plus")]),
        false => ("Changer d’avis", [(true, "J’autorise")]),
    };
    piece::details_of(open, form(child, request, &to_say))
}

fn form(child: &Child, request: &Request, to_say: &[(bool, &'static str)]) -> Markup {
    html! {
        form.sans-papier method="post" action=(path::child(child.pupil.id)) {
            (hidden("demande", &request.id.to_string()))
            (hidden("version", &request.version.to_string()))
            div.rang {
                @for (says, label) in to_say {
                    (button::quiet(*label).sends("dit", yes_or_no(*says)).about(format!("pour {} : {}", child.pupil.first_name, request.text)))
                }
            }
        }
    }
}

fn history(cx: &Cx, child: &Child) -> Markup {
    html! {
        ol reversed {
            @for answer in &child.answers {
                li {
                    strong { (yes_or_no(answer.says)) } ", " (stamp(cx, answer.at)) ", " (by(answer.how))
                    @if let Some(at) = answer.cancelled_at { " (noté par erreur, annulé " (stamp(cx, at)) ")" }
                    br; span.doux { "« " (answer.text) " »" }
                }
            }
        }
    }
}
