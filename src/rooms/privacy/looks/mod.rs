//! « Qui a consulté la fiche »: shown to the one whom it is about, and forgotten in time.

mod pages;

pub use pages::{of_child, own, role};

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System},
    door::room::Every,
    school::{consulted::store, journal, settings},
};

/// So many rows go at a time: the writer is never long at it.
const AT_A_TIME: usize = 500;

pub const FORGET: Every = Every { name: "forget_looks", seconds: 6 * 3_600, run: forget };

/// As long as the journal is kept.
fn forget(tx: &Tx, by: &System, now: Instant) -> Result<()> {
    let zone = settings::store::facts(tx)?.zone_of_time();
    let before = now.plus(-journal::store::KEPT_DAYS * Instant::DAY).date(&zone);
    while store::forget_before(tx, before, AT_A_TIME, by)? == AT_A_TIME {}
    Ok(())
}
