//! A word's letters, a few families at a time: each piece of work enqueues the next one in its own transaction, so that the
//! writer is never held for long and a power cut neither loses nor doubles a letter.

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
        Person,
        notice::{self, Notice, Told},
        services, settings,
    },
};
use serde::{Deserialize, Serialize};

pub const RUNS: Runs = Runs { name: SendLetters::NAME, run: send };
pub const FORGET: Every = Every { name: "old letters", seconds: 86_400, run: forget };

/// Guardians a transaction.
const AT_ONCE: usize = 50;
/// A letter's row is kept so long after its links are dead.
const KEPT: i64 = 30 * Instant::DAY;

#[derive(Serialize, Deserialize)]
pub struct SendLetters {
    pub note: i64,
    pub occasion: Occasion,
    /// The last guardian whose letter was written.
    pub after: i64,
    /// Nobody else than these.
    pub only: Option<Vec<i64>>,
    /// From which version on answers counted: once they are asked for again, other letters are on their way.
    pub asks_since: i64,
}

impl Job for SendLetters {
    const NAME: &'static str = "send_letters";
}

fn send(tx: &Tx, by: &System, payload: &str, now: Instant) -> Result<()> {
    let job: SendLetters = serde_json::from_str(payload)?;
    let Some(word) = notes::facts(tx, Id::new(job.note), by)? else { return Ok(()) };
    let off = services::store::off(tx)?;
    let is_over = word.withdrawn_at.is_some() || word.delivered_at.is_none() || word.asks_since > job.asks_since;
    if is_over || off.is_off(ROOM.name) || (job.occasion == Occasion::Reminder && word.asks == Asks::Nothing) {
        return Ok(());
    }
    let today = now.date(&settings::store::facts(tx)?.zone_of_time());
    let closed: Vec<i64> = off.classes(ROOM.name).iter().map(|class| class.number()).collect();
    let mut families = store::families(tx, &word, job.after, &closed, today, by)?;
    let is_last = families.len() <= AT_ONCE;
    families.truncate(AT_ONCE);
    let after = families.last().map_or(job.after, |(guardian, _)| guardian.number());
    if let Some(only) = &job.only {
        families.retain(|(guardian, _)| only.contains(&guardian.number()));
    }
    if job.occasion == Occasion::Reminder {
        let awaited = store::awaited(tx, &word, today, by)?;
        for (guardian, children) in &mut families {
            children.retain(|child| awaited.contains(&(child.id, *guardian)));
        }
    }
    let telling = Telling::read(tx, word, now, by)?;
    for family in families.iter().filter(|(_, children)| !children.is_empty()) {
        tell(tx, &telling, family, job.occasion, now, by)?;
    }
    if is_last { Ok(()) } else { queue::enqueue(tx, &SendLetters { after, ..job }, now) }
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

fn forget(tx: &Tx, by: &System, now: Instant) -> Result<()> {
    store::forget_old(tx, now.plus(-KEPT), by).map(drop)
}
