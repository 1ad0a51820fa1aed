//! What the console and the page of trust may say of the certificates: facts only, the sentences are theirs.

use super::clock::Doubt;
use super::credential::pem;
use super::fingerprint::Fingerprint;
use super::names::Names;
use super::outside::Given;
use super::profile;
use super::town::TownFlaw;
use std::net::IpAddr;
use std::path::PathBuf;

/// Everything that there is to show, as it was at the last `tend`.
#[derive(Clone, Debug)]
pub struct Facts {
    pub standing: Standing,
    pub served: Served,
    /// The names chosen, once they are.
    pub names: Option<Names>,
    /// The machine's addresses that no certificate of the school's may name.
    pub left_out: Vec<IpAddr>,
    /// The authorities still valid, newest first.
    pub roots: Vec<Root>,
    /// Files of authorities that are damaged, to be restored from a backup.
    pub broken: Vec<PathBuf>,
    /// Why nothing would be issued now.
    pub hindrance: Option<Hindrance>,
    /// What the town put in place, if it did.
    pub town: Option<Town>,
    /// What a public authority gave, if one did.
    pub public: Option<Public>,
}

/// A town's certificate, as its files stand.
#[derive(Clone, Debug)]
pub struct Town {
    /// The folder where they are.
    pub place: PathBuf,
    /// The last that was good, which may be older than the files.
    pub given: Option<Given>,
    pub flaw: Option<TownFlaw>,
    pub is_served: bool,
    /// Anybody on the machine may read its key.
    pub is_key_open: bool,
}

/// A public authority's certificate. Once it has ended our own leaf answers for its names.
#[derive(Clone, Debug)]
pub struct Public {
    pub given: Given,
    pub is_served: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No authority yet.
    Provisional,
    Authority,
}

/// The certificate that browsers receive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    pub fingerprint: Fingerprint,
    /// The root that signed it, or nothing for the provisional one.
    pub issuer: Option<Fingerprint>,
    pub from: i64,
    pub until: i64,
    pub dns: Vec<String>,
    pub addresses: Vec<IpAddr>,
}

/// One authority's public half.
#[derive(Clone, Debug)]
pub struct Root {
    /// How devices list it.
    pub title: String,
    pub school: String,
    /// The names that it is bound to.
    pub names: Names,
    pub from: i64,
    pub until: i64,
    pub(super) der: Vec<u8>,
}

/// What a `tend` or an `establish` did, and what kept it from doing more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tended {
    /// Why a leaf was issued, if one was.
    pub issued: Option<Reason>,
    pub hindrance: Option<Hindrance>,
    pub left_out: Vec<IpAddr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There was none, or it was damaged.
    First,
    /// A third of its life was left.
    ThirdLeft,
    /// The machine's addresses changed.
    Addresses,
    /// The school's names changed.
    Names,
    /// There is a newer authority.
    Authority,
    /// It was signed on a clock that ran ahead.
    NotYetValid,
}

/// Why nothing is issued. What stands goes on being served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    Clock(Doubt),
    BrokenAuthority(PathBuf),
    ExpiredAuthority,
    /// A leaf is served whose authority is not there any more, after half a restoration perhaps: it ends unrenewed.
    NoAuthority,
}

impl Root {
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.der)
    }

    /// For Windows, Android and Chromebook.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// For Firefox, Linux and command lines.
    pub fn pem(&self) -> String {
        pem("CERTIFICATE", &self.der)
    }

    /// For iPhone, iPad and macOS.
    pub fn mobileconfig(&self) -> Vec<u8> {
        profile::of(self).into_bytes()
    }
}
