//! What a file held, one version after another: who wrote it, when, and what may be brought back.

pub mod store;

use super::{Content, Who};
use crate::base::clock::Instant;

/// So many are kept of one file; the oldest goes first.
pub const KEPT: i64 = 20;

#[derive(Clone, Debug)]
pub struct Version {
    pub number: i64,
    pub bytes: u64,
    pub made_at: Instant,
    pub made_by: Option<Who>,
    pub content: Content,
}
