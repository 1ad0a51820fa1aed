//! The only file that knows every room; below it, how the service starts, goes round and stops.

pub mod rounds;
pub mod service;

use crate::door::Room;
use crate::rooms::{settings, trust};

pub const ROOMS: &[Room] = &[settings::first_run::ROOM, settings::ROOM, trust::ROOM];
