//! Answers by return mail: what a reply signs, and what becomes of one that signs nothing. Never signed by another sender than
//! the one written to, nor by whoever has lost the right, nor by words that a person would have to read twice.

pub mod incoming;
mod mail;
mod pages;
mod said;
pub mod store;

pub use said::{Expected, Said};

use super::{
    Asks, Facts, ROOM,
    answers::{self, How},
    letters::{self, Addressee, Question},
    policy::{AcknowledgeNote, SignNote},
    store as notes,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
        jobs::System,
        mail::{Doubt, Incoming, store as outbox},
        secret::Token,
    },
    door::gate,
    school::{
        Pupil, journal,
        permit::{May, Rule},
        settings,
    },
};
use jiff::civil::Date;
use store::Why;

/// A letter that was answered, with what is needed to judge the answer.
struct Replied<'a> {
    tx: &'a Tx,
    by: &'a System,
    row: letters::store::Row,
    word: Facts,
    from: Addressee,
    children: Vec<(Id<Pupil>, String)>,
    questions: Vec<Question>,
    today: Date,
    now: Instant,
}

/// True when it answers a letter of a word, whatever it says.
pub fn reply(tx: &Tx, by: &System, incoming: &Incoming, now: Instant) -> Result<bool> {
    let token = Token::presented(&incoming.token);
    let Some(row) = letters::store::replied(tx, &token, by)? else { return Ok(false) };
    let Some(word) = notes::facts(tx, row.note, by)? else { return Ok(true) };
    let from = letters::store::addressee(tx, row.guardian, by)?;
    let children = letters::store::children(tx, row.id, by)?;
    let questions = letters::store::questions(tx, &word)?;
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    let Some(from) = from else {
        return incoming::keep(tx, by, &row, &word, incoming, Why::Closed, now).map(|()| true);
    };
    let replied = Replied { tx, by, row, word, from, children, questions, today, now };
    match replied.judge(incoming)? {
        Ok(()) => Ok(true),
        Err(why) => {
            incoming::keep(tx, by, &replied.row, &replied.word, incoming, why, now)?;
            Ok(true)
        }
    }
}

impl Replied<'_> {
    /// Answers, or says what hinders it.
    fn judge(&self, incoming: &Incoming) -> Result<std::result::Result<(), Why>> {
        if let Some(why) = self.hindrance(incoming) {
            return Ok(Err(why));
        }
        let announced = letters::announces(self.tx, &self.word, self.by)?;
        let Some(expected) = letters::expects(&self.word, &self.questions, announced, &self.from) else {
            return Ok(Err(Why::NotByMail));
        };
        let names: Vec<&str> = self
            .from
            .names
            .iter()
            .map(String::as_str)
            .chain(self.children.iter().map(|(_, name)| name.as_str()))
            .chain([self.word.author_name.as_str()])
            .collect();
        let Some(said) = said::said(&incoming.text, expected, &names) else { return Ok(Err(Why::Words)) };
        let answered = self.answer(said)?;
        match answered.as_slice() {
            [] => Ok(Err(Why::NoRight)),
            answered => self.confirm(answered, said).map(Ok),
        }
    }

    /// What speaks against it before its words are looked at.
    fn hindrance(&self, incoming: &Incoming) -> Option<Why> {
        let is = |address: &str| address.trim().to_lowercase() == incoming.from.trim().to_lowercase();
        if !is(&self.row.email) || !is(&self.from.email) {
            return Some(Why::Sender);
        }
        match incoming.doubt {
            Some(Doubt::NotAuthentic) => return Some(Why::NotAuthentic),
            Some(Doubt::Forward) => return Some(Why::Forward),
            Some(Doubt::Unreadable) => return Some(Why::Words),
            None => {}
        }
        if self.word.withdrawn_at.is_some() {
            return Some(Why::Withdrawn);
        }
        if self.row.expires_at <= self.now {
            return Some(Why::Expired);
        }
        // Its text is another one now, and answers to the old one no longer count.
        (self.row.version < self.word.asks_since).then_some(Why::Corrected)
    }

    /// For each child for whom it is theirs to answer; whether it is news.
    fn answer(&self, said: Said) -> Result<Vec<(&str, bool)>> {
        let mut answered = Vec::new();
        for (pupil, name) in &self.children {
            let news = if self.word.asks == Asks::Read {
                self.may::<AcknowledgeNote>(*pupil)?.map(|word| self.acknowledge(&word)).transpose()?
            } else {
                self.may::<SignNote>(*pupil)?.map(|word| self.sign(&word, said)).transpose()?
            };
            answered.extend(news.map(|news| (name.as_str(), news)));
        }
        Ok(answered)
    }

    fn may<R: Rule<On = super::NoteFor>>(&self, pupil: Id<Pupil>) -> Result<Option<May<R>>> {
        match gate::on_behalf::<R>(self.tx, self.by, self.row.guardian, ROOM.name, (self.word.id, pupil), self.today) {
            Ok(word) => Ok(Some(word)),
            Err(Error::NotFound | Error::Forbidden) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn acknowledge(&self, word: &May<AcknowledgeNote>) -> Result<bool> {
        let before = answers::store::own_for(self.tx, word)?.is_some();
        answers::store::acknowledge_version(self.tx, word, self.row.version, How::Mail, self.now)?;
        self.note(word, "AcknowledgeNote", !before)
    }

    fn sign(&self, word: &May<SignNote>, said: Said) -> Result<bool> {
        let value = match said {
            Said::Done => None,
            Said::Yes => Some("yes"),
            Said::No => Some("no"),
        };
        let news = match (value, self.questions.as_slice()) {
            (Some(value), [question]) => store::answer(self.tx, word, question.id, value, self.row.version, self.now)?,
            _ => {
                let before = answers::store::own_for(self.tx, word)?.is_some();
                answers::store::sign_version(self.tx, word, self.row.version, How::Mail, self.now)?;
                !before
            }
        };
        self.note(word, "SignNote", news)
    }

    /// The line that the door writes for a page.
    fn note<R: Rule>(&self, word: &May<R>, act: &str, is_news: bool) -> Result<bool> {
        if is_news {
            let thing_id = Some(self.word.id.number());
            let entry = journal::Entry { at: self.now, by: Some(word.by()), act, thing: "note", thing_id };
            journal::store::add(self.tx, &entry)?;
        }
        Ok(is_news)
    }

    /// A letter back, once: whoever says it twice has been told.
    fn confirm(&self, answered: &[(&str, bool)], said: Said) -> Result<()> {
        let names: Vec<&str> = answered.iter().filter(|(_, is_news)| *is_news).map(|(name, _)| *name).collect();
        if names.is_empty() {
            return Ok(());
        }
        let school = settings::store::facts(self.tx)?;
        let title = notes::text_told(self.tx, &self.word, self.by)?.title;
        let told = mail::Confirmed {
            school: &school.name,
            title: &title,
            names: &names,
            asks: self.word.asks,
            said,
            at: self.now.zoned(&school.zone_of_time()),
        };
        outbox::post(self.tx, &mail::confirmation(&told, &self.from), self.now).map(drop)
    }
}
