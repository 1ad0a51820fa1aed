//! What a page asks before it changes something that a program holds: the same locks, by the same rule. A page shows no token,
//! so that its own person's lock stands in the way too: the program would not find its file again.

pub use super::locks::Change;
use super::{drive::Top, locks, place::Place, store};
use crate::{
    base::{clock::Instant, db::Tx, error::Result},
    door::cx::Cx,
    school::document::Space,
};

pub struct Held {
    /// Of what is held: the thing itself, or something around it or in it.
    pub name: String,
    /// « M. Roussel ».
    pub by: String,
    pub is_own: bool,
    pub until: Instant,
}

/// By these names from the top of the space.
pub fn held(cx: &Cx<Tx>, space: Space, names: &[String], change: Change) -> Result<Option<Held>> {
    let top = Top { space, name: String::new() };
    let standing = store::locks(&cx.db, &top, cx.now)?;
    let place = names.iter().fold(Place::default().within(&top.name), |place, name| place.within(name));
    let person = cx.viewer()?.person;
    let Some(lock) = locks::in_the_way(&standing, &place, change, person, None) else { return Ok(None) };
    Ok(Some(Held {
        name: lock.place.last().unwrap_or_default().to_owned(),
        by: store::holder(&cx.db, lock.person)?,
        is_own: lock.person == person,
        until: lock.expires_at,
    }))
}
