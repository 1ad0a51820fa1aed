//! `/connexion/code`: between the right passphrase and the session. Who comes here was told nothing before the passphrase was
//! right, and has nothing yet but the cookie of this page.

use super::{
    forms::SecondStep,
    letters::{self, Event},
    pages,
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::Result,
        secret::Token,
    },
    door::{Beats, Cx, Draft, Page, Public, page::SessionChange},
    rooms::sign_in::{routes::enter, tries},
    school::account::{
        Account,
        second_factor::{Given, HalfSignIn, Typed, store},
    },
};
use std::borrow::Borrow;

pub enum Judged {
    Good,
    Wrong,
    /// Too many tries: so many seconds.
    Wait(i64),
}

/// What the right passphrase, slip or set-up code opens: a session, or the page that asks for the code.
pub fn come_in(cx: &Cx<Tx>, account: Id<Account>, is_shared: bool, back: &str) -> Result<Page> {
    if !store::is_on(&cx.db, account)? || (!is_shared && is_trusted(cx, account)?) {
        cx.journal("sign_in", "account", Some(account.number()))?;
        return Ok(Page::go(back).with_session(enter(cx, account, is_shared)?));
    }
    cx.journal("sign_in_half_way", "account", Some(account.number()))?;
    let token = store::open_half(&cx.db, account, is_shared, back, cx.now)?;
    Ok(Page::go("/connexion/code").with_session(SessionChange::HalfWay(token)))
}

pub fn page(cx: &Cx, _: &Public, draft: &Draft) -> Result<Page> {
    let Some(half) = half_way(cx)? else { return Ok(Page::go("/connexion")) };
    let is_doubtful = cx.house.verdict(&cx.db)?.doubt().is_some();
    Ok(pages::second_step(draft, half.is_shared, is_doubtful))
}

pub fn give(beats: &Beats, typed: SecondStep) -> Result<Page> {
    let given = beats.record(|cx, _: Public| {
        let (Some(half), Some(token)) = (half_way(cx)?, &cx.ask.half_way) else {
            return Ok(Ok(Page::go("/connexion").saying(pages::TOO_LATE)));
        };
        match judge(cx, half.account, &typed.code)? {
            Judged::Good => {}
            Judged::Wrong => return Ok(Err(pages::wrong(typed.field))),
            Judged::Wait(seconds) => return Ok(Err(pages::wait_for_code(seconds))),
        }
        store::end_half(&cx.db, &Token::presented(token))?;
        let change = enter(cx, half.account, half.is_shared)?;
        if let SessionChange::Open { device, is_shared: false, .. } = &change
            && typed.trusts
        {
            store::trust(&cx.db, half.account, device, cx.now)?;
        }
        cx.journal("sign_in", "account", Some(half.account.number()))?;
        Ok(Ok(Page::go(half.back).with_session(change)))
    })?;
    Ok(given.unwrap_or_else(Page::again))
}

/// A place in the account's own bucket, then the code; the owner is told when it was a recovery code.
pub fn judge(cx: &Cx<Tx>, account: Id<Account>, typed: &Typed) -> Result<Judged> {
    let turn = match tries::take_code(cx, account, typed)? {
        tries::Turn::Wait(seconds) => return Ok(Judged::Wait(seconds)),
        tries::Turn::Granted(turn) => turn,
    };
    // The telephone goes by the true time, which the machine may have found again before it is believed.
    match store::give(&cx.db, account, typed, &cx.house.keys, cx.house.clock.machine())? {
        None => {
            cx.journal("second_factor_refused", "account", Some(account.number()))?;
            return Ok(Judged::Wrong);
        }
        Some(Given::Code) => {}
        Some(Given::Recovery { left }) => {
            cx.journal("spend_recovery_code", "account", Some(account.number()))?;
            letters::tell(cx, account, Event::RecoveryUsed { left })?;
        }
    }
    turn.give_back(cx)?;
    Ok(Judged::Good)
}

fn is_trusted(cx: &Cx<Tx>, account: Id<Account>) -> Result<bool> {
    match &cx.ask.device {
        Some(device) => store::is_trusted(&cx.db, account, &Token::presented(device), cx.now),
        None => Ok(false),
    }
}

fn half_way<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Option<HalfSignIn>> {
    match &cx.ask.half_way {
        Some(token) => store::half(cx.db.borrow(), &Token::presented(token), cx.now),
        None => Ok(None),
    }
}
