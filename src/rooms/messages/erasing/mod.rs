//! What becomes of messages when somebody is erased, or when a thread is older than the school keeps it. A thread is no place for
//! everybody: what a family wrote goes with it, and so does a thread about a child alone, or one in which no family is left. What
//! staff wrote to others stays without their name.

pub mod store;

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System},
    door::room::Forgets,
    school::{
        erasure::Subject,
        retention::{Kind, Terms},
    },
};

pub const THREADS: Forgets = Forgets { name: "old threads", run: forget };

pub fn erase(tx: &Tx, subject: &Subject) -> Result<()> {
    if let Some(pupil) = subject.pupil {
        store::remove_about(tx, pupil, subject)?;
        store::leave_for(tx, pupil, subject)?;
    }
    store::remove_drafts(tx, subject)?;
    if subject.is_staff { Ok(()) } else { store::remove_own(tx, subject) }
}

fn forget(tx: &Tx, by: &System, terms: &Terms, now: Instant) -> Result<usize> {
    store::forget_old(tx, terms.before(Kind::Messages, now), by)
}
