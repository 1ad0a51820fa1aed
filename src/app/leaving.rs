//! Who has left is noted and told, and goes when the day has come; what is older than the school keeps it goes too; and what went
//! leaves no byte. Small transactions: nothing here is ever in the way of a page.

use crate::{
    base::{clock::Instant, error::Result, jobs::System},
    door::{House, erasing},
    rooms::departures::telling,
    school::{departure, erasure, retention, settings},
};

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
    let terms = retention::store::terms(&tx)?;
    departure::store::note(&tx, terms.days(retention::Kind::Accounts), today, root)?;
    telling::tell(&tx, &school, (today, now), root)?;
    erasure::store::end_pending(&tx, now, root)?;
    let due = departure::store::due(&tx, today, root)?;
    tx.commit()?;
    for person in due {
        let tx = house.db.write()?;
        erasing::erase(&tx, house.rooms, person, None, now, root)?;
        tx.commit()?;
    }
    forget(house, &terms, now, root)?;
    let since = erasure::store::unscrubbed_since(&house.db.read()?)?;
    let is_night = NIGHT.contains(&now.zoned(&school.zone_of_time()).hour());
    if since.is_some_and(|since| is_night || now.since(since) >= AT_LAST) && erasing::scrub(house, root)? {
        tracing::info!("what was erased is out of the files too");
    }
    Ok(())
}

fn forget(house: &House, terms: &retention::Terms, now: Instant, root: &System) -> Result<()> {
    for what in house.rooms.iter().flat_map(|room| room.forgets) {
        loop {
            let tx = house.db.write()?;
            let gone = (what.run)(&tx, root, terms, now)?;
            tx.commit()?;
            if gone == 0 {
                break;
            }
            tracing::info!(what = what.name, gone, "forgotten at the end of its term");
        }
    }
    Ok(())
}
