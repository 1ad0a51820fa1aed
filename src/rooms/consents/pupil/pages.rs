//! One pupil's image consents for the school.

use super::File;
use crate::{
    base::{
        db::Id,
        ui::{button, field::hidden, page::crumbs, piece},
    },
    door::{Cx, Page},
    rooms::consents::{
        pages::{TITLE, by, stamp, standing, when, yes_or_no},
        path,
    },
    school::{
        Person,
        consent::{Answer, Request, Standing, asking::sentences, policy::RecordConsent},
        how::How,
        permit::May,
    },
};
use maud::{Markup, html};

pub const NOTED: &str = "La réponse sur papier est notée.";
pub const CANCELLED: &str = "C’est annulé : cette réponse ne compte plus.";

pub fn show(cx: &Cx, images: &May<RecordConsent>, file: &File) -> Page {
    let pupil = &images.pupil;
    let name = pupil.name();
    let back = pupil.class.map_or_else(|| path::PAGE.to_owned(), path::class);
    let class = if pupil.class.is_some() { pupil.class_name.as_str() } else { "Sans classe" };
    let (over, current): (Vec<_>, Vec<_>) = file.requests.iter().partition(|(request, _)| request.is_over(cx.today));
    let body = html! {
        (crumbs(&[(TITLE, path::PAGE), (class, &back)], &name))
        h1 translate="no" { (name) }
        @if file.deciding.is_empty() {
            p.doux { "Personne ne peut décider pour cet enfant aujourd’hui : aucun responsable n’exerce l’autorité parentale. Rien de lui n’est montré." }
        }
        @if file.requests.is_empty() {
            (piece::empty_state("Rien n’a été demandé", "Demandez les autorisations par un mot du cahier de liaison.", html! { (button::link("Demander", path::ASK)) }))
        }
        @for (request, stands) in &current { (asked(cx, images, file, request, *stands)) }
        @if !over.is_empty() {
            (piece::details_of("Ce qui est passé", html! { @for (request, stands) in &over { (asked(cx, images, file, request, *stands)) } }))
        }
        p.indice { "Une réponse notée ici prend la place de ce que la même personne avait dit avant. Elle verra qu’elle a été notée sur papier." }
    };
    Page::narrow(format!("{TITLE} : {name}"), body)
}

fn asked(cx: &Cx, images: &May<RecordConsent>, file: &File, request: &Request, stands: Standing) -> Markup {
    html! {
        section.carte {
            div.rang.bouts { h2 { (sentences::purpose(request.asking.purpose)) } (standing(stands)) }
            p.doux { (when(&request.asking)) }
            p { (request.text) "." }
            ul.liste {
                @for one in &file.deciding { li.reponse { (hand(cx, images, file, request, Some(one.guardian), &one.name)) } }
                @if newest(file, request, None).is_some() { li.reponse { (hand(cx, images, file, request, None, "Papier, sans dire de qui")) } }
            }
            @if !file.deciding.is_empty() && newest(file, request, None).is_none() {
                (piece::details_of("Noter un papier sans nom", note(images, request, None, "d’une main que le papier ne dit pas")))
            }
        }
    }
}

fn newest<'a>(file: &'a File, request: &Request, guardian: Option<Id<Person>>) -> Option<&'a Answer> {
    let counts =
        |answer: &&Answer| answer.request == request.id && answer.guardian == guardian && answer.cancelled_at.is_none();
    file.answers.iter().find(counts)
}

fn hand(
    cx: &Cx,
    images: &May<RecordConsent>,
    file: &File,
    request: &Request,
    guardian: Option<Id<Person>>,
    name: &str,
) -> Markup {
    let said = newest(file, request, guardian);
    html! {
        div.pile {
            span {
                @if guardian.is_some() { strong { (piece::person(name)) } } @else { strong { (name) } }
                " : "
                @match said {
                    Some(said) => { strong { (yes_or_no(said.says)) } span.doux { ", " (stamp(cx, said.at)) ", " (by(said.how)) } },
                    None => span.doux { "sans réponse" },
                }
            }
            div.rang {
                @if let Some(said) = said.filter(|said| said.how == How::Paper) {
                    form.sans-papier method="post" action=(path::pupil(images.pupil.id, "/annuler")) {
                        (hidden("reponse", &said.id.to_string()))
                        (button::quiet("Annuler cette note").small().about(format!("de {name}")))
                    }
                }
                @if guardian.is_some() { (piece::details_of("Noter un papier", note(images, request, guardian, &format!("de {name}")))) }
            }
        }
    }
}

fn note(images: &May<RecordConsent>, request: &Request, guardian: Option<Id<Person>>, about: &str) -> Markup {
    html! {
        form.sans-papier method="post" action=(path::pupil(images.pupil.id, "/papier")) {
            (hidden("demande", &request.id.to_string()))
            (hidden("version", &request.version.to_string()))
            (hidden("de", &guardian.map(|guardian| guardian.to_string()).unwrap_or_default()))
            div.rang {
                (button::quiet("Le papier dit oui").small().sends("dit", "oui").about(about.to_owned()))
                (button::quiet("Le papier dit non").small().sends("dit", "non").about(about.to_owned()))
            }
        }
    }
}
