//! Takes due jobs one after another, each in its own transaction, and runs them by name.

use super::{System, store};
use crate::base::{
    clock::{Clock, Instant},
    db::{Db, Tx},
    error::{Error, Result},
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// One kind of job: its name and what it does with the payload.
#[derive(Clone, Copy)]
pub struct Runs {
    pub name: &'static str,
    pub run: fn(&Tx, &System, &str, Instant) -> Result<()>,
}

/// Runs what is due and returns how many were taken; bounded, so that a stop is never kept waiting.
pub fn run_due(db: &Db, clock: &Clock, kinds: &[Runs]) -> Result<usize> {
    const AT_MOST: usize = 100;
    for taken in 0..AT_MOST {
        let tx = db.write()?;
        let now = clock.now();
        let Some(due) = store::lease(&tx, now)? else { return Ok(taken) };
        tx.commit()?;
        let done = kinds
            .iter()
            .find(|kind| kind.name == due.name)
            .ok_or_else(|| Error::internal(format!("no room runs the job {}", due.name)))
            .and_then(|kind| {
                let tx = db.write()?;
                run(kind, &tx, &due.payload, now)?;
                store::end(&tx, due.id, now)?;
                tx.commit()
            });
        if let Err(error) = done {
            tracing::warn!(job = due.name, %error, "a job failed");
            let tx = db.write()?;
            store::put_off(&tx, &due, &error.to_string(), clock.now())?;
            tx.commit()?;
        }
    }
    Ok(AT_MOST)
}

/// A panic is one more failure: uncaught, the job would come back at the end of each lease, for ever.
fn run(kind: &Runs, tx: &Tx, payload: &str, now: Instant) -> Result<()> {
    catch_unwind(AssertUnwindSafe(|| (kind.run)(tx, &System(()), payload, now)))
        .unwrap_or_else(|_| Err(Error::internal(format!("the job {} panicked", kind.name))))
}
