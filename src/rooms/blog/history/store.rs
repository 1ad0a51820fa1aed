//! The rows of what posts said before.

use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql},
        error::Result,
    },
    rooms::blog::{policy::ReadVersions, store::formal},
    school::permit::May,
};

pub struct Version {
    pub title: String,
    /// Clean HTML.
    pub body: String,
    pub written_at: Instant,
    pub written_by: String,
}

/// The newest first; the one that is shown is not among them.
pub fn versions(rx: &Rx, post: &May<ReadVersions>) -> Result<Vec<Version>> {
    rx.all(
        "SELECT v.title, v.body, v.written_at, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM blog_version v JOIN person p ON p.id = v.written_by WHERE v.post = ?1 ORDER BY v.version DESC",
        [post.id],
        |row| Ok(Version { title: row.get(0)?, body: row.get(1)?, written_at: row.get(2)?, written_by: formal(row, 3)? }),
    )
}

/// Whose words the text shown is.
pub fn last_hand(rx: &Rx, post: &May<ReadVersions>) -> Result<String> {
    let found = rx.one(
        "SELECT p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END FROM person p WHERE p.id = ?1",
        [post.changed_by.unwrap_or(post.author)],
        |row| formal(row, 0),
    )?;
    Ok(found.unwrap_or_default())
}
