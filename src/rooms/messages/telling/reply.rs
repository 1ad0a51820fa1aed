//! An answer by return mail: it becomes a message of the thread, by the right that its author has today. From another sender,
//! a machine, or somebody whose thread is closed it becomes nothing; that is said once, to the address where the letter went.

use super::{
    jobs::{Telling, readable},
    mail, store,
};
use crate::{
    base::{
        clock::Instant,
        db::Tx,
        error::{Error, Result},
        jobs::System,
        mail::{Doubt, Incoming, Letter, store as outbox},
        rich_text,
        secret::Token,
    },
    door::gate::on_behalf,
    rooms::messages::{
        How, Message, ROOM,
        answering::{self, Answer},
        policy::AnswerThread,
        reading, store as messages,
    },
    school::{
        correspondence::Hindrance,
        journal,
        permit::{May, Rule},
    },
};
use store::{Addressee, Row};

/// What hindered a reply from being an answer.
#[derive(Debug, PartialEq)]
pub enum Why {
    /// Another address than the one written to.
    Sender,
    NotAuthentic,
    Forward,
    Unreadable,
    Expired,
    /// The thread takes no answer of theirs.
    Closed,
    /// They take part no more.
    NotTheirs,
    /// Frozen, or over their limit.
    Hindered(Hindrance),
}

/// True when it answers a letter of a message, whatever it says.
pub fn reply(tx: &Tx, by: &System, incoming: &Incoming, now: Instant) -> Result<bool> {
    let Some(row) = store::replied(tx, &Token::presented(&incoming.token), by)? else { return Ok(false) };
    let message = messages::told(tx, row.message, by)?;
    let to = store::addressee(tx, row.person, by)?;
    let (Some(message), Some(to)) = (message, to) else { return Ok(true) };
    if !store::take(tx, &row, &incoming.message, now, by)? {
        return Ok(true);
    }
    let telling = Telling::read(tx, message.author, now)?;
    let replied = Replied { tx, by, row, message, to, incoming, telling, now };
    let told = match replied.judge()? {
        Ok(()) if incoming.files > 0 => Some(mail::without_files(&replied.telling, &replied.message, incoming.files)),
        Ok(()) => None,
        Err(_) if replied.row.is_refused => None,
        Err(why) => {
            store::refuse(tx, &replied.row, now, by)?;
            Some(mail::refusal(&replied.telling, &replied.message, &why, incoming.files))
        }
    };
    if let Some(letter) = told {
        let Addressee { person, email, .. } = replied.to;
        outbox::post(tx, &Letter { to: email, person: Some(person.number()), ..letter }, now)?;
    }
    Ok(true)
}

type Judged = Result<std::result::Result<(), Why>>;

/// A letter that was answered, with what is needed to judge the answer.
struct Replied<'a> {
    tx: &'a Tx,
    by: &'a System,
    row: Row,
    message: Message,
    to: Addressee,
    incoming: &'a Incoming,
    telling: Telling,
    now: Instant,
}

impl Replied<'_> {
    /// Answers, or says what hinders it.
    fn judge(&self) -> Judged {
        if let Some(why) = self.doubt() {
            return Ok(Err(why));
        }
        let Replied { tx, by, row, telling, .. } = self;
        let Some(thread) = self.message.thread else { return Ok(Err(Why::NotTheirs)) };
        // What they may not read any more they do not answer either.
        if readable(tx, by, row.person, self.message.id, telling.today)?.is_none() {
            return Ok(Err(Why::NotTheirs));
        }
        match on_behalf::<AnswerThread>(tx, by, row.person, ROOM.name, thread, telling.today) {
            Ok(thread) => self.answer(&thread),
            Err(Error::NotFound | Error::Forbidden) => Ok(Err(Why::NotTheirs)),
            Err(error) => Err(error),
        }
    }

    /// What speaks against it before the thread is looked at.
    fn doubt(&self) -> Option<Why> {
        let is = |address: &str| address.trim().to_lowercase() == self.incoming.from.trim().to_lowercase();
        if self.to.is_shared || !is(&self.row.email) || !is(&self.to.email) {
            return Some(Why::Sender);
        }
        match self.incoming.doubt {
            Some(Doubt::NotAuthentic) => Some(Why::NotAuthentic),
            Some(Doubt::Forward) => Some(Why::Forward),
            Some(Doubt::Unreadable) => Some(Why::Unreadable),
            None => (self.row.expires_at <= self.now).then_some(Why::Expired),
        }
    }

    fn answer(&self, thread: &May<AnswerThread>) -> Judged {
        let (tx, now, today, me) = (self.tx, self.now, self.telling.today, thread.by());
        if !thread.takes_answers_of(me) {
            return Ok(Err(Why::Closed));
        }
        let Ok(body) = rich_text::from_plain(&self.incoming.text) else { return Ok(Err(Why::Unreadable)) };
        // Of a thread with many, its opener answers the one of whose message the letter told.
        let answer = Answer { body: &body, only_to: Some(self.message.author), how: How::Mail };
        if let Err(hindrance) = answering::send(tx, thread, &answer, now, today)? {
            return Ok(Err(Why::Hindered(hindrance)));
        }
        if self.row.has_text {
            reading::store::mark_read(tx, thread)?;
        }
        // The line that the door writes for a page.
        let thing_id = Some(thread.id.number());
        let entry = journal::Entry { at: now, by: Some(me), act: AnswerThread::NAME, thing: "thread", thing_id };
        journal::store::add(tx, &entry)?;
        Ok(Ok(()))
    }
}
