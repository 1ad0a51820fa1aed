//! Where an open page listens for what changes. It shows nothing itself; rooms tell the house (`door::live`).

use crate::{
    base::error::Result,
    door::{Cx, Page, Room, Routes, SignedIn},
};

pub const ROOM: Room = Room::new("live", routes);

fn routes(r: &mut Routes) {
    r.get("/evenements", events);
}

fn events(cx: &Cx, who: SignedIn) -> Result<Page> {
    cx.listen(&who)
}
