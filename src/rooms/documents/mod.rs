//! Documents: the spaces that a person has, their folders and files, the bin, and the casiers. What is right and where things
//! stand is said in `school::document`; here it is shown and asked for.

mod casier;
mod choosing;
mod demo;
mod drive;
mod erasing;
mod file;
mod finding;
mod folder;
mod holding;
mod moving;
mod naming;
mod rights;
mod routes;
mod sending;
mod sentences;
mod spaces;
mod takeaway;
mod taking;
mod throwing;

use crate::{
    base::{db::Rx, error::Result, ui::Icon},
    door::{
        Room,
        room::{Place, Service},
    },
    school::viewer::Viewer,
};

pub const ROOM: Room = Room {
    service: Some(SERVICE),
    menu,
    search: finding::search,
    erase: erasing::erase,
    unname: erasing::store::unname,
    forgets: &[throwing::BIN, erasing::SPACES, erasing::CASIERS],
    demo: Some(demo::year),
    takeaway: Some(takeaway::PART),
    ..Room::new("documents", routes::routes)
};

const SERVICE: Service = Service {
    title: "Documents",
    gives: "Les documents de l’école et de chaque classe, et un casier où les familles déposent.",
    by_class: true,
};

fn menu(_: &Rx, viewer: &Viewer) -> Result<Vec<Place>> {
    if !viewer.is_of_the_school() {
        return Ok(Vec::new());
    }
    Ok(vec![Place { href: path::DOCUMENTS.into(), label: "Documents", icon: Icon::FolderOpen, rank: 55 }])
}

/// Where things are; every link and form of the room is made here.
pub(crate) mod path {
    use crate::{
        base::db::Id,
        school::{
            Class, Pupil,
            document::{Entry, Space},
        },
    };

    pub const DOCUMENTS: &str = "/documents";

    pub fn space(space: Space) -> String {
        format!("{DOCUMENTS}/{}", space.word())
    }

    pub fn of(of: Space, what: &str) -> String {
        format!("{}/{what}", space(of))
    }

    /// A folder's page, or the space's own.
    pub fn folder(of: Space, folder: Option<Id<Entry>>) -> String {
        match folder {
            None => space(of),
            Some(folder) => format!("{}/dossiers/{folder}", space(of)),
        }
    }

    pub fn file(entry: Id<Entry>) -> String {
        format!("{DOCUMENTS}/fichiers/{entry}")
    }

    pub fn of_file(entry: Id<Entry>, what: &str) -> String {
        format!("{DOCUMENTS}/fichiers/{entry}/{what}")
    }

    pub fn rename(entry: Id<Entry>) -> String {
        format!("{DOCUMENTS}/fichiers/{entry}/renommer")
    }

    pub fn slot(class: Id<Class>, pupil: Id<Pupil>) -> String {
        format!("{DOCUMENTS}/casiers/{class}/depots/{pupil}")
    }

    pub fn casier(class: Id<Class>, what: &str) -> String {
        format!("{DOCUMENTS}/casiers/{class}/{what}")
    }
}
