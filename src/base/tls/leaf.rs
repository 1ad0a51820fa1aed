//! The certificate that browsers see: at most 90 days, under the newest authority, for the names and the addresses
//! of the moment. This file makes it and says when another is due; it neither writes nor serves it.

use super::authority::{Authority, BACKDATED, DAY};
use super::clock::SureInstant;
use super::credential::{Credential, date};
use super::disk;
use super::facts::Reason;
use super::fault::Fault;
use super::fingerprint::Fingerprint;
use super::names::Names;
use super::reach;
use rcgen::{
    CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, SanType,
};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::path::Path;

/// Ninety days less a second, because both ends of the span count.
const LIFE: i64 = 90 * DAY - 1;

pub(super) type Leaf = Credential<Mandate>;

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Mandate {
    /// The authority that signed.
    pub issuer: Fingerprint,
    pub names: Names,
    /// The machine's addresses, those of loopback not counted.
    pub addresses: Vec<IpAddr>,
    pub from: i64,
    pub until: i64,
}

impl Mandate {
    pub fn is_valid(&self, now: i64) -> bool {
        self.from <= now && now < self.until
    }

    fn is_in_its_last_third(&self, now: i64) -> bool {
        now >= self.until - (self.until - self.from) / 3
    }
}

/// The addresses that the authority may vouch for, then those that are left out.
pub(super) fn sort_out(addresses: &[IpAddr]) -> (Vec<IpAddr>, Vec<IpAddr>) {
    let mut sorted: Vec<IpAddr> = addresses.to_vec();
    sorted.sort();
    sorted.dedup();
    sorted.retain(|ip| !reach::LOOPBACK.contains(ip));
    sorted.into_iter().partition(reach::holds)
}

/// The one in that file, or nothing if it is absent or damaged.
pub(super) fn read(path: &Path) -> Result<Option<Leaf>, Fault> {
    Ok(disk::bytes(path)?.and_then(|file| Leaf::parse(&file)))
}

/// Why another leaf should be signed now, if it should.
pub(super) fn due(
    leaf: Option<&Leaf>,
    authority: &Authority,
    names: &Names,
    inside: &[IpAddr],
    now: SureInstant,
) -> Option<Reason> {
    let Some(Leaf { facts, .. }) = leaf else {
        return Some(Reason::First);
    };
    let now = now.unix();
    let longer_possible = facts.until < authority.facts.until;
    if facts.issuer != authority.fingerprint() {
        Some(Reason::Authority)
    } else if facts.names != *names {
        Some(Reason::Names)
    } else if facts.addresses != inside {
        Some(Reason::Addresses)
    } else if now < facts.from {
        Some(Reason::NotYetValid)
    } else if facts.is_in_its_last_third(now) && longer_possible {
        Some(Reason::ThirdLeft)
    } else {
        None
    }
}

/// Whether the leaf that is about to be replaced is to be kept beside its successor.
///
/// Not one that has not begun. Nor one that is amended while fresh, for an address perhaps, when the leaf before it
/// ended before it began: the clock may have leapt there, and then the leaf before is the good one.
pub(super) fn may_be_missed(worn: &Leaf, before: Option<&Leaf>, now: SureInstant) -> bool {
    let (worn, now) = (&worn.facts, now.unix());
    let leapt = before.is_some_and(|before| before.facts.until <= worn.from);
    worn.from <= now && (!leapt || worn.is_in_its_last_third(now))
}

pub(super) fn sign(authority: &Authority, names: &Names, inside: &[IpAddr], now: SureInstant) -> Result<Leaf, Fault> {
    let from = (now.unix() - BACKDATED).max(authority.facts.from);
    let mandate = Mandate {
        issuer: authority.fingerprint(),
        names: names.clone(),
        addresses: inside.to_vec(),
        from,
        until: (from + LIFE).min(authority.facts.until),
    };
    let dns = names.dns().iter().map(String::as_str);
    let mut params = server_params(dns.chain([reach::LOCALHOST]), inside.iter().chain(&reach::LOOPBACK))?;
    params.distinguished_name.push(DnType::CommonName, names.first());
    params.not_before = date(mandate.from);
    params.not_after = date(mandate.until);
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, &authority.issuer()?)?;
    Ok(Leaf::new(mandate, certificate, &key))
}

/// What every certificate for a server has in common, here and in the provisional one.
pub(super) fn server_params<'a>(
    dns: impl IntoIterator<Item = &'a str>,
    addresses: impl IntoIterator<Item = &'a IpAddr>,
) -> Result<CertificateParams, Fault> {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    for name in dns {
        params.subject_alt_names.push(SanType::DnsName(name.try_into()?));
    }
    let addresses = addresses.into_iter().map(|ip| SanType::IpAddress(*ip));
    params.subject_alt_names.extend(addresses);
    Ok(params)
}
