//! Coming in and going out: sign-in, first activation with an access slip, recovery, one's own account and devices.
//! It never says whether a login exists, and never sees a passphrase that it keeps.

mod address;
mod applications;
mod arrival;
mod channel;
mod forgotten;
mod forms;
mod letters;
mod pages;
mod pupils;
mod routes;
pub mod second_factor;
mod tries;

use crate::{
    base::error::Result,
    door::{Cx, Room, room::Summary},
};

pub const ROOM: Room = Room { summary, jobs: &[forgotten::RUNS], ..Room::new("sign_in", routes::routes) };

fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    Ok([pupils::summary(cx)?, arrival::summary(cx)?, second_factor::summary(cx)?].into_iter().flatten().collect())
}
