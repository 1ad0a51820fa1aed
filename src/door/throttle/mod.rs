//! How often a secret may be tried. Leaky buckets by account, by known device, by network and for the whole server: guesses at
//! one account are few from wherever they come, and a school behind its one public address is never locked out.

pub mod store;

use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
    },
    school::Class,
};
use std::net::IpAddr;

/// So many at once, then one every `every` seconds.
#[derive(Clone, Copy)]
pub struct Rate {
    pub at_once: i64,
    pub every: i64,
}

/// An account, from browsers that it does not know: five, then ten an hour.
pub const ACCOUNT: Rate = Rate { at_once: 5, every: 360 };
/// Pupils' tries at one class from one address: a whole group may try there, one child must not try for the whole class. And
/// those from one house, by words: whoever knows the names of a class must not close its doors one after the other.
pub const PUPILS: Rate = Rate { at_once: 20, every: 60 };
/// Those at one class, from wherever they come.
pub const CLASS: Rate = Rate { at_once: 60, every: 60 };
/// A browser that has signed in to this account before has a bucket of its own.
pub const DEVICE: Rate = Rate { at_once: 10, every: 120 };
/// A network: wide, because a whole school may stand behind one address, and one child's pranks must not shut it out.
pub const NETWORK: Rate = Rate { at_once: 600, every: 3 };
/// The whole server, for browsers it does not know, and only for logins that exist: six hundred an hour in the long run, with
/// room for an evening on which every family comes in at once, and for more networks than one device has.
pub const SERVER: Rate = Rate { at_once: 600, every: 6 };

/// Takes a place in every bucket, or in none; the wait in seconds when one is full.
pub fn take(tx: &Tx, buckets: &[(String, Rate)], now: Instant) -> Result<Option<i64>> {
    let mut fills = Vec::with_capacity(buckets.len());
    let mut wait = 0;
    for (key, rate) in buckets {
        let full_till = standing(store::full_till(tx, key)?, *rate, now);
        let room_at = full_till.plus(rate.every - rate.at_once * rate.every);
        wait = wait.max(room_at.since(now));
        fills.push((key, full_till.plus(rate.every)));
    }
    if wait > 0 {
        return Ok(Some(wait));
    }
    for (key, full_till) in fills {
        store::set(tx, key, full_till)?;
    }
    Ok(None)
}

/// A good secret empties the account's or device's bucket and gives the others their place back.
pub fn give_back(tx: &Tx, emptied: &[String], returned: &[(String, Rate)], now: Instant) -> Result<()> {
    for key in emptied {
        store::forget(tx, key)?;
    }
    for (key, rate) in returned {
        let till = standing(store::full_till(tx, key)?, *rate, now).plus(-rate.every);
        if till > now {
            store::set(tx, key, till)?;
        } else {
            store::forget(tx, key)?;
        }
    }
    Ok(())
}

/// Where a bucket stands. A row further ahead than a full bucket was written by a clock that has been set right since: it
/// says nothing, and must not keep anybody out until that day comes.
fn standing(full_till: Option<Instant>, rate: Rate, now: Instant) -> Instant {
    let fullest = now.plus(rate.at_once * rate.every);
    full_till.filter(|till| *till <= fullest).unwrap_or(now).max(now)
}

/// The bucket of an account, by its login.
pub fn account(login: &str) -> String {
    format!("account {login}")
}

/// The buckets of a class's pictures: of this address, and of all. Apart for each class, so that a prank in one closes no other.
pub fn pictures(class: Id<Class>, from: Option<IpAddr>) -> [(String, Rate); 2] {
    let own = pictures_of(class);
    [(format!("{own}at {}", network(from)), PUPILS), (format!("{own}in all"), CLASS)]
}

/// Empties them: their teacher lets the class try again.
pub fn reopen(tx: &Tx, class: Id<Class>) -> Result<()> {
    store::forget_all(tx, &pictures_of(class))
}

/// What the keys of a class's pictures begin with.
fn pictures_of(class: Id<Class>) -> String {
    format!("pictures of class {class} ")
}

/// An IPv4 address, or the /64 of an IPv6 one.
pub fn network(address: Option<IpAddr>) -> String {
    match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V4(v4)) => v4.to_string(),
        Some(IpAddr::V6(v6)) => {
            let s = v6.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
        }
        None => "?".to_owned(),
    }
}
