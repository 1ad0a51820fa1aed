//! The follow-up of a word shared with a colleague: she reads the word and sees what the one who shared it follows up, at the
//! time of looking; she changes nothing. It ends when it is taken away, and with her time at the school.

mod pages;
pub mod store;

use super::{
    Note, path,
    policy::{FollowUp, ShareFollowUp},
    store as notes,
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, form::Nothing, gate, upload::Upload},
    school::{Person, permit::May, viewer::Viewer},
};
use std::borrow::Borrow;

/// Shared with that person, by that other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    pub person: Id<Person>,
    pub by: Id<Person>,
}

/// Through whose eyes the viewer sees this word besides their own.
pub fn lenders<D: Borrow<Rx>>(cx: &Cx<D>, note: &May<FollowUp>) -> Result<Vec<Viewer>> {
    let me = cx.viewer()?;
    let mine = note.shared.iter().filter(|share| share.person == me.person && me.is_staff);
    let eyes: Result<Vec<Option<Viewer>>> = mine.map(|share| gate::eyes_of(cx, note, share.by)).collect();
    Ok(eyes?.into_iter().flatten().collect())
}

pub fn show(cx: &Cx, note: &May<ShareFollowUp>, draft: &Draft) -> Result<Page> {
    must_stand(note)?;
    let title = notes::text(&cx.db, note, note.version)?.title;
    let all = store::colleagues(&cx.db, note, cx.today)?;
    Ok(pages::share(note, &title, &all, draft))
}

pub struct Chosen(Id<Person>);

impl Form for Chosen {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Chosen, Faults> {
        fields.get("collegue").parse().map(Chosen).map_err(|_| Faults::one("collegue", pages::CHOOSE))
    }
}

pub fn add(cx: &Cx<Tx>, note: May<ShareFollowUp>, Chosen(person): Chosen) -> Result<Page> {
    must_stand(&note)?;
    // Somebody of the school today, and nobody else.
    let all = store::colleagues(&cx.db, &note, cx.today)?;
    let Some(colleague) = all.iter().find(|one| one.person == person) else { return Err(Error::NotFound) };
    store::add(&cx.db, &note, person, cx.now)?;
    Ok(Page::go(path::of(note.id, "partage")).saying(pages::shared(&colleague.name)))
}

pub fn remove(cx: &Cx<Tx>, note: May<ShareFollowUp>, _: Nothing) -> Result<Page> {
    let person = cx.ask.params.iter().find(|(name, _)| name == "person").and_then(|(_, id)| id.parse().ok());
    let person = person.ok_or(Error::NotFound)?;
    if !store::remove(&cx.db, &note, person)? {
        return Err(Error::NotFound);
    }
    Ok(Page::go(path::of(note.id, "partage")).saying(pages::REMOVED))
}

fn must_stand(note: &Note) -> Result<()> {
    if note.is_withdrawn() { Err(Error::NotFound) } else { Ok(()) }
}
