//! Calls that the house makes to itself by its public name: a word is drawn, sent around by the world outside, and waited for at
//! our own door. In memory alone, and no word is good twice.

use crate::base::{error::Result, secret::Token};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

#[derive(Default)]
pub struct Calls(Mutex<HashMap<String, Option<Heard>>>);

/// The word came home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// From whom, as far as the door can tell.
    pub from: Option<IpAddr>,
}

impl Calls {
    /// A word to be sent; `over` says what became of it.
    pub fn begin(&self) -> Result<String> {
        let word = Token::draw()?.reveal().to_owned();
        self.all().insert(word.clone(), None);
        Ok(word)
    }

    /// Whether somebody waits for this word: nobody else's is of any interest.
    pub fn hear(&self, word: &str, from: Option<IpAddr>) -> bool {
        let mut all = self.all();
        let awaited = all.get_mut(word).filter(|heard| heard.is_none());
        awaited.map(|heard| *heard = Some(Heard { from })).is_some()
    }

    pub fn over(&self, word: &str) -> Option<Heard> {
        self.all().remove(word).flatten()
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Option<Heard>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_word_that_is_waited_for_is_heard_and_once() {
        let calls = Calls::default();
        let (one, two) = (calls.begin().unwrap(), calls.begin().unwrap());
        let from = "198.51.100.2".parse().ok();
        assert!(!calls.hear("autre", from));
        assert!(calls.hear(&one, from));
        assert!(!calls.hear(&one, None));
        assert_eq!(calls.over(&one), Some(Heard { from }));
        assert_eq!(calls.over(&two), None);
        assert!(!calls.hear(&two, from) && calls.over(&one).is_none());
    }
}
