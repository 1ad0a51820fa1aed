//! What the house does about ties by itself: restrictions that were dated ahead begin.

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System},
    door::room::Every,
    school::guardianship::cut,
};

/// Each minute: rights end at the school's midnight by themselves, and whoever was still signed in is out right after.
pub const RESTRICTIONS: Every = Every { name: "restrictions", seconds: 60, run };

fn run(tx: &Tx, house: &System, now: Instant) -> Result<()> {
    cut::restricted(tx, now, house)
}
