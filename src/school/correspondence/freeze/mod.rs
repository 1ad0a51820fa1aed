//! All exchanges stopped for some, after a theft of accounts for instance, until the director opens them again. It stops
//! beginnings, answers and what waits; what was written before stays to be read.

pub mod store;

use super::Profile;
use crate::base::clock::Instant;

/// For whom, and since when. Empty on most days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Freeze {
    pub(super) rows: Vec<(Profile, Instant)>,
}

impl Freeze {
    pub fn is_any(&self) -> bool {
        !self.rows.is_empty()
    }

    pub fn holds(&self, profile: Profile) -> bool {
        self.since(profile).is_some()
    }

    pub fn since(&self, profile: Profile) -> Option<Instant> {
        self.rows.iter().find(|(own, _)| *own == profile).map(|(_, at)| *at)
    }

    /// Whose freeze stops a message from one to the others: the author's own first. While families are frozen, staff write
    /// to staff and not to families.
    pub fn stops(&self, author: Profile, others: impl IntoIterator<Item = Profile>) -> Option<Profile> {
        [author].into_iter().chain(others).find(|profile| self.holds(*profile))
    }
}
