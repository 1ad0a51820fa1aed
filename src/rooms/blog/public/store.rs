//! The rows of the public page.

use super::Open;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    rooms::blog::{
        Facts, Post, Target,
        policy::{MakePublic, OpenBlog},
    },
    school::{
        permit::{Manages, May},
        policy::ManageSchool,
    },
};
use rusqlite::{Row, params};

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
        "UPDATE blog_post SET public_at = ?2, public_by = ?3, public_left_at = NULL WHERE id = ?1 AND public_at IS NULL AND state = 'published'",
        params![post.id, now, post.by()],
    )?;
    Ok(())
}

pub fn take_off(tx: &Tx, post: &May<MakePublic>) -> Result<()> {
    tx.run("UPDATE blog_post SET public_at = NULL, public_by = NULL, public_left_at = NULL WHERE id = ?1", [post.id])?;
    Ok(())
}

/// Off the page, until the director has looked at what was changed.
pub fn leave(tx: &Tx, post: &Facts, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE blog_post SET public_at = NULL, public_by = NULL, public_left_at = ?2 WHERE id = ?1 AND public_at IS NOT NULL",
        params![post.id, now],
    )?;
    Ok(())
}

/// A post as the director's page names it.
pub struct Line {
    pub post: Id<Post>,
    pub title: String,
    pub at: Instant,
}

/// Those that left because they were changed, the last one first.
pub fn left(rx: &Rx, _: &May<ManageSchool>) -> Result<Vec<Line>> {
    rx.all(
        "SELECT id, title, public_left_at FROM blog_post WHERE public_left_at IS NOT NULL AND state = 'published' ORDER BY public_left_at DESC LIMIT 100",
        [],
        line,
    )
}

/// Those that are there, the last one first.
pub fn there(rx: &Rx, _: &May<ManageSchool>) -> Result<Vec<Line>> {
    rx.all(
        "SELECT id, title, public_at FROM blog_post WHERE public_at IS NOT NULL AND state = 'published' ORDER BY public_at DESC LIMIT 100",
        [],
        line,
    )
}

fn line(row: &Row) -> rusqlite::Result<Line> {
    Ok(Line { post: row.get(0)?, title: row.get(1)?, at: row.get(2)? })
}

/// How many wait for her.
pub fn waiting(rx: &Rx, _: &May<OpenBlog>) -> Result<i64> {
    rx.value("SELECT count(*) FROM blog_post WHERE public_left_at IS NOT NULL AND state = 'published'", [])
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
