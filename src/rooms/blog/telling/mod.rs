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
        jobs::{System, store as queue},
        mail::store as outbox,
    },
    school::{
        Person,
        notice::{self, How, Kind, Whom},
    },
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
    queue::enqueue(tx, &TellOf { post: post.number(), news, after: 0, only: None }, now)
}

/// Withdrawn: what has not left yet stays, and digests that name it are put together anew.
pub fn take_back(tx: &Tx, post: Id<Post>) -> Result<()> {
    outbox::take_back(tx, &about(post, News::Published))?;
    notice::store::take_back(tx, &[POST.name], post.number())
}

/// A letter of ours has waited while its reader's address became another one.
pub fn rewrite(tx: &Tx, _: &System, letter: &str, person: Id<Person>, now: Instant) -> Result<bool> {
    let Some((post, news)) = told(letter) else { return Ok(false) };
    queue::enqueue(tx, &TellOf { post: post.number(), news, after: 0, only: Some(person.number()) }, now)?;
    Ok(true)
}

impl News {
    const ALL: [News; 3] = [News::Published, News::Submitted, News::Returned];

    fn as_str(self) -> &'static str {
        match self {
            News::Published => "published",
            News::Submitted => "submitted",
            News::Returned => "returned",
        }
    }
}

/// By what the outbox knows the letters of a post.
fn about(post: Id<Post>, news: News) -> String {
    format!("post {post} {}", news.as_str())
}

fn told(about: &str) -> Option<(Id<Post>, News)> {
    let (post, news) = about.strip_prefix("post ")?.split_once(' ')?;
    Some((post.parse().ok()?, News::ALL.into_iter().find(|one| one.as_str() == news)?))
}
