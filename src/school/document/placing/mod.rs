//! Where documents are put: new ones, moved ones, copies. Each keeps a name of its own in its folder, and no folder comes to
//! stand in itself.

pub mod store;

use super::Entry;
use crate::base::db::Id;

/// What becomes of a name that is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clash {
    /// « nom (2) ».
    Number,
    Refuse,
    /// A file becomes the newest version of the one that has its name; what cannot be one is refused.
    Version,
}

/// Why it is not put there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hindrance {
    /// Nothing that can be a name.
    Name,
    /// By this one.
    Taken(Id<Entry>),
    /// A folder, into itself or into what it holds.
    Inside,
    TooDeep,
    /// A copy of more than is copied at once.
    TooMany,
    /// It may be copied out of its space by this person, not moved.
    Stays,
    /// One's own space holds as much as it may.
    OwnIsFull,
}

pub type Placed = Result<Id<Entry>, Hindrance>;

/// So many are copied at once.
pub const COPIED: usize = 20_000;
