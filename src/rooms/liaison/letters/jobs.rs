//! A word's letters, a few families at a time: the first piece of work shares the others out in its own transaction, so that
//! the writer is never held for long, nobody is looked for twice, and a power cut neither loses nor doubles a letter.

use super::{Child, Occasion, REMINDER, WORD, store, telling::Telling};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::{Job, System, runner::Runs, store as queue},
        mail::{self, Letter, is_address},
    },
    door::room::Every,
    rooms::liaison::{Asks, ROOM, store as notes},
    school::{
        Person, Pupil,
        audience::Joined,
        notice::{self, Notice, Told},
        services, settings,
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub const RUNS: Runs = Runs { name: SendLetters::NAME, run: send };
pub const JOINED: Runs = Runs { name: Joined::NAME, run: joined };
pub const FORGET: Every = Every { name: "old letters", seconds: 86_400, run: forget };

/// Guardians a transaction.
const AT_ONCE: usize = 50;
/// A letter's row is kept so long after its links are dead.
const KEPT: i64 = 30 * Instant::DAY;

#[derive(Clone, Serialize, Deserialize)]
pub struct SendLetters {
    pub note: i64,
    pub occasion: Occasion,
    /// Nobody else than these; all whom the word reached where nobody is named.
    pub only: Option<Vec<i64>>,
    /// About this child alone.
    pub pupil: Option<i64>,
    /// From which version on answers counted: once they are asked for again, other letters are on their way.
    pub asks_since: i64,
}

impl Job for SendLetters {
    const NAME: &'static str = "send_letters";
}

fn send(tx: &Tx, by: &System, payload: &str, now: Instant) -> Result<()> {
    let mut job: SendLetters = serde_json::from_str(payload)?;
    let Some(word) = notes::facts(tx, Id::new(job.note), by)? else { return Ok(()) };
    let off = services::store::off(tx)?;
    let is_over = word.withdrawn_at.is_some() || word.delivered_at.is_none() || word.asks_since > job.asks_since;
    if is_over || off.is_off(ROOM.name) || (job.occasion == Occasion::Reminder && word.asks == Asks::Nothing) {
        return Ok(());
    }
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    let closed: Vec<i64> = off.classes(ROOM.name).iter().map(|class| class.number()).collect();
    let mut guardians = match job.only.take() {
        Some(only) => only,
        None => store::guardians(tx, &word, job.pupil.map(Id::new), by)?,
    };
    let later = guardians.split_off(guardians.len().min(AT_ONCE));
    for some in later.chunks(AT_ONCE) {
        queue::enqueue(tx, &SendLetters { only: Some(some.to_vec()), ..job.clone() }, now)?;
    }
    let mut families = store::families(tx, &word, &guardians, &closed, today, by)?;
    if let Some(pupil) = job.pupil {
        families.iter_mut().for_each(|(_, children)| children.retain(|child| child.id.number() == pupil));
    }
    if job.occasion == Occasion::Reminder {
        let all: Vec<Id<Pupil>> = families.iter().flat_map(|(_, children)| children).map(|child| child.id).collect();
        let awaited = store::awaited(tx, &word, &all, today, by)?;
        for (guardian, children) in &mut families {
            children.retain(|child| awaited.contains(&(child.id, *guardian)));
        }
    }
    let telling = Telling::read(tx, word, now, by)?;
    for family in families.iter().filter(|(_, children)| !children.is_empty()) {
        tell(tx, &telling, family, job.occasion, now, by)?;
    }
    Ok(())
}

/// One letter to one guardian, as they wish to be told and not in quiet hours. What is urgent comes at once, to all.
fn tell(
    tx: &Tx,
    telling: &Telling,
    (guardian, children): &(Id<Person>, Vec<Child>),
    occasion: Occasion,
    now: Instant,
    by: &System,
) -> Result<()> {
    let Some(to) = store::addressee(tx, *guardian, by)?.filter(|to| is_address(&to.email)) else { return Ok(()) };
    let kind = if occasion == Occasion::Reminder { REMINDER.name } else { WORD.name };
    let is_urgent = telling.word.is_urgent && occasion != Occasion::Reminder;
    let mut comes_now = is_urgent;
    for child in children.iter().filter(|_| !is_urgent) {
        let (pupil, thing) = (Some(child.id), telling.word.id.number());
        let notice = Notice { person: *guardian, kind: kind.to_owned(), pupil, thing };
        comes_now |= notice::store::tell(tx, &notice, &telling.quiet, now, by)? == Told::AtOnce;
    }
    if comes_now {
        let letter = telling.letter(tx, &to, children, occasion, now, by)?;
        let leaves_at = if is_urgent { now } else { telling.quiet.opens_at(now).unwrap_or(now) };
        mail::store::post_for(tx, &Letter { kind, is_calm: !is_urgent, ..letter }, leaves_at, now)?;
    }
    Ok(())
}

/// The guardians of a pupil who has just come are told of the words that still wait for an answer and are shown; the others
/// are in the book.
fn joined(tx: &Tx, by: &System, payload: &str, now: Instant) -> Result<()> {
    let job: Joined = serde_json::from_str(payload)?;
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    for audience in &job.audiences {
        let Some(note) = store::addressed_to(tx, *audience, by)? else { continue };
        let Some(word) = notes::facts(tx, note, by)? else { continue };
        let is_ahead = |day: Option<Date>| day.is_none_or(|day| day >= today);
        if word.asks != Asks::Nothing && is_ahead(word.deadline_on) && is_ahead(word.shown_until) {
            let (note, occasion, pupil) = (note.number(), Occasion::Word, Some(job.pupil));
            queue::enqueue(tx, &SendLetters { note, occasion, only: None, pupil, asks_since: word.asks_since }, now)?;
        }
    }
    Ok(())
}

fn forget(tx: &Tx, by: &System, now: Instant) -> Result<()> {
    store::forget_old(tx, now.plus(-KEPT), by).map(drop)
}
