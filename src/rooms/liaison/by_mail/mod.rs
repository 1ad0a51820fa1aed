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
    answers::{self, Answers, How},
    letters::{self, Addressee},
    policy::{AcknowledgeNote, SignNote},
    questions::{self, Asked, Filled, Kind, Value, answering::only_yes_or_no},
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
    questions: Vec<Asked>,
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
    let questions = questions::store::told(tx, &word, by)?;
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    let Some(from) = from else {
        return incoming::keep(tx, by, &row, &word, incoming, Why::Closed, now).map(|_| true);
    };
    let replied = Replied { tx, by, row, word, from, children, questions, today, now };
    match replied.judge(incoming)? {
        Ok(()) => Ok(true),
        Err(why) => {
            let is_new = incoming::keep(tx, by, &replied.row, &replied.word, incoming, why, now)?;
            if is_new && why == Why::NotByMail && replied.questions.iter().any(|asked| asked.kind == Kind::Consent) {
                replied.send_to_the_page()?;
            }
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
        match self.answer(said)? {
            Ok(answered) => self.confirm(&answered, said).map(Ok),
            Err(why) => Ok(Err(why)),
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
    fn answer(&self, said: Said) -> Result<std::result::Result<Vec<(&str, bool)>, Why>> {
        let (mut answered, mut hindrance) = (Vec::new(), Why::NoRight);
        for (pupil, name) in &self.children {
            let taken = if self.word.asks == Asks::Read {
                self.may::<AcknowledgeNote>(*pupil)?.map(|word| self.take(&word, said)).transpose()?
            } else {
                self.may::<SignNote>(*pupil)?.map(|word| self.take(&word, said)).transpose()?
            };
            match taken {
                Some(Ok(news)) => answered.push((name.as_str(), news)),
                // For this child alone: what was said for the other stands, and is confirmed by name.
                Some(Err(why)) => hindrance = why,
                None => {}
            }
        }
        Ok(if answered.is_empty() { Err(hindrance) } else { Ok(answered) })
    }

    fn may<R: Rule<On = super::NoteFor>>(&self, pupil: Id<Pupil>) -> Result<Option<May<R>>> {
        match gate::on_behalf::<R>(self.tx, self.by, self.row.guardian, ROOM.name, (self.word.id, pupil), self.today) {
            Ok(word) => Ok(Some(word)),
            Err(Error::NotFound | Error::Forbidden) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn take<R: Answers>(&self, word: &May<R>, said: Said) -> Result<std::result::Result<bool, Why>> {
        let standing = answers::store::own_for(self.tx, word)?;
        let value = match said {
            Said::Done => None,
            Said::Yes => Some(Value::Yes),
            Said::No => Some(Value::No),
        };
        let filled = match (value, only_yes_or_no(&self.questions)) {
            (Some(value), Some(asked)) => Filled::of([(asked.id, value)]),
            _ => Filled::nothing(),
        };
        let is_news = match word.has_slip {
            true => questions::store::is_held(self.tx, word, &filled)?.is_none(),
            false => standing.is_none(),
        };
        // As on the page: once the date is past, a slip that was answered changes no more.
        if is_news && standing.is_some() && self.word.deadline_on.is_some_and(|day| day < self.today) {
            return Ok(Err(Why::Expired));
        }
        if is_news {
            answers::store::answer_version(self.tx, word, self.row.version, &filled, How::Mail, self.now)?;
            self.note(word)?;
        }
        Ok(Ok(is_news))
    }

    /// The line that the door writes for a page.
    fn note<R: Rule>(&self, word: &May<R>) -> Result<()> {
        let thing_id = Some(self.word.id.number());
        let entry = journal::Entry { at: self.now, by: Some(word.by()), act: R::NAME, thing: "note", thing_id };
        journal::store::add(self.tx, &entry)
    }

    /// « Oui » by return mail tells of no image: whose, to whom and how long is read where each consent is answered for itself.
    /// Nothing was signed, and whoever believes otherwise is told where it is done.
    fn send_to_the_page(&self) -> Result<()> {
        let school = settings::store::facts(self.tx)?;
        let title = match letters::announces(self.tx, &self.word, self.by)? {
            Some(_) => None,
            None => Some(notes::text_told(self.tx, &self.word, self.by)?.title),
        };
        let letter =
            mail::by_the_page(&school.name, title.as_deref(), school.address_from_home(), self.word.id, &self.from);
        outbox::post(self.tx, &letter, self.now).map(drop)
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
