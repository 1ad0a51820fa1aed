//! A certificate that the town puts in place as files: looked at each time, read again when they change, served while it is
//! sound. A change that is no good leaves in service what was there before.

use super::facts::Town;
use super::outside::{Flaw, Outside};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The chain, ours first; PEM.
pub const CHAIN: &str = "certificat.pem";
/// Its key, without a password; PEM.
pub const KEY: &str = "cle.pem";

/// Why the files are not served as they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TownFlaw {
    /// One of the two is not there.
    Missing(PathBuf),
    /// It is there, and closed to the service's account.
    Closed(PathBuf),
    Certificate(Flaw),
}

#[derive(Default)]
pub(super) struct Watch {
    /// The first that holds a file is the one.
    pub places: Vec<PathBuf>,
    place: Option<PathBuf>,
    seen: Option<Stamp>,
    held: Option<Outside>,
    flaw: Option<TownFlaw>,
    is_key_open: bool,
}

/// Changes whenever one of the files does.
type Stamp = [Option<(u64, i64, i64, u64, u32)>; 2];

impl Watch {
    pub fn of(places: Vec<PathBuf>) -> Watch {
        Watch { places, ..Watch::default() }
    }

    pub fn look(&mut self) {
        let place = self.places.iter().find(|place| place.join(CHAIN).exists() || place.join(KEY).exists()).cloned();
        let Some(place) = place else {
            *self = Watch::of(std::mem::take(&mut self.places));
            return;
        };
        let files = [place.join(CHAIN), place.join(KEY)];
        let stamp = files.each_ref().map(|file| stamp(file));
        if self.place.as_ref() == Some(&place) && self.seen == Some(stamp) {
            return;
        }
        let [chain, key] = &files;
        self.flaw = match read(chain).and_then(|chain| Ok((chain, read(key)?))) {
            Ok((chain, key)) => match Outside::read(&chain, &key) {
                Ok(outside) => {
                    self.held = Some(outside);
                    None
                }
                Err(flaw) => Some(TownFlaw::Certificate(flaw)),
            },
            Err(flaw) => Some(flaw),
        };
        self.is_key_open = stamp[1].is_some_and(|(.., mode)| mode & 0o007 != 0);
        (self.place, self.seen) = (Some(place), Some(stamp));
    }

    /// What may be served now.
    pub fn sound(&self, now: i64, is_sure: bool) -> Option<&Outside> {
        self.held.as_ref().filter(|held| held.flaw_at(now, is_sure).is_none())
    }

    pub fn facts(&self, now: i64, is_sure: bool) -> Option<Town> {
        let place = self.place.clone()?;
        let in_time = self.held.as_ref().and_then(|held| held.flaw_at(now, is_sure));
        Some(Town {
            place,
            given: self.held.as_ref().map(|held| held.facts.clone()),
            flaw: self.flaw.clone().or(in_time.clone().map(TownFlaw::Certificate)),
            is_served: self.held.is_some() && in_time.is_none(),
            is_key_open: self.is_key_open,
        })
    }
}

/// Before they are put in place: what is wrong with these two, or what they say.
pub(super) fn try_out(chain: &[u8], key: &[u8], now: i64, is_sure: bool) -> Result<Outside, Flaw> {
    let outside = Outside::read(chain, key)?;
    match outside.flaw_at(now, is_sure) {
        Some(flaw) => Err(flaw),
        None => Ok(outside),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TownFlaw> {
    fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => TownFlaw::Missing(path.to_owned()),
        _ => TownFlaw::Closed(path.to_owned()),
    })
}

fn stamp(path: &Path) -> Option<(u64, i64, i64, u64, u32)> {
    let found = fs::metadata(path).ok()?;
    Some((found.ino(), found.mtime(), found.mtime_nsec(), found.len(), found.mode()))
}

#[cfg(test)]
mod tests {
    use super::super::outside::tests::{Made, NOW, made};
    use super::*;

    fn put(place: &Path, made: &Made) {
        fs::write(place.join(CHAIN), made.leaf.clone() + &made.root).unwrap();
        fs::write(place.join(KEY), &made.key).unwrap();
    }

    #[test]
    fn files_are_read_again_when_they_change_and_a_bad_change_serves_nothing_new() {
        let place = tempfile::tempdir().unwrap();
        let mut watch = Watch::of(vec![place.path().to_owned()]);
        watch.look();
        assert!(watch.facts(NOW, true).is_none());
        put(place.path(), &made(&["a.example"], |_| ()));
        watch.look();
        assert_eq!(watch.sound(NOW, true).unwrap().facts.dns, ["a.example"]);
        put(place.path(), &made(&["b.example"], |_| ()));
        watch.look();
        assert_eq!(watch.sound(NOW, true).unwrap().facts.dns, ["b.example"]);
        fs::write(place.path().join(KEY), made(&["c.example"], |_| ()).key).unwrap();
        watch.look();
        let facts = watch.facts(NOW, true).unwrap();
        assert_eq!(facts.flaw, Some(TownFlaw::Certificate(Flaw::NotItsKey)));
        assert!(facts.is_served && facts.given.unwrap().dns == ["b.example"]);
        fs::remove_file(place.path().join(KEY)).unwrap();
        watch.look();
        assert_eq!(watch.facts(NOW, true).unwrap().flaw, Some(TownFlaw::Missing(place.path().join(KEY))));
        fs::remove_file(place.path().join(CHAIN)).unwrap();
        watch.look();
        assert!(watch.facts(NOW, true).is_none() && watch.sound(NOW, true).is_none());
    }

    #[test]
    fn the_first_place_that_holds_a_file_counts_and_an_open_key_is_noticed() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let places = vec![first.path().to_owned(), second.path().to_owned()];
        let mut watch = Watch::of(places);
        put(second.path(), &made(&["second.example"], |_| ()));
        watch.look();
        assert_eq!(watch.facts(NOW, true).unwrap().place, second.path());
        put(first.path(), &made(&["first.example"], |_| ()));
        watch.look();
        let facts = watch.facts(NOW, true).unwrap();
        assert_eq!((facts.place.as_path(), facts.given.unwrap().dns), (first.path(), vec!["first.example".to_owned()]));
        assert!(facts.is_key_open, "0644");
        let until = watch.sound(NOW, true).unwrap().facts.until;
        assert!(watch.sound(until, true).is_none());
    }
}
