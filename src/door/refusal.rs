//! What a refusal looks like: one page for each error, in French, that says what to do. Never a word on what exists.

use super::{answer::Answer, form::Faults, page::Page, shell};
use crate::base::{
    error::Error,
    secret,
    ui::{button, icon::yard, notice},
};
use maud::{Markup, Render, html};

/// What to answer to an error, said as one speaks to a pupil or to an adult. A sign-in is asked for before, by the socket.
pub fn page(error: &Error, to_pupil: bool) -> Page {
    let say = |adult: &'static str, pupil: &'static str| if to_pupil { pupil } else { adult };
    let (status, title, text) = match error {
        Error::NotFound | Error::SignIn => (
            404,
            "Cette page n’existe pas",
            html! {
                p { (say("L’adresse est peut-être incomplète, ou ce que vous cherchez n’est plus là.",
                    "L’adresse est peut-être incomplète, ou ce que tu cherches n’est plus là.")) }
            },
        ),
        Error::DeadLink => (
            404,
            "Ce lien ne sert plus",
            html! {
                p { "Il a peut-être expiré, ou il est arrivé incomplet. Connectez-vous pour retrouver ce qui vous attend, ou répondez à l’école sur papier." }
            },
        ),
        // The socket draws the question itself; here nothing is left to confirm.
        Error::Forbidden | Error::Confirm(_) => (
            403,
            say("Cette page ne vous est pas ouverte", "Cette page n’est pas pour toi"),
            html! {
                p { (say("Votre compte ne permet pas d’aller plus loin ici. Si cela vous surprend, parlez-en à la direction de l’école.",
                    "Avec ton compte, on ne va pas plus loin ici. Si cela t’étonne, parles-en à ton enseignant.")) }
            },
        ),
        Error::Conflict => (
            409,
            "Entre-temps, cela a changé",
            html! {
                p { "Quelqu’un d’autre a modifié la même chose. Revenez en arrière, rechargez la page et recommencez : rien n’a été écrasé." }
            },
        ),
        Error::Busy => (
            503,
            say("Un instant, s’il vous plaît", "Un instant, s’il te plaît"),
            html! {
                p { (say("L’école est très occupée en ce moment et rien n’a été enregistré. Attendez quelques secondes, puis renvoyez.",
                    "L’école est très occupée en ce moment et rien n’a été enregistré. Attends quelques secondes, puis renvoie.")) }
            },
        ),
        Error::Full => (
            507,
            "Le disque de l’école est plein",
            html! {
                p { "Rien n’a été enregistré, et rien n’est perdu. Prévenez la direction : il faut libérer de la place." }
            },
        ),
        Error::Internal(cause) => return broken(cause, to_pupil),
    };
    Page::narrow(title, body(title, text)).with_status(status)
}

/// The cause is for the log; the page has a code to find it by.
fn broken(cause: &anyhow::Error, to_pupil: bool) -> Page {
    let (code, title) = (logged(cause), "Quelque chose n’a pas marché");
    let sentence = match to_pupil {
        false => {
            "La faute est de notre côté et rien n’a été enregistré. Réessayez ; si cela recommence, donnez ce code à la direction : "
        }
        true => {
            "Ce n’est pas ta faute, et rien n’a été enregistré. Réessaie ; si cela recommence, montre ce code à ton enseignant : "
        }
    };
    Page::narrow(title, body(title, html! { p { (sentence) strong { (code) } "." } })).with_status(500)
}

/// A button's POST that did not check: its sentences, and the way back.
pub fn faults(faults: &Faults) -> Page {
    let title = "Ce n’est pas possible ainsi";
    let text = html! { @for (_, sentence) in faults.iter() { p { (notice::said(sentence)) } } };
    Page::narrow(title, body(title, text))
}

/// Files of a plain form that are not taken: none of those that came with them is either.
pub fn files(faults: &Faults, back: &str) -> Page {
    let title = "Ces fichiers ne sont pas arrivés";
    let text = html! {
        @for (_, sentence) in faults.iter() { p { (notice::said(sentence)) } }
        p { "Rien n’a été gardé de cet envoi : les fichiers sont à choisir de nouveau." }
    };
    Page::narrow(title, body_with(title, text, button::link("Revenir", back)))
}

/// A body over its limits, cut on the way or malformed: at most so many files, of so many bytes each.
pub fn too_large(files: usize, bytes: u64) -> Answer {
    let title = "L’envoi n’a pas pu être reçu";
    let mega = (bytes / 1_000_000).max(1);
    let text = html! {
        @if files > 0 {
            p { "Il a été coupé en route, ou il est trop lourd : " (files) " fichiers au plus, de " (mega) " Mo chacun. Rien n’a été enregistré." }
        } @else {
            p { "Il a été coupé en route, ou il est trop lourd. Rien n’a été enregistré." }
        }
        p { "Revenez en arrière : ce que vous aviez écrit y est encore." }
    };
    shell::without_school(Page::narrow(title, body(title, text)).with_status(413))
}

/// A new version takes over.
pub fn updating() -> Answer {
    let title = "Mise à jour en cours";
    let text = html! {
        p { "L’espace de l’école revient dans un moment, et cette page se recharge d’elle-même. Rien n’est perdu." }
        p { "Si vous veniez d’envoyer quelque chose, cela n’a pas été enregistré\u{202f}: revenez en arrière dans un moment et renvoyez-le." }
    };
    let main = html! { section.refus { (yard()) h1 { (title) } (text) } };
    shell::without_school(Page::narrow(title, main).with_status(503))
}

/// The answer when there is no snapshot to draw the shell from.
pub fn bare(error: &Error) -> Answer {
    shell::without_school(page(error, false))
}

fn body(title: &str, text: Markup) -> Markup {
    body_with(title, text, button::link("Revenir à l’accueil", "/"))
}

fn body_with(title: &str, text: Markup, way: impl Render) -> Markup {
    html! {
        section.refus {
            (yard())
            h1 { (title) }
            (text)
            (way)
        }
    }
}

/// Under a code to find it by.
pub fn logged(cause: &anyhow::Error) -> String {
    let code = short_code();
    tracing::error!(code, error = format!("{cause:#}"), "a request failed");
    code
}

/// Enough to find the line in the log.
fn short_code() -> String {
    let mut bytes = [0u8; 3];
    match secret::fill(&mut bytes) {
        Ok(()) => secret::hex(&bytes),
        Err(_) => "------".to_owned(),
    }
}
