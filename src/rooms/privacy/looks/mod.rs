//! « Qui a consulté la fiche »: shown to the one whom it is about, and forgotten in time.

mod pages;

pub use pages::{of_child, own, role};

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System},
    door::room::Forgets,
    school::{
        consulted::store,
        retention::{Kind, Terms},
        settings,
    },
};

/// So many rows go at a time: the writer is never long at it.
const AT_A_TIME: usize = 500;

pub const FORGET: Forgets = Forgets { name: "looks", run: forget };

fn forget(tx: &Tx, by: &System, terms: &Terms, now: Instant) -> Result<usize> {
    let zone = settings::store::facts(tx)?.zone_of_time();
    store::forget_before(tx, terms.before(Kind::Readings, now).date(&zone), AT_A_TIME, by)
}
