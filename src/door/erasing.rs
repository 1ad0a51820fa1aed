//! A person goes from all rooms at once, in one transaction; later no byte of them is left, and a line beside the database and
//! the backups keeps them from coming back. When somebody goes is said elsewhere.

use super::{
    BACKUPS, Cx, House, ON_A_DISK, Room,
    found::{self, Found},
};
use crate::{
    base::{
        backup::GONE,
        clock::Instant,
        db::{self, Id, Tx},
        error::Result,
        files,
        jobs::System,
        search::Named,
        secret::Keys,
        update,
    },
    school::{
        Person,
        backup::store as backups,
        departure::Departure,
        erasure::{Erasure, ledger, store},
        journal, media,
        permit::Manages,
    },
};
use std::path::Path;

/// What others lose with somebody, as its room says it before, and where it stands.
pub struct Going {
    pub said: String,
    pub things: Vec<Found>,
}

/// What every room that is on says of it.
pub fn going(cx: &Cx, person: Id<Person>) -> Result<Vec<Going>> {
    let mut all = Vec::new();
    for room in cx.house.rooms {
        if let Some(cx) = cx.within(room.name) {
            all.extend((room.going)(&cx, person)?);
        }
    }
    Ok(all)
}

/// Where they are named beside what a search finds, in every room that is on.
pub fn bears(cx: &Cx, who: &Departure, name: &Named) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for room in cx.house.rooms {
        if let Some(cx) = cx.within(room.name) {
            all.extend((room.bears)(&cx, who, name)?);
        }
    }
    Ok(all)
}

/// False when there is nobody of that number. `seal`: it can be taken back until then.
pub fn erase(
    tx: &Tx,
    rooms: &[Room],
    person: Id<Person>,
    seal: Option<(&Keys, Instant)>,
    now: Instant,
    by: &impl Manages,
) -> Result<bool> {
    let Some(subject) = store::subject(tx, person, now, by)? else { return Ok(false) };
    let drawn_over = media::store::drawn_over(tx, &subject)?;
    store::begin(tx)?;
    for room in rooms {
        (room.erase)(tx, &subject)?;
    }
    let name = subject.named();
    if !name.is_empty() {
        media::store::unname(tx, &drawn_over, &name, &subject)?;
        for room in rooms {
            (room.unname)(tx, &subject, &name)?;
        }
    }
    store::finish(tx, &subject, seal, now, by)?;
    let (act, thing_id) = ("erase_person", Some(person.number()));
    journal::store::add(tx, &journal::Entry { at: now, by: by.actor(), act, thing: "person", thing_id })?;
    Ok(true)
}

/// All as it was, and found again by the searches. `Error::Conflict` when something was changed since.
pub fn take_back(tx: &Tx, rooms: &[Room], erasure: &Erasure, keys: &Keys, by: &impl Manages) -> Result<()> {
    store::take_back(tx, erasure, keys, by)?;
    rooms.iter().filter_map(|room| room.shelf).try_for_each(|shelf| found::rebuild(tx, &shelf))
}

/// What was erased leaves no byte: in the database, its journal, its indexes, the copies that were made before updates, and the
/// files that nothing names. True once that is so; else it is to be tried again.
pub fn scrub(house: &House, root: &System) -> Result<bool> {
    if update::may_open(&house.data).is_err() {
        return Ok(false);
    }
    write_ledgers(house)?;
    remove_copies(&house.data)?;
    let is_swept = house.files.sweep_rested(|hash| files::store::has_row(&house.db.read()?, hash))?;
    if !is_swept || !db::scrub(&house.db)? {
        return Ok(false);
    }
    let tx = house.db.write()?;
    store::scrubbed(&tx, house.clock.now(), root)?;
    tx.commit()?;
    Ok(true)
}

/// Beside the database, and beside the backups that can be reached now; a disk that is away gets it with its next backup.
pub fn write_ledgers(house: &House) -> Result<()> {
    let rx = house.db.read()?;
    let (gone, plan) = (store::gone(&rx)?, backups::plan(&rx)?);
    drop(rx);
    if gone.is_empty() {
        return Ok(());
    }
    ledger::add(&house.data.join(GONE), &gone)?;
    let own = house.data.join(BACKUPS);
    if own.is_dir() {
        ledger::add(&own.join(GONE), &gone)?;
    }
    let drive = house.drives.labelled(&plan.disk).map(|drive| drive.folder.join(ON_A_DISK));
    if let Some(shelf) = drive.filter(|shelf| shelf.is_dir())
        && let Err(error) = ledger::add(&shelf.join(GONE), &gone)
    {
        // Full, or closed to writing: what was erased goes all the same, and the next backup there brings it or says so.
        tracing::warn!(%error, "the disk's ledger of who was erased could not be written");
    }
    Ok(())
}

/// What stands on any disk that is plugged in, and beside the data: a school that comes back heeds them all.
pub fn ledgers_about(house: &House) -> Vec<String> {
    let own = [house.data.clone(), house.data.join(BACKUPS)];
    let drives = house.drives.all().into_iter().flat_map(|drive| [drive.folder.join(ON_A_DISK), drive.folder]);
    own.into_iter().chain(drives).filter_map(|shelf| std::fs::read_to_string(shelf.join(GONE)).ok()).collect()
}

/// Beside a backup that is being made.
pub fn write_ledger(house: &House, shelf: &Path) -> Result<()> {
    let gone = store::gone(&house.db.read()?)?;
    if gone.is_empty() { Ok(()) } else { ledger::add(&shelf.join(GONE), &gone) }
}

/// Copies of the database from before its last changes of shape: an update that was confirmed needs them no more.
fn remove_copies(data: &Path) -> Result<()> {
    match std::fs::remove_dir_all(data.join(super::house::COPIES)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Who is in this database although one of these ledgers says that they are gone: a backup was older than that. They go at once.
pub fn apply(house: &House, ledgers: &[String], root: &System) -> Result<usize> {
    let now = house.clock.now();
    let tx = house.db.write()?;
    let mut gone = store::gone(&tx)?;
    gone.extend(ledgers.iter().flat_map(|text| ledger::read(text)));
    let here = store::still_here(&tx, &gone, root)?;
    for person in &here {
        erase(&tx, house.rooms, *person, None, now, root)?;
    }
    store::learn(&tx, &gone, root)?;
    tx.commit()?;
    ledger::add(&house.data.join(GONE), &gone)?;
    Ok(here.len())
}
