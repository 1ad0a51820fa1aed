//! To ask: for the school year or an occasion, for whom the child would be shown. Nothing is written here: the word that is
//! composed next asks when it leaves, so that nothing is asked of nobody. And the sentence asked, said better.

mod forms;
mod pages;

use self::forms::{Reworded, Wanted};
use super::path;
use crate::{
    base::{db::Tx, error::Result},
    door::{Cx, Draft, Page},
    school::{
        consent::{
            asking::store,
            policy::{AskConsent, AskForYear, RewordConsent},
        },
        permit::May,
    },
};

/// The form is sent by its address: what it leads to is the composer, filled.
pub fn prepare(cx: &Cx, page: May<AskConsent>) -> Result<Page> {
    let for_year = page.also::<AskForYear>().is_some();
    let query = &cx.ask.query;
    let is_on = cx.is_on("liaison");
    if !query.has("quoi") || !is_on {
        return Ok(pages::ask(cx, for_year, is_on, &Draft::default()));
    }
    match forms::wanted(query, for_year, cx.today) {
        Ok(wanted) => Ok(Page::go(composer(&wanted))),
        Err(faults) => Ok(pages::ask(cx, for_year, is_on, &Draft { fields: query.clone(), faults })),
    }
}

/// The composer's address. Whoever drafts a word already is asked there what becomes of it.
fn composer(wanted: &Wanted) -> String {
    let mut query = form_urlencoded::Serializer::new(String::from("/cahier-de-liaison/nouveau?"));
    query.append_pair("modele", "image");
    for asking in &wanted.0 {
        query.append_pair("image", &asking.packed());
    }
    query.finish()
}

pub fn show(_: &Cx, request: &May<RewordConsent>, draft: &Draft) -> Result<Page> {
    Ok(pages::reword(request, &draft.or_standing(&[("phrase", &request.text)])))
}

pub fn reword(cx: &Cx<Tx>, request: May<RewordConsent>, said: Reworded) -> Result<Page> {
    store::reword(&cx.db, &request, &said.0)?;
    Ok(Page::go(path::PAGE).saying(pages::REWORDED))
}
