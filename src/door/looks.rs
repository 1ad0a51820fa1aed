//! Who of the school opened whose file, from the page that shows it until the next flush: a page must not cost a write. What a
//! power cut takes is half a minute of it; nothing that must not be lost goes this way.

use super::house::House;
use crate::{
    base::{db::Id, error::Result, jobs::System},
    school::{
        Person,
        consulted::{Look, Role, store},
        viewer::Viewer,
    },
};
use std::{
    collections::HashSet,
    mem,
    sync::{Mutex, PoisonError},
};

/// Looks that the flush will write down: each person once a day at most.
#[derive(Default)]
pub struct Looks(Mutex<HashSet<Look>>);

impl Looks {
    /// `viewer` opened the file of that person, today. One's own is no look.
    pub fn note(&self, viewer: &Viewer, about: Id<Person>) {
        if viewer.person != about {
            let look = Look { about, by: viewer.person, day: viewer.today, role: Role::of(viewer) };
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(look);
        }
    }

    fn take(&self) -> HashSet<Look> {
        mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Writes down what was noted since the last time.
pub fn flush(house: &House, by: &System) -> Result<()> {
    let looks = house.looks.take();
    if looks.is_empty() {
        return Ok(());
    }
    let tx = house.db.write()?;
    for look in &looks {
        store::add(&tx, look, by)?;
    }
    tx.commit()
}
