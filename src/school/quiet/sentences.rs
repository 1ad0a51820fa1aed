//! What quiet hours say, wherever a page says it.

use super::{Quiet, Why};
use crate::base::{
    clock::Instant,
    french::{self, moment},
};

impl Why<'_> {
    /// What goes after « C’est »: « la nuit », « le week-end », « férié (Noël) », « pendant : Toussaint ».
    pub fn said(&self) -> String {
        match self {
            Why::Hours => "une heure calme".to_owned(),
            Why::WeekEnd => "le week-end".to_owned(),
            Why::Holiday(name) => format!("un jour sans classe ({name})"),
            Why::Public(name) => format!("un jour férié ({name})"),
        }
    }
}

impl Quiet {
    /// « sera remis demain à 7 h »; nothing when it would be at once.
    pub fn waits(&self, at: Instant, now: Instant) -> Option<String> {
        let opens = self.opens_at(at)?;
        (opens != at).then(|| format!("sera remis {}", self.said(opens, now)))
    }

    /// A coming instant on the school's own clock: « demain à 7 h ».
    pub fn said(&self, at: Instant, now: Instant) -> String {
        moment(at.timestamp(), now.timestamp(), &self.zone)
    }
}

/// « 7 h », « 18 h 30 ».
pub fn hour(minute: u16) -> String {
    french::time(super::minute_of(minute))
}
