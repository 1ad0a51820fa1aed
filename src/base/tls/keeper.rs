//! Keeps the box's certificates: what is on disk, what is served, and when another is due.
//!
//! The clock and the addresses are given at each call, never read here. A disk that refuses leaves in service what
//! stands, and the next `tend` tries again.

use super::authority::{DAY, Shelf};
use super::beside::Beside;
use super::clock::{DoubtReason, SureInstant, Verdict};
use super::facts::{Facts, Hindrance, Reason, Root, Served, Standing, Tended};
use super::fault::Fault;
use super::fingerprint::Fingerprint;
use super::leaf::{self, Leaf};
use super::names::Names;
use super::provisional::{self, Provisional};
use super::resolver::{self, Slot};
use super::{disk, reach};
use rustls::ServerConfig;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const LEAF: &str = "leaf.pem";
/// The one that `leaf.pem` replaced: it is worn again if that one was signed on a clock that ran ahead.
const LEAF_BEFORE: &str = "leaf-before.pem";
const NAMES: &str = "names.json";
/// An authority with less than this ahead of it is not built upon: devices need time to learn the next one.
const OVERLAP: i64 = 365 * DAY;

pub struct Keeper {
    pub(super) folder: PathBuf,
    pub(super) slot: Arc<Slot>,
    pub(super) beside: Beside,
    config: Arc<ServerConfig>,
    state: Mutex<State>,
}

struct State {
    shelf: Shelf,
    names: Option<Names>,
    worn: Worn,
    /// What stands in for the leaf that is worn, should the clock step back before its first day.
    before: Option<Leaf>,
    /// What the neighbours call us instead of one of the names.
    also: Vec<String>,
    addresses: Vec<IpAddr>,
    clock: Verdict,
}

/// What is served.
enum Worn {
    Provisional(Provisional),
    Leaf(Leaf),
}

impl Keeper {
    /// Reads the folder, or begins it with a provisional certificate. Signs no leaf: `tend` does, right after.
    pub fn open(folder: &Path, clock: &Verdict, addresses: &[IpAddr], host: Option<&str>) -> Result<Keeper, Fault> {
        disk::prepare(folder)?;
        let shelf = Shelf::read(folder)?;
        let names = chosen(folder, &shelf)?;
        let before = leaf::read(&folder.join(LEAF_BEFORE))?;
        let worn = match leaf::read(&folder.join(LEAF))? {
            Some(leaf) => Worn::Leaf(leaf),
            None => Worn::Provisional(provisional::read_or_make(folder, clock, host, addresses)?),
        };
        let provider = resolver::provider();
        let key = match &worn {
            Worn::Provisional(provisional) => provisional.certified(&provider)?,
            Worn::Leaf(leaf) => leaf.certified(&provider)?,
        };
        let slot = Arc::new(Slot::new(key));
        let beside = Beside::open(folder, clock)?;
        slot.offer(beside.tend(clock));
        Ok(Keeper {
            folder: folder.to_owned(),
            beside,
            config: Arc::new(resolver::server_config(Arc::clone(&slot))?),
            slot,
            state: Mutex::new(State {
                shelf,
                names,
                worn,
                before,
                also: Vec::new(),
                addresses: addresses.to_vec(),
                clock: *clock,
            }),
        })
    }

    /// Fixes the names. The authority is made the first time, and again only for a name that it is not bound to or
    /// when it nears its end; the earlier ones are kept.
    pub fn establish(&self, names: &Names, school: &str, now: SureInstant) -> Result<Tended, Fault> {
        let mut state = self.state();
        if let Some(path) = state.shelf.damage() {
            return Err(Fault::BrokenAuthority { path: path.clone() });
        }
        let suits = state
            .shelf
            .newest()
            .is_some_and(|newest| newest.facts.names.cover(names) && now.unix() < newest.facts.until - OVERLAP);
        if !suits {
            state.shelf.found(&self.folder, names, school, now)?;
        }
        let file = disk::json(&self.folder.join(NAMES), names)?;
        disk::write(&self.folder, NAMES, &file)?;
        state.names = Some(names.clone());
        state.clock = Verdict::Sure(now);
        self.renew(&mut state)
    }

    /// Looks at the clock, the addresses and what others signed, and issues a leaf if one is due. For the start and for every
    /// minute.
    pub fn tend(&self, clock: &Verdict, addresses: &[IpAddr]) -> Result<Tended, Fault> {
        self.slot.offer(self.beside.tend(clock));
        let mut state = self.state();
        state.clock = *clock;
        state.addresses = addresses.to_vec();
        self.renew(&mut state)
    }

    /// Names that stand in for ours in the neighbourhood: the next leaf carries those that the authority may vouch for.
    pub fn also_called<'a>(&self, names: impl Iterator<Item = &'a str>) {
        self.state().also = names.map(str::to_owned).collect();
    }

    /// Forgets an earlier authority, its key with it.
    pub fn drop_root(&self, fingerprint: &Fingerprint) -> Result<(), Fault> {
        let mut state = self.state();
        let whole = &state.shelf.whole;
        match whole.iter().position(|a| a.fingerprint() == *fingerprint) {
            None => Err(Fault::UnknownRoot),
            Some(0) => Err(Fault::RootInUse),
            Some(at) => {
                disk::remove(&whole[at].facts.path(&self.folder))?;
                state.shelf.whole.remove(at);
                Ok(())
            }
        }
    }

    /// The same for as long as the program runs; what it serves changes by itself.
    pub fn server_config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// Whether the school chose this name: where browsers may be told to ask for nothing but HTTPS.
    pub fn is_called(&self, host: &str) -> bool {
        self.state().names.as_ref().is_some_and(|names| names.dns().iter().any(|name| name == host))
    }

    pub fn facts(&self) -> Facts {
        let state = self.state();
        let standing = match state.shelf.newest() {
            None => Standing::Provisional,
            Some(_) => Standing::Authority,
        };
        let (town, public) = self.beside.facts();
        let broken = state.shelf.broken.iter().map(|(_, path)| path.clone());
        Facts {
            standing,
            served: state.served(),
            names: state.names.clone(),
            left_out: leaf::sort_out(&state.addresses).1,
            roots: state.roots(),
            broken: broken.collect(),
            hindrance: state.hindrance(),
            town,
            public,
        }
    }

    fn renew(&self, state: &mut State) -> Result<Tended, Fault> {
        let (inside, left_out) = leaf::sort_out(&state.addresses);
        let hindrance = state.hindrance();
        let issued = match (&hindrance, state.clock) {
            (None, Verdict::Sure(now)) => self.issue_if_due(state, &inside, now)?,
            _ => None,
        };
        if issued.is_none() {
            self.wear_the_valid_one(state)?;
        }
        Ok(Tended { issued, hindrance, left_out })
    }

    fn issue_if_due(&self, state: &mut State, inside: &[IpAddr], now: SureInstant) -> Result<Option<Reason>, Fault> {
        let (Some(authority), Some(names)) = (state.shelf.newest(), &state.names) else {
            return Ok(None);
        };
        let vouched = |name: &&String| Names::parse([*name]).is_ok_and(|name| authority.facts.names.cover(&name));
        let names = &names.and(state.also.iter().filter(vouched));
        let standing = match &state.worn {
            Worn::Leaf(leaf) => Some(leaf),
            Worn::Provisional(_) => None,
        };
        let Some(reason) = leaf::due(standing, authority, names, inside, now) else {
            return Ok(None);
        };
        let leaf = leaf::sign(authority, names, inside, now)?;
        let key = leaf.certified(&resolver::provider())?;
        // Set aside before it is overwritten: a power cut between the two costs nothing.
        let set_aside = standing.filter(|worn| leaf::may_be_missed(worn, state.before.as_ref(), now));
        if let Some(worn) = set_aside {
            worn.write(&self.folder, LEAF_BEFORE)?;
        }
        let is_set_aside = set_aside.is_some();
        leaf.write(&self.folder, LEAF)?;
        self.slot.replace(key);
        match std::mem::replace(&mut state.worn, Worn::Leaf(leaf)) {
            Worn::Provisional(_) => disk::remove(&self.folder.join(provisional::FILE))?,
            Worn::Leaf(worn) if is_set_aside => state.before = Some(worn),
            Worn::Leaf(_) => {}
        }
        Ok(Some(reason))
    }

    /// The leaf before, while the one that is worn has not begun; and back. Nothing is signed nor written for that.
    fn wear_the_valid_one(&self, state: &mut State) -> Result<(), Fault> {
        let now = state.clock.now();
        // A clock that lags says nothing of which leaf is valid.
        let may_lag = state.clock.doubt().is_some_and(|doubt| doubt.reason == DoubtReason::BeforeBuild);
        let State { worn: Worn::Leaf(worn), before: Some(before), .. } = state else {
            return Ok(());
        };
        if may_lag || worn.facts.is_valid(now) || !before.facts.is_valid(now) {
            return Ok(());
        }
        self.slot.replace(before.certified(&resolver::provider())?);
        std::mem::swap(worn, before);
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn hindrance(&self) -> Option<Hindrance> {
        if let Some(path) = self.shelf.damage() {
            return Some(Hindrance::BrokenAuthority(path.clone()));
        }
        if self.shelf.newest().is_none() && matches!(self.worn, Worn::Leaf(_)) {
            return Some(Hindrance::NoAuthority);
        }
        if let Some(doubt) = self.clock.doubt() {
            return Some(Hindrance::Clock(doubt));
        }
        let ended = |until: i64| self.clock.now() >= until;
        let newest = self.shelf.newest()?;
        ended(newest.facts.until).then_some(Hindrance::ExpiredAuthority)
    }

    fn served(&self) -> Served {
        match &self.worn {
            Worn::Provisional(provisional) => Served {
                fingerprint: provisional.fingerprint(),
                issuer: None,
                from: provisional.facts.from,
                until: provisional.facts.until,
                dns: provisional.facts.dns.clone(),
                addresses: provisional.facts.addresses.clone(),
            },
            Worn::Leaf(leaf) => {
                let mut dns = leaf.facts.names.dns().to_vec();
                dns.push(reach::LOCALHOST.to_owned());
                let mut addresses = leaf.facts.addresses.clone();
                addresses.extend(reach::LOOPBACK);
                Served {
                    fingerprint: leaf.fingerprint(),
                    issuer: Some(leaf.facts.issuer),
                    from: leaf.facts.from,
                    until: leaf.facts.until,
                    dns,
                    addresses,
                }
            }
        }
    }

    fn roots(&self) -> Vec<Root> {
        let now = self.clock.now();
        let standing = self.shelf.whole.iter().filter(|a| now < a.facts.until);
        standing
            .map(|authority| Root {
                title: authority.facts.title(),
                school: authority.facts.school.clone(),
                names: authority.facts.names.clone(),
                from: authority.facts.from,
                until: authority.facts.until,
                der: authority.der.to_vec(),
            })
            .collect()
    }
}

/// The names chosen last. Those of the newest authority when the file is lost or when a power cut fell between the
/// authority and it.
fn chosen(folder: &Path, shelf: &Shelf) -> Result<Option<Names>, Fault> {
    let Some(newest) = shelf.newest() else {
        return Ok(None);
    };
    let written = disk::bytes(&folder.join(NAMES))?
        .and_then(|file| serde_json::from_slice::<Names>(&file).ok())
        .filter(|names| newest.facts.names.cover(names));
    Ok(Some(written.unwrap_or_else(|| newest.facts.names.clone())))
}
