//! The front page: what waits for me, by child or by class. It knows no room; each says its own summary.

mod pages;
mod routes;

use crate::{
    base::ui::Icon,
    door::{Room, room::Place},
};

pub const ROOM: Room = Room {
    menu: |_, _| Ok(vec![Place { href: "/".to_owned(), label: "Accueil", icon: Icon::House, rank: 0 }]),
    ..Room::new("home", routes::routes)
};
