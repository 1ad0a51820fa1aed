//! A certificate that somebody else signed, a town or a public authority, with its chain and its key: read, checked, and told
//! in facts. What is wrong with it is told too; the sentences are written elsewhere.

use super::resolver::provider;
use rustls::RootCertStore;
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use x509_parser::prelude::*;

pub(super) struct Outside {
    pub facts: Given,
    pub certified: Arc<CertifiedKey>,
}

/// What such a certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub dns: Vec<String>,
    pub addresses: Vec<IpAddr>,
    pub from: i64,
    pub until: i64,
    /// Who signed it, as browsers show it.
    pub issuer: String,
    /// Every browser knows who signed it; else only those that were told.
    pub is_known_to_all: bool,
}

/// Why it cannot be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No certificate in the file.
    NoCertificate,
    /// No key that can be read.
    NoKey,
    /// A key that asks for a password.
    LockedKey,
    /// The key of another certificate.
    NotItsKey,
    /// For signing or for mail, not for a server; or an authority's own.
    NotForServers,
    /// No name in it.
    NoName,
    /// The certificates do not follow from one another.
    BrokenChain,
    NotBegun(i64),
    Ended(i64),
}

impl Outside {
    /// Whatever is whole; `flaw_at` says whether it may be served now.
    pub fn read(chain: &[u8], key: &[u8]) -> Result<Outside, Flaw> {
        let chain: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(chain).collect::<Result<_, _>>().map_err(|_| Flaw::NoCertificate)?;
        let leaf = chain.first().ok_or(Flaw::NoCertificate)?;
        let read_key = PrivateKeyDer::from_pem_slice(key);
        let is_locked = || String::from_utf8_lossy(key).contains("ENCRYPTED");
        let key = read_key.map_err(|_| if is_locked() { Flaw::LockedKey } else { Flaw::NoKey })?;
        let facts = given(leaf, &chain[1..])?;
        let provider = provider();
        provider.key_provider.load_private_key(key.clone_key()).map_err(|_| Flaw::NoKey)?;
        let certified = CertifiedKey::from_der(chain, key, &provider).map_err(|_| Flaw::NotItsKey)?;
        Ok(Outside { facts, certified: Arc::new(certified) })
    }

    /// What keeps it from being served at this instant. `is_sure`: a clock in doubt says nothing of a first day.
    pub fn flaw_at(&self, now: i64, is_sure: bool) -> Option<Flaw> {
        let Given { from, until, .. } = self.facts;
        if now >= until {
            return Some(Flaw::Ended(until));
        }
        if now < from && is_sure {
            return Some(Flaw::NotBegun(from));
        }
        let (leaf, rest) = self.certified.cert.split_first()?;
        // Inside its own days, so that only the chain is spoken of.
        (!follows(leaf, rest, now.max(from))).then_some(Flaw::BrokenChain)
    }

    pub fn leaf(&self) -> &[u8] {
        self.certified.cert.first().map_or(&[], |leaf| leaf.as_ref())
    }
}

impl Given {
    /// By name, or by `*.ville.fr` for one part more.
    pub fn covers(&self, name: &str) -> bool {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let above = name.split_once('.').map(|(_, above)| above);
        self.dns.iter().any(|own| match own.strip_prefix("*.") {
            Some(zone) => above == Some(zone),
            None => *own == name,
        })
    }
}

fn given(leaf: &CertificateDer, rest: &[CertificateDer]) -> Result<Given, Flaw> {
    let (_, parsed) = X509Certificate::from_der(leaf).map_err(|_| Flaw::NoCertificate)?;
    let for_servers = match parsed.extended_key_usage() {
        Ok(Some(usage)) => usage.value.server_auth || usage.value.any,
        _ => true,
    };
    if parsed.is_ca() || !for_servers {
        return Err(Flaw::NotForServers);
    }
    let (mut dns, mut addresses) = (Vec::new(), Vec::new());
    if let Ok(Some(names)) = parsed.subject_alternative_name() {
        for name in &names.value.general_names {
            match name {
                GeneralName::DNSName(name) => dns.push(name.to_ascii_lowercase()),
                GeneralName::IPAddress(bytes) => addresses.extend(address(bytes)),
                _ => {}
            }
        }
    }
    if dns.is_empty() && addresses.is_empty() {
        return Err(Flaw::NoName);
    }
    let issuer = parsed.issuer();
    let called = issuer.iter_organization().chain(issuer.iter_common_name()).find_map(|part| part.as_str().ok());
    let (from, until) = (parsed.validity().not_before.timestamp(), parsed.validity().not_after.timestamp() + 1);
    let webs = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    Ok(Given {
        dns,
        addresses,
        from,
        until,
        issuer: called.unwrap_or_default().to_owned(),
        is_known_to_all: vouches(&webs, leaf, rest, from),
    })
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

/// Whether each certificate of the chain is signed by the next. One alone follows from nothing.
fn follows(leaf: &CertificateDer, rest: &[CertificateDer], now: i64) -> bool {
    let Some((last, between)) = rest.split_last() else { return true };
    let mut anchor = RootCertStore::empty();
    anchor.add(last.clone().into_owned()).is_ok() && vouches(&anchor, leaf, between, now)
}

fn vouches(roots: &RootCertStore, leaf: &CertificateDer, between: &[CertificateDer], now: i64) -> bool {
    let now = UnixTime::since_unix_epoch(Duration::from_secs(now.max(0) as u64));
    let algorithms = provider().signature_verification_algorithms.all;
    let Ok(parsed) = ParsedCertificate::try_from(leaf) else { return false };
    verify_server_cert_signed_by_trust_anchor(&parsed, roots, between, now, algorithms).is_ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::tls::credential::date;
    use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};

    pub const NOW: i64 = 1_800_000_000;
    const DAY: i64 = 86_400;

    /// An authority's certificate and one that it signed, with its key.
    pub struct Made {
        pub root: String,
        pub leaf: String,
        pub key: String,
    }

    pub fn made(names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> Made {
        let root_key = KeyPair::generate().unwrap();
        let mut root = CertificateParams::default();
        root.distinguished_name.push(DnType::OrganizationName, "Ville de Saint-Fictif");
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        (root.not_before, root.not_after) = (date(NOW - DAY), date(NOW + 900 * DAY));
        let signed = root.self_signed(&root_key).unwrap();
        let mut params = CertificateParams::new(names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>()).unwrap();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        (params.not_before, params.not_after) = (date(NOW - DAY), date(NOW + 90 * DAY));
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let leaf = params.signed_by(&key, &Issuer::from_params(&root, &root_key)).unwrap();
        Made { root: signed.pem(), leaf: leaf.pem(), key: key.serialize_pem() }
    }

    fn read(chain: &str, key: &str) -> Result<Outside, Flaw> {
        Outside::read(chain.as_bytes(), key.as_bytes())
    }

    #[test]
    fn a_chain_and_its_key_are_taken_and_told() {
        let made = made(&["ent.ville.example", "192.168.1.10"], |_| ());
        let whole = read(&(made.leaf.clone() + &made.root), &made.key).ok().unwrap();
        assert_eq!(whole.facts.dns, ["ent.ville.example"]);
        assert_eq!(whole.facts.addresses, ["192.168.1.10".parse::<IpAddr>().unwrap()]);
        assert_eq!(whole.facts.issuer, "Ville de Saint-Fictif");
        assert!(!whole.facts.is_known_to_all);
        assert_eq!(whole.flaw_at(NOW, true), None);
        assert_eq!(read(&made.leaf, &made.key).ok().unwrap().flaw_at(NOW, true), None, "the leaf alone");
    }

    #[test]
    fn each_flaw_has_its_name() {
        let good = made(&["ent.ville.example"], |_| ());
        let other = made(&["ent.ville.example"], |_| ());
        let flaw = |chain: &str, key: &str| read(chain, key).err();
        assert_eq!(flaw("rien", &good.key), Some(Flaw::NoCertificate));
        assert_eq!(flaw(&good.leaf, "rien"), Some(Flaw::NoKey));
        let locked = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n";
        assert_eq!(flaw(&good.leaf, locked), Some(Flaw::LockedKey));
        assert_eq!(flaw(&good.leaf, &other.key), Some(Flaw::NotItsKey));
        assert_eq!(flaw(&good.root, &good.key), Some(Flaw::NotForServers));
        let mail = made(&["a.example"], |p| p.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection]);
        assert_eq!(flaw(&mail.leaf, &mail.key), Some(Flaw::NotForServers));
        let nameless = made(&[], |_| ());
        assert_eq!(flaw(&nameless.leaf, &nameless.key), Some(Flaw::NoName));
        let strange = read(&(good.leaf.clone() + &other.root), &good.key).ok().unwrap();
        assert_eq!(strange.flaw_at(NOW, true), Some(Flaw::BrokenChain));
    }

    #[test]
    fn its_days_are_counted_by_a_clock_that_is_believed() {
        let made = made(&["ent.ville.example"], |_| ());
        let held = read(&(made.leaf + &made.root), &made.key).ok().unwrap();
        let Given { from, until, .. } = held.facts;
        assert_eq!(held.flaw_at(until, true), Some(Flaw::Ended(until)));
        assert_eq!(held.flaw_at(until - 1, true), None);
        assert_eq!(held.flaw_at(from - 1, true), Some(Flaw::NotBegun(from)));
        assert_eq!(held.flaw_at(from - 1, false), None, "a clock that lags hides nothing");
    }

    #[test]
    fn a_star_covers_one_part_more() {
        let made = made(&["*.ecoles.ville.example", "ville.example"], |_| ());
        let facts = read(&made.leaf, &made.key).ok().unwrap().facts;
        for name in ["jaures.ecoles.ville.example", "JAURES.ecoles.ville.example.", "ville.example"] {
            assert!(facts.covers(name), "{name}");
        }
        for name in ["ecoles.ville.example", "a.b.ecoles.ville.example", "www.ville.example", "faux-ville.example"] {
            assert!(!facts.covers(name), "{name}");
        }
    }
}
