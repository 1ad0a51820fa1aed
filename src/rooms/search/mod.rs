//! One page where one says what one looks for. Every room answers with what the viewer may see of its own; this one only
//! lays the answers out, and knows no room.

mod pages;
mod policy;
mod routes;

use crate::door::Room;

pub const ROOM: Room = Room::new("search", routes::routes);
