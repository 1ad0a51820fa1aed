//! What waits for the darkroom, and what becomes of it. One photo at a time: whoever takes one up is alone to do so.

pub mod store;

use super::{Kind, Media, Size};
use crate::base::{
    clock::Instant,
    darkroom::Fault,
    db::Id,
    files::Hash,
    images::{self, Shape},
};

/// A process that dies so many times over a file is not sent to it again.
pub const ATTEMPTS: i64 = 3;
/// The whole house died so many times with this file under its hand: a power cut counts as well, hence the patience.
pub const DEATHS: i64 = 8;

/// Taken up, not yet developed.
#[derive(Debug)]
pub struct Taken {
    pub id: Id<Media>,
    /// What is read: as it was sent, or the clear one under a blur.
    pub source: Hash,
    /// To be burnt into all of it.
    pub shapes: Vec<Shape>,
    pub attempts: i64,
    /// It was sent so: its bytes go once they are made safe.
    is_sent: bool,
    /// Tells whether it is still the same once it is done.
    mark: String,
}

/// One size in its place on the disk, without its row yet.
#[derive(Debug)]
pub struct Form {
    pub size: Size,
    pub file: Hash,
    pub bytes: u64,
    pub media: images::Media,
    pub shape: Option<(u32, u32)>,
}

/// What the darkroom found.
#[derive(Debug)]
pub struct Developed {
    pub kind: Kind,
    pub forms: Vec<Form>,
    pub taken_at: Option<Instant>,
    pub shape: Option<(u32, u32)>,
    pub seconds: Option<i64>,
    pub tints: String,
    pub note: Option<Fault>,
}
