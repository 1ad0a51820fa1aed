//! The certificate of the school's public name: asked for, renewed, and left for later when the authority says no. One order at
//! a time, on a thread of its own, with no transaction held while anybody answers. A clock in doubt asks for nothing.

mod prove;

use crate::{
    base::{
        acme::{
            Client, Fault, Key, Kind, Wire, identifier, obtain,
            plan::{self, Held, Next},
            store::{self, Standing, Way},
        },
        clock::Instant,
        error::Result,
        tls::{self, Verdict},
    },
    door::House,
};
use prove::Proof;
use std::time::Duration;

/// Written before an order: who is killed in the middle waits so long.
const UNDER_WAY: i64 = 15 * Instant::MINUTE;

/// `pause` waits, and says whether the house closes. `plain`: whether port 80 is ours.
pub fn go(house: &House, plain: bool, pause: &dyn Fn(Duration) -> bool) -> Result<()> {
    let rx = house.db.read()?;
    let Some(standing) = store::standing(&rx)? else { return given_up(house) };
    let verdict = house.verdict(&rx)?;
    drop(rx);
    let Verdict::Sure(now) = verdict else { return Ok(()) };
    if house.is_demo {
        return Ok(());
    }
    let now = Instant(now.unix());
    // Another authority than the one that the machine is set to now has given nothing yet.
    let held = held(house, &standing).filter(|_| standing.directory == house.authority.directory);
    match plan::next(now.0, held, standing.kept) {
        Next::Nothing => Ok(()),
        Next::AskWhen => ask_when(house, &standing, now),
        Next::Order => order(house, &standing, now, way(&standing, plain), pause),
    }
}

/// Nobody wants it any more: it is answered with no longer.
fn given_up(house: &House) -> Result<()> {
    if house.tls.public_leaf().is_some() {
        house.tls.drop_public()?;
        tracing::info!("the public certificate was given up");
    }
    Ok(())
}

/// The public certificate, when it is for the names that are wanted.
fn held(house: &House, standing: &Standing) -> Option<Held> {
    let given = house.tls.facts().public?.given;
    let covers = standing.wish.names.iter().all(|name| given.covers(name));
    covers.then_some(Held { from: given.from, until: given.until })
}

/// Any way: the other one after each failure.
fn way(standing: &Standing, plain: bool) -> Way {
    match standing.wish.way {
        Way::Any if plain && standing.failures.is_multiple_of(2) => Way::Http,
        Way::Any => Way::Tls,
        told => told,
    }
}

fn ask_when(house: &House, standing: &Standing, now: Instant) -> Result<()> {
    let found = suggested(house, now);
    let (renew_at, wait) = match &found {
        Ok(Some(window)) => (Some(plan::pick(window, seed(house))), window.ask_again),
        Ok(None) => (None, None),
        Err(fault) => {
            tracing::info!(%fault, "the authority did not say when to renew");
            (standing.kept.renew_at, None)
        }
    };
    let tx = house.db.write()?;
    store::suggested(&tx, renew_at, plan::ask_again(now.0, wait))?;
    tx.commit()
}

fn suggested(house: &House, now: Instant) -> std::result::Result<Option<crate::base::acme::Suggested>, Fault> {
    let Some(id) = house.tls.public_leaf().and_then(|leaf| identifier(&leaf)) else { return Ok(None) };
    let (wire, key) = (Wire::new(house.authority.roots.as_deref(), house.proxy.as_ref())?, account(house)?);
    Client::reach(&wire, &house.authority.directory, &key, now.0)?.suggested(&id)
}

fn order(house: &House, standing: &Standing, now: Instant, way: Way, pause: &dyn Fn(Duration) -> bool) -> Result<()> {
    let tx = house.db.write()?;
    store::begin(&tx, now, now.0 + UNDER_WAY)?;
    tx.commit()?;
    tracing::info!(
        names = standing.wish.names.join(" "),
        ?way,
        authority = house.authority.name(),
        "asking for a certificate"
    );
    let had = ask(house, standing, now, &Proof { house, way, now, pause });
    let tx = house.db.write()?;
    // Somebody may have wished for other names meanwhile, or for none: this outcome says nothing of those.
    let is_wished = store::standing(&tx)?.is_some_and(|today| today.wish.names == standing.wish.names);
    match had {
        Ok(_) if !is_wished => house.tls.drop_public()?,
        Ok(held) => {
            store::had(&tx, &house.authority.directory, plan::after(now.0, held))?;
            tracing::info!("the certificate was had");
        }
        Err(fault) => {
            tracing::warn!(%fault, "no certificate was had");
            let (wait, kind) = (fault.wait(), fault.kind());
            let later = plan::not_before(now.0, standing.failures + 1, kind, wait, seed(house));
            let asked_for = wait.filter(|_| kind != Kind::Stopped).map(|wait| now.0 + wait.min(later - now.0));
            match asked_for {
                _ if is_wished => store::failed(&tx, &fault, later, asked_for)?,
                // Of whoever asks, for whatever names.
                Some(until) => store::leave_alone(&tx, until)?,
                None => {}
            }
        }
    }
    tx.commit()
}

/// Account, order, proof and chain; served once it is whole.
fn ask(house: &House, standing: &Standing, now: Instant, proof: &Proof) -> std::result::Result<Held, Fault> {
    let (wire, key) = (Wire::new(house.authority.roots.as_deref(), house.proxy.as_ref())?, account(house)?);
    let mut client = Client::reach(&wire, &house.authority.directory, &key, now.0)?;
    if client.terms() != standing.terms {
        let noted = house.db.write().and_then(|tx| {
            store::read_terms(&tx, client.terms())?;
            tx.commit()
        });
        noted.map_err(|error| Fault::NotShown(error.to_string()))?;
    }
    client.sign_in(&standing.wish.contact)?;
    let before = house.tls.public_leaf().and_then(|leaf| identifier(&leaf));
    let bought = obtain(&client, &standing.wish.names, before.as_deref(), proof)?;
    let clock = house.db.read().and_then(|rx| house.verdict(&rx));
    let clock = clock.map_err(|error| Fault::NotShown(error.to_string()))?;
    if let Err(flaw) = house.tls.keep_public(&bought.chain, &bought.key, &clock).map_err(unwritten)? {
        return Err(Fault::Nonsense(format!("a certificate that is none: {flaw:?}")));
    }
    // Else the next look would find none, and ask for another at once.
    held(house, standing).ok_or_else(|| Fault::Nonsense("a certificate for other names".to_owned()))
}

/// Our account's key, drawn the first time and written before it is used.
fn account(house: &House) -> std::result::Result<Key, Fault> {
    if let Some(key) = house.tls.account_key().map_err(unwritten)? {
        return Key::read(&key);
    }
    let key = Key::draw()?;
    house.tls.keep_account_key(key.pkcs8()).map_err(unwritten)?;
    Ok(key)
}

fn unwritten(fault: tls::Fault) -> Fault {
    Fault::NotShown(fault.to_string())
}

/// The same for one box, another for the next.
fn seed(house: &House) -> u64 {
    let print = house.tls.facts().served.fingerprint;
    print.bytes().iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}
