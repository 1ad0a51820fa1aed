use super::{
    address, applications, arrival, channel, forgotten,
    forms::{Activation, Confirmed, NewPassphrase, Recovery, SignIn, SlipCode, own_path},
    letters, pages, pupils,
    second_factor::{self, step::come_in},
    tries::{self, Turn},
};
use crate::{
    base::{
        db::{Id, Tx},
        error::{Confirm, Error, Result},
        secret::{self, Token},
        strength,
    },
    door::{
        AtSchool, AtTheDoor, Beats, Cx, Draft, Faults, Page, Public, Routes, SignedIn, confirm, form::Nothing,
        page::SessionChange, pocket, session,
    },
    school::{
        account::{self, Account, CHARTER, OpenSlip},
        correspondence::freeze,
        person,
    },
};

pub fn routes(r: &mut Routes) {
    r.form_in_beats("/connexion", sign_in_page, sign_in);
    r.form_in_beats("/activation", slip_page, open_slip);
    r.form_in_beats("/activation/phrase", typed_activation_page, activate);
    r.form_in_beats("/activer/{token}", scanned_activation_page, activate);
    r.form_in_beats("/connexion/secours", recovery_page, recover);
    r.form_in_beats(confirm::PATH, confirm_page, confirm_again);
    r.get("/compte", own_account);
    r.form_in_beats("/compte/phrase", passphrase_page, change_passphrase);
    r.post("/compte/appareils/{session}/fin", end_device);
    r.post("/compte/appareils/fin", end_other_devices);
    r.post("/deconnexion", sign_out);
    address::routes(r);
    channel::routes(r);
    forgotten::routes(r);
    arrival::routes(r);
    second_factor::routes(r);
    applications::routes(r);
    pupils::routes::routes(r);
}

fn sign_in_page(cx: &Cx, _: &Public, draft: &Draft) -> Result<Page> {
    if cx.held.is_some() {
        return Ok(Page::go("/"));
    }
    if cx.viewer.is_some() {
        return Ok(Page::go(own_path(cx.ask.query.get("retour"))));
    }
    let draft = draft.or_standing(&[("retour", cx.ask.query.get("retour"))]);
    let is_frozen = freeze::store::freeze(&cx.db)?.is_any();
    let shown = pages::Shown {
        has_left: cx.ask.query.has("au-revoir"),
        is_frozen,
        pupils_by_pictures: AtSchool::perhaps(cx)?.is_some(),
    };
    Ok(pages::sign_in(&cx.school.name, &draft, &shown))
}

/// Whose passphrase is looked at; nobody's where the login is nobody's, or a pupil's who is not let in here.
enum Owner {
    Adult(Id<Account>, String),
    Pupil(pupils::words::Turn, String),
}

fn sign_in(beats: &Beats, typed: SignIn) -> Result<Page> {
    // One transaction, whoever's the login is: a second one would tell a pupil's by the time that it takes.
    let begun = beats.record(|cx, _: Public| {
        Ok(match tries::take_in(cx, Some(&typed.login))? {
            Turn::Wait(seconds) => Err(seconds),
            Turn::Granted(turn) => Ok((turn, owner_of(cx, &typed.login)?)),
        })
    })?;
    let (turn, owner) = match begun {
        Err(seconds) => return Ok(Page::again(pages::wait(seconds))),
        Ok(begun) => begun,
    };
    let (account, phc) = match owner {
        Some(Owner::Adult(account, phc)) => (account, phc),
        Some(Owner::Pupil(own, phc)) => return own.sign_in(beats, &typed, &phc, &turn),
        None => {
            secret::spend_a_check(&typed.passphrase);
            return refuse_sign_in(beats);
        }
    };
    if !secret::is_passphrase(&typed.passphrase, &phc) {
        return refuse_sign_in(beats);
    }
    beats.write(|cx, _: Public| {
        // Changed while we were hashing: the old passphrase opens nothing any more.
        let now = account::store::credentials(&cx.db, &typed.login)?;
        if now.is_none_or(|one| one.password.as_deref() != Some(phc.as_str()) || one.is_closed) {
            return Ok(Page::again(pages::wrong()));
        }
        turn.give_back(cx)?;
        come_in(cx, account, typed.is_shared, &typed.back)
    })
}

fn owner_of(cx: &Cx<Tx>, login: &str) -> Result<Option<Owner>> {
    let found = account::store::credentials(&cx.db, login)?.filter(|one| !one.is_closed);
    let Some((account, phc)) = found.and_then(|one| Some((one.account, one.password?))) else { return Ok(None) };
    if account::pupil::store::is_pupil(&cx.db, account)? {
        return Ok(pupils::words::Turn::take(cx, account)?.map(|turn| Owner::Pupil(turn, phc)));
    }
    Ok(Some(Owner::Adult(account, phc)))
}

fn refuse_sign_in(beats: &Beats) -> Result<Page> {
    beats.record(|cx, _: Public| cx.journal("sign_in_refused", "account", None))?;
    Ok(Page::again(pages::wrong()))
}

/// A session for the cookie, and the device remembered unless others use it too. The browser has one cookie: what it opened
/// before would go on with nobody to close it.
pub(super) fn enter(cx: &Cx<Tx>, account: Id<Account>, is_shared: bool) -> Result<SessionChange> {
    if let (Some(before), Some(viewer)) = (cx.session, cx.viewer.as_ref().or(cx.held.as_ref())) {
        session::store::end(&cx.db, viewer, before.id)?;
    }
    let token = session::open(&cx.db, account, is_shared, &cx.ask.agent, cx.now)?;
    let device = match &cx.ask.device {
        Some(device) => Token::presented(device),
        None => Token::draw()?,
    };
    arrival::watch(cx, account, &token, &device, is_shared)?;
    if !is_shared {
        session::store::know_device(&cx.db, account, &device, cx.now)?;
    }
    Ok(SessionChange::Open { token, device, is_shared })
}

fn slip_page(_: &Cx, _: &Public, draft: &Draft) -> Result<Page> {
    Ok(pages::slip(draft))
}

/// The slip's code is good: on to the passphrase. Nothing is used up yet.
fn open_slip(beats: &Beats, typed: SlipCode) -> Result<Page> {
    let turn = match tries::take(beats, Some(&typed.login))? {
        Turn::Wait(seconds) => return Ok(Page::again(pages::wait(seconds))),
        Turn::Granted(turn) => turn,
    };
    let opened = beats.record(|cx, _: Public| {
        let slip = account::store::slip_by_code(&cx.db, &typed.login, &typed.code, &cx.house.keys, cx.now)?;
        let Some(slip) = slip else {
            cx.journal("slip_refused", "account", None)?;
            return Ok(Err(pages::wrong_code()));
        };
        turn.give_back(cx)?;
        let owner = owner(cx, &slip)?;
        Ok(Ok(pages::activation(&owner, Some((&typed.login, &typed.code)), &Draft::default())))
    })?;
    Ok(opened.unwrap_or_else(Page::again))
}

fn typed_activation_page(_: &Cx, _: &Public, draft: &Draft) -> Result<Page> {
    if draft.is_blank() {
        return Ok(Page::go("/activation"));
    }
    let slip = (draft.fields.get("identifiant"), draft.fields.get("code"));
    Ok(pages::activation(&pages::Owner::again(draft), Some(slip), draft))
}

fn scanned_activation_page(cx: &Cx, _: &Public, draft: &Draft) -> Result<Page> {
    match slip_in_path(cx)? {
        Some(slip) => {
            let owner = pages::Owner::of(account::store::owner(&cx.db, &slip)?);
            Ok(pages::activation(&owner, None, draft))
        }
        None => Ok(pages::spent_slip().with_status(404)),
    }
}

fn activate(beats: &Beats, typed: Activation) -> Result<Page> {
    let turn = match tries::take(beats, typed.slip.as_ref().map(|slip| slip.login.as_str()))? {
        Turn::Wait(seconds) => return Ok(Page::again(pages::wait(seconds))),
        Turn::Granted(turn) => turn,
    };
    let found = beats.read(|cx, _: Public| {
        let Some(slip) = slip_of(cx, &typed)? else { return Ok(None) };
        let owner = account::store::owner(&cx.db, &slip)?;
        Ok(Some((owner, cx.school.name.clone())))
    })?;
    let Some((owner, school)) = found else { return Ok(Page::again(pages::wrong_code())) };
    let about = [owner.first_name.as_str(), &owner.last_name, &owner.login, &typed.email, &school];
    if let Err(weakness) = strength::judge(&typed.passphrase, &about) {
        return too_weak(beats, &turn, weakness);
    }
    let phc = secret::hash_passphrase(&typed.passphrase)?;
    beats.write(|cx, _: Public| {
        // The slip may have been used or revoked while we were hashing.
        let Some(slip) = slip_of(cx, &typed)? else { return Ok(Page::again(pages::wrong_code())) };
        turn.give_back(cx)?;
        account::store::use_slip(&cx.db, &slip, cx.now)?;
        account::store::accept_charter(&cx.db, slip.account, CHARTER)?;
        settle(cx, slip.account, &phc, "activate")?;
        if !typed.email.is_empty() {
            person::store::set_email_of(&cx.db, slip.account, &typed.email)?;
        }
        tell_owner(cx, slip.account, &[&owner.email])?;
        Ok(come_in(cx, slip.account, false, "/")?.saying(pages::WELCOME))
    })
}

/// The secret was good: a person who looks for a better passphrase guesses at nothing.
pub(super) fn too_weak(beats: &Beats, turn: &tries::Try, weakness: strength::Weakness) -> Result<Page> {
    beats.record(|cx, _: Public| turn.give_back(cx))?;
    Ok(Page::again(Faults::one("nouvelle", weakness.advice())))
}

fn recovery_page(_: &Cx, _: &Public, draft: &Draft) -> Result<Page> {
    Ok(pages::recovery(draft))
}

fn recover(beats: &Beats, typed: Recovery) -> Result<Page> {
    // Before a try is taken: it tells nothing of the code.
    if let Err(weakness) = strength::judge(&typed.passphrase, &[&typed.login]) {
        return Ok(Page::again(Faults::one("nouvelle", weakness.advice())));
    }
    // Guesses are few here: what was taken is not given back before the code has proved good.
    let turn = match tries::take(beats, Some(&typed.login))? {
        Turn::Wait(seconds) => return Ok(Page::again(pages::wait(seconds))),
        Turn::Granted(turn) => turn,
    };
    let phc = secret::hash_passphrase(&typed.passphrase)?;
    let recovered = beats.record(|cx, _: Public| {
        let found = account::store::credentials(&cx.db, &typed.login)?.filter(|one| !one.is_closed);
        let Some(one) = found else { return Ok(Err(pages::wrong_recovery())) };
        let code = cx.house.keys.code("recovery", &typed.code);
        if !account::store::spend_recovery_code(&cx.db, one.account, code, cx.now)? {
            cx.journal("recovery_refused", "account", Some(one.account.number()))?;
            return Ok(Err(pages::wrong_recovery()));
        }
        turn.give_back(cx)?;
        settle(cx, one.account, &phc, "recover")?;
        tell_owner(cx, one.account, &[])?;
        Ok(Ok(come_in(cx, one.account, false, "/")?.saying(pages::PASSPHRASE_CHANGED)))
    })?;
    Ok(recovered.unwrap_or_else(Page::again))
}

fn confirm_page(cx: &Cx, _: &SignedIn, draft: &Draft) -> Result<Page> {
    Ok(confirm::own_page(&draft.or_standing(&[("retour", cx.ask.query.get("retour"))])))
}

/// On to the page that asked, which finds the passphrase fresh.
fn confirm_again(beats: &Beats, typed: Confirmed) -> Result<Page> {
    beats.read(|_, _: SignedIn| Ok(()))?;
    Ok(match confirm::prove(&beats.house, &beats.ask, &typed.passphrase)? {
        Ok(()) => Page::go(typed.back),
        Err(Confirm::Wait(seconds)) => Page::again(Faults::one(confirm::FIELD, confirm::wait(seconds))),
        Err(_) => Page::again(Faults::one(confirm::FIELD, confirm::wrong())),
    })
}

fn own_account(cx: &Cx, viewer: SignedIn) -> Result<Page> {
    let login = account::store::login_of(&cx.db, viewer.account)?;
    if viewer.pupil.is_some() {
        return Ok(pupils::account(&viewer, &login, pupils::is_by_pictures(cx)?));
    }
    let devices = session::store::devices(&cx.db, &viewer)?;
    let here = cx.session.map(|session| session.id);
    let address = address::standing(cx, &viewer)?;
    let known = pages::Known {
        login: &login,
        address: address.as_ref(),
        channel: channel::standing(cx, &viewer)?,
        has_applications: applications::are_for(cx, &viewer),
    };
    Ok(pages::own_account(&viewer, &known, &devices, here, cx.now, &cx.zone))
}

fn passphrase_page(_: &Cx, viewer: &SignedIn, draft: &Draft) -> Result<Page> {
    chooses_own(viewer)?;
    Ok(pages::passphrase(draft))
}

/// A pupil's words are drawn by the teacher.
fn chooses_own(viewer: &SignedIn) -> Result<()> {
    if viewer.pupil.is_some() { Err(Error::NotFound) } else { Ok(()) }
}

fn change_passphrase(beats: &Beats, typed: NewPassphrase) -> Result<Page> {
    let (login, owner, school) = beats.read(|cx, viewer: SignedIn| {
        chooses_own(&viewer)?;
        let owner = account::store::owner_of(&cx.db, viewer.account)?;
        Ok((account::store::login_of(&cx.db, viewer.account)?, owner, cx.school.name.clone()))
    })?;
    let turn = match tries::take(beats, Some(&login))? {
        Turn::Wait(seconds) => return Ok(Page::again(pages::wait(seconds))),
        Turn::Granted(turn) => turn,
    };
    let stored =
        beats.read(|cx, _: SignedIn| account::store::credentials(&cx.db, &login))?.and_then(|one| one.password);
    if !stored.is_some_and(|phc| secret::is_passphrase(&typed.current, &phc)) {
        return Ok(Page::again(Faults::one("actuelle", pages::WRONG_CURRENT)));
    }
    if let Err(weakness) = strength::judge(&typed.passphrase, &[&owner.first_name, &owner.last_name, &login, &school]) {
        return too_weak(beats, &turn, weakness);
    }
    let phc = secret::hash_passphrase(&typed.passphrase)?;
    beats.write(|cx, viewer: SignedIn| {
        turn.give_back(cx)?;
        settle(cx, viewer.account, &phc, "change_passphrase")?;
        tell_owner(cx, viewer.account, &[])?;
        let is_shared = cx.session.is_some_and(|session| session.is_shared);
        let change = enter(cx, viewer.account, is_shared)?;
        Ok(Page::go("/compte").saying(pages::PASSPHRASE_CHANGED).with_session(change))
    })
}

fn end_device(cx: &Cx<Tx>, viewer: SignedIn, _: Nothing) -> Result<Page> {
    let session = cx.ask.text("session").and_then(|text| text.parse().ok()).ok_or(Error::NotFound)?;
    if !session::store::end(&cx.db, &viewer, session)? {
        return Err(Error::NotFound);
    }
    distrust_others(cx, &viewer)?;
    cx.journal("end_session", "account", Some(viewer.account.number()))?;
    Ok(Page::go("/compte").saying(pages::DEVICE_ENDED))
}

fn end_other_devices(cx: &Cx<Tx>, viewer: SignedIn, _: Nothing) -> Result<Page> {
    account::store::end_sessions(&cx.db, viewer.account, cx.session.map(|session| session.id))?;
    distrust_others(cx, &viewer)?;
    cx.journal("end_session", "account", Some(viewer.account.number()))?;
    Ok(Page::go("/compte").saying(pages::DEVICES_ENDED))
}

/// Who ends a device from afar wants it to ask for everything again: which browser it was is not known, so all others do.
fn distrust_others(cx: &Cx<Tx>, viewer: &SignedIn) -> Result<()> {
    let here = cx.ask.device.as_deref().map(Token::presented);
    account::second_factor::store::distrust(&cx.db, viewer.account, here.as_ref())
}

fn sign_out(cx: &Cx<Tx>, viewer: AtTheDoor, _: Nothing) -> Result<Page> {
    let back = pupils::way_back(cx)?;
    if let Some(session) = cx.session {
        session::store::end(&cx.db, &viewer, session.id)?;
    }
    if cx.viewer.is_some() {
        cx.house.pockets.empty(pocket::Owner::of(cx)?, cx.now);
    }
    cx.journal("sign_out", "account", Some(viewer.account.number()))?;
    Ok(Page::go(back.unwrap_or_else(|| "/connexion?au-revoir".to_owned()))
        .saying(pages::SIGNED_OUT)
        .with_session(SessionChange::Close))
}

/// A new passphrase ends every session, makes strangers of the old browsers, and is journalled.
pub(super) fn settle(cx: &Cx<Tx>, account: Id<Account>, phc: &str, act: &str) -> Result<()> {
    account::store::set_passphrase(&cx.db, account, phc, cx.now)?;
    account::store::end_sessions(&cx.db, account, None)?;
    account::store::revoke_slips(&cx.db, account, cx.now)?;
    account::links::store::forget(&cx.db, account)?;
    tries::forget(&cx.db, account)?;
    arrival::expect(cx, account)?;
    cx.journal(act, "account", Some(account.number()))
}

/// By every address that is known now, and those known `before`.
pub(super) fn tell_owner(cx: &Cx<Tx>, account: Id<Account>, before: &[&str]) -> Result<()> {
    let owner = account::store::owner_of(&cx.db, account)?;
    let addresses = [before, &[owner.email.as_str()]].concat();
    let when = pages::when(cx.now, &cx.zone);
    let device = session::device_name(&cx.ask.agent);
    for letter in letters::passphrase_set(&cx.school.name, &addresses, &owner.first_name, &when, &device) {
        cx.post(&letter)?;
    }
    Ok(())
}

fn slip_of<D: std::borrow::Borrow<crate::base::db::Rx>>(cx: &Cx<D>, typed: &Activation) -> Result<Option<OpenSlip>> {
    match &typed.slip {
        Some(slip) => account::store::slip_by_code(cx.db.borrow(), &slip.login, &slip.code, &cx.house.keys, cx.now),
        None => slip_in_path(cx),
    }
}

fn slip_in_path<D: std::borrow::Borrow<crate::base::db::Rx>>(cx: &Cx<D>) -> Result<Option<OpenSlip>> {
    match cx.ask.text("token") {
        Some(token) => account::store::slip_by_token(cx.db.borrow(), &Token::presented(token), cx.now),
        None => Ok(None),
    }
}

fn owner(cx: &Cx<Tx>, slip: &OpenSlip) -> Result<pages::Owner> {
    Ok(pages::Owner::of(account::store::owner(&cx.db, slip)?))
}
