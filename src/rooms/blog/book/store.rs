//! Which posts are in a class's book.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::blog::{Post, policy::OpenBlog},
    school::{Class, permit::May},
};
use rusqlite::params;

/// What its pupils were shown then, and are still, oldest first. Each is to be judged by whoever asks.
pub fn of_class(
    rx: &Rx,
    _: &May<OpenBlog>,
    class: Id<Class>,
    (from, before): (Instant, Instant),
) -> Result<Vec<Id<Post>>> {
    rx.all(
        "SELECT b.id FROM audience_pupil a CROSS JOIN blog_post b ON b.audience = a.audience
         WHERE a.class = ?1 AND a.sent_at >= ?2 AND a.sent_at < ?3 AND b.state = 'published'
         GROUP BY b.id ORDER BY b.published_at, b.id",
        params![class, from, before],
        |row| row.get(0),
    )
}
