//! Who is told of a post, and how: families in their digest unless they chose otherwise, who publishes when something waits,
//! its author when it came back. Never a pupil; never in quiet hours. Nothing of the text or of a photo is in a letter: whoever
//! may see it sees it on the page, that very day.

mod digest;
mod jobs;
mod mail;
mod store;

pub use digest::digest;
pub use jobs::RUNS;

use super::Post;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::store as queue,
        mail::store as outbox,
    },
    school::notice::{How, Kind, Whom},
};
use jobs::TellOf;
use serde::{Deserialize, Serialize};

pub const POST: Kind =
    Kind { name: "blog", title: "Les nouveaux articles du blog", to: Whom::Families, usual: How::Digest };
pub const REVIEW: Kind = Kind {
    name: "relecture",
    title: "Les articles du blog à relire ou à reprendre",
    to: Whom::Staff,
    usual: How::AtOnce,
};

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum News {
    /// Families may read it.
    Published,
    /// It waits for who may publish it.
    Submitted,
    /// It is in its author's hands again.
    Returned,
}

/// Written down in the transaction of what happened; told a moment later.
pub fn tell(tx: &Tx, post: Id<Post>, news: News, now: Instant) -> Result<()> {
    queue::enqueue(tx, &TellOf { post: post.number(), news, after: 0 }, now)
}

/// What has not left yet stays.
pub fn take_back(tx: &Tx, post: Id<Post>) -> Result<()> {
    outbox::take_back(tx, &about(post)).map(drop)
}

/// By what the outbox knows the letters of a post.
fn about(post: Id<Post>) -> String {
    format!("post {post}")
}
