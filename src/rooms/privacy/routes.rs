//! `/mes-donnees…` and `/reglages/emporter`.

use super::{
    looks, path,
    policy::{DropTakeaway, FetchTakeaway, SeeLooks},
    taking::{What, pages, place, store},
};
use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Draft, Page, Routes, SignedIn, form::Nothing},
    school::{consulted, permit::May, policy::ManageSchool},
};

pub fn routes(r: &mut Routes) {
    r.get(path::OWN, own);
    r.post(path::ASK, ask);
    r.asking_always(|r| r.get("/mes-donnees/{takeaway}/fichier", fetch));
    r.post("/mes-donnees/{takeaway}/effacer", drop_it);
    r.get(path::LOOKS, own_looks);
    r.get("/mes-donnees/consultations/{pupil}", looks_at);
    r.asking_always(|r| r.form(path::SCHOOL, school, ask_school));
}

fn own(cx: &Cx, viewer: SignedIn) -> Result<Page> {
    if viewer.pupil.is_some() {
        return Ok(pages::pupil());
    }
    let takeaway = store::of(&cx.db, &viewer, What::Own)?;
    Ok(pages::own(cx, &viewer, takeaway.as_ref()))
}

/// A pupil's are taken by who is responsible for the pupil.
fn ask(cx: &Cx<Tx>, viewer: SignedIn, _: Nothing) -> Result<Page> {
    if viewer.pupil.is_some() {
        return Err(Error::Forbidden);
    }
    store::ask_own(&cx.db, &viewer, cx.now)?;
    cx.journal("AskTakeaway", "person", Some(viewer.person.number()))?;
    Ok(Page::go(path::OWN).saying(pages::ASKED))
}

fn fetch(cx: &Cx, takeaway: May<FetchTakeaway>) -> Result<Page> {
    let back = if takeaway.what == What::School { path::SCHOOL } else { path::OWN };
    let Some((_, hash, _)) = takeaway.made.clone() else { return Ok(Page::go(back)) };
    if takeaway.is_stale {
        return Ok(Page::go(back).saying(pages::STALE));
    }
    Ok(Page::packed(pages::file_name(cx, &takeaway), place(&cx.house, takeaway.id), hash))
}

fn drop_it(cx: &Cx<Tx>, takeaway: May<DropTakeaway>, _: Nothing) -> Result<Page> {
    store::remove(&cx.db, &takeaway)?;
    let back = if takeaway.what == What::School { path::SCHOOL } else { path::OWN };
    Ok(Page::go(back).saying(pages::GONE))
}

fn own_looks(cx: &Cx, viewer: SignedIn) -> Result<Page> {
    if viewer.pupil.is_some() {
        return Err(Error::NotFound);
    }
    Ok(looks::own(&consulted::store::own(&cx.db, &viewer)?))
}

fn looks_at(cx: &Cx, pupil: May<SeeLooks>) -> Result<Page> {
    Ok(looks::of_child(&pupil, &consulted::store::of_pupil(&cx.db, &pupil)?))
}

fn school(cx: &Cx, school: &May<ManageSchool>, _: &Draft) -> Result<Page> {
    let takeaway = store::of(&cx.db, cx.viewer()?, What::School)?;
    Ok(pages::school(cx, school, takeaway.as_ref()))
}

fn ask_school(cx: &Cx<Tx>, school: May<ManageSchool>, _: Nothing) -> Result<Page> {
    store::ask_school(&cx.db, &school, cx.now)?;
    cx.journal("ExportSchool", "school", None)?;
    Ok(Page::go(path::SCHOOL).saying(pages::ASKED))
}
