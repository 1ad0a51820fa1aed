//! Sending a new thread: each recipient is judged, what would go wrong is said, and it is handed over at once or when quiet
//! hours are over. Until then it is its author's alone, who may take it back.

pub mod pages;
pub mod store;

use super::{
    Answers, Message, State,
    addressing::{self, Addressed},
    delivering::{self, DeliverMessage},
    pages::You,
    path, pieces,
    policy::{PassQuietHours, RecallMessage, WriteMessage},
    writing::{self, Sheet, Written},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::{Error, Result},
        jobs::store as queue,
    },
    door::{Cx, Faults, Page, form::Nothing},
    school::{
        correspondence::{self, Hindrance, Party, limits},
        permit::May,
        quiet,
    },
};
use jiff::civil::Date;
use std::borrow::Borrow;

/// From the composer, just written down.
pub fn send(cx: &Cx<Tx>, id: Id<Message>, written: &Written) -> Result<Page> {
    let message = cx.may::<WriteMessage>(id)?;
    let from = writing::party(cx)?;
    let sheet = &written.sheet;
    let to = addressing::addressed(&cx.db, &from, &sheet.to, sheet.about, cx.today)?;
    let faults = missing(cx, &message, written, &to)?;
    if !faults.is_empty() {
        return Ok(Page::again(faults));
    }
    if let Some(warning) = doubts(cx, sheet, &to)?.filter(|_| !written.despite) {
        return Ok(Page::again(Faults::one("malgre", warning)));
    }
    if let Some(hindrance) = hindrance(&cx.db, &from, &to.parties(), cx.now, cx.today)? {
        return Ok(Page::go(path::draft(id)).saying(hindrance.sentence()));
    }
    let answers = match sheet.answers {
        Some(answers) if from.is_of_staff() => answers,
        _ => usual(&to),
    };
    let leaves_at = leaves_at(cx, &message, written.is_urgent, &from, &to)?;
    let said = addressing::store::said(&cx.db, &sheet.to)?;
    let opened = store::Opened { subject: &sheet.subject, answers, said: &said, own: &to.own };
    let thread = store::open(&cx.db, &message, &opened, to.recipients.len(), leaves_at, cx.now)?;
    cx.refers("message", id.number(), &written.body)?;
    if leaves_at > cx.now {
        queue::enqueue(&cx.db, &DeliverMessage::of(id, leaves_at), leaves_at)?;
        return Ok(Page::go(path::thread(thread)).saying(pages::will_leave(cx, leaves_at)?));
    }
    delivering::first(&cx.db, id, &to, cx.now)?;
    Ok(Page::go(path::thread(thread)).saying(pages::SENT))
}

/// The right to deliver in quiet hours is the director's, and has its own line in the journal.
fn leaves_at(
    cx: &Cx<Tx>,
    message: &May<WriteMessage>,
    is_urgent: bool,
    from: &Party,
    to: &Addressed,
) -> Result<Instant> {
    if !is_urgent {
        return correspondence::store::leaves_at(&cx.db, from, &to.parties(), cx.now);
    }
    cx.may::<PassQuietHours>(())?;
    cx.journal("PassQuietHours", "message", Some(message.id.number()))?;
    Ok(cx.now)
}

/// Who reads the answers when nothing was said of it: several families do not know each other.
pub fn usual(to: &Addressed) -> Answers {
    if to.families() > 1 { Answers::Opener } else { Answers::All }
}

/// Why it may not leave now, by whichever way it comes. The direction is told of an account that reached its limit.
pub fn hindrance(tx: &Tx, from: &Party, to: &[Party], now: Instant, today: Date) -> Result<Option<Hindrance>> {
    let hindrance = correspondence::store::hindrance(tx, from, to, now)?;
    if let Some(Hindrance::Limit { .. }) = hindrance {
        limits::store::tell(tx, from.person, now, today)?;
    }
    Ok(hindrance)
}

fn missing(cx: &Cx<Tx>, message: &May<WriteMessage>, written: &Written, to: &Addressed) -> Result<Faults> {
    let (mut faults, you) = (Faults::default(), You::of(cx));
    if !to.barred.is_empty() {
        faults.add("a", pages::barred(you));
    } else if to.recipients.is_empty() {
        faults.add("a", pages::to_whom(you));
    }
    if written.body.is_empty() && !pieces::has_any(cx, message.id)? {
        faults.add("texte", pages::no_text(you));
    }
    Ok(faults)
}

/// What its author may not have meant: one sentence, to be sent in spite of.
fn doubts(cx: &Cx<Tx>, sheet: &Sheet, to: &Addressed) -> Result<Option<String>> {
    let absent = addressing::store::without_account(&cx.db, &to.people())?;
    let names: Vec<String> = absent.into_values().collect();
    Ok(pages::doubts(sheet.subject.is_empty(), &names, to.recipients.len()))
}

/// « Reprendre » what has not left yet: a draft again.
pub fn recall(cx: &Cx<Tx>, message: May<RecallMessage>, _: Nothing) -> Result<Page> {
    let thread = message.within.as_ref().filter(|_| message.state == State::Waiting).ok_or(Error::Conflict)?;
    let sheet = match thread.is_waiting {
        true => Sheet {
            subject: thread.subject.clone(),
            to: thread.said.iter().filter_map(|one| one.part()).collect(),
            about: own_child(&message),
            answers: Some(thread.answers),
            ..Sheet::default()
        },
        false => Sheet { only_to: message.only_to, ..Sheet::default() },
    };
    writing::store::take_back(&cx.db, &message, &sheet, cx.now)?;
    Ok(Page::go(path::draft(message.id)).saying(pages::TAKEN_BACK))
}

fn own_child(message: &Message) -> Option<Id<crate::school::Pupil>> {
    let thread = message.within.as_ref()?;
    let own = thread.members.iter().find(|member| member.person == message.author)?;
    if let [only] = own.through.as_slice() { Some(*only) } else { None }
}

/// « lundi à 7 h ».
pub fn said<D: Borrow<Rx>>(cx: &Cx<D>, at: Instant) -> Result<String> {
    Ok(quiet::store::quiet(cx.db.borrow())?.said(at, cx.now))
}
