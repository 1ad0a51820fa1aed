//! Recovery keys that stand on somebody's screen and are not confirmed from the paper yet. In memory alone: a private half
//! never touches the box's disk, and is forgotten after an hour, with a restart, or once its last group came back.

use super::{
    fault::Result,
    key::{BoxKeys, RecoveryKey},
};
use crate::base::clock::Instant;
use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Long enough to find a printer.
const KEPT: i64 = Instant::HOUR;
/// More screens than a school has directors.
const MOST: usize = 16;

#[derive(Default)]
pub struct Papers(Mutex<Vec<Paper>>);

struct Paper {
    owner: String,
    until: Instant,
    key: RecoveryKey,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Confirmed {
    Yes,
    NotThatGroup,
    /// Nothing is on that screen any more.
    Forgotten,
}

impl Papers {
    /// A new key for that screen, in the place of the one before.
    pub fn draw(&self, owner: &str, now: Instant) {
        let mut papers = self.standing(now);
        papers.retain(|paper| paper.owner != owner);
        if papers.len() >= MOST {
            papers.remove(0);
        }
        papers.push(Paper { owner: owner.to_owned(), until: now.plus(KEPT), key: RecoveryKey::draw() });
    }

    /// What that screen shows.
    pub fn shown<T>(&self, owner: &str, now: Instant, draw: impl FnOnce(&RecoveryKey) -> T) -> Option<T> {
        self.standing(now).iter().find(|paper| paper.owner == owner).map(|paper| draw(&paper.key))
    }

    /// From now on backups are written to it too, when its last group was copied from the paper. `keys` is the `cles` folder.
    pub fn confirm(&self, owner: &str, typed: &str, keys: &Path, now: Instant) -> Result<Confirmed> {
        let mut papers = self.standing(now);
        let Some(at) = papers.iter().position(|paper| paper.owner == owner) else { return Ok(Confirmed::Forgotten) };
        if !papers[at].key.ends_with(typed) {
            return Ok(Confirmed::NotThatGroup);
        }
        BoxKeys::open(keys)?.set_recovery(keys, &papers[at].key)?;
        papers.remove(at);
        Ok(Confirmed::Yes)
    }

    fn standing(&self, now: Instant) -> MutexGuard<'_, Vec<Paper>> {
        let mut papers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        papers.retain(|paper| paper.until > now);
        papers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_counts_once_its_end_came_back_and_to_its_own_screen_alone() {
        let (papers, now, folder) = (Papers::default(), Instant(1_000), tempfile::tempdir().unwrap());
        papers.draw("a", now);
        papers.draw("b", now);
        let last = |owner: &str| papers.shown(owner, now, |key| key.groups().pop()).flatten();
        let (a, b) = (last("a").unwrap(), last("b").unwrap());
        let confirm = |owner: &str, typed: &str| papers.confirm(owner, typed, folder.path(), now).unwrap();
        assert_eq!(confirm("a", &b), Confirmed::NotThatGroup);
        assert_eq!(confirm("c", &a), Confirmed::Forgotten);
        assert!(!BoxKeys::open(folder.path()).unwrap().has_recovery());
        assert_eq!(confirm("a", &a.to_lowercase()), Confirmed::Yes);
        assert!(BoxKeys::open(folder.path()).unwrap().has_recovery());
        assert_eq!((confirm("a", &a), last("a")), (Confirmed::Forgotten, None));
        assert!(papers.shown("b", now.plus(KEPT), |_| ()).is_none());
    }
}
