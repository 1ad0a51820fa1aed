//! « Mes avis »: how each person wants to be told, on their own page or by the link of a letter. It tells nobody of anything:
//! rooms do, and the digest is put together by the house.

mod forms;
mod pages;
mod routes;
mod takeaway;

use crate::{
    door::{Cx, Room, Routes},
    school::{
        notice::{Kind, Whom},
        viewer::Viewer,
    },
};

pub const ROOM: Room = Room { takeaway: Some(takeaway::PART), ..Room::new("notices", routes) };

fn routes(r: &mut Routes) {
    r.form(routes::OWN, routes::show, routes::save);
    r.one_click_form("/avis/{link}", routes::by_link, routes::save_by_link);
}

/// What the house tells people of, in the rooms that are on.
fn kinds<D: std::borrow::Borrow<crate::base::db::Rx>>(cx: &Cx<D>) -> Vec<&'static Kind> {
    cx.house.rooms.iter().filter(|room| cx.is_on(room.name)).flat_map(|room| room.notices).collect()
}

/// What comes whatever this person chooses, and why.
fn anyway(cx: &Cx) -> crate::base::error::Result<Vec<&'static str>> {
    let viewer = cx.viewer()?;
    let all = cx.house.rooms.iter().filter(|room| cx.is_on(room.name)).flat_map(|room| room.anyway);
    Ok(all.filter(|one| concerns(one.to, viewer)).map(|one| one.sentence).collect())
}

/// Of these, what this person is ever told of.
fn kinds_for<'a>(kinds: &[&'a Kind], viewer: &Viewer) -> Vec<&'a Kind> {
    kinds.iter().filter(|kind| concerns(kind.to, viewer)).copied().collect()
}

fn concerns(whom: Whom, viewer: &Viewer) -> bool {
    match whom {
        Whom::Families => viewer.is_guardian(),
        Whom::Staff => viewer.is_staff,
    }
}
