//! The directory: who is who in the school, for each as far as their part goes, and how to reach them for those who must.
//! Staff find their pupils' families, a family its own children's staff by name, the town the head teacher.
//!
//! It never shows a family how to reach anybody, never one guardian to another, and offers no way to write to or call
//! whom a judge keeps away or whom the head teacher has not looked at yet. It changes nothing.

mod families;
mod finding;
mod pages;
pub mod policy;
mod routes;
mod team;

use crate::{
    base::{db::Rx, error::Result, ui::Icon},
    door::{
        Room,
        room::{Place, Service},
    },
    school::viewer::Viewer,
};
use policy::Directory;

pub const ROOM: Room =
    Room { service: Some(SERVICE), menu, search: finding::search, ..Room::new("directory", routes::routes) };

const SERVICE: Service = Service {
    title: "Annuaire",
    gives: "Qui travaille à l’école, et pour l’équipe comment joindre les familles de ses élèves.",
    by_class: true,
};

fn menu(_: &Rx, viewer: &Viewer) -> Result<Vec<Place>> {
    // The head teacher's own pages hold all of it; what she needs every day comes first.
    let rank = match (viewer.is_director, viewer.is_staff) {
        (true, _) => 95,
        (_, true) => 45,
        _ => 60,
    };
    let place = Place { href: path::DIRECTORY.to_owned(), label: "Annuaire", icon: Icon::List, rank };
    Ok(Directory::is_open_to(viewer).then_some(place).into_iter().collect())
}

/// Where things of this room are.
mod path {
    use crate::{
        base::db::Id,
        school::{Class, Group, Person, Pupil},
    };

    pub const DIRECTORY: &str = "/annuaire";
    pub const TEAM: &str = "/annuaire/equipe";

    pub fn class(id: Id<Class>) -> String {
        format!("{DIRECTORY}/classes/{id}")
    }

    pub fn group(id: Id<Group>) -> String {
        format!("{DIRECTORY}/groupes/{id}")
    }

    pub fn pupil(id: Id<Pupil>) -> String {
        format!("{DIRECTORY}/eleves/{id}")
    }

    pub fn member(id: Id<Person>) -> String {
        format!("{TEAM}#personne-{id}")
    }

    pub fn child(id: Id<Pupil>) -> String {
        format!("{DIRECTORY}#enfant-{id}")
    }
}
