//! Children come in. By pictures, at the school: the class's code, one's own first name, three pictures touched one after the
//! other, a page for each, so that a keyboard, a voice and a browser without JavaScript do as well as a finger. By words, on the
//! page of everybody. It says the same to a wrong login and to wrong words, and tells nobody when a child came.

mod forms;
mod pages;
pub mod routes;
pub mod words;

use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::Result,
        secret::Token,
    },
    door::{
        Cx,
        page::SessionChange,
        room::{About, Summary},
        session,
    },
    school::account::{
        Account,
        pupil::{self, Way},
    },
};
use std::borrow::Borrow;

pub use pages::{account, way_in};

/// Before everything else on a pupil's home.
const RANK: i64 = -1_000;

/// `at_school`: good there alone; and on which tablet, if on one. The browser has one cookie: what it opened before goes.
fn enter(cx: &Cx<Tx>, account: Id<Account>, at_school: Option<Option<i64>>) -> Result<SessionChange> {
    if let (Some(before), Some(viewer)) = (cx.session, cx.viewer.as_ref().or(cx.held.as_ref())) {
        session::store::end(&cx.db, viewer, before.id)?;
    }
    let token = session::open_for_pupil(&cx.db, account, at_school, &cx.ask.agent, cx.now)?;
    cx.journal("sign_in", "account", Some(account.number()))?;
    Ok(SessionChange::Open { token, device: Token::draw()?, is_shared: true })
}

/// Whether the viewer is a pupil who comes in by pictures.
pub fn is_by_pictures<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<bool> {
    let Some(viewer) = &cx.viewer else { return Ok(false) };
    let known = pupil::store::known(cx.db.borrow(), viewer.account, cx.today)?;
    Ok(known.is_some_and(|known| known.way == Way::Pictures))
}

/// Where the next child of the class begins, for who leaves by pictures.
pub fn way_back(cx: &Cx<Tx>) -> Result<Option<String>> {
    let class = cx.viewer.as_ref().and_then(|viewer| viewer.pupil).and_then(|(_, class)| class);
    let Some(class) = class else { return Ok(None) };
    if !is_by_pictures(cx)? {
        return Ok(None);
    }
    let Some(access) = pupil::store::access(&cx.db, class)? else { return Ok(None) };
    let found = pupil::store::with_token(&cx.db, access, &cx.house.keys)?;
    Ok(found.map(|(_, token)| routes::class_path(&token)))
}

/// The rules, until the child has said that they are understood.
pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let viewer = cx.viewer()?;
    if viewer.pupil.is_none() || pupil::store::has_accepted(&cx.db, viewer)? {
        return Ok(Vec::new());
    }
    Ok(vec![Summary { rank: RANK, about: About::Me, waits: 0, markup: pages::rules() }])
}
