use super::{forms::Which, pages, store};
use crate::{
    base::{
        db::{Rx, Tx},
        error::{Error, Result},
        secret::Token,
    },
    door::{Cx, Page, Routes, SignedIn, session},
    school::account,
};
use std::borrow::Borrow;
use store::Witness;

pub fn routes(r: &mut Routes) {
    r.post("/compte/connexions/moi", own);
    r.post("/compte/connexions/pas-moi", foreign);
}

/// What this request may judge: the sign-ins after its session, or after its browser became known.
pub fn witness<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Option<Witness>> {
    let (Some(session), Some(viewer)) = (cx.session, &cx.viewer) else { return Ok(None) };
    let device = cx.ask.device.as_deref().map(Token::presented);
    Ok(Some(Witness { account: viewer.account, session: session.id, device }))
}

fn own(cx: &Cx<Tx>, viewer: SignedIn, which: Which) -> Result<Page> {
    let Some(witness) = seen(cx, &which)? else { return Ok(Page::go("/compte").saying(pages::WHICH)) };
    store::dismiss(&cx.db, &witness, which.0)?;
    cx.journal("own_sign_in", "account", Some(viewer.account.number()))?;
    Ok(Page::go("/").saying(pages::OWN))
}

/// Whoever else is in goes out, their browsers are strangers again, and an address that they gave will not be confirmed.
/// What they know is the passphrase: it is next.
fn foreign(cx: &Cx<Tx>, viewer: SignedIn, which: Which) -> Result<Page> {
    let Some(witness) = seen(cx, &which)? else { return Ok(Page::go("/compte").saying(pages::WHICH)) };
    account::store::end_sessions(&cx.db, viewer.account, Some(witness.session))?;
    session::store::forget_other_devices(&cx.db, viewer.account, witness.device.as_ref())?;
    account::links::store::forget(&cx.db, viewer.account)?;
    store::forget(&cx.db, viewer.account)?;
    cx.journal("disown_sign_in", "account", Some(viewer.account.number()))?;
    Ok(Page::go("/compte/phrase").saying(pages::FOREIGN))
}

/// Of one that this session is shown, or nothing: whoever has just come does not judge their own coming.
fn seen(cx: &Cx<Tx>, which: &Which) -> Result<Option<Witness>> {
    let witness = witness(cx)?.ok_or(Error::SignIn)?;
    let is_shown = store::shown_to(&cx.db, &witness)?.iter().any(|one| one.id == which.0);
    Ok(is_shown.then_some(witness))
}
