//! The school's people: who they are, how they come in. It gives no right by itself; ties and duties do.
pub mod import;
pub mod slips;

use crate::door::{Room, Routes};

pub const ROOM: Room = Room { every: &[import::routes::FORGET], ..Room::new("people", routes) };

fn routes(r: &mut Routes) {
    import::routes::routes(r);
    slips::routes::routes(r);
}
