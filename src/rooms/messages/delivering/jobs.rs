//! The hour of a message that waits.

use super::{deliver, first, store};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
        jobs::{Job, System, runner::Runs, store as queue},
    },
    door::gate::on_behalf,
    rooms::messages::{
        Message, ROOM, State,
        addressing::{self, Addressed},
        policy::{AnswerThread, BeginMessage, RecallMessage},
        store as messages,
        writing::{self, Sheet},
    },
    school::{
        correspondence::{self, Party, freeze},
        journal, quiet, services,
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// While the direction has stopped messages, it is asked again so often.
const FROZEN: i64 = Instant::HOUR;

pub const RUNS: Runs = Runs { name: DeliverMessage::NAME, run };

#[derive(Serialize, Deserialize)]
pub struct DeliverMessage {
    message: i64,
    leaves_at: Instant,
}

impl Job for DeliverMessage {
    const NAME: &'static str = "deliver_message";
}

impl DeliverMessage {
    pub fn of(message: Id<Message>, leaves_at: Instant) -> DeliverMessage {
        DeliverMessage { message: message.number(), leaves_at }
    }
}

fn run(tx: &Tx, by: &System, payload: &str, now: Instant) -> Result<()> {
    let job: DeliverMessage = serde_json::from_str(payload)?;
    let id = Id::<Message>::new(job.message);
    // Taken back meanwhile, or put off: this job is not the one that counts.
    let is_due = |message: &Message| message.state == State::Waiting && message.leaves_at == Some(job.leaves_at);
    let Some(message) = messages::told(tx, id, by)?.filter(is_due) else { return Ok(()) };
    let today = now.date(&quiet::store::quiet(tx)?.zone);
    let closed = services::store::off(tx)?.classes(ROOM.name);
    let act = match judge(tx, by, &message, &closed, now, today)? {
        Judged::Off => {
            writing::store::take_back(tx, &message, &stopped(&message), now)?;
            "StopMessage"
        }
        Judged::Later(leaves_at) => {
            store::put_off(tx, id, leaves_at, by)?;
            return queue::enqueue(tx, &DeliverMessage::of(id, leaves_at), leaves_at);
        }
        Judged::First(to) => {
            first(tx, id, &to, now)?;
            "DeliverMessage"
        }
        Judged::Answer => {
            deliver(tx, id, now)?;
            "DeliverMessage"
        }
    };
    let thing_id = Some(id.number());
    journal::store::add(tx, &journal::Entry { at: now, by: None, act, thing: "message", thing_id })
}

enum Judged {
    /// Its author may write to none of them any more.
    Off,
    /// The settings are others now, or the box was off until the evening.
    Later(Instant),
    First(Addressed),
    Answer,
}

fn judge(
    tx: &Tx,
    by: &System,
    message: &Message,
    closed: &[Id<crate::school::Class>],
    now: Instant,
    today: Date,
) -> Result<Judged> {
    let Some(thread) = &message.within else { return Ok(Judged::Off) };
    let author = message.author;
    if permitted(on_behalf::<RecallMessage>(tx, by, author, ROOM.name, message.id, today))?.is_none() {
        return Ok(Judged::Off);
    }
    let from = correspondence::store::parties(tx, &[author], today)?.into_iter().next();
    let from = from.unwrap_or(Party::none(author)).without(closed);
    let (to, judged) = if thread.is_waiting {
        if permitted(on_behalf::<BeginMessage>(tx, by, author, ROOM.name, (), today))?.is_none() {
            return Ok(Judged::Off);
        }
        let own = thread.members.iter().find(|member| member.person == author);
        let about = own.and_then(|own| if let [only] = own.through[..] { Some(only) } else { None });
        let parts: BTreeSet<_> = thread.said.iter().filter_map(|one| one.part()).collect();
        let to = addressing::addressed(tx, &from, &parts, about, today)?;
        if to.recipients.is_empty() {
            return Ok(Judged::Off);
        }
        (to.parties(), Judged::First(to))
    } else {
        let may = permitted(on_behalf::<AnswerThread>(tx, by, author, ROOM.name, thread.id, today))?;
        if may.is_none_or(|thread| !thread.takes_answers_of(author)) {
            return Ok(Judged::Off);
        }
        let readers = store::readers(tx, message.id)?;
        (correspondence::store::parties(tx, &readers, today)?, Judged::Answer)
    };
    if freeze::store::freeze(tx)?.stops(from.profile(), to.iter().map(Party::profile)).is_some() {
        return Ok(Judged::Later(now.plus(FROZEN)));
    }
    let leaves_at = correspondence::store::leaves_at(tx, &from, &to, now)?;
    Ok(if leaves_at > now { Judged::Later(leaves_at) } else { judged })
}

/// As it was said, in a draft that tells that it could not leave.
fn stopped(message: &Message) -> Sheet {
    let waiting = message.within.as_ref().filter(|thread| thread.is_waiting);
    let sheet = Sheet { only_to: message.only_to, was_stopped: true, ..Sheet::default() };
    match waiting {
        Some(thread) => Sheet {
            subject: thread.subject.clone(),
            to: thread.said.iter().filter_map(|one| one.part()).collect(),
            answers: Some(thread.answers),
            ..sheet
        },
        None => sheet,
    }
}

fn permitted<T>(judged: Result<T>) -> Result<Option<T>> {
    match judged {
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        judged => judged.map(Some),
    }
}
