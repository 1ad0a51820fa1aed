//! What becomes of words when somebody is erased, or when they are older than the school keeps them. A word to one child alone goes
//! with the child; of the others the child's answers become a count. What a guardian answered for a child who stays is kept as an
//! answer without a name.

mod bearing;
pub mod store;

pub use bearing::{bears, unname};

use crate::{
    base::{clock::Instant, db::Tx, error::Result, jobs::System},
    door::room::Forgets,
    school::{
        erasure::Subject,
        retention::{Kind, Terms},
    },
};

pub const WORDS: Forgets = Forgets { name: "old words", run: forget };

pub fn erase(tx: &Tx, subject: &Subject) -> Result<()> {
    if let Some(pupil) = subject.pupil {
        store::remove_alone_to(tx, pupil, subject)?;
        store::count(tx, pupil, subject)?;
    }
    store::disown_shares(tx, subject)?;
    store::disown_answers(tx, subject)
}

fn forget(tx: &Tx, by: &System, terms: &Terms, now: Instant) -> Result<usize> {
    store::forget_old(tx, terms.before(Kind::Words, now), by)
}
