//! The places in the throttle that a try takes, and what a success gives back.

use crate::{
    base::{
        db::{Id, Tx},
        error::Result,
        secret::{self, Token},
    },
    door::{
        Cx, Public,
        routes::Beats,
        session,
        throttle::{self, ACCOUNT, DEVICE, NETWORK, Rate, SERVER},
    },
    school::account::{self, Account, Credentials, second_factor::Typed},
};

/// A try that may be examined; or the seconds to wait.
pub enum Turn {
    Granted(Try),
    Wait(i64),
}

/// What the try holds, to be given back when the secret was good.
pub struct Try {
    emptied: Vec<String>,
    returned: Vec<(String, Rate)>,
}

/// Takes a place in every bucket before the secret is looked at, so that many tries at once are counted too. An unknown login
/// has a bucket of its own like a known one, but never fills the server's: a school cannot be locked out by invented names.
/// Without a login (a QR's token of 128 bits, which nobody guesses) only the network counts.
pub fn take(beats: &Beats, login: Option<&str>) -> Result<Turn> {
    beats.record(|cx, _: Public| take_in(cx, login))
}

/// The same within a transaction that does more.
pub fn take_in(cx: &Cx<Tx>, login: Option<&str>) -> Result<Turn> {
    let mut returned = vec![(format!("network {}", throttle::network(cx.ask.address)), NETWORK)];
    let mut own = None;
    if let Some(login) = login {
        let one = account::store::credentials(&cx.db, login)?;
        let device = known_device(cx, one.as_ref())?;
        if one.is_some() && device.is_none() {
            returned.push(("server".to_owned(), SERVER));
        }
        own = Some(device.map_or_else(|| (throttle::account(login), ACCOUNT), |device| (device, DEVICE)));
    }
    let emptied = own.iter().map(|(key, _)| key.clone()).collect();
    let buckets: Vec<(String, Rate)> = returned.iter().cloned().chain(own).collect();
    Ok(match throttle::take(&cx.db, &buckets, cx.now)? {
        Some(wait) => Turn::Wait(wait),
        None => Turn::Granted(Try { emptied, returned }),
    })
}

/// A place for a code of the second step: by account, apart for a browser that has signed in to it before, so that who has
/// stolen a passphrase shuts nobody out of her own telephone. Recovery codes have their own: they help when codes do not.
pub fn take_code(cx: &Cx<Tx>, account: Id<Account>, typed: &Typed) -> Result<Turn> {
    let kind = match typed {
        Typed::Application(_) => "code",
        Typed::Recovery(_) => "recovery",
    };
    let own = device_bucket(cx, account)?.unwrap_or_else(|| format!("account {account}"));
    let key = format!("{kind} {own}");
    Ok(match throttle::take(&cx.db, &[(key.clone(), ACCOUNT)], cx.now)? {
        Some(wait) => Turn::Wait(wait),
        None => Turn::Granted(Try { emptied: vec![key], returned: Vec::new() }),
    })
}

/// The bucket of a browser that has signed in to this account before.
fn known_device(cx: &Cx<Tx>, one: Option<&Credentials>) -> Result<Option<String>> {
    one.map_or(Ok(None), |one| device_bucket(cx, one.account))
}

fn device_bucket(cx: &Cx<Tx>, account: Id<Account>) -> Result<Option<String>> {
    let Some(device) = &cx.ask.device else { return Ok(None) };
    let device = Token::presented(device);
    let is_known = session::store::is_known_device(&cx.db, account, &device)?;
    Ok(is_known.then(|| format!("device {account} {}", secret::hex(&device.digest()[..8]))))
}

impl Try {
    pub fn give_back(&self, cx: &Cx<Tx>) -> Result<()> {
        throttle::give_back(&cx.db, &self.emptied, &self.returned, cx.now)
    }
}

/// After a reset the old browsers are strangers again, and nobody's guesses count against the owner.
pub fn forget(tx: &Tx, account: Id<Account>) -> Result<()> {
    session::store::forget_devices(tx, account)
}
