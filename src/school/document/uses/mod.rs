//! Where a document is referred to: words, posts, messages point to it and hold no copy. What is about to be thrown away is
//! asked for here first.

pub mod store;

use super::Entry;
use crate::base::db::Id;

/// One thing that refers to a document; what it is called is its room's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    pub document: Id<Entry>,
    pub document_name: String,
    /// « note », « post », « message ».
    pub thing: String,
    pub thing_id: i64,
}
