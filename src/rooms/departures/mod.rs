//! Who has left the school and is about to be erased: the director sees who waits and until when, what goes with them and where
//! their name stays, may erase at once somebody who asks for it, and takes that back for a few days; and how long the school
//! keeps what. Whoever leaves is told, with the way to
//! their own data. It shows nothing of somebody who was erased, and erases nobody who is still here.

mod before;
mod erasing;
mod pages;
mod policy;
mod routes;
pub mod telling;
mod terms;

use crate::door::Room;

pub const ROOM: Room = Room { summary: routes::summary, ..Room::new("departures", routes::routes) };

/// Where things are; every link and form of the room is made here.
mod path {
    use crate::{
        base::db::Id,
        school::{Person, erasure::Erasure},
    };

    pub const LIST: &str = "/ecole/departs";
    pub const TERMS: &str = "/reglages/conservation";

    pub fn before(person: Id<Person>) -> String {
        format!("{LIST}/{person}")
    }

    pub fn erase(person: Id<Person>) -> String {
        format!("{LIST}/{person}/effacement")
    }

    pub fn take_back(erasure: Id<Erasure>) -> String {
        format!("{LIST}/effacements/{erasure}/retour")
    }
}
