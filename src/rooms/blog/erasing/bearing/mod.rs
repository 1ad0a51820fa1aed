//! Where the blog bears somebody's name beside what a search finds: the description of a photo, the name of a document, a
//! comment, a rubric, and what is not shown yet or no more. Each post is judged by its own permit.

mod store;

pub use store::unname;

use crate::{
    base::{error::Result, search::Named},
    door::{
        Cx,
        found::{Found, Kind, MOST},
    },
    rooms::blog::{
        path,
        policy::{KeepCategories, OpenBlog, ReadPost},
    },
    school::departure::Departure,
};
use std::collections::HashSet;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Where {
    Description,
    Paper,
    Comment,
    Occasion,
    Unpublished,
}

impl Where {
    fn said(self) -> &'static str {
        match self {
            Where::Description => "La description d’une photo ou d’un enregistrement",
            Where::Paper => "Le nom d’un document joint",
            Where::Comment => "Un commentaire",
            Where::Occasion => "L’occasion pour laquelle les accords comptent",
            Where::Unpublished => "Un article qui n’est pas publié",
        }
    }
}

pub fn bears(cx: &Cx, who: &Departure, name: &Named) -> Result<Vec<Found>> {
    let Some(blog) = cx.may_perhaps::<OpenBlog>(())? else { return Ok(Vec::new()) };
    let mut places = store::pieces(&cx.db, &blog, who.person, name)?;
    places.extend(store::comments(&cx.db, &blog, name)?);
    places.extend(store::texts(&cx.db, &blog, name)?);
    let (mut found, mut told) = (Vec::new(), HashSet::new());
    for (post, about) in places {
        if found.len() >= MOST || !told.insert((post, about)) {
            continue;
        }
        if let Some(post) = cx.may_perhaps::<ReadPost>(post)? {
            let title = if post.title.is_empty() { "Sans titre" } else { &post.title };
            found.push(Found::new(Kind::Post, path::post(post.id), title, about.said()));
        }
    }
    if let Some(rubrics) = cx.may_perhaps::<KeepCategories>(())? {
        let named = crate::rooms::blog::categories::store::all(&cx.db, &rubrics)?;
        let named = named.into_iter().filter(|(_, called)| name.is_in(called));
        found.extend(named.map(|(_, called)| Found::new(Kind::Post, path::CATEGORIES, called, "Une rubrique du blog")));
    }
    Ok(found)
}
