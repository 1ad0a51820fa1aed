//! The bin: what was thrown away, for thirty days, with all that it held; then its bytes go too.

pub mod store;

use super::{Entry, Kind, Who};
use crate::base::{clock::Instant, db::Id};

/// What was thrown away together, told by its top.
#[derive(Clone, Debug)]
pub struct Thrown {
    pub id: Id<Entry>,
    pub kind: Kind,
    pub name: String,
    /// Of all that went with it.
    pub bytes: u64,
    pub files: usize,
    pub binned_at: Instant,
    pub binned_by: Option<Who>,
    pub erase_at: Instant,
}
