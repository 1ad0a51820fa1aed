//! A pupil's sign-in on the page of everybody: a login and two words. Each try is counted before it is looked at.

use super::enter;
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
    },
    door::{
        Beats, Cx, Page, Public, near,
        throttle::{self, PUPILS, Rate},
    },
    rooms::sign_in::{forms::SignIn, pages, tries::Try},
    school::account::{
        self, Account,
        pupil::{Known, Way, store, words},
    },
};

/// A pupil who may come in by words where they are, and one of their tries, which is taken.
pub struct Turn(Known);

impl Turn {
    /// Whoever is blocked, closed, or outside of where the director lets them in, hears what a wrong word hears, after as long:
    /// `None`, as for a login that nobody has.
    pub fn take(cx: &Cx<Tx>, account: Id<Account>) -> Result<Option<Turn>> {
        let Some(known) = may_come(cx, account)? else { return Ok(None) };
        if let Some(house) = house(cx)?
            && throttle::take(&cx.db, &[house], cx.now)?.is_some()
        {
            return Ok(None);
        }
        Ok(store::take_try(&cx.db, known.pupil, cx.now)?.map(|_| Turn(known)))
    }

    pub fn sign_in(&self, beats: &Beats, typed: &SignIn, phc: &str, turn: &Try) -> Result<Page> {
        let account = self.0.account;
        if !words::is_right(&typed.passphrase, phc, account, &beats.house.keys) {
            beats.record(|cx, _: Public| cx.journal("sign_in_refused", "account", Some(account.number())))?;
            return Ok(Page::again(pages::wrong()));
        }
        beats.write(|cx, _: Public| {
            // New words may have been drawn while we were hashing, or the class closed.
            let now = account::store::credentials(&cx.db, &typed.login)?;
            let Some(known) =
                may_come(cx, account)?.filter(|_| now.is_some_and(|one| one.password.as_deref() == Some(phc)))
            else {
                return Ok(Page::again(pages::wrong()));
            };
            turn.give_back(cx)?;
            throttle::give_back(&cx.db, &[], house(cx)?.as_slice(), cx.now)?;
            store::forget_tries(&cx.db, known.pupil)?;
            // Where the words are good at the school alone, so is what they open.
            let at_school = (!known.from_home).then_some(None);
            Ok(Page::go(&typed.back).with_session(enter(cx, account, at_school)?))
        })
    }
}

fn may_come(cx: &Cx<Tx>, account: Id<Account>) -> Result<Option<Known>> {
    let known = store::known(&cx.db, account, cx.today)?.filter(|known| known.way == Way::Words);
    let Some(known) = known else { return Ok(None) };
    let may = known.from_home || near::is_inside(&cx.house, &cx.db, &cx.ask)?;
    Ok(may.then_some(known))
}

/// The bucket of a house outside the school. A whole class types inside of it, and there its teacher sees who pulls pranks.
fn house(cx: &Cx<Tx>) -> Result<Option<(String, Rate)>> {
    if near::is_inside(&cx.house, &cx.db, &cx.ask)? {
        return Ok(None);
    }
    Ok(Some((format!("pupils from {}", throttle::network(cx.ask.address)), PUPILS)))
}
