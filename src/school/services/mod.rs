//! Which rooms the director has turned off, for the school or for a class. Off hides and refuses; it deletes nothing.

pub mod store;

use super::Class;
use crate::base::db::Id;

/// What is off today; empty in most schools.
#[derive(Clone, Debug, Default)]
pub struct Off {
    rows: Vec<(String, Option<Id<Class>>)>,
}

impl Off {
    pub fn is_off(&self, room: &str) -> bool {
        self.rows.iter().any(|(off, class)| off == room && class.is_none())
    }

    /// The classes for which alone the room is off.
    pub fn classes(&self, room: &str) -> Vec<Id<Class>> {
        self.rows.iter().filter(|(off, _)| off == room).filter_map(|(_, class)| *class).collect()
    }
}
