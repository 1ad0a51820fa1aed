//! The only file that knows every room.

use crate::{door::Room, rooms};

/// The order is that of the route table; a new room is one more line.
pub const ROOMS: &[Room] = &[rooms::home::ROOM, rooms::sign_in::ROOM, rooms::people::ROOM];
