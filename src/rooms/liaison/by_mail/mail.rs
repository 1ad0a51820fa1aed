//! The letters about answers by mail: that it was recorded, and that there is something to read.

use super::Said;
use crate::{
    base::{
        db::Id,
        french,
        mail::{Body, Letter},
    },
    rooms::liaison::{
        Asks, Note,
        letters::{Addressee, REPLY},
        path,
    },
    school::notice::Entry,
};
use jiff::Zoned;

pub struct Confirmed<'a> {
    pub school: &'a str,
    pub title: &'a str,
    pub names: &'a [&'a str],
    pub asks: Asks,
    pub said: Said,
    pub at: Zoned,
}

/// Replies to it are nobody's: two machines must not thank each other for ever.
pub fn confirmation(told: &Confirmed, to: &Addressee) -> Letter {
    let what = match (told.asks, told.said) {
        (_, Said::Yes) => "Votre réponse, « oui », est enregistrée et signée",
        (_, Said::No) => "Votre réponse, « non », est enregistrée et signée",
        (Asks::Read, Said::Done) => "C’est noté : vous avez lu ce mot",
        (_, Said::Done) => "Votre signature est enregistrée",
    };
    let names = french::list(told.names);
    let when = format!("le {} à {}", french::day(told.at.date()), french::time(&told.at));
    let letter = Body::new(told.school)
        .named(&format!("{what}, {when}, pour "), &names, ".")
        .paragraph(&format!("Le mot : « {} ».", told.title))
        .small("Si ce n’était pas vous, dites-le à l’école : ce qui a été répondu par e-mail peut y être annulé.")
        .finish(&to.email, "confirmation", format!("{} : c’est enregistré pour {names}", told.school));
    Letter { person: Some(to.person.number()), ..letter }
}

/// For who answered by mail to a word that asks for an image consent. Replies to it are nobody's either.
pub fn by_the_page(school: &str, title: Option<&str>, address: Option<&str>, note: Id<Note>, to: &Addressee) -> Letter {
    let which = title.map_or("à un mot".to_owned(), |title| format!("au mot « {title} »"));
    let body = Body::new(school)
        .paragraph(&format!("Vous avez répondu par e-mail {which}. L’école lira votre réponse, mais rien n’est signé."))
        .paragraph("Ce mot demande une autorisation d’image : un « oui » ou un « non » pour chaque usage, qu’un e-mail ne dit pas assez clairement.");
    let body = match address {
        Some(address) => body
            .paragraph("Répondez sur la page du mot, ou sur le talon en papier.")
            .button("Répondre au mot", &format!("{address}{}", path::note(note))),
        None => body.paragraph("Répondez sur le talon en papier, ou sur la page du mot à l’école."),
    };
    let letter = body.finish(&to.email, "confirmation", format!("{school} : votre réponse est encore à donner"));
    Letter { person: Some(to.person.number()), ..letter }
}

/// For who follows the word up.
pub fn to_read(school: &str, title: Option<&str>, address: Option<&str>, note: Id<Note>) -> Letter {
    let which = title.map_or("à un mot".to_owned(), |title| format!("au mot « {title} »"));
    let body = Body::new(school)
        .paragraph(&format!("Une famille a répondu par e-mail {which}."))
        .paragraph("Sa réponse ne vaut pas signature : elle est à lire sur la page du suivi.");
    let body = match address {
        Some(address) => body.button("Lire la réponse", &format!("{address}{}", path::of(note, "suivi"))),
        None => body,
    };
    body.finish("", REPLY.name, format!("{school} : une réponse à lire"))
}

pub fn entry(title: Option<&str>, address: Option<&str>, note: Id<Note>) -> Entry {
    let link = address.map(|address| ("Lire la réponse".to_owned(), format!("{address}{}", path::of(note, "suivi"))));
    Entry {
        pupil: None,
        title: title.unwrap_or("Une réponse à lire").to_owned(),
        line: "Une famille a répondu par e-mail : sa réponse est à lire.".to_owned(),
        body: None,
        links: link.into_iter().collect(),
    }
}
