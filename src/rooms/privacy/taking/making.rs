//! Putting together what was asked for: apart from pages, one at a time, on the disk from the first byte. Pages are drawn from
//! one snapshot; files are copied after it, so that the school may be written while gigabytes go by.

use super::{Takeaway, What, Why, letters, pages, place, store, tied};
use crate::{
    base::{
        archive::{Packed, Packer},
        clock::Instant,
        db::Id,
        disk,
        error::{Error, Result},
        jobs::System,
        mail,
    },
    door::{Cx, EXPORTS, House, gate, live, takeaway::Carton},
    school::policy::ManageSchool,
};
use std::{fs, path::Path, sync::Arc};

/// A file that went while it was on its way, or a fault of ours: tried again so often.
const TRIES: i64 = 3;
const PARTIAL: &str = "en-cours.partial";

/// One look: what expired goes, what was asked for is made. Ends early when `stop` says so.
pub fn go(house: &Arc<House>, by: &System, stop: &dyn Fn() -> bool) -> Result<()> {
    let folder = house.data.join(EXPORTS);
    disk::private_folder(&folder)?;
    tidy(house, &folder, by)?;
    while !stop() {
        // The reader goes back before the work begins.
        let next = store::next(&house.db.read()?, by)?;
        let Some(asked) = next else { return Ok(()) };
        one(house, &asked, by, stop)?;
    }
    Ok(())
}

/// What stands beside its place, and how it was judged.
pub struct Made {
    pub packed: Packed,
    /// What its person was to the school.
    pub sees: String,
    /// What was said from then on, it does not know; copying its files may take an hour more.
    pub judged_at: Instant,
}

fn one(house: &Arc<House>, asked: &Takeaway, by: &System, stop: &dyn Fn() -> bool) -> Result<()> {
    if asked.tries >= TRIES {
        return write(house, |tx| store::hinder(tx, asked.id, Why::Fault, house.clock.now(), by));
    }
    write(house, |tx| store::begin(tx, asked.id, by).map(drop))?;
    match put_together(house, asked, by, stop) {
        Ok(Some(made)) => finish(house, asked, &made, by),
        // Stopped: the next start takes it up, and this was no try. Or nobody may have it any more.
        Ok(None) if stop() => write(house, |tx| store::leave_off(tx, asked.id, by)),
        Ok(None) => write(house, |tx| store::forget(tx, asked.id, by)),
        Err(Error::Full) => write(house, |tx| store::hinder(tx, asked.id, Why::Full, house.clock.now(), by)),
        Err(error) => {
            tracing::warn!(%error, "an export could not be made");
            Ok(())
        }
    }
}

/// The whole file, beside its place; `None` when stopped, or when nobody may have it any more.
fn put_together(house: &Arc<House>, asked: &Takeaway, by: &System, stop: &dyn Fn() -> bool) -> Result<Option<Made>> {
    let Some(cx) = gate::in_the_name_of(house, asked.person, by)? else { return Ok(None) };
    let judged_at = cx.now;
    let sees: Vec<String> = tied(cx.viewer()?).into_iter().collect();
    let packer = Packer::create(&house.data.join(EXPORTS).join(PARTIAL), &cx.zone)?;
    let mut carton = Carton::new(packer, pages::title(&cx, asked.what), pages::from(&cx), cx.now);
    let lead = match asked.what {
        What::Own => {
            let Some(off) = put_own(&cx, &mut carton, stop)? else { return Ok(None) };
            pages::lead_of_own(&cx, &off)
        }
        What::School => {
            let Some(school) = cx.may_perhaps::<ManageSchool>(())? else { return Ok(None) };
            for room in house.rooms {
                let Some(part) = room.takeaway else { continue };
                if stop() {
                    return Ok(None);
                }
                carton.begin(&part);
                (part.whole)(&cx, &school, &mut carton)?;
            }
            pages::lead_of_school()
        }
    };
    drop(cx);
    let packed = carton.close(lead, &house.files, &|| !stop())?;
    Ok(packed.map(|packed| Made { packed, sees: sees.join(" "), judged_at }))
}

/// Room by room, as its person enters each; the titles of those that are closed to them. `None` when stopped.
fn put_own(cx: &Cx, carton: &mut Carton, stop: &dyn Fn() -> bool) -> Result<Option<Vec<&'static str>>> {
    let mut off = Vec::new();
    for room in cx.house.rooms {
        let Some(part) = room.takeaway else { continue };
        if stop() {
            return Ok(None);
        }
        match cx.within(room.name) {
            Some(cx) => {
                carton.begin(&part);
                (part.own)(&cx, carton)?;
            }
            None => off.push(part.title),
        }
    }
    Ok(Some(off))
}

fn finish(house: &Arc<House>, asked: &Takeaway, made: &Made, by: &System) -> Result<()> {
    let folder = house.data.join(EXPORTS);
    let place = place(house, asked.id);
    fs::rename(folder.join(PARTIAL), &place)?;
    disk::sync_folder_of(&place)?;
    let now = house.clock.now();
    let tx = house.db.write()?;
    if !store::made(&tx, asked.id, made, by)? {
        drop(tx);
        return Ok(disk::remove_if_there(&place)?);
    }
    let to = store::recipient(&tx, asked.person, by)?.filter(|(_, email)| mail::is_address(email));
    if let Some((first_name, email)) = to {
        let school = crate::school::settings::store::facts(&tx)?;
        let letter = letters::ready(&school, asked.what, &first_name, &email);
        mail::store::post_for(&tx, &mail::Letter { person: Some(asked.person.number()), ..letter }, now, now)?;
    }
    live::tell(&tx, asked.person, "takeaway", asked.id.number());
    tx.commit()
}

/// What expired, what nobody's row names, and what a cut left.
fn tidy(house: &House, folder: &Path, by: &System) -> Result<()> {
    let now = house.clock.now();
    let rx = house.db.read()?;
    // A clock in doubt makes nothing old.
    let expires = store::has_expired(&rx, now, by)? && house.verdict(&rx)?.doubt().is_none();
    drop(rx);
    if expires {
        write(house, |tx| store::forget_expired(tx, now, by).map(drop))?;
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let id = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".zip")?.parse::<i64>().ok());
        let is_wanted = match id {
            Some(id) => store::is_made(&house.db.read()?, Id::new(id), by)?,
            None => false,
        };
        if !is_wanted {
            disk::remove_if_there(&path)?;
        }
    }
    Ok(())
}

fn write(house: &House, work: impl FnOnce(&crate::base::db::Tx) -> Result<()>) -> Result<()> {
    let tx = house.db.write()?;
    work(&tx)?;
    tx.commit()
}
