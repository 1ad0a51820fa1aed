//! Coming in and going out: sign-in, first activation with an access slip, recovery, one's own account and devices.
//! It never says whether a login exists, and never sees a passphrase that it keeps.

mod forms;
mod letters;
mod pages;
mod routes;
pub mod second_factor;
mod tries;

use crate::door::Room;

pub const ROOM: Room = Room { summary: second_factor::summary, ..Room::new("sign_in", routes::routes) };
