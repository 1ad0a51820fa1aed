//! Comments, where the teacher opened them: short, plain, under one's own name, and shown once she has read them. Nothing is
//! counted and nobody answers to a number.

pub mod pages;
pub mod store;

use super::{
    Post, path,
    policy::{CommentPost, OpenBlog, PublishPost, ReadPost, RemoveComment, ShowComment},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::{Error, Result},
    },
    door::{Cx, Faults, Fields, Form, Page, form::Nothing, upload::Upload},
    school::{
        Person,
        permit::{May, Ties},
    },
};
use maud::Markup;
use std::ops::Deref;

pub const LETTERS: usize = 1_000;
/// Of one person under one post: waiting, and in all.
const WAITING: i64 = 3;
const IN_ALL: i64 = 20;

/// A comment's row.
#[derive(Clone, Debug)]
pub struct Facts {
    pub id: Id<Comment>,
    pub post: Id<Post>,
    pub author: Id<Person>,
    pub author_name: String,
    pub text: String,
    pub said_at: Instant,
    pub is_shown: bool,
}

/// A comment, with the post under which it stands.
#[derive(Clone, Debug)]
pub struct Comment {
    facts: Facts,
    pub under: Post,
}

impl Comment {
    pub fn new(facts: Facts, under: Post) -> Comment {
        Comment { facts, under }
    }
}

impl Deref for Comment {
    type Target = Facts;
    fn deref(&self) -> &Facts {
        &self.facts
    }
}

/// Under a post that families see: what is shown, what of the viewer's waits, and to who may publish all that waits.
pub fn section(cx: &Cx, post: &May<ReadPost>) -> Result<Markup> {
    let judges = post.also::<PublishPost>().is_some();
    let all = store::of_post(&cx.db, post, judges)?;
    let may_add = post.has_comments && post.also::<CommentPost>().is_some();
    Ok(pages::section(cx, post, &all, judges, may_add))
}

/// Posts under which comments wait for the viewer. The director reads those of what is for the whole school, and of her own
/// classes; a class's are its teacher's affair, though she may judge each on its page.
pub fn for_viewer(cx: &Cx, blog: &May<OpenBlog>) -> Result<Vec<store::Waiting>> {
    if !blog.ties().meets(Ties::DIRECTOR.or(Ties::TEACHER)) {
        return Ok(Vec::new());
    }
    let mut own = Vec::new();
    for one in store::waiting(&cx.db, blog, &cx.viewer()?.teaches)? {
        if cx.may_perhaps::<PublishPost>(one.post)?.is_some() {
            own.push(one);
        }
    }
    Ok(own)
}

pub struct Said(String);

impl Form for Said {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Said, Faults> {
        let text = fields.get("commentaire");
        match text.chars().count() {
            0 => Err(Faults::one("commentaire", pages::SAY)),
            n if n > LETTERS => Err(Faults::one("commentaire", pages::TOO_LONG)),
            _ => Ok(Said(text.to_owned())),
        }
    }
}

pub fn add(cx: &Cx<Tx>, post: May<CommentPost>, Said(text): Said) -> Result<Page> {
    if !post.has_comments {
        return Err(Error::Conflict);
    }
    // Whoever may publish the post answers to nobody before it is shown.
    let is_shown = post.also::<PublishPost>().is_some();
    let (waiting, in_all) = store::of_author(&cx.db, &post)?;
    if !is_shown && (waiting >= WAITING || in_all >= IN_ALL) {
        return Ok(Page::again(Faults::one("", pages::MANY)));
    }
    store::add(&cx.db, &post, &text, is_shown, cx.now)?;
    let said = if is_shown { pages::SHOWN } else { pages::WAITS };
    Ok(Page::go(path::post(post.id)).saying(said))
}

pub fn show(cx: &Cx<Tx>, comment: May<ShowComment>, _: Nothing) -> Result<Page> {
    store::show(&cx.db, &comment, cx.now)?;
    Ok(Page::go(path::post(comment.post)).saying(pages::SHOWN))
}

pub fn remove(cx: &Cx<Tx>, comment: May<RemoveComment>, _: Nothing) -> Result<Page> {
    store::remove(&cx.db, &comment, cx.now)?;
    // Its author may no longer see the post under which it stood.
    let to =
        if cx.may_perhaps::<ReadPost>(comment.post)?.is_some() { path::post(comment.post) } else { path::BLOG.into() };
    Ok(Page::go(to).saying(pages::REMOVED))
}
