//! Who has left is noted and told, and goes when the day has come; what is older than the school keeps it goes too; and what went
//! leaves no byte. Small transactions: nothing here is ever in the way of a page. What cannot go keeps nothing else here.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::System,
    },
    door::{House, erasing, room::Forgets},
    rooms::departures::telling,
    school::{
        Person, departure, erasure,
        retention::{self, steady},
        settings,
    },
};
use jiff::civil::Date;

/// The whole file is written anew at night, and by day only where the box is off at night.
const NIGHT: std::ops::Range<i8> = 1..5;
const AT_LAST: i64 = Instant::DAY;

pub fn go(house: &House, root: &System) -> Result<()> {
    let rx = house.db.read()?;
    let school = settings::store::facts(&rx)?;
    // A clock in doubt must not make the house forget what it should keep.
    if school.set_up_at.is_none() || house.verdict(&rx)?.doubt().is_some() {
        return Ok(());
    }
    drop(rx);
    let now = house.clock.now();
    let today = now.date(&school.zone_of_time());
    let tx = house.db.write()?;
    let is_steady = steady::store::look(&tx, now, root)?;
    let terms = retention::store::terms(&tx)?;
    departure::store::note(&tx, terms.days(retention::Kind::Accounts), today, root)?;
    let mut due = Vec::new();
    // Nor must one that leapt: nobody is told of a day that may be none, and a week to take something back is not over.
    if is_steady {
        telling::tell(&tx, &school, (today, now), root)?;
        erasure::store::end_pending(&tx, now, root)?;
        due = departure::store::due(&tx, today, root)?;
    }
    tx.commit()?;
    let mut done = Ok(());
    for person in &due {
        done = and(done, erase(house, *person, (today, now), root));
    }
    if is_steady {
        for what in house.rooms.iter().flat_map(|room| room.forgets) {
            done = and(done, forget(house, what, &terms, now, root));
        }
    }
    let since = erasure::store::unscrubbed_since(&house.db.read()?)?;
    if since.is_some() {
        // At once: a box that burns tomorrow must not bring anybody back.
        done = and(done, erasing::write_ledgers(house));
    }
    let is_night = NIGHT.contains(&now.zoned(&school.zone_of_time()).hour());
    if since.is_some_and(|since| is_night || now.since(since) >= AT_LAST) && erasing::scrub(house, root)? {
        tracing::info!("what was erased is out of the files too");
    }
    done
}

/// Judged again with the writer in hand: they may have come back a moment ago.
fn erase(house: &House, person: Id<Person>, (today, now): (Date, Instant), root: &System) -> Result<()> {
    let tx = house.db.write()?;
    if departure::store::is_due(&tx, person, today, root)? {
        erasing::erase(&tx, house.rooms, person, None, now, root)?;
    }
    tx.commit()
}

fn forget(house: &House, what: &Forgets, terms: &retention::Terms, now: Instant, root: &System) -> Result<()> {
    loop {
        let tx: Tx = house.db.write()?;
        let gone = (what.run)(&tx, root, terms, now)?;
        tx.commit()?;
        if gone == 0 {
            return Ok(());
        }
        tracing::info!(what = what.name, gone, "forgotten at the end of its term");
    }
}

/// The first fault is told to whoever called; the others are only written down.
fn and(done: Result<()>, next: Result<()>) -> Result<()> {
    match (done, next) {
        (Err(first), Err(error)) => {
            tracing::warn!(%error, "something else could not go");
            Err(first)
        }
        (done, next) => done.and(next),
    }
}
