//! What becomes of documents when somebody is erased, or when a class's years are over. What a person kept for themselves goes,
//! and so does what they handed in or what was handed in for them; what they put into a space of others stays, and so does
//! what staff put into a child's folder.

pub mod store;

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System},
    door::room::Forgets,
    school::{
        erasure::Subject,
        retention::{Kind, Terms},
    },
};
use jiff::{civil::Date, tz::TimeZone};

pub const SPACES: Forgets = Forgets { name: "documents of past classes", run: forget_spaces };
pub const CASIERS: Forgets = Forgets { name: "what was handed in", run: forget_casiers };

pub fn erase(tx: &Tx, subject: &Subject) -> Result<()> {
    store::remove_own(tx, subject)?;
    store::remove_handed_in(tx, subject)
}

fn forget_spaces(tx: &Tx, by: &System, terms: &Terms, now: Instant) -> Result<usize> {
    store::forget_old(tx, "class", day(terms, Kind::Documents, now), by)
}

fn forget_casiers(tx: &Tx, by: &System, terms: &Terms, now: Instant) -> Result<usize> {
    store::forget_old(tx, "hand_in", day(terms, Kind::HandIns, now), by)
}

fn day(terms: &Terms, kind: Kind, now: Instant) -> Date {
    terms.before(kind, now).date(&TimeZone::UTC)
}
