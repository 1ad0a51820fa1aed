//! The rows of the public page.

use super::Open;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::blog::{Post, Target, policy::MakePublic},
    school::permit::{Manages, May},
};
use rusqlite::params;

pub fn open(rx: &Rx) -> Result<Option<Open>> {
    Ok(rx.exists("SELECT 1 FROM public_page WHERE id = 1", [])?.then_some(Open(())))
}

pub fn opened_at(rx: &Rx) -> Result<Option<Instant>> {
    rx.one("SELECT opened_at FROM public_page WHERE id = 1", [], |row| row.get(0))
}

pub fn set_open(tx: &Tx, is_open: bool, now: Instant, by: &impl Manages) -> Result<()> {
    if is_open {
        tx.run(
            "INSERT INTO public_page (id, opened_at, opened_by) VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING",
            params![now, by.actor()],
        )?;
    } else {
        tx.run("DELETE FROM public_page WHERE id = 1", [])?;
    }
    Ok(())
}

pub fn put(tx: &Tx, post: &May<MakePublic>, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE blog_post SET public_at = ?2, public_by = ?3 WHERE id = ?1 AND public_at IS NULL AND state = 'published'",
        params![post.id, now, post.by()],
    )?;
    Ok(())
}

pub fn take_off(tx: &Tx, post: &May<MakePublic>) -> Result<()> {
    tx.run("UPDATE blog_post SET public_at = NULL, public_by = NULL WHERE id = ?1", [post.id])?;
    Ok(())
}

/// How many there are, for the director.
pub fn count(rx: &Rx) -> Result<i64> {
    rx.value("SELECT count(*) FROM blog_post WHERE public_at IS NOT NULL AND state = 'published'", [])
}

/// For whom a post was meant: the class speaks, never the person.
pub fn targets(rx: &Rx, _: &Open, post: Id<Post>) -> Result<Vec<Target>> {
    rx.all("SELECT class FROM blog_target WHERE post = ?1 ORDER BY class", [post], |row| {
        let class: i64 = row.get(0)?;
        Ok(if class == 0 { Target::School } else { Target::Class(Id::new(class)) })
    })
}
