//! That it is still the owner who sits there: the passphrase again and, where a second factor stands, its code.

use super::{
    pages,
    step::{self, Judged},
};
use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
        secret,
    },
    door::{AtTheDoor, Beats, Cx, Faults},
    rooms::sign_in::{
        pages::wait,
        tries::{self, Turn},
    },
    school::account::{self, Account, second_factor::Typed},
};

/// What is wrong with the passphrase; nothing when it is the owner's.
pub fn passphrase(beats: &Beats, typed: &str) -> Result<Option<Faults>> {
    let login = beats.read(|cx, viewer: AtTheDoor| account::store::login_of(&cx.db, viewer.account))?;
    let turn = match tries::take(beats, Some(&login))? {
        Turn::Wait(seconds) => return Ok(Some(wait(seconds))),
        Turn::Granted(turn) => turn,
    };
    let stored = beats.read(|cx, _: AtTheDoor| account::store::credentials(&cx.db, &login))?;
    if !stored.and_then(|one| one.password).is_some_and(|phc| secret::is_passphrase(typed, &phc)) {
        return Ok(Some(Faults::one("phrase", pages::WRONG_PASSPHRASE)));
    }
    beats.record(|cx, _: AtTheDoor| turn.give_back(cx))?;
    Ok(None)
}

/// The same with the code, which is used up.
pub fn both(beats: &Beats, passphrase: &str, code: &Typed) -> Result<Option<Faults>> {
    if let Some(faults) = self::passphrase(beats, passphrase)? {
        return Ok(Some(faults));
    }
    beats.record(|cx, viewer: AtTheDoor| code_of(cx, viewer.account, code))
}

fn code_of(cx: &Cx<Tx>, account: Id<Account>, code: &Typed) -> Result<Option<Faults>> {
    Ok(match step::judge(cx, account, code)? {
        Judged::Good => None,
        Judged::Wrong => Some(pages::wrong("code")),
        Judged::Wait(seconds) => Some(pages::wait_for_code(seconds)),
    })
}
