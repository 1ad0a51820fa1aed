//! The certificate of a box that has no names yet: self-signed, for one year, and served only until a leaf is.
//!
//! It is kept from one start to the next, and when an address changes, because people compare its fingerprint with
//! what the console printed. It is made even on a doubtful clock: something must answer, and nobody trusts it blindly.

use super::authority::{BACKDATED, DAY};
use super::clock::Verdict;
use super::credential::{Credential, date};
use super::disk;
use super::fault::Fault;
use super::leaf::server_params;
use super::reach;
use rcgen::{DnType, KeyPair};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::path::Path;

pub(super) const FILE: &str = "provisional.pem";
const YEAR: i64 = 365 * DAY;
const TOO_OLD: i64 = 30 * DAY;

pub(super) type Provisional = Credential<Stopgap>;

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Stopgap {
    pub dns: Vec<String>,
    pub addresses: Vec<IpAddr>,
    pub from: i64,
    pub until: i64,
}

/// The one on disk if it still serves, else a new one.
pub(super) fn read_or_make(
    folder: &Path,
    clock: &Verdict,
    host: Option<&str>,
    addresses: &[IpAddr],
) -> Result<Provisional, Fault> {
    let kept = disk::bytes(&folder.join(FILE))?.and_then(|file| Provisional::parse(&file));
    match kept {
        Some(kept) if clock.doubt().is_some() || fresh(&kept.facts, clock.now()) => Ok(kept),
        _ => {
            let made = make(clock, host, addresses)?;
            made.write(folder, FILE)?;
            Ok(made)
        }
    }
}

fn fresh(facts: &Stopgap, now: i64) -> bool {
    facts.from <= now && now < facts.until - TOO_OLD
}

fn make(clock: &Verdict, host: Option<&str>, addresses: &[IpAddr]) -> Result<Provisional, Fault> {
    // On a clock that lags, the year is counted from the instant that it should have passed.
    let latest = clock.doubt().map_or(clock.now(), |doubt| doubt.floor);
    let mut all = addresses.to_vec();
    all.extend(reach::LOOPBACK);
    all.sort();
    all.dedup();
    let facts = Stopgap { dns: names(host), addresses: all, from: clock.now() - BACKDATED, until: latest + YEAR };
    let mut params = server_params(facts.dns.iter().map(String::as_str), &facts.addresses)?;
    params.distinguished_name.push(DnType::CommonName, "Préau – certificat provisoire");
    params.not_before = date(facts.from);
    params.not_after = date(facts.until);
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    Ok(Provisional::new(facts, certificate, &key))
}

fn names(host: Option<&str>) -> Vec<String> {
    let mut names = vec![reach::LOCALHOST.to_owned()];
    if let Some(host) = host.filter(|host| *host != reach::LOCALHOST) {
        let label = host.split('.').next().unwrap_or(host);
        names.push(host.to_owned());
        names.push(format!("{label}.local"));
        names.dedup();
    }
    names
}
