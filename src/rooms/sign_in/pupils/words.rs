//! A pupil's sign-in on the page of everybody: a login and two words. Each try is counted before it is looked at.

use super::enter;
use crate::{
    base::{db::Id, error::Result, secret},
    door::{Beats, Page, Public, near},
    rooms::sign_in::{forms::SignIn, pages, tries::Try},
    school::account::{
        self, Account,
        pupil::{Way, store, words},
    },
};

/// Whoever is blocked, closed, or outside of where the director lets them in, hears what a wrong word hears, after as long.
pub fn sign_in(beats: &Beats, typed: &SignIn, account: Id<Account>, phc: &str, turn: &Try) -> Result<Page> {
    let known = beats.record(|cx, _: Public| {
        let Some(known) = store::known(&cx.db, account)?.filter(|known| known.way == Way::Words) else {
            return Ok(None);
        };
        if !known.from_home && !near::is_inside(&cx.house, &cx.db, &cx.ask)? {
            return Ok(None);
        }
        Ok(store::take_try(&cx.db, known.pupil, cx.now)?.map(|_| known))
    })?;
    let Some(known) = known else {
        secret::spend_a_check(&typed.passphrase);
        return refused(beats, account);
    };
    if !words::is_right(&typed.passphrase, phc, account, &beats.house.keys) {
        return refused(beats, account);
    }
    beats.write(|cx, _: Public| {
        // New words may have been drawn while we were hashing, or the class closed.
        let now = account::store::credentials(&cx.db, &typed.login)?;
        if now.is_none_or(|one| one.password.as_deref() != Some(phc)) || store::known(&cx.db, account)?.is_none() {
            return Ok(Page::again(pages::wrong()));
        }
        turn.give_back(cx)?;
        store::forget_tries(&cx.db, known.pupil)?;
        Ok(Page::go(&typed.back).with_session(enter(cx, account, None)?))
    })
}

fn refused(beats: &Beats, account: Id<Account>) -> Result<Page> {
    beats.record(|cx, _: Public| cx.journal("sign_in_refused", "account", Some(account.number())))?;
    Ok(Page::again(pages::wrong()))
}
