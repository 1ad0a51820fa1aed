//! What the law wants everyone to be able to read, at any time: what is kept about whom and why, the order that allows
//! it, and how accessible these pages are. Keeps nothing itself, and never asks who reads.

mod order;
mod pages;
mod register;
mod routes;

use crate::door::Room;

pub const ROOM: Room = Room::new("legal", routes::routes);
