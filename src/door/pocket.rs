//! What a session carries from one page to the next in memory alone: files that must never touch the disk. Gone after a
//! quarter of an hour, with the next ones, or with a restart; what it held is overwritten then.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx},
        error::{Error, Result},
    },
    door::Cx,
    school::Person,
};
use std::{
    borrow::Borrow,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

const KEPT: i64 = 15 * Instant::MINUTE;
/// Of all pockets together; the oldest make room.
const MOST: usize = 96 * 1024 * 1024;

/// A file that came in memory.
pub struct Carried {
    pub name: String,
    bytes: Vec<u8>,
}

impl Carried {
    pub fn new(name: String, bytes: Vec<u8>) -> Carried {
        Carried { name, bytes }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Carried {
    fn drop(&mut self) {
        self.bytes.fill(0);
        std::hint::black_box(&self.bytes);
    }
}

pub type Files = Vec<Arc<Carried>>;

#[derive(Default)]
pub struct Pockets(Mutex<Vec<Pocket>>);

struct Pocket {
    owner: Owner,
    until: Instant,
    files: Files,
}

/// A session, and who is in it: the number alone may be another's one day.
#[derive(Clone, Copy, PartialEq)]
pub struct Owner(i64, Id<Person>);

impl Owner {
    pub fn of<D: Borrow<Rx>>(cx: &Cx<D>) -> Result<Owner> {
        let session = cx.session.as_ref().ok_or(Error::SignIn)?;
        Ok(Owner(session.id, cx.viewer()?.person))
    }
}

impl Pockets {
    /// In the place of what this session carried before.
    pub fn put(&self, owner: Owner, files: Files, now: Instant) {
        let mut pockets = self.standing(now);
        pockets.retain(|pocket| pocket.owner != owner);
        pockets.push(Pocket { owner, until: now.plus(KEPT), files });
        while pockets.len() > 1 && pockets.iter().map(Pocket::weight).sum::<usize>() > MOST {
            pockets.remove(0);
        }
    }

    pub fn files(&self, owner: Owner, now: Instant) -> Option<Files> {
        self.standing(now).iter().find(|pocket| pocket.owner == owner).map(|pocket| pocket.files.clone())
    }

    pub fn empty(&self, owner: Owner, now: Instant) {
        self.standing(now).retain(|pocket| pocket.owner != owner);
    }

    /// Forgets what is past its time.
    pub fn sweep(&self, now: Instant) {
        drop(self.standing(now));
    }

    fn standing(&self, now: Instant) -> MutexGuard<'_, Vec<Pocket>> {
        let mut pockets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pockets.retain(|pocket| pocket.until > now);
        pockets
    }
}

impl Pocket {
    fn weight(&self) -> usize {
        self.files.iter().map(|file| file.bytes.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: usize) -> Files {
        vec![Arc::new(Carried::new("liste.xlsx".to_owned(), vec![1; bytes]))]
    }

    #[test]
    fn a_pocket_is_one_session_s_and_lasts_a_quarter_of_an_hour() {
        let (pockets, now) = (Pockets::default(), Instant(1_000));
        let (anne, other) = (Owner(1, Id::new(7)), Owner(1, Id::new(8)));
        pockets.put(anne, file(3), now);
        assert_eq!(pockets.files(anne, now.plus(KEPT - 1)).map(|files| files.len()), Some(1));
        assert!(pockets.files(other, now).is_none());
        pockets.sweep(now.plus(KEPT));
        assert!(pockets.files(anne, now).is_none());
    }

    #[test]
    fn pockets_are_bounded_together() {
        let (pockets, now) = (Pockets::default(), Instant(1_000));
        for session in 0..3 {
            pockets.put(Owner(session, Id::new(7)), file(MOST / 2), now);
        }
        let held = (0..3).filter(|session| pockets.files(Owner(*session, Id::new(7)), now).is_some());
        assert_eq!(held.collect::<Vec<_>>(), [1, 2]);
    }
}
