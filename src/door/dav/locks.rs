//! Who holds what for writing (RFC 4918, 6 and 7). A lock is one person's and ends by itself; whoever writes shows its token.
//! Judged in memory: there are few in a space.

use super::{conditions::If, place::Place};
use crate::{
    base::{clock::Instant, db::Id},
    school::Person,
};

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lock {
    pub token: String,
    pub place: Place,
    pub is_deep: bool,
    pub is_shared: bool,
    pub person: Id<Person>,
    /// The owner element that the program sent.
    pub said: String,
    pub expires_at: Instant,
}

/// What is about to change at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// The thing itself.
    Of,
    /// That it stands there at all: its folder changes too.
    Comes,
    /// The same, with all that it holds.
    Goes,
}

impl Lock {
    /// Whether the lock holds there.
    pub fn covers(&self, key: &str) -> bool {
        let own = self.place.key();
        own == key || (self.is_deep && is_below(key, &own))
    }
}

/// A lock that stands in the way of somebody who shows these tokens.
pub fn in_the_way<'a>(
    locks: &'a [Lock],
    place: &Place,
    change: Change,
    person: Id<Person>,
    shown: Option<&If>,
) -> Option<&'a Lock> {
    let (key, folder) = (place.key(), place.folder().key());
    let concerns = |lock: &&Lock| {
        lock.covers(&key)
            || (change != Change::Of && lock.covers(&folder))
            || (change == Change::Goes && is_below(&lock.place.key(), &key))
    };
    let holds = |lock: &Lock| lock.person == person && shown.is_some_and(|shown| shown.shows(&lock.token));
    let concerned: Vec<&Lock> = locks.iter().filter(concerns).collect();
    // Of several who share, each may write.
    let shares =
        |lock: &Lock| concerned.iter().any(|own| own.is_shared && own.place.key() == lock.place.key() && holds(own));
    concerned.iter().find(|lock| !(holds(lock) || lock.is_shared && shares(lock))).copied()
}

/// The one beside which a new lock cannot be.
pub fn at_odds<'a>(locks: &'a [Lock], place: &Place, is_deep: bool, is_shared: bool) -> Option<&'a Lock> {
    let key = place.key();
    locks.iter().find(|lock| {
        let meets = lock.covers(&key) || (is_deep && is_below(&lock.place.key(), &key));
        meets && !(is_shared && lock.is_shared)
    })
}

fn is_below(key: &str, folder: &str) -> bool {
    key.len() > folder.len() && key.starts_with(folder) && key.as_bytes()[folder.len()] == b'/'
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Id<Person> = Id::new(1);

    fn lock(path: &str, is_deep: bool, is_shared: bool, person: i64) -> Lock {
        let token = format!("urn:{path}:{person}");
        Lock {
            token,
            place: place(path),
            is_deep,
            is_shared,
            person: Id::new(person),
            said: String::new(),
            expires_at: Instant(9),
        }
    }

    fn place(path: &str) -> Place {
        Place::read(&format!("/dav{path}")).unwrap()
    }

    fn shown(token: &str) -> Option<If> {
        If::read(&format!("(<{token}>)"), |_| None)
    }

    #[test]
    fn a_lock_stands_in_the_way_of_what_it_holds_and_of_nothing_else() {
        let flat = [lock("/s/a", false, false, 2)];
        let way = |locks: &[Lock], path: &str, change| in_the_way(locks, &place(path), change, ME, None).is_some();
        assert!(way(&flat, "/s/a", Change::Of) && way(&flat, "/s/A", Change::Of));
        assert!(way(&flat, "/s/a/new", Change::Comes), "a folder that is held takes nothing in");
        assert!(!way(&flat, "/s/a/there", Change::Of) && !way(&flat, "/s/ab", Change::Goes));
        assert!(way(&flat, "/s", Change::Goes) && !way(&flat, "/s", Change::Of));
        let deep = [lock("/s/a", true, false, 2)];
        assert!(way(&deep, "/s/a/b/c", Change::Of) && !way(&deep, "/s/b", Change::Goes));
    }

    #[test]
    fn a_token_opens_for_its_owner_alone() {
        let locks = [lock("/s/a", false, false, 1), lock("/s/b", false, false, 2)];
        let free =
            |path: &str, token: &str| in_the_way(&locks, &place(path), Change::Of, ME, shown(token).as_ref()).is_none();
        assert!(free("/s/a", "urn:/s/a:1"));
        assert!(!free("/s/a", "urn:lost") && !free("/s/b", "urn:/s/b:2"));
    }

    #[test]
    fn those_who_share_write_with_their_own_token() {
        let locks = [lock("/s/a", false, true, 1), lock("/s/a", false, true, 2)];
        assert!(in_the_way(&locks, &place("/s/a"), Change::Of, ME, shown("urn:/s/a:1").as_ref()).is_none());
        assert!(in_the_way(&locks, &place("/s/a"), Change::Of, ME, None).is_some());
        assert!(at_odds(&locks, &place("/s/a"), false, true).is_none());
        assert!(at_odds(&locks, &place("/s/a"), false, false).is_some());
        assert!(
            at_odds(&locks, &place("/s"), true, false).is_some()
                && at_odds(&locks, &place("/s"), false, false).is_none()
        );
    }
}
