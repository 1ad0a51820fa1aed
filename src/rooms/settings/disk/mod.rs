//! `/reglages/disque`: how much room is left, what takes it, and who is told when it runs short. No content and no file's name
//! is shown here. It erases nothing.

mod letters;
pub mod pages;
mod store;

use crate::{
    base::{
        clock::Instant,
        db::Tx,
        disk::{Fill, Room},
        error::Result,
        jobs::System,
        mail,
    },
    door::{Cx, House, Page},
    school::{
        permit::May,
        policy::{ManageSchool, TendBox},
        settings,
    },
};

pub const PATH: &str = "/reglages/disque";

pub fn index(cx: &Cx, tends: May<TendBox>) -> Result<Page> {
    let room = cx.house.room()?;
    let mut usage = store::usage(&cx.db, &tends)?;
    // Whose documents they are is the direction's to know; who tends the box sees how much they are.
    if tends.also::<ManageSchool>().is_none() {
        usage.spaces.clear();
    }
    Ok(pages::index(room, &usage, store::database(&cx.db)?))
}

/// Called every few minutes: tells the direction and the technicians what there is to do, not more often than helps.
pub fn watch(house: &House, by: &System) -> Result<()> {
    warn(house, house.ballast.trim()?, by)
}

/// Of a disk with so much room.
pub fn warn(house: &House, room: Room, _: &System) -> Result<()> {
    let (fill, now) = (room.fill(), house.clock.now());
    if fill == Fill::Plenty || store::was_told(&house.db.read()?, fill, now)? {
        return Ok(());
    }
    let tx = house.db.write()?;
    tell(&tx, room, now)?;
    tx.commit()
}

fn tell(tx: &Tx, room: Room, now: Instant) -> Result<()> {
    let school = settings::store::facts(tx)?;
    for address in store::addresses(tx, now.date(&school.zone_of_time()))? {
        mail::store::post(tx, &letters::short_of_room(&school.name, &address, room), now)?;
    }
    store::note_told(tx, room.fill(), now)
}
