//! What the law wants everyone to be able to read, at any time: what is kept about whom and why, the order that allows
//! it, and how accessible these pages are. Keeps nothing itself, and never asks who reads.

mod jobs;
mod order;
mod pages;
mod routes;

use crate::{
    base::clock::Instant,
    door::{Room, room::Every},
};

pub const ROOM: Room = Room {
    every: &[Every { name: "legal.forget_old_journal", seconds: Instant::DAY, run: jobs::forget_old_journal }],
    ..Room::new("legal", routes::routes)
};
