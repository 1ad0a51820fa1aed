//! A sign-in from a browser that the account does not know is told to its owner: by letter, and on the sessions that stood
//! before it. It never stops the sign-in, and never shows to whoever has just come that somebody was told.

mod forms;
mod letters;
mod pages;
mod routes;
mod store;

pub use routes::routes;

use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        secret::Token,
    },
    door::{
        Cx,
        room::{About, Summary},
        session,
    },
    school::account::{self, Account},
};

/// Before everything else on the home page.
const RANK: i64 = -1_000;

/// As the owner is told of it.
pub struct Arrival {
    pub id: i64,
    pub device: String,
    pub is_shared: bool,
    pub at: Instant,
}

/// A new passphrase was chosen, and its owner told: the sign-in that follows is no news, and what was doubtful is over.
pub fn expect(cx: &Cx<Tx>, account: Id<Account>) -> Result<()> {
    store::forget(&cx.db, account)?;
    store::expect(&cx.db, account, cx.now)
}

/// Called for each session just opened, before its browser becomes a known one.
pub fn watch(cx: &Cx<Tx>, account: Id<Account>, opened: &Token, device: &Token, is_shared: bool) -> Result<()> {
    let was_expected = store::take_expected(&cx.db, account, cx.now)?;
    if was_expected || session::store::is_known_device(&cx.db, account, device)? {
        return Ok(());
    }
    let Some(session) = session::store::find(&cx.db, &opened.digest())? else { return Ok(()) };
    let name = session::device_name(&cx.ask.agent);
    let browser = (!is_shared).then_some(device);
    store::add(&cx.db, account, session.id, browser, &name, cx.now)?;
    let owner = account::store::owner_of(&cx.db, account)?;
    let arrival = Arrival { id: 0, device: name, is_shared, at: cx.now };
    if let Some(letter) = letters::came(&cx.school, &owner, &arrival)
        && store::take_letter(&cx.db, account, is_shared, cx.now)?
    {
        cx.post(&letter)?;
    }
    Ok(())
}

pub fn summary(cx: &Cx) -> Result<Vec<Summary>> {
    let Some(witness) = routes::witness(cx)? else { return Ok(Vec::new()) };
    let arrivals = store::shown_to(&cx.db, &witness)?;
    let card = |one: &Arrival| pages::card(one, &cx.zone);
    Ok(arrivals.iter().map(|one| Summary { rank: RANK, about: About::Me, waits: 1, markup: card(one) }).collect())
}
