//! Groups of pupils across classes: a name, its pupils, who leads it, from when to when. A group opens nothing once it is over.

pub mod store;

use crate::base::db::Id;
use jiff::civil::Date;

#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub id: Id<Group>,
    pub name: String,
    pub from_on: Date,
    /// Last day.
    pub until_on: Date,
    _row: (),
}
