//! The certificates that stand beside our own leaf: a town's, and one had from a public authority. They are offered by name
//! while they are good; our own leaf answers for all the rest, and for their names too when they end.

use super::challenges::Challenges;
use super::clock::Verdict;
use super::disk;
use super::facts::{Public, Town};
use super::fault::Fault;
use super::keeper::Keeper;
use super::outside::{Flaw, Given, Outside};
use super::resolver::Offer;
use super::town::{self, Watch};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const PUBLIC: &str = "public.pem";
const ACCOUNT: &str = "acme-account.key";

pub(super) struct Beside(Mutex<Held>);

struct Held {
    town: Watch,
    public: Option<Outside>,
    now: i64,
    is_sure: bool,
}

impl Beside {
    pub fn open(folder: &Path, clock: &Verdict) -> Result<Beside, Fault> {
        let public = disk::bytes(&folder.join(PUBLIC))?.and_then(|file| Outside::read(&file, &file).ok());
        let mut town = Watch::of(vec![folder.to_owned()]);
        town.look();
        let (now, is_sure) = (clock.now(), clock.doubt().is_none());
        Ok(Beside(Mutex::new(Held { town, public, now, is_sure })))
    }

    /// Looks at the town's files, and says what may be served now.
    pub fn tend(&self, clock: &Verdict) -> Vec<Offer> {
        let mut held = self.held();
        held.told(clock);
        held.town.look();
        held.offers()
    }

    pub fn facts(&self) -> (Option<Town>, Option<Public>) {
        let held = self.held();
        let public = held.public.as_ref().map(|public| Public {
            given: public.facts.clone(),
            is_served: public.flaw_at(held.now, held.is_sure).is_none(),
        });
        (held.town.facts(held.now, held.is_sure), public)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn told(&mut self, clock: &Verdict) {
        (self.now, self.is_sure) = (clock.now(), clock.doubt().is_none());
    }

    fn offers(&self) -> Vec<Offer> {
        let public = self.public.as_ref().filter(|public| public.flaw_at(self.now, self.is_sure).is_none());
        // Who took the trouble to put files there wants them served.
        let both = [self.town.sound(self.now, self.is_sure), public];
        both.into_iter()
            .flatten()
            .map(|sound| Offer { facts: sound.facts.clone(), key: sound.certified.clone() })
            .collect()
    }
}

impl Keeper {
    /// Where else the town may put its files; the first of these that holds any counts, then our own folder.
    pub fn also_look_in(&self, places: Vec<PathBuf>) {
        let mut held = self.beside.held();
        let own = held.town.places.pop();
        held.town.places = places.into_iter().chain(own).collect();
        held.town.look();
        self.slot.offer(held.offers());
    }

    /// Where authorities look when they ask whether a name is ours.
    pub fn challenges(&self) -> &Arc<Challenges> {
        self.slot.challenges()
    }

    /// What is wrong with a town's certificate, before it is put in place; else what it says.
    pub fn try_out(&self, chain: &[u8], key: &[u8], clock: &Verdict) -> Result<Given, Flaw> {
        town::try_out(chain, key, clock.now(), clock.doubt().is_none()).map(|sound| sound.facts)
    }

    /// Puts a town's certificate in our own folder, and serves it from the next handshake on.
    pub fn install(&self, chain: &[u8], key: &[u8], clock: &Verdict) -> Result<(), Fault> {
        disk::write(&self.folder, town::KEY, key)?;
        disk::write(&self.folder, town::CHAIN, chain)?;
        self.slot.offer(self.beside.tend(clock));
        Ok(())
    }

    /// Takes it out of our own folder; what stands elsewhere is not ours to touch.
    pub fn uninstall(&self, clock: &Verdict) -> Result<(), Fault> {
        disk::remove(&self.folder.join(town::CHAIN))?;
        disk::remove(&self.folder.join(town::KEY))?;
        self.slot.offer(self.beside.tend(clock));
        Ok(())
    }

    /// Whether it stands in our own folder.
    pub fn is_ours(&self, town: &Town) -> bool {
        town.place == self.folder
    }

    /// Keeps what a public authority gave, then serves it. Nothing of ours changes when it is no good. `clock`: of this moment;
    /// by an earlier one it would not have begun yet.
    pub fn keep_public(&self, chain: &str, key: &str, clock: &Verdict) -> Result<std::result::Result<(), Flaw>, Fault> {
        let sound = match Outside::read(chain.as_bytes(), key.as_bytes()) {
            Ok(sound) => sound,
            Err(flaw) => return Ok(Err(flaw)),
        };
        let mut held = self.beside.held();
        disk::write(&self.folder, PUBLIC, format!("{}\n{key}", chain.trim_end()).as_bytes())?;
        held.told(clock);
        held.public = Some(sound);
        self.slot.offer(held.offers());
        Ok(Ok(()))
    }

    pub fn drop_public(&self) -> Result<(), Fault> {
        let mut held = self.beside.held();
        disk::remove(&self.folder.join(PUBLIC))?;
        held.public = None;
        self.slot.offer(held.offers());
        Ok(())
    }

    /// Our public certificate itself.
    pub fn public_leaf(&self) -> Option<Vec<u8>> {
        self.beside.held().public.as_ref().map(|public| public.leaf().to_vec())
    }

    /// The key of our account with a public authority.
    pub fn account_key(&self) -> Result<Option<Vec<u8>>, Fault> {
        disk::bytes(&self.folder.join(ACCOUNT))
    }

    pub fn keep_account_key(&self, key: &[u8]) -> Result<(), Fault> {
        disk::write(&self.folder, ACCOUNT, key)
    }
}
