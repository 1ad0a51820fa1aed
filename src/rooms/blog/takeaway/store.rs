//! Which posts are taken away. Each is to be judged by whoever asks.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::blog::Post,
    school::{permit::Manages, viewer::Viewer},
};

/// The viewer's own, oldest first, drafts too.
pub fn written_by(rx: &Rx, viewer: &Viewer) -> Result<Vec<Id<Post>>> {
    rx.all("SELECT id FROM blog_post WHERE author = ?1 ORDER BY changed_at, id", [viewer.person], |row| row.get(0))
}

/// All that families are shown, oldest first.
pub fn published(rx: &Rx, _: &impl Manages) -> Result<Vec<Id<Post>>> {
    rx.all("SELECT id FROM blog_post WHERE state = 'published' AND published_at > 0 ORDER BY published_at", [], |row| {
        row.get(0)
    })
}
