//! Which posts reached children.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::blog::{Post, policy::OpenBlog},
    school::{Pupil, permit::May},
};
use rusqlite::params;

/// Shown then and now, oldest first. Each is to be judged by whoever asks.
pub fn reaching(
    rx: &Rx,
    _: &May<OpenBlog>,
    pupils: &[Id<Pupil>],
    (from, before): (Instant, Instant),
) -> Result<Vec<Id<Post>>> {
    rx.all(
        "SELECT b.id FROM json_each(?1) mine CROSS JOIN audience_pupil a ON a.pupil = mine.value
         CROSS JOIN blog_post b ON b.audience = a.audience
         WHERE a.sent_at >= ?2 AND a.sent_at < ?3 AND b.state = 'published'
         GROUP BY b.id ORDER BY b.published_at, b.id",
        params![Id::json(pupils), from, before],
        |row| row.get(0),
    )
}
