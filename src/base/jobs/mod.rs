//! Later work: a row written in the same transaction as what asks for it, done by the runner, tried again when it fails.
//! A job has no viewer; its store functions take `&System`, which only the runner makes.

pub mod runner;
pub mod store;

use serde::{Serialize, de::DeserializeOwned};

/// The house acting by itself: a job, root at the console, the set-up before there is a director.
pub struct System(());

impl System {
    /// For commands and the set-up only (the walls test holds it): whoever can run them holds the box already.
    pub fn at_the_console() -> System {
        System(())
    }
}

/// A piece of later work, named by its verb.
pub trait Job: Serialize + DeserializeOwned {
    const NAME: &'static str;
}
