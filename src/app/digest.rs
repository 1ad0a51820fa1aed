//! One letter a day to whoever wants one, whatever the number of children and of rooms that have something to tell. What it
//! tells is tied to it in the transaction that posts the letter, until that has left: a power cut neither loses nor doubles one,
//! and a letter that is taken back meanwhile (a word withdrawn, a tie cut, another address) is put together anew of what is left.

mod letter;

use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::System,
        mail::{self, is_address},
    },
    door::{House, room::Room},
    school::{
        Person,
        notice::{self, DIGEST, Entry, Notice, store},
        quiet, services, settings,
    },
};
use letter::{Part, Reader};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// By what the outbox knows a digest.
pub const ABOUT: &str = "digest";
/// Persons in one go, each in a short transaction of their own: the writer is free between two.
const AT_ONCE: usize = 100;
/// After a fault of a room's.
const LATER: i64 = Instant::HOUR;

/// Nothing leaves while the school is quiet: what falls into it goes as soon as it opens, by the settings of that moment.
pub fn send_due(house: &House, by: &System) -> Result<()> {
    let now = house.clock.now();
    let rx = house.db.read()?;
    if store::any_left(&rx, by)? {
        let tx = house.db.write()?;
        store::forget_left(&tx, by)?;
        tx.commit()?;
    }
    if quiet::store::quiet(&rx)?.is_quiet(now) {
        return Ok(());
    }
    let due = store::due(&rx, now, AT_ONCE, by)?;
    drop(rx);
    for person in due {
        let sent = catch_unwind(AssertUnwindSafe(|| send(house, person, now, by)));
        if let Ok(Ok(())) = sent {
            continue;
        }
        let error = sent.ok().and_then(Result::err).map_or("a panic".to_owned(), |error| error.to_string());
        tracing::error!(person = person.number(), error, "a digest could not be put together");
        let tx = house.db.write()?;
        store::postpone(&tx, person, now.plus(LATER), now, by)?;
        tx.commit()?;
    }
    Ok(())
}

fn send(house: &House, person: Id<Person>, now: Instant, by: &System) -> Result<()> {
    let tx = house.db.write()?;
    let waiting = store::due_for(&tx, person, now, by)?;
    let entries = entries(house.rooms, &tx, &waiting, now, by)?;
    let recipient = store::recipient(&tx, person, by)?.filter(|(_, email)| is_address(email));
    let mut posted = None;
    if let Some((first_name, email)) = recipient.filter(|_| !entries.is_empty()) {
        let school = settings::store::facts(&tx)?;
        let unsubscribe =
            school.address_from_home().map(|base| notice::unsubscribe_address(&house.keys, base, person, DIGEST));
        let reader = Reader { first_name, email, unsubscribe: unsubscribe.unwrap_or_default() };
        let digest = letter::digest(&school.name, &reader, &parts(&tx, entries, by)?);
        let (person, about) = (Some(person.number()), ABOUT.to_owned());
        posted = Some(mail::store::post(&tx, &mail::Letter { person, about, is_calm: true, ..digest }, now)?);
    }
    store::told_in(&tx, person, posted, now, by)?;
    tx.commit()
}

/// Each room says its own, judged anew; one that is off says nothing.
fn entries(rooms: &[Room], tx: &Tx, waiting: &[Notice], now: Instant, by: &System) -> Result<Vec<Entry>> {
    let off = services::store::off(tx)?;
    let mut entries = Vec::new();
    for room in rooms.iter().filter(|room| !off.is_off(room.name)) {
        let is_own = |notice: &&Notice| room.notices.iter().any(|kind| kind.name == notice.kind);
        let own: Vec<Notice> = waiting.iter().filter(is_own).cloned().collect();
        if !own.is_empty() {
            entries.extend((room.digest)(tx, by, &own, now)?);
        }
    }
    Ok(entries)
}

/// By child, in the order of what came first; what is about no child comes last.
fn parts(tx: &Tx, entries: Vec<Entry>, by: &System) -> Result<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    for entry in entries {
        match parts.iter_mut().find(|part| part.pupil == entry.pupil) {
            Some(part) => part.entries.push(entry),
            None => {
                let child = entry.pupil.map(|pupil| store::child(tx, pupil, by)).transpose()?.flatten();
                parts.push(Part { pupil: entry.pupil, child, entries: vec![entry] });
            }
        }
    }
    parts.sort_by_key(|part| part.pupil.is_none());
    Ok(parts)
}
