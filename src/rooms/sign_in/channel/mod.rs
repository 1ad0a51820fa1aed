//! How the school's words reach the viewer: on a page, on paper or both. Asked of guardians only, each for themselves.

pub mod pages;

use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Fields, Form, Page, Routes, SignedIn, upload::Upload},
    school::person::{Channel, store},
};

pub fn routes(r: &mut Routes) {
    r.form(pages::PATH, show, choose);
}

/// The viewer's choice; `None` for whoever receives no words of families.
pub fn standing(cx: &Cx, viewer: &SignedIn) -> Result<Option<Channel>> {
    if viewer.is_guardian() { store::own_channel(&cx.db, viewer).map(Some) } else { Ok(None) }
}

struct Chosen(Channel);

impl Form for Chosen {
    fn check(fields: &Fields, _: &[Upload]) -> std::result::Result<Chosen, Faults> {
        Channel::parse(fields.get("canal")).map(Chosen).ok_or_else(|| Faults::one("canal", pages::CHOOSE))
    }
}

fn show(cx: &Cx, viewer: &SignedIn, draft: &Draft) -> Result<Page> {
    let standing = standing(cx, viewer)?.ok_or(Error::NotFound)?;
    Ok(pages::choose(&draft.or_standing(&[("canal", standing.as_str())])))
}

fn choose(cx: &Cx<Tx>, viewer: SignedIn, chosen: Chosen) -> Result<Page> {
    if !viewer.is_guardian() {
        return Err(Error::NotFound);
    }
    store::choose_channel(&cx.db, &viewer, chosen.0)?;
    cx.journal("choose_channel", "person", Some(viewer.person.number()))?;
    Ok(Page::go("/compte").saying(pages::CHOSEN))
}
