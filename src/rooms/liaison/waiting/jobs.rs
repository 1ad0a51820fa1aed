//! The moment of a word that waits: its author's right is judged anew, as if they pressed the button then.

use super::{Stopped, store};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
        jobs::{Job, System, runner::Runs, store as queue},
    },
    door::gate::on_behalf,
    rooms::liaison::{
        Note, ROOM, letters,
        policy::{ChangeWaiting, PassQuietHours},
        store as notes,
    },
    school::{
        audience::{self, Addressed, Part},
        journal,
        policy::{WriteToClass, WriteToGroup, WriteToPupil, WriteToSchool},
        quiet, services,
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub const RUNS: Runs = Runs { name: DeliverNote::NAME, run: deliver };

#[derive(Serialize, Deserialize)]
pub struct DeliverNote {
    note: i64,
    leaves_at: Instant,
}

impl Job for DeliverNote {
    const NAME: &'static str = "deliver_note";
}

impl DeliverNote {
    pub fn of(note: Id<Note>, leaves_at: Instant) -> DeliverNote {
        DeliverNote { note: note.number(), leaves_at }
    }
}

fn deliver(tx: &Tx, by: &System, payload: &str, now: Instant) -> Result<()> {
    let job: DeliverNote = serde_json::from_str(payload)?;
    let note = Id::<Note>::new(job.note);
    // Delivered or taken back meanwhile, stopped, or put off: this job is not the one that counts.
    let Some(word) = store::due(tx, note, by)?.filter(|word| word.leaves_at == job.leaves_at) else { return Ok(()) };
    let quiet = quiet::store::quiet(tx)?;
    let today = now.date(&quiet.zone);
    let is_urgent =
        word.is_urgent && permitted(on_behalf::<PassQuietHours>(tx, by, word.author, ROOM.name, (), today))?.is_some();
    if !is_urgent && quiet.is_quiet(now) {
        // The settings are others now, or the box was off until the evening.
        let leaves_at = quiet.opens_at(now).unwrap_or(now.plus(Instant::DAY));
        store::put_off(tx, note, leaves_at, by)?;
        return queue::enqueue(tx, &DeliverNote::of(note, leaves_at), leaves_at);
    }
    let closed = services::store::off(tx)?.classes(ROOM.name);
    let why = match addressed(tx, by, note, &word, today)? {
        None => Some(Stopped::Right),
        Some(to) if audience::store::size(tx, &to)? == 0 => Some(Stopped::Nobody),
        Some(_) if word.deadline_on.is_some_and(|day| day < today) => Some(Stopped::Late),
        Some(_) => None,
    };
    let act = match why {
        Some(why) => {
            store::stop(tx, note, why, now, by)?;
            "StopNote"
        }
        None => {
            notes::deliver(tx, note, &closed, now, today)?;
            letters::announce(tx, note, now)?;
            "DeliverNote"
        }
    };
    let thing_id = Some(note.number());
    journal::store::add(tx, &journal::Entry { at: now, by: None, act, thing: "note", thing_id })
}

/// Each part by the author's right of today; nothing when one of them is theirs no more.
fn addressed(tx: &Tx, by: &System, note: Id<Note>, word: &store::Due, today: Date) -> Result<Option<Addressed>> {
    let (author, room) = (word.author, ROOM.name);
    if permitted(on_behalf::<ChangeWaiting>(tx, by, author, room, note, today))?.is_none() {
        return Ok(None);
    }
    let mut to = Addressed::anew(&services::store::off(tx)?.classes(room), by);
    for part in audience::store::parts(tx, word.audience)? {
        let is_theirs = match part {
            Part::School => {
                permitted(on_behalf::<WriteToSchool>(tx, by, author, room, (), today))?.map(|may| to.school(&may))
            }
            Part::Class(class) => {
                permitted(on_behalf::<WriteToClass>(tx, by, author, room, class, today))?.map(|may| to.class(&may))
            }
            Part::Group(group) => {
                permitted(on_behalf::<WriteToGroup>(tx, by, author, room, group, today))?.map(|may| to.group(&may))
            }
            Part::Pupil(pupil) => {
                permitted(on_behalf::<WriteToPupil>(tx, by, author, room, pupil, today))?.map(|may| to.pupil(&may))
            }
        };
        if is_theirs.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(to))
}

/// Nothing where it is refused.
fn permitted<T>(judged: Result<T>) -> Result<Option<T>> {
    match judged {
        Ok(may) => Ok(Some(may)),
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}
