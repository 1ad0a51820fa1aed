//! Groups of pupils across classes: a name, its pupils, who leads it, from when to when. A group opens nothing once it is over.

pub mod store;

use super::{Person, permit::Ties, viewer::Viewer};
use crate::base::db::Id;
use jiff::civil::Date;

#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub id: Id<Group>,
    pub name: String,
    pub from_on: Date,
    /// Last day.
    pub until_on: Date,
    pub made_by: Option<Id<Person>>,
    /// Those named as its leaders; after-school staff lead by their duty.
    pub leaders: Vec<Id<Person>>,
    _row: (),
}

/// One line of a list of groups.
#[derive(Clone, Debug)]
pub struct GroupLine {
    pub id: Id<Group>,
    pub name: String,
    pub from_on: Date,
    pub until_on: Date,
    pub pupils: i64,
    /// « Mme Benali », the named ones and those who lead by duty.
    pub leaders: Vec<String>,
}

/// Somebody who leads a group, or could.
#[derive(Clone, Debug)]
pub struct Leader {
    pub person: Id<Person>,
    /// « Mme Samia Benali ».
    pub name: String,
}

/// As typed, and judged: each leader by a permit or by the list of the staff.
pub struct NewGroup {
    pub name: String,
    pub from_on: Date,
    pub until_on: Date,
    pub leaders: Vec<Id<Person>>,
}

/// The school's groups, as the viewer has them.
pub struct Groups(());

impl Groups {
    pub(in crate::school) fn all() -> Groups {
        Groups(())
    }
}

impl Group {
    pub fn is_over(&self, today: Date) -> bool {
        self.until_on < today
    }

    /// The teacher who made it keeps it in hand until it is over, before its first day too, while still teaching and leading.
    pub(in crate::school) fn is_own(&self, viewer: &Viewer) -> bool {
        self.made_by == Some(viewer.person)
            && self.leaders.contains(&viewer.person)
            && !viewer.teaches.is_empty()
            && !self.is_over(viewer.today)
    }

    pub(in crate::school) fn ties_of(&self, viewer: &Viewer) -> Ties {
        viewer.ties_to_group(self.id) | Ties::SELF.when(self.is_own(viewer))
    }
}
