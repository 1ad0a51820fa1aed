//! `/compte/avis`, and `/avis/{link}` for who holds a letter.

use super::{
    forms::{Choice, Choices, PREFIX},
    kinds, kinds_for, pages,
};
use crate::{
    base::{
        db::{Rx, Tx},
        error::{Error, Result},
    },
    door::{Cx, Draft, Faults, Page, Public, SignedIn},
    school::{
        journal,
        notice::{self, Chooser, DIGEST, How, Kind, Whom, store},
        quiet,
    },
};
use std::borrow::Borrow;

pub const OWN: &str = "/compte/avis";

pub fn show(cx: &Cx, viewer: &SignedIn, draft: &Draft) -> Result<Page> {
    // Nobody writes to a pupil.
    if viewer.pupil.is_some() {
        return Err(Error::NotFound);
    }
    let kinds = kinds_for(&kinds(cx), viewer);
    let own = Chooser::signed_in(viewer);
    let quiet = quiet::store::quiet(&cx.db)?;
    let email = store::reader(&cx.db, &own)?.map(|(_, email)| email).unwrap_or_default();
    let hour = pages::open_hour(&quiet, store::hour(&cx.db, &own)?).to_string();
    let choices = store::choices(&cx.db, &own)?;
    let names: Vec<String> = kinds.iter().map(|kind| format!("{PREFIX}{}", kind.name)).collect();
    let mut standing: Vec<(&str, &str)> = vec![("heure", &hour)];
    for (kind, name) in kinds.iter().zip(&names) {
        standing.push((name, chosen(&choices, kind).as_str()));
    }
    Ok(pages::own(&draft.or_standing(&standing), &kinds, &quiet, &email, &super::anyway(cx)?))
}

pub fn save(cx: &Cx<Tx>, viewer: SignedIn, form: Choices) -> Result<Page> {
    if viewer.pupil.is_some() {
        return Err(Error::NotFound);
    }
    let own = Chooser::signed_in(&viewer);
    let quiet = quiet::store::quiet(&cx.db)?;
    let standing = store::choices(&cx.db, &own)?;
    let kinds = kinds_for(&kinds(cx), &viewer);
    if let Some(minute) = form.minute {
        if quiet.window.has(minute) {
            return Ok(Page::again(Faults::one("heure", pages::QUIET_THEN)));
        }
        store::choose_hour(&cx.db, &own, minute, &quiet, cx.now)?;
    }
    for (name, how) in &form.chosen {
        let own_kind = kinds.iter().find(|kind| kind.name == name);
        if own_kind.is_some_and(|kind| chosen(&standing, kind) != *how) {
            store::choose(&cx.db, &own, name, *how, cx.now)?;
        }
    }
    cx.journal("choose_notices", "person", Some(viewer.person.number()))?;
    Ok(Page::go(OWN).saying(pages::SAVED))
}

pub fn by_link(cx: &Cx, _: &Public, draft: &Draft) -> Result<Page> {
    let link = Link::open(cx)?;
    let standing = draft.or_standing(&[("avis", link.standing.as_str())]);
    Ok(pages::by_link(&standing, &cx.ask.path, link.title, &link.first_name, link.is_of_families))
}

pub fn save_by_link(cx: &Cx<Tx>, _: Public, form: Choice) -> Result<Page> {
    let link = Link::open(cx)?;
    for kind in &link.kinds {
        store::choose(&cx.db, &link.chooser, kind, form.how, cx.now)?;
    }
    let person = link.chooser.person();
    // The one to whom the letter went, whoever is signed in here.
    let line = journal::Entry {
        at: cx.now,
        by: Some(person),
        act: "choose_notices",
        thing: "person",
        thing_id: Some(person.number()),
    };
    journal::store::add(&cx.db, &line)?;
    Ok(match form.is_one_click {
        // A mail program follows no way elsewhere, says the standard.
        true => pages::noted(link.title),
        false => Page::go(cx.ask.path.clone()).saying(pages::SAVED),
    })
}

/// What the link of a letter opens: the choice of one kind, or of all that comes in the digest.
struct Link {
    chooser: Chooser,
    first_name: String,
    title: &'static str,
    kinds: Vec<String>,
    standing: How,
    /// To whom the director's urgent words come whatever they chose.
    is_of_families: bool,
}

impl Link {
    /// Wrong, of a person who is gone or of a kind that is no more: answered in the same words.
    fn open<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Link> {
        let rx = cx.db.borrow();
        let token = cx.ask.text("link").ok_or(Error::NotFound)?;
        let (chooser, name) = notice::opened_by(&cx.house.keys, token).ok_or(Error::DeadLink)?;
        let (first_name, _) = store::reader(rx, &chooser)?.ok_or(Error::DeadLink)?;
        let choices = store::choices(rx, &chooser)?;
        let all: Vec<&Kind> = cx.house.rooms.iter().flat_map(|room| room.notices).collect();
        if name == DIGEST {
            // Chosen so, or never chosen otherwise.
            let in_digest = |kind: &&&Kind| chosen(&choices, kind) == How::Digest;
            let kinds: Vec<String> = all.iter().filter(in_digest).map(|kind| kind.name.to_owned()).collect();
            let standing = if kinds.is_empty() { How::Never } else { How::Digest };
            let is_of_families =
                all.iter().any(|kind| kind.to == Whom::Families && kinds.iter().any(|own| own == kind.name));
            return Ok(Link { chooser, first_name, title: pages::DIGEST, kinds, standing, is_of_families });
        }
        let kind = all.into_iter().find(|kind| kind.name == name).ok_or(Error::DeadLink)?;
        let standing = chosen(&choices, kind);
        let is_of_families = kind.to == Whom::Families;
        Ok(Link { chooser, first_name, title: kind.title, kinds: vec![name], standing, is_of_families })
    }
}

fn chosen(choices: &[(String, How)], kind: &Kind) -> How {
    choices.iter().find(|(name, _)| name == kind.name).map_or(kind.usual, |(_, how)| *how)
}
