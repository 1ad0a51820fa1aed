//! The words of letters about messages. A subject that says nothing of what was written: it stands on locked screens.

use super::{jobs::Telling, reply::Why};
use crate::{
    base::{
        db::Id,
        french,
        mail::{Body, Letter},
    },
    rooms::messages::{Message, pages::subject, path},
    school::{Person, correspondence::Hindrance, notice::Entry},
};

/// Whose name is gone.
pub const SOMEBODY: &str = "Quelqu’un";
/// The page where each chooses how they are told.
const CHOICES: &str = "/compte/avis";

pub fn letter(
    telling: &Telling,
    message: &Message,
    reader: Id<Person>,
    enclosed: &[String],
    takes_reply: bool,
) -> Letter {
    let body = Body::new(&telling.school);
    let body = if message.text_in_mail { whole(body, telling, message, enclosed) } else { announced(body, telling) };
    let body = match (&telling.address, message.thread) {
        (Some(address), Some(thread)) => {
            let label = if message.text_in_mail { "Ouvrir la conversation" } else { "Lire le message" };
            body.button(label, &format!("{address}{}", path::thread(thread)))
        }
        _ => body.paragraph("Il vous attend à l’école, en vous connectant."),
    };
    let body = match takes_reply {
        true => body.small(&by_reply(message, reader)),
        false => body,
    };
    let body = match &telling.address {
        Some(address) => body.small_link("Choisir comment l’école vous prévient", &format!("{address}{CHOICES}")),
        None => body,
    };
    body.finish("", "", format!("{} : {} vous a écrit", telling.school, telling.author))
}

fn announced(body: Body, telling: &Telling) -> Body {
    body.named("", &telling.author, " vous a écrit.").paragraph("Par discrétion, le message n’est pas dans cet e-mail.")
}

fn whole(body: Body, telling: &Telling, message: &Message, enclosed: &[String]) -> Body {
    let title = message.within.as_ref().map_or("", |thread| subject(&thread.subject));
    let body = body.heading(title).named("De ", &telling.author, "").rich(&message.body);
    if enclosed.is_empty() {
        return body;
    }
    body.paragraph("Avec ce message, à voir en vous connectant :").list(enclosed)
}

fn by_reply(message: &Message, reader: Id<Person>) -> String {
    let goes_to_one = message
        .within
        .as_ref()
        .is_none_or(|thread| thread.is_between_two() || thread.addressee(reader, Some(message.author)).is_some());
    let who = if goes_to_one { "à cette personne" } else { "à tous ceux qui lisent cette conversation" };
    format!("Vous pouvez répondre à cet e-mail : votre réponse sera remise {who}, sans pièce jointe.")
}

/// What a digest says of several messages of a thread, or of one.
pub fn entry(telling: &Telling, message: &Message, authors: &[String], count: usize) -> Entry {
    let title = match authors {
        [only] if count == 1 => format!("{only} vous a écrit"),
        all => format!(
            "{} de {}",
            french::count(count as i64, "message", "messages"),
            french::list(&all.iter().map(String::as_str).collect::<Vec<_>>())
        ),
    };
    let shows_text = message.text_in_mail && count == 1;
    let link = telling.address.as_ref().zip(message.thread);
    Entry {
        pupil: None,
        title,
        line: String::new(),
        body: shows_text.then(|| message.body.clone()),
        links: link
            .map(|(address, thread)| ("Lire".to_owned(), format!("{address}{}", path::thread(thread))))
            .into_iter()
            .collect(),
    }
}

/// That an answer was not taken, and what can be done instead. Replies to it are nobody's.
pub fn refusal(telling: &Telling, message: &Message, why: &Why, files: usize) -> Letter {
    let sentence = match why {
        Why::Sender => "Elle est venue d’une autre adresse que celle où l’école vous écrit.".to_owned(),
        Why::NotAuthentic => "Rien n’assure qu’elle vient bien de votre adresse.".to_owned(),
        Why::Forward => "Elle ne contenait qu’un e-mail transféré.".to_owned(),
        Why::Unreadable if files > 0 => {
            "Elle ne contenait que des pièces jointes : elles ne sont pas prises par e-mail.".to_owned()
        }
        Why::Unreadable => "Elle était vide, ou trop longue pour être prise par e-mail.".to_owned(),
        Why::Expired => "Le message auquel elle répond est trop ancien.".to_owned(),
        Why::Closed => "Cette conversation ne prend plus de réponse.".to_owned(),
        Why::NotTheirs => "Cette conversation n’est plus ouverte à votre compte.".to_owned(),
        // Unlike what is typed on a page it is kept in no draft.
        Why::Hindered(Hindrance::Frozen { .. }) => "La direction a suspendu les messages pour le moment.".to_owned(),
        Why::Hindered(Hindrance::Limit { .. }) => {
            "Votre compte a atteint sa limite d’envoi de messages. Vous pourrez écrire de nouveau plus tard.".to_owned()
        }
    };
    let body =
        Body::new(&telling.school).paragraph("Votre réponse par e-mail n’a pas été remise.").paragraph(&sentence);
    let body = match (&telling.address, message.thread) {
        (Some(address), Some(thread)) => {
            body.button("Répondre sur le site de l’école", &format!("{address}{}", path::thread(thread)))
        }
        _ => body,
    };
    body.small("Si vous n’avez pas répondu, ne faites rien : rien n’a été écrit en votre nom.").finish(
        "",
        "confirmation",
        format!("{} : votre réponse n’a pas été remise", telling.school),
    )
}

/// It was taken, without what was attached.
pub fn without_files(telling: &Telling, message: &Message, files: usize) -> Letter {
    let left = french::plural(files, "La pièce jointe n’a pas été prise", "Les pièces jointes n’ont pas été prises");
    let body = Body::new(&telling.school).paragraph("Votre réponse est remise.").paragraph(&format!(
        "{left} : ce qui s’envoie par e-mail n’est pas gardé. Vous pouvez les ajouter dans la conversation."
    ));
    let body = match (&telling.address, message.thread) {
        (Some(address), Some(thread)) => {
            body.button("Ouvrir la conversation", &format!("{address}{}", path::thread(thread)))
        }
        _ => body,
    };
    body.finish("", "confirmation", format!("{} : votre réponse est remise, sans pièce jointe", telling.school))
}
