//! The only file that knows every room; below it, how the service starts, goes round and stops.

pub mod acme;
pub mod backups;
pub mod darkroom;
pub mod digest;
pub mod health;
pub mod leaving;
pub mod mailbox;
pub mod metrics;
pub mod neighbours;
pub mod opening;
pub mod restores;
pub mod rounds;
pub mod sender;
pub mod service;
pub mod sockets;

use crate::{door::Room, rooms};

/// The order is that of the route table; a new room is one more line.
pub const ROOMS: &[Room] = &[
    rooms::settings::first_run::ROOM,
    rooms::home::ROOM,
    rooms::legal::ROOM,
    rooms::privacy::ROOM,
    rooms::sign_in::ROOM,
    rooms::notices::ROOM,
    rooms::settings::ROOM,
    rooms::trust::ROOM,
    rooms::people::ROOM,
    rooms::liaison::ROOM,
    rooms::consents::ROOM,
    rooms::blog::ROOM,
    rooms::messages::ROOM,
    rooms::documents::ROOM,
    rooms::directory::ROOM,
    rooms::departures::ROOM,
    rooms::search::ROOM,
    rooms::statistics::ROOM,
    rooms::live::ROOM,
];
