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
        correspondence::{self, Party},
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
    /// Frozen, or over their limit: with its sentence.
    Hindered(String),
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
    let told = match judge(tx, by, &row, &message, &to, incoming, &telling, now)? {
        Ok(()) if incoming.files > 0 => Some(mail::without_files(&telling, &message, incoming.files)),
        Ok(()) => None,
        Err(_) if row.is_refused => None,
        Err(why) => {
            store::refuse(tx, &row, now, by)?;
            Some(mail::refusal(&telling, &message, &why, incoming.files))
        }
    };
    if let Some(letter) = told {
        let letter = Letter { to: to.email, person: Some(to.person.number()), ..letter };
        outbox::post(tx, &letter, now)?;
    }
    Ok(true)
}

type Judged = Result<std::result::Result<(), Why>>;

#[allow(clippy::too_many_arguments)]
fn judge(
    tx: &Tx,
    by: &System,
    row: &Row,
    message: &Message,
    to: &Addressee,
    incoming: &Incoming,
    telling: &Telling,
    now: Instant,
) -> Judged {
    if let Some(why) = doubt(row, to, incoming, now) {
        return Ok(Err(why));
    }
    let Some(thread) = message.thread else { return Ok(Err(Why::NotTheirs)) };
    // What they may not read any more they do not answer either.
    if readable(tx, by, row.person, message.id, telling.today)?.is_none() {
        return Ok(Err(Why::NotTheirs));
    }
    match on_behalf::<AnswerThread>(tx, by, row.person, ROOM.name, thread, telling.today) {
        Ok(thread) => answer(tx, &thread, row, message, incoming, telling, now),
        Err(Error::NotFound | Error::Forbidden) => Ok(Err(Why::NotTheirs)),
        Err(error) => Err(error),
    }
}

/// What speaks against it before the thread is looked at.
fn doubt(row: &Row, to: &Addressee, incoming: &Incoming, now: Instant) -> Option<Why> {
    let is = |address: &str| address.trim().to_lowercase() == incoming.from.trim().to_lowercase();
    if to.is_shared || !is(&row.email) || !is(&to.email) {
        return Some(Why::Sender);
    }
    match incoming.doubt {
        Some(Doubt::NotAuthentic) => Some(Why::NotAuthentic),
        Some(Doubt::Forward) => Some(Why::Forward),
        Some(Doubt::Unreadable) => Some(Why::Unreadable),
        None => (row.expires_at <= now).then_some(Why::Expired),
    }
}

fn answer(
    tx: &Tx,
    thread: &May<AnswerThread>,
    row: &Row,
    message: &Message,
    incoming: &Incoming,
    telling: &Telling,
    now: Instant,
) -> Judged {
    let me = thread.by();
    if !thread.takes_answers_of(me) {
        return Ok(Err(Why::Closed));
    }
    let Ok(body) = rich_text::from_plain(&incoming.text) else { return Ok(Err(Why::Unreadable)) };
    // Of a thread with many, the opener answers the one whose message the letter told.
    let chosen = Some(message.author);
    let only_to = thread.addressee(me, chosen);
    let is_reader = |person: &&_| **person != me && only_to.is_none_or(|only| only == **person);
    let readers: Vec<_> = thread.members.iter().map(|member| &member.person).filter(is_reader).copied().collect();
    let to = correspondence::store::parties(tx, &readers, telling.today)?;
    let from = correspondence::store::parties(tx, &[me], telling.today)?.into_iter().next().unwrap_or(Party::none(me));
    if let Some(hindrance) = correspondence::store::hindrance(tx, &from, &to, now)? {
        return Ok(Err(Why::Hindered(hindrance.sentence())));
    }
    if row.has_text {
        reading::store::mark_read(tx, thread)?;
    }
    answering::send(tx, thread, &Answer { body: &body, only_to: chosen, how: How::Mail }, now, telling.today)?;
    // The line that the door writes for a page.
    let thing_id = Some(thread.id.number());
    let entry = journal::Entry { at: now, by: Some(me), act: AnswerThread::NAME, thing: "thread", thing_id };
    journal::store::add(tx, &entry)?;
    Ok(Ok(()))
}
