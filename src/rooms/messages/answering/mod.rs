//! Answering in a thread: open to its members as long as it stands. An answer goes to everybody where everybody reads
//! everybody's, else to the opener alone; the opener may answer one of them alone. It is a draft from its first letter on.

pub mod store;

use super::{
    How, Message, State, Thread,
    delivering::{self, DeliverMessage},
    pages::You,
    path, pieces,
    policy::{AnswerThread, ReadThread, WriteMessage},
    reading, sending, store as messages,
    writing::{self, Gesture, Written},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
        jobs::store as queue,
    },
    door::{Cx, Draft, Faults, Page},
    school::{
        Person,
        correspondence::{self, Hindrance, Party},
        permit::May,
    },
};
use jiff::civil::Date;

/// The thread's own page, with what was typed and what is wrong with it.
pub fn show(cx: &Cx, thread: &May<AnswerThread>, draft: &Draft) -> Result<Page> {
    let thread = thread.also::<ReadThread>().ok_or(Error::NotFound)?;
    reading::page(cx, &thread, draft)
}

/// Whom the opener may answer alone: those who wrote.
pub fn choices(cx: &Cx, thread: &Thread) -> Result<Vec<(Id<Person>, String)>> {
    let me = cx.viewer()?.person;
    if !thread.is_opener(me) || thread.is_between_two() || thread.answers != super::Answers::Opener {
        return Ok(Vec::new());
    }
    let writers = reading::store::writers(&cx.db, thread)?;
    let writers: Vec<Id<Person>> = writers.into_iter().filter(|person| *person != me).collect();
    let names = messages::names(&cx.db, &writers)?;
    Ok(writers.into_iter().filter_map(|person| Some((person, names.get(&person)?.clone()))).collect())
}

/// From the foot of the thread.
pub fn save(cx: &Cx<Tx>, thread: May<AnswerThread>, written: Written) -> Result<Page> {
    let message = put(cx, &thread, &written)?;
    save_draft(cx, &message, &written)
}

/// While it is typed. What was on its way while its page sent an answer comes too late: it would be a draft of what was said.
pub fn keep(cx: &Cx<Tx>, thread: May<AnswerThread>, kept: writing::Kept) -> Result<Page> {
    if store::sent(&cx.db, &thread)? != kept.sent {
        return Err(Error::Conflict);
    }
    put(cx, &thread, &kept.written)?;
    Ok(writing::pages::kept())
}

/// The viewer's draft in this thread, written down.
fn put(cx: &Cx<Tx>, thread: &May<AnswerThread>, written: &Written) -> Result<May<WriteMessage>> {
    if !thread.takes_answers_of(thread.by()) {
        return Err(Error::Conflict);
    }
    let id = match writing::store::answer(&cx.db, thread)? {
        Some(standing) => standing.id,
        None => writing::store::begin_answer(&cx.db, thread, cx.now)?,
    };
    let message = cx.may::<WriteMessage>(id)?;
    writing::store::write(&cx.db, &message, written, cx.now)?;
    Ok(message)
}

/// From the foot of the thread, or from the page on which files are sent with it.
pub fn save_draft(cx: &Cx<Tx>, message: &May<WriteMessage>, written: &Written) -> Result<Page> {
    writing::store::write(&cx.db, message, written, cx.now)?;
    let thread = message.thread.ok_or(Error::Conflict)?;
    match written.gesture {
        Gesture::Send => send_draft(cx, message, written),
        Gesture::Attach | Gesture::Address => Ok(Page::go(path::draft(message.id))),
        Gesture::Keep => Ok(Page::go(path::thread(thread)).saying(writing::pages::KEPT)),
    }
}

fn send_draft(cx: &Cx<Tx>, message: &May<WriteMessage>, written: &Written) -> Result<Page> {
    let thread = cx.may::<AnswerThread>(message.thread.ok_or(Error::Conflict)?)?;
    if !thread.takes_answers_of(thread.by()) {
        return Err(Error::Conflict);
    }
    if written.body.is_empty() && !pieces::has_any(cx, message.id)? {
        return Ok(Page::again(Faults::one("texte", sending::pages::no_text(You::of(cx)))));
    }
    let only_to = thread.addressee(thread.by(), written.sheet.only_to);
    let from = writing::party(cx)?;
    let to = readers(&cx.db, &thread, from.person, only_to, cx.today)?;
    if let Some(hindrance) = sending::hindrance(&cx.db, &from, &to, cx.now, cx.today)? {
        return Ok(Page::go(path::thread(thread.id)).saying(hindrance.sentence()));
    }
    let leaves_at = correspondence::store::leaves_at(&cx.db, &from, &to, cx.now)?;
    sending::store::answer(&cx.db, message, only_to, to.len(), leaves_at, cx.now)?;
    reading::store::mark_read(&cx.db, &thread)?;
    leave(&cx.db, message.id, leaves_at, cx.now)?;
    let back = Page::go(path::thread(thread.id));
    Ok(if leaves_at > cx.now {
        back.saying(sending::pages::will_leave(cx, leaves_at)?)
    } else {
        back.saying(sending::pages::SENT)
    })
}

/// An answer that comes whole, by another way than a page.
pub struct Answer<'a> {
    /// Clean HTML.
    pub body: &'a str,
    /// One member alone; what the thread says of it counts first.
    pub only_to: Option<Id<Person>>,
    pub how: How,
}

/// Sent at once, or when quiet hours are over; or why not. `Error::Conflict` where the thread takes no answer of theirs.
pub fn send(
    tx: &Tx,
    thread: &May<AnswerThread>,
    answer: &Answer,
    now: Instant,
    today: Date,
) -> Result<std::result::Result<Id<Message>, Hindrance>> {
    let by = thread.by();
    if !thread.takes_answers_of(by) {
        return Err(Error::Conflict);
    }
    let from = correspondence::store::parties(tx, &[by], today)?.into_iter().next().unwrap_or(Party::none(by));
    let only_to = thread.addressee(by, answer.only_to);
    let to = readers(tx, thread, by, only_to, today)?;
    if let Some(hindrance) = sending::hindrance(tx, &from, &to, now, today)? {
        return Ok(Err(hindrance));
    }
    let leaves_at = correspondence::store::leaves_at(tx, &from, &to, now)?;
    let sent = store::Sent { body: answer.body, how: answer.how, only_to, readers: to.len(), leaves_at };
    let message = store::send(tx, thread, &sent, now)?;
    leave(tx, message, leaves_at, now)?;
    Ok(Ok(message))
}

fn leave(tx: &Tx, message: Id<Message>, leaves_at: Instant, now: Instant) -> Result<()> {
    if leaves_at > now {
        return queue::enqueue(tx, &DeliverMessage::of(message, leaves_at), leaves_at);
    }
    delivering::deliver(tx, message, now)
}

/// The members for whom it would be.
fn readers(rx: &Rx, thread: &Thread, by: Id<Person>, only_to: Option<Id<Person>>, today: Date) -> Result<Vec<Party>> {
    let is_reader = |person: &Id<Person>| *person != by && only_to.is_none_or(|only| only == *person);
    let readers: Vec<Id<Person>> = thread.members.iter().map(|member| member.person).filter(is_reader).collect();
    correspondence::store::parties(rx, &readers, today)
}

/// The draft in the making, for the foot of the thread.
pub fn draft(cx: &Cx, thread: &May<ReadThread>) -> Result<Option<super::Facts>> {
    Ok(writing::store::answer(&cx.db, thread)?.filter(|draft| draft.state == State::Draft))
}
