//! `/compte/deux-etapes…`: the owner sets it up, changes telephone, draws new recovery codes, takes it away.

use super::{
    forms::{Begin, Both, FirstCode},
    letters::{self, Event},
    pages, proof,
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Error, Result},
        totp::Secret,
    },
    door::{AtTheDoor, Beats, Cx, Draft, Faults, Page, SignedIn},
    school::{
        account::{
            self, Account,
            second_factor::{self, store},
        },
        viewer::Viewer,
    },
};

const HERE: &str = "/compte/deux-etapes";
const APPLICATION: &str = "/compte/deux-etapes/application";

pub fn show(cx: &Cx, viewer: &AtTheDoor, draft: &Draft) -> Result<Page> {
    for_adults(viewer)?;
    let is_required = cx.school.second_factor.binds(viewer);
    Ok(match store::standing(&cx.db, viewer.account)? {
        Some(standing) => pages::standing(&standing, is_required, &cx.zone),
        None => pages::offer(draft, is_required, cx.held.is_some()),
    })
}

/// The passphrase is right: an application is shown, in this session alone.
pub fn begin(beats: &Beats, typed: Begin) -> Result<Page> {
    if let Some(faults) = proof::passphrase(beats, &typed.passphrase)? {
        return Ok(Page::again(faults));
    }
    beats.write(|cx, viewer: AtTheDoor| {
        for_adults(&viewer)?;
        // Where one stands already, the passphrase alone must not show another.
        if store::is_on(&cx.db, viewer.account)? {
            return Ok(Page::go(HERE));
        }
        try_another(cx, viewer.account)
    })
}

pub fn application(cx: &Cx, viewer: &AtTheDoor, draft: &Draft) -> Result<Page> {
    let session = cx.session.ok_or(Error::SignIn)?.id;
    let Some(secret) = store::trial(&cx.db, viewer.account, session, &cx.house.keys, cx.now)? else {
        return Ok(Page::go(HERE));
    };
    let login = account::store::login_of(&cx.db, viewer.account)?;
    pages::application(draft, &secret, &cx.school.name, &login)
}

/// The first code is right: from now on it is asked for. Sessions opened with the passphrase alone end.
pub fn confirm(beats: &Beats, typed: FirstCode) -> Result<Page> {
    let codes = second_factor::draw_codes()?;
    beats.write(|cx, viewer: AtTheDoor| {
        let session = cx.session.ok_or(Error::SignIn)?.id;
        let Some(secret) = store::trial(&cx.db, viewer.account, session, &cx.house.keys, cx.now)? else {
            return Ok(Page::go(HERE).saying(pages::BEGIN_AGAIN));
        };
        let Some(step) = secret.step_of(&typed.0, cx.house.clock.machine()) else {
            return Ok(Page::again(Faults::one("code", pages::WRONG_FIRST)));
        };
        store::turn_on(&cx.db, viewer.account, &secret, step, &cx.house.keys, cx.now)?;
        store::set_codes(&cx.db, viewer.account, &codes, &cx.house.keys)?;
        account::store::end_sessions(&cx.db, viewer.account, Some(session))?;
        cx.journal("turn_on_second_factor", "account", Some(viewer.account.number()))?;
        letters::tell(cx, viewer.account, Event::On)?;
        let login = account::store::login_of(&cx.db, viewer.account)?;
        Ok(pages::codes(&codes, &login, &cx.school.name, true))
    })
}

pub fn change_page(cx: &Cx, viewer: &SignedIn, draft: &Draft) -> Result<Page> {
    if_on(cx, viewer, || pages::change(draft))
}

pub fn change(beats: &Beats, typed: Both) -> Result<Page> {
    if let Some(faults) = proof::both(beats, &typed.passphrase, &typed.code)? {
        return Ok(Page::again(faults));
    }
    beats.write(|cx, viewer: SignedIn| try_another(cx, viewer.account))
}

pub fn codes_page(cx: &Cx, viewer: &SignedIn, draft: &Draft) -> Result<Page> {
    if_on(cx, viewer, || pages::new_codes(draft))
}

pub fn draw_codes(beats: &Beats, typed: Both) -> Result<Page> {
    if let Some(faults) = proof::both(beats, &typed.passphrase, &typed.code)? {
        return Ok(Page::again(faults));
    }
    let codes = second_factor::draw_codes()?;
    beats.write(|cx, viewer: SignedIn| {
        store::set_codes(&cx.db, viewer.account, &codes, &cx.house.keys)?;
        cx.journal("draw_recovery_codes", "account", Some(viewer.account.number()))?;
        letters::tell(cx, viewer.account, Event::Codes)?;
        let login = account::store::login_of(&cx.db, viewer.account)?;
        Ok(pages::codes(&codes, &login, &cx.school.name, false))
    })
}

pub fn stop_page(cx: &Cx, viewer: &SignedIn, draft: &Draft) -> Result<Page> {
    let is_required = cx.school.second_factor.binds(viewer);
    if_on(cx, viewer, || pages::stop(draft, is_required))
}

pub fn stop(beats: &Beats, typed: Both) -> Result<Page> {
    let is_required = beats.read(|cx, viewer: SignedIn| Ok(cx.school.second_factor.binds(&viewer)))?;
    if is_required {
        return Ok(Page::again(Faults::one("", pages::STILL_REQUIRED)));
    }
    if let Some(faults) = proof::both(beats, &typed.passphrase, &typed.code)? {
        return Ok(Page::again(faults));
    }
    beats.write(|cx, viewer: SignedIn| {
        // Required while the passphrase was being checked.
        if cx.school.second_factor.binds(&viewer) {
            return Ok(Page::again(Faults::one("", pages::STILL_REQUIRED)));
        }
        store::turn_off(&cx.db, viewer.account)?;
        cx.journal("turn_off_second_factor", "account", Some(viewer.account.number()))?;
        letters::tell(cx, viewer.account, Event::Off)?;
        Ok(Page::go("/compte").saying(pages::STOPPED))
    })
}

/// A fresh secret for this session. What stands counts until the new one has proved itself.
fn try_another(cx: &Cx<Tx>, account: Id<Account>) -> Result<Page> {
    let session = cx.session.ok_or(Error::SignIn)?.id;
    store::begin(&cx.db, account, session, &Secret::draw()?, &cx.house.keys, cx.now)?;
    cx.journal("begin_second_factor", "account", Some(account.number()))?;
    Ok(Page::go(APPLICATION))
}

/// A pupil has no telephone to add.
fn for_adults(viewer: &Viewer) -> Result<()> {
    if viewer.pupil.is_some() { Err(Error::NotFound) } else { Ok(()) }
}

fn if_on(cx: &Cx, viewer: &SignedIn, draw: impl FnOnce() -> Page) -> Result<Page> {
    Ok(if store::is_on(&cx.db, viewer.account)? { draw() } else { Page::go(HERE) })
}
