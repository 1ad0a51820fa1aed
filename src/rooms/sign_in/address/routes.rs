use super::{
    forms::{New, Removal},
    letters,
    pages::{self, Standing},
};
use crate::{
    base::{
        db::{Id, Rx, Tx},
        error::{Error, Result},
        mail::refusals,
        secret::Token,
        ui::refused,
    },
    door::{
        Beats, Cx, Draft, Faults, Page, Public, Routes, SignedIn,
        form::Nothing,
        throttle::{self, Rate},
    },
    rooms::sign_in::{
        forgotten::can_write,
        pages::{wait, when},
        second_factor::proof,
    },
    school::{
        account::{
            self, Account,
            links::{NewAddress, store},
        },
        person,
        viewer::Viewer,
    },
};
use std::borrow::Borrow;

pub const PATH: &str = "/compte/adresse";
pub const RETRY: &str = "/compte/adresse/reessai";
pub const REMOVAL: &str = "/compte/adresse/retrait";
const CONFIRM: &str = "/connexion/adresse";

/// Letters that one account may have sent to addresses that are perhaps not its own.
const LETTERS: Rate = Rate { at_once: 5, every: 1_200 };

pub fn routes(r: &mut Routes) {
    r.form_in_beats(PATH, change_page, change);
    r.form_in_beats(REMOVAL, removal_page, remove);
    r.post(RETRY, retry);
    r.form("/connexion/adresse/{token}", confirm_page, confirm);
}

/// A pupil has no address here.
pub fn standing<D: Borrow<Rx>>(cx: &Cx<D>, viewer: &Viewer) -> Result<Option<Standing>> {
    if viewer.pupil.is_some() {
        return Ok(None);
    }
    let db = cx.db.borrow();
    let email = account::store::owner_of(db, viewer.account)?.email;
    Ok(Some(Standing {
        refused: refusals::of(db, &email)?,
        email,
        awaited: store::awaited(db, viewer.account, cx.now)?.map(|new| new.email),
        is_shared: store::is_shared(db, viewer.account)?,
    }))
}

fn change_page(cx: &Cx, viewer: &SignedIn, draft: &Draft) -> Result<Page> {
    let standing = standing(cx, viewer)?.ok_or(Error::NotFound)?;
    Ok(pages::change(&standing, can_write(cx)?, draft))
}

/// Nothing changes yet: only who reads the new address can confirm it.
fn change(beats: &Beats, new: New) -> Result<Page> {
    beats.read(|cx, viewer: SignedIn| standing(cx, &viewer)?.map(drop).ok_or(Error::NotFound))?;
    if let Some(faults) = proof::passphrase(beats, &new.passphrase)? {
        return Ok(Page::again(faults));
    }
    beats.write(|cx, viewer: SignedIn| {
        let Some(address) = cx.own_address().filter(|_| can_write(cx).unwrap_or(false)) else {
            return Ok(Page::go(PATH));
        };
        if account::store::owner_of(&cx.db, viewer.account)?.email.eq_ignore_ascii_case(&new.email) {
            return Ok(Page::again(Faults::one("courriel", pages::THE_SAME)));
        }
        let key = format!("new address {}", viewer.account);
        if let Some(seconds) = throttle::take(&cx.db, &[(key, LETTERS)], cx.now)? {
            return Ok(Page::again(wait(seconds)));
        }
        let token = store::draw_address(&cx.db, viewer.account, &new.email, cx.now)?;
        let link = format!("{address}{CONFIRM}/{}", token.reveal());
        cx.post(&letters::confirm(&cx.school.name, &new.email, &link))?;
        cx.journal("ask_new_address", "account", Some(viewer.account.number()))?;
        Ok(Page::go("/compte").saying(pages::sent(&new.email)))
    })
}

/// « Elle est juste »: the next letter leaves again.
fn retry(cx: &Cx<Tx>, viewer: SignedIn, _: Nothing) -> Result<Page> {
    let standing = standing(cx, &viewer)?.ok_or(Error::NotFound)?;
    if refusals::lift(&cx.db, &standing.email)? {
        cx.journal("retry_address", "account", Some(viewer.account.number()))?;
    }
    Ok(Page::go("/compte").saying(refused::RETRIED))
}

fn removal_page(cx: &Cx, viewer: &SignedIn, draft: &Draft) -> Result<Page> {
    let standing = standing(cx, viewer)?.ok_or(Error::NotFound)?;
    Ok(if standing.email.is_empty() { Page::go(PATH) } else { pages::remove(&standing, draft) })
}

fn remove(beats: &Beats, removal: Removal) -> Result<Page> {
    beats.read(|cx, viewer: SignedIn| standing(cx, &viewer)?.map(drop).ok_or(Error::NotFound))?;
    if let Some(faults) = proof::passphrase(beats, &removal.passphrase)? {
        return Ok(Page::again(faults));
    }
    beats.write(|cx, viewer: SignedIn| {
        set(cx, viewer.account, "", "remove_address")?;
        Ok(Page::go("/compte").saying(pages::REMOVED))
    })
}

/// Whatever reads the letter before its owner may open this page: nothing changes.
fn confirm_page(cx: &Cx, _: &Public, _: &Draft) -> Result<Page> {
    Ok(linked(cx)?.map_or_else(pages::spent, |new| pages::confirm(&new.email)))
}

fn confirm(cx: &Cx<Tx>, _: Public, _: Nothing) -> Result<Page> {
    let Some(new) = linked(cx)? else { return Ok(pages::spent()) };
    set(cx, new.account, &new.email, "confirm_address")?;
    Ok(pages::confirmed())
}

/// The address is this one from now on; links of before are worth nothing, and the old address is told.
fn set(cx: &Cx<Tx>, account: Id<Account>, email: &str, act: &str) -> Result<()> {
    let before = account::store::owner_of(&cx.db, account)?;
    person::store::set_email_of(&cx.db, account, email)?;
    store::forget(&cx.db, account)?;
    if let Some(letter) = letters::changed(&cx.school.name, &before, &when(cx.now, &cx.zone), email.is_empty()) {
        cx.post(&letter)?;
    }
    cx.journal(act, "account", Some(account.number()))
}

fn linked<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Option<NewAddress>> {
    match cx.ask.text("token") {
        Some(token) => store::new_address(cx.db.borrow(), &Token::presented(token), cx.now),
        None => Ok(None),
    }
}
