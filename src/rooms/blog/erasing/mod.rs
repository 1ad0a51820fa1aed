//! What becomes of the blog when somebody is erased, or when posts are older than the school keeps them. With the child goes the
//! consent: a photo, a sound or a video on which the child can be recognised goes whole, for everybody, unless the child was
//! drawn over. A family's comments and unpublished posts go; what it published stays without its name.

pub mod store;

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System},
    door::room::Forgets,
    school::{
        erasure::Subject,
        retention::{Kind, Terms},
    },
};

pub const POSTS: Forgets = Forgets { name: "old posts", run: forget };
pub const CONSENTS: Forgets = Forgets { name: "old consents", run: forget_consents };

pub fn erase(tx: &Tx, subject: &Subject) -> Result<()> {
    if let Some(pupil) = subject.pupil {
        store::remove_recognised(tx, pupil, subject)?;
    }
    store::remove_unpublished(tx, subject)?;
    if subject.is_staff { store::disown_comments(tx, subject) } else { Ok(()) }
}

fn forget(tx: &Tx, by: &System, terms: &Terms, now: Instant) -> Result<usize> {
    store::forget_old(tx, terms.before(Kind::Posts, now), by)
}

/// They are the proof of what the blog shows: once nothing of that year is left to be shown.
fn forget_consents(tx: &Tx, by: &System, terms: &Terms, now: Instant) -> Result<usize> {
    store::forget_consents(tx, terms.before(Kind::Consents, now).date(&jiff::tz::TimeZone::UTC), by)
}
