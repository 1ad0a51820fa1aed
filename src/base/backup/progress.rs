//! How far a backup or a restore has come, for a page that looks on from another thread. In memory alone.

use std::sync::{Mutex, PoisonError};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// The database is copied and checked.
    Database,
    Files {
        done: usize,
        of: usize,
    },
    /// What was written is read again.
    Reading,
}

#[derive(Default)]
pub struct Progress(Mutex<Option<Stage>>);

impl Progress {
    /// Nothing while nobody is at work.
    pub fn now(&self) -> Option<Stage> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn tell(&self, stage: Stage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(stage);
    }

    /// The work's own handle: however it ends, nothing is under way any more.
    pub fn begin(&self) -> AtWork<'_> {
        self.tell(Stage::Database);
        AtWork(self)
    }
}

pub struct AtWork<'a>(&'a Progress);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        *self.0.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
