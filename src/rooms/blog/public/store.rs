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
        policy::MakePublic,
        store::{FACTS, facts},
    },
    school::{
        Class,
        permit::{Manages, May},
    },
};
use rusqlite::params;

pub fn open(rx: &Rx) -> Result<Option<Open>> {
    Ok(rx.exists("SELECT 1 FROM public_page", [])?.then_some(Open(())))
}

pub fn opened_at(rx: &Rx) -> Result<Option<Instant>> {
    rx.one("SELECT opened_at FROM public_page", [], |row| row.get(0))
}

pub fn set_open(tx: &Tx, is_open: bool, now: Instant, by: &impl Manages) -> Result<()> {
    if is_open {
        tx.run(
            "INSERT INTO public_page (id, opened_at, opened_by) VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING",
            params![now, by.actor()],
        )?;
    } else {
        tx.run("DELETE FROM public_page", [])?;
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

const FROM: &str = "FROM blog_post b JOIN person p ON p.id = b.author LEFT JOIN blog_category k ON k.id = b.category
     WHERE b.public_at IS NOT NULL AND b.state = 'published'
       AND NOT EXISTS (SELECT 1 FROM blog_target t JOIN json_each(?1) closed ON closed.value = t.class WHERE t.post = b.id)";

/// Newest first; none of a class for which the blog is off.
pub fn posts(rx: &Rx, _: &Open, closed: &[Id<Class>], (skip, limit): (i64, i64)) -> Result<Vec<Facts>> {
    rx.all(
        &format!("SELECT {FACTS} {FROM} ORDER BY b.published_at DESC, b.id DESC LIMIT ?3 OFFSET ?2"),
        params![Id::json(closed), skip, limit],
        facts,
    )
}

pub fn post(rx: &Rx, _: &Open, closed: &[Id<Class>], id: Id<Post>) -> Result<Option<Facts>> {
    rx.one(&format!("SELECT {FACTS} {FROM} AND b.id = ?2"), params![Id::json(closed), id], facts)
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
