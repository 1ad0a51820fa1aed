//! Somebody joined a class, a group or the school while things addressed there are still open: told to the rooms as a job,
//! written in the transaction that reaches the pupil. Whether anybody is written to is a room's to decide.

use super::Audience;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::{Job, store as queue},
    },
    school::Pupil,
};
use serde::{Deserialize, Serialize};

/// What has just reached a pupil who was not there when it was sent.
#[derive(Serialize, Deserialize)]
pub struct Joined {
    pub pupil: i64,
    pub audiences: Vec<i64>,
}

impl Job for Joined {
    const NAME: &'static str = "joined";
}

pub(super) fn tell(tx: &Tx, pupil: Id<Pupil>, audiences: &[Id<Audience>]) -> Result<()> {
    if audiences.is_empty() {
        return Ok(());
    }
    let audiences = audiences.iter().map(|audience| audience.number()).collect();
    // Due since ever: at once, whatever the clock says.
    queue::enqueue(tx, &Joined { pupil: pupil.number(), audiences }, Instant(0))
}
