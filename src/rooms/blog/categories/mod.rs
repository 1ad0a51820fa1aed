//! The school's own short list of rubrics, kept by the director and the teachers.

mod pages;
pub mod store;

use super::{path, policy::KeepCategories};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, upload::Upload},
    school::permit::May,
};

const LETTERS: usize = 40;
/// A list that is read at a glance.
const AT_MOST: usize = 30;

pub fn show(cx: &Cx, blog: &May<KeepCategories>, draft: &Draft) -> Result<Page> {
    Ok(pages::show(&store::all(&cx.db, blog)?, draft))
}

pub struct Named(String);

impl Form for Named {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Named, Faults> {
        name(fields).map(Named)
    }
}

fn name(fields: &Fields) -> std::result::Result<String, Faults> {
    let name = fields.get("nom");
    match name.chars().count() {
        0 => Err(Faults::one("nom", pages::NAME)),
        n if n > LETTERS => Err(Faults::one("nom", pages::LONG)),
        _ => Ok(name.to_owned()),
    }
}

pub fn add(cx: &Cx<Tx>, blog: May<KeepCategories>, Named(name): Named) -> Result<Page> {
    if store::all(&cx.db, &blog)?.len() >= AT_MOST {
        return Ok(Page::again(Faults::one("nom", pages::MANY)));
    }
    if !store::add(&cx.db, &blog, &name)? {
        return Ok(Page::again(Faults::one("nom", pages::TAKEN)));
    }
    Ok(Page::go(path::CATEGORIES).saying(pages::ADDED))
}

/// Another name for one of them.
pub struct Renamed {
    category: i64,
    name: String,
}

impl Form for Renamed {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Renamed, Faults> {
        let category = fields.get("rubrique").parse().map_err(|_| Faults::one("", pages::WHICH))?;
        Ok(Renamed { category, name: name(fields)? })
    }
}

pub fn rename(cx: &Cx<Tx>, blog: May<KeepCategories>, new: Renamed) -> Result<Page> {
    if !store::rename(&cx.db, &blog, new.category, &new.name)? {
        return Ok(Page::again(Faults::one("nom", pages::TAKEN)));
    }
    Ok(Page::go(path::CATEGORIES).saying(pages::RENAMED))
}

pub struct Chosen(i64);

impl Form for Chosen {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Chosen, Faults> {
        fields.get("rubrique").parse().map(Chosen).map_err(|_| Faults::one("", pages::WHICH))
    }
}

/// Its posts stay, without a rubric.
pub fn remove(cx: &Cx<Tx>, blog: May<KeepCategories>, Chosen(category): Chosen) -> Result<Page> {
    if !store::remove(&cx.db, &blog, category)? {
        return Err(Error::NotFound);
    }
    Ok(Page::go(path::CATEGORIES).saying(pages::REMOVED))
}
