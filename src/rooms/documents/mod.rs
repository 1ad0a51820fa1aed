//! Documents.
mod drive;
use crate::door::{Room, room::Service};
const SERVICE: Service = Service { title: "Documents", gives: "Documents", by_class: true };
pub const ROOM: Room = Room { service: Some(SERVICE), ..Room::new("documents", drive::routes) };
