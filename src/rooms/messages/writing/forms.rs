//! What the composer sends, and what a draft keeps of it. It may be half written: what is missing is told when it is to leave.

use super::pages;
use crate::{
    base::{db::Id, french, rich_text},
    door::{Faults, Fields, Form, upload::Upload},
    rooms::messages::{Answers, addressing::Part},
    school::{Person, Pupil},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub const SUBJECT_LETTERS: usize = 140;
/// The field of [`Kept::sent`].
pub const SENT: &str = "envoyes";
/// More than anybody would choose one by one.
const PARTS: usize = 200;

/// What a draft says beside its text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sheet {
    pub subject: String,
    pub to: BTreeSet<Part>,
    /// The child in whose respect a guardian writes.
    pub about: Option<Id<Pupil>>,
    /// Nothing: what goes without saying for these recipients.
    pub answers: Option<Answers>,
    /// Of an answer: the one member whom it is for.
    pub only_to: Option<Id<Person>>,
    /// Its hour came, and it could not be handed over.
    pub was_stopped: bool,
}

/// The same as a row keeps it.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Row {
    subject: String,
    to: Vec<String>,
    about: Option<i64>,
    answers: Option<String>,
    only_to: Option<i64>,
    was_stopped: bool,
}

impl Sheet {
    /// What cannot be read says nothing.
    pub fn parse(text: &str) -> Sheet {
        let row: Row = serde_json::from_str(text).unwrap_or_default();
        Sheet {
            subject: row.subject,
            to: row.to.iter().filter_map(|word| Part::parse(word)).collect(),
            about: row.about.map(Id::new),
            answers: row.answers.and_then(|text| Answers::read(&text)),
            only_to: row.only_to.map(Id::new),
            was_stopped: row.was_stopped,
        }
    }

    /// Empty when it says nothing.
    pub fn text(&self) -> String {
        if *self == Sheet::default() {
            return String::new();
        }
        let row = Row {
            subject: self.subject.clone(),
            to: self.to.iter().map(|part| part.word()).collect(),
            about: self.about.map(Id::number),
            answers: self.answers.map(|answers| answers.as_str().to_owned()),
            only_to: self.only_to.map(Id::number),
            was_stopped: self.was_stopped,
        };
        serde_json::to_string(&row).unwrap_or_default()
    }
}

/// Which button was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gesture {
    Keep,
    /// A recipient was added or taken away.
    Address,
    /// To the page on which files are sent with it.
    Attach,
    Send,
}

/// Everything that the composer sends.
pub struct Written {
    pub sheet: Sheet,
    /// Clean HTML, empty when it says nothing.
    pub body: String,
    pub text_in_mail: bool,
    pub gesture: Gesture,
    /// « Envoyer quand même » was ticked.
    pub despite: bool,
    /// Now, in quiet hours too: the director's alone.
    pub is_urgent: bool,
    /// A name that was looked for.
    pub query: String,
}

impl Written {
    pub fn blank(sheet: Sheet) -> Written {
        let (body, query) = (String::new(), String::new());
        Written { sheet, body, text_in_mail: false, gesture: Gesture::Keep, despite: false, is_urgent: false, query }
    }
}

impl Form for Written {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Written, Faults> {
        let mut faults = Faults::default();
        let gesture = match fields.get("geste") {
            _ if fields.has("ajouter") || fields.has("retirer") => Gesture::Address,
            "envoyer" => Gesture::Send,
            "garder" => Gesture::Keep,
            "joindre" => Gesture::Attach,
            _ => {
                faults.add("", pages::WHICH_BUTTON);
                Gesture::Keep
            }
        };
        let written = read(fields, gesture, &mut faults);
        faults.or(written)
    }
}

/// What is typed so far, sent by the page itself.
pub struct Kept {
    pub written: Written,
    /// At the foot of a thread: how many messages its author had sent there when the page was drawn.
    pub sent: usize,
}

impl Form for Kept {
    fn check(fields: &Fields, _: &[Upload]) -> Result<Kept, Faults> {
        let mut faults = Faults::default();
        let written = read(fields, Gesture::Keep, &mut faults);
        faults.or(Kept { written, sent: fields.get(SENT).parse().unwrap_or(0) })
    }
}

fn read(fields: &Fields, gesture: Gesture, faults: &mut Faults) -> Written {
    let subject: String = fields.get("objet").chars().filter(|c| !c.is_control()).collect();
    if subject.chars().count() > SUBJECT_LETTERS {
        faults.add("objet", pages::LONG_SUBJECT);
    }
    if gesture == Gesture::Send && fields.has("urgent") && !fields.has("confirmer_urgent") {
        faults.add("confirmer_urgent", pages::CONFIRM_URGENT);
    }
    let sheet = Sheet {
        subject: french::typeset(&subject),
        to: parts(fields),
        about: about(fields),
        answers: Answers::read(fields.get("reponses")),
        only_to: fields.get("pour").parse().ok(),
        was_stopped: false,
    };
    Written {
        sheet,
        body: body(fields, faults),
        text_in_mail: fields.has("texte_dans_mail"),
        gesture,
        despite: fields.has("malgre"),
        is_urgent: fields.has("urgent"),
        query: fields.get("chercher").to_owned(),
    }
}

fn body(fields: &Fields, faults: &mut Faults) -> String {
    let body = rich_text::typed(fields.get("texte")).unwrap_or_else(|too_long| {
        faults.add("texte", too_long.to_string());
        String::new()
    });
    if rich_text::to_plain(&body).trim().is_empty() { String::new() } else { body }
}

/// Chosen so far, with the one just added, without the one just taken away.
pub fn parts(fields: &Fields) -> BTreeSet<Part> {
    let words = fields.all("a").chain(fields.all("ajouter"));
    words.filter(|word| !fields.holds("retirer", word)).filter_map(Part::parse).take(PARTS).collect()
}

pub fn about(fields: &Fields) -> Option<Id<Pupil>> {
    fields.get("au_sujet_de").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Written, Faults> {
        Written::check(&Fields::parse(text.as_bytes()), &[])
    }

    #[test]
    fn a_sheet_comes_back_as_it_was_kept() {
        let sheet = Sheet {
            subject: "Sortie «\u{202f}piscine\u{202f}»".into(),
            to: [Part::Class(Id::new(3)), Part::Guardian(Id::new(1), Id::new(2))].into(),
            about: Some(Id::new(4)),
            answers: Some(Answers::Nobody),
            only_to: Some(Id::new(5)),
            was_stopped: true,
        };
        assert_eq!(Sheet::parse(&sheet.text()), sheet);
        assert_eq!((Sheet::default().text().as_str(), Sheet::parse("{")), ("", Sheet::default()));
    }

    #[test]
    fn recipients_come_and_go() {
        let written = check("geste=garder&a=p1&a=c3&retirer=p1&ajouter=equipe&a=p1%27--").ok().unwrap();
        assert_eq!(written.sheet.to, BTreeSet::from([Part::Team, Part::Class(Id::new(3))]));
        assert_eq!(written.gesture, Gesture::Address);
    }

    #[test]
    fn nothing_in_it_runs_and_nothing_hides() {
        let written = check(
            "geste=envoyer&objet=Bonjour%00%0A%1b&texte=%3Cp%20onclick%3Dx%3EOui%3Cscript%3Ea%3C/script%3E%3C/p%3E",
        );
        let written = written.ok().unwrap();
        assert_eq!((written.sheet.subject.as_str(), written.body.as_str()), ("Bonjour", "<p>Oui</p>"));
        assert_eq!(check("geste=garder&texte=%3Cp%3E%3Cbr%3E%3C/p%3E").ok().unwrap().body, "");
        assert!(check("objet=x").err().unwrap().of("").is_some());
        assert!(check(&format!("geste=garder&objet={}", "a".repeat(141))).err().unwrap().of("objet").is_some());
    }
}
