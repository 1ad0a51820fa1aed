//! The nightly backup: made, the old ones tidied away, and once a week the newest read whole. What hinders it is noted for the
//! director; nothing here is ever in the way of a page.

use crate::{
    base::{
        backup::{self, BoxKeys, Depth, Fault, Keep, Shelf, Source},
        disk,
        error::Result,
        jobs::System,
    },
    door::{BACKUPS, House, KEYS},
    school::{
        backup::{Round, What, is_check_due, is_due, store},
        settings,
    },
};

/// One look; ends early when `stop` says so.
pub fn go(house: &House, root: &System, stop: &dyn Fn() -> bool) -> Result<()> {
    let now = house.clock.now();
    let rx = house.db.read()?;
    let school = settings::store::facts(&rx)?;
    let Some(set_up_at) = school.set_up_at.filter(|_| !house.is_demo) else { return Ok(()) };
    let (made, checked) = (store::last(&rx, What::Make)?, store::last(&rx, What::Verify)?);
    let is_sure = house.verdict(&rx)?.doubt().is_none();
    drop(rx);
    let zone = school.zone_of_time();
    if is_due(made.as_ref(), set_up_at, now, &zone) {
        let made = make(house, &school.name, stop);
        let is_made = made.is_ok();
        note(house, root, What::Make, made)?;
        // Nothing goes before there is a newer one, and a clock in doubt makes nothing old.
        if is_made && is_sure {
            tidy(house, &zone)?;
        }
    }
    let has_one = store::last(&house.db.read()?, What::Make)?.is_some_and(|made| made.done_at.is_some());
    if has_one && !stop() && is_check_due(checked.as_ref(), now) {
        note(house, root, What::Verify, check(house, stop))?;
    }
    Ok(())
}

/// What there is to say of it; nothing when all is well.
fn make(house: &House, school: &str, stop: &dyn Fn() -> bool) -> backup::Result<Option<Fault>> {
    let keys = BoxKeys::open(&house.data.join(KEYS))?;
    let shelf = Shelf::prepare(&house.data.join(BACKUPS))?;
    let source = Source { db: &house.db, files: &house.files, data: &house.data, school, stop };
    let made = backup::make(&source, &shelf, &keys, house.clock.now())?;
    tracing::info!(rows = made.manifest.rows(), written = made.written, "a backup was made");
    let lost = made.manifest.missing.first();
    Ok(lost.map(|hash| Fault::Lost { hash: hash.clone(), count: made.manifest.missing.len() }))
}

fn tidy(house: &House, zone: &jiff::tz::TimeZone) -> Result<()> {
    let keys = BoxKeys::open(&house.data.join(KEYS))?;
    let shelf = Shelf::prepare(&house.data.join(BACKUPS))?;
    let tidied = match backup::tidy(&shelf, &keys, Keep::default(), &house.data, house.clock.now(), zone) {
        // Somebody makes one by hand: tomorrow, then.
        Err(Fault::UnderWay) => return Ok(()),
        tidied => tidied?,
    };
    if tidied.archives > 0 {
        tracing::info!(archives = tidied.archives, files = tidied.files, "old backups were removed");
    }
    Ok(())
}

/// What is damaged is taken off, so that the next backup writes it anew.
fn check(house: &House, stop: &dyn Fn() -> bool) -> backup::Result<Option<Fault>> {
    let keys = BoxKeys::open(&house.data.join(KEYS))?;
    let verified = backup::verify(&house.data.join(BACKUPS), keys.own(), &house.data, Depth::Whole, stop)?;
    for path in &verified.damaged {
        disk::remove_if_there(path).map_err(|cause| Fault::Disk { path: path.clone(), cause })?;
    }
    match verified.damaged.first() {
        None => Ok(None),
        Some(path) => Err(Fault::damaged(path, "il n’est plus ce qui a été sauvegardé")),
    }
}

/// Stopped, or another at work, is no failure: the next look takes it up.
fn note(house: &House, root: &System, what: What, done: backup::Result<Option<Fault>>) -> Result<()> {
    let tried_at = house.clock.now();
    let (done_at, fault) = match done {
        Ok(remark) => (Some(tried_at), remark),
        Err(Fault::Stopped | Fault::UnderWay) => return Ok(()),
        Err(fault) => (None, Some(fault)),
    };
    if let Some(fault) = &fault {
        tracing::warn!(what = what.as_str(), %fault, "a round of backup");
    }
    let fault = fault.map(|fault| fault.to_string()).unwrap_or_default();
    let tx = house.db.write()?;
    store::note(&tx, what, &Round { tried_at, done_at, fault }, root)?;
    tx.commit()
}
