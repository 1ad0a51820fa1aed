//! The spaces that somebody has.

mod pages;

use super::finding;
use crate::{
    base::{error::Result, search::Query},
    door::{Cx, Page},
    school::{
        document::{policy::OpenDocuments, store},
        permit::May,
    },
};

pub fn show(cx: &Cx, documents: May<OpenDocuments>) -> Result<Page> {
    let shelves = store::shelves(&cx.db, cx.viewer()?, &documents)?;
    let query = Query::read(cx.ask.query.get("q"));
    let found = if query.is_empty() { Vec::new() } else { finding::search(cx, &query)? };
    pages::show(cx, &shelves, &query, &found)
}
