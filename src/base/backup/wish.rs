//! That somebody wants a school brought back on this box, and how far that is: told from one thread to another, in memory
//! alone, the key in it.

use super::{key::RecoveryKey, progress::Stage};
use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

pub struct Wish {
    /// The folder of backups, whose newest is meant, or one of them.
    pub from: PathBuf,
    pub key: RecoveryKey,
    /// Without the files that are missing or damaged.
    pub takes_loss: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    Nothing,
    /// Wished for, or under way.
    UnderWay(Option<Stage>),
    /// The sentence for who asked.
    Failed(String),
    /// The same; all but some files can come back.
    Incomplete(String),
    /// It stands ready, without so many files: the service starts anew on it.
    Ready {
        lost: usize,
    },
}

#[derive(Default)]
pub struct Restoring(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    wish: Option<Wish>,
    state: Option<State>,
}

impl Restoring {
    pub fn state(&self) -> State {
        self.inside().state.clone().unwrap_or(State::Nothing)
    }

    /// One at a time: false when one is wished for already.
    pub fn wish(&self, wish: Wish) -> bool {
        let mut inside = self.inside();
        if matches!(inside.state, Some(State::UnderWay(_) | State::Ready { .. })) {
            return false;
        }
        *inside = Inside { wish: Some(wish), state: Some(State::UnderWay(None)) };
        true
    }

    /// For whoever does it.
    pub fn take(&self) -> Option<Wish> {
        self.inside().wish.take()
    }

    pub fn tell(&self, state: State) {
        self.inside().state = Some(state);
    }

    pub fn is_under_way(&self) -> bool {
        matches!(self.state(), State::UnderWay(_) | State::Ready { .. })
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
