//! The school's people, by hand: classes and their rolls, pupils, families, the team, and what each tie between an adult
//! and a child gives. For the director; teachers see the lists of their own classes.
//!
//! It never shows one guardian anything of another, and never decides what a tie gives: `school::guardianship` does.

use crate::{
    base::{db::Rx, error::Result, ui::Icon},
    door::{
        Cx, Room,
        room::{Place, Summary},
    },
    school::viewer::Viewer,
};

mod adults;
mod bearing;
mod classes;
mod composition;
mod demo;
mod erasing;
mod forms;
mod groups;
pub mod import;
mod list;
mod lists;
mod merge;
mod pages;
mod path;
pub mod policy;
mod pupil_access;
mod pupils;
mod rescue;
mod rollover;
mod routes;
mod situations;
pub mod slips;
mod staff;
mod store;
mod ties;
mod undo;

pub const ROOM: Room = Room {
    menu,
    summary,
    erase: erasing::erase,
    bears: bearing::bears,
    unname: bearing::unname,
    every: &[import::routes::FORGET, rollover::turn::TURN, ties::rounds::RESTRICTIONS, undo::routes::FORGET],
    demo: Some(demo::year),
    ..Room::new("people", routes::routes)
};

fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let mut summaries = situations::routes::summary(cx)?;
    summaries.extend(pupil_access::routes::summary(cx)?);
    summaries.extend(rollover::summary(cx)?);
    Ok(summaries)
}

fn menu(_: &Rx, viewer: &Viewer) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    match viewer.teaches.as_slice() {
        [] => {}
        [only] => places.push(place(path::class(*only), "Ma classe", Icon::Users, 40)),
        _ => places.push(place("/mes-classes".to_owned(), "Mes classes", Icon::Users, 40)),
    }
    if !viewer.leads.is_empty() && !viewer.is_director {
        places.push(place(path::GROUPS.to_owned(), "Groupes", Icon::Users, 45));
    }
    if viewer.is_director {
        places.push(place("/ecole".to_owned(), "École", Icon::School, 50));
    }
    Ok(places)
}

fn place(href: String, label: &'static str, icon: Icon, rank: u8) -> Place {
    Place { href, label, icon, rank }
}
