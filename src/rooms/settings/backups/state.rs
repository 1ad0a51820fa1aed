//! How the backups stand, gathered for the page, the list of settings and the home page. It judges only what must be told.

use crate::{
    base::{
        backup::{self, Fault},
        clock::Instant,
        db::Rx,
        drives::Drive,
        error::Result,
    },
    door::{House, KEYS},
    school::{
        backup::{
            Plan, Round, What,
            restored::{self, Restored},
            store,
        },
        settings,
    },
};

/// A backup that is older is no longer last night's, nor that of the night before.
const LATE: i64 = 3 * Instant::DAY;
/// The newest is read whole each week.
const UNREAD: i64 = 15 * Instant::DAY;
/// A disk is put away at night, or exchanged each week.
const AWAY: i64 = 8 * Instant::DAY;

#[derive(Clone)]
pub struct State {
    pub plan: Plan,
    pub made: Option<Round>,
    pub verified: Option<Round>,
    pub disk: Option<Round>,
    pub hook: Option<Round>,
    pub set_up_at: Option<Instant>,
    /// Of the printed key; nothing while there is none.
    pub key: Option<String>,
    pub restored: Option<Restored>,
}

impl State {
    pub fn read(house: &House, rx: &Rx) -> Result<State> {
        let last = |what| store::last(rx, what);
        Ok(State {
            plan: store::plan(rx)?,
            made: last(What::Make)?,
            verified: last(What::Verify)?,
            disk: last(What::Disk)?,
            hook: last(What::Hook)?,
            set_up_at: settings::store::facts(rx)?.set_up_at,
            key: backup::recovery_number(&house.data.join(KEYS))?,
            restored: restored::store::pending(rx)?,
        })
    }

    /// Since when there should have been one, if there is none of these days.
    pub fn late_since(&self, now: Instant) -> Option<Instant> {
        let since = self.made.as_ref().and_then(|made| made.done_by(now)).or(self.set_up_at)?;
        Some(since).filter(|since| now.since(*since) > LATE)
    }

    pub fn is_unread(&self, now: Instant) -> bool {
        let since = self.verified.as_ref().and_then(|verified| verified.done_by(now)).or(self.set_up_at);
        since.is_some_and(|since| now.since(since) > UNREAD)
    }

    /// When the school last left the box, on a disk or by one of the machine's own programs.
    pub fn elsewhere(&self, now: Instant) -> Option<Instant> {
        [&self.disk, &self.hook].into_iter().flatten().filter_map(|round| round.done_by(now)).max()
    }

    /// Whether what was made then is on the disk alone: beside the box as long as nobody takes it away.
    pub fn is_on_a_disk(&self, at: Instant) -> bool {
        self.hook.as_ref().and_then(|round| round.done_at) != Some(at)
    }

    /// Nothing of these days is anywhere else: whoever takes the box takes its backups.
    pub fn is_alone(&self, now: Instant) -> bool {
        self.elsewhere(now).is_none_or(|at| now.since(at) > AWAY)
    }

    /// What hindered the last tries, each in its own words.
    pub fn hindrances(&self, now: Instant) -> Vec<&str> {
        let disk = self.disk.as_ref().filter(|round| !self.is_put_away(round, now));
        let rounds = [self.made.as_ref(), disk, self.hook.as_ref(), self.verified.as_ref()];
        rounds.into_iter().flatten().filter(|round| round.is_hindered()).map(|round| round.fault.as_str()).collect()
    }

    /// Not plugged in, and it has a copy of these days: so it should be.
    fn is_put_away(&self, round: &Round, now: Instant) -> bool {
        let is_recent = round.done_by(now).is_some_and(|at| now.since(at) <= AWAY);
        is_recent && round.fault == Fault::Away(self.plan.disk.clone()).to_string()
    }
}

/// Those that may be chosen: plugged in now, and the one that is chosen already.
pub fn labels(drives: &[Drive], chosen: &str) -> Vec<String> {
    let mut labels: Vec<String> = drives.iter().map(|drive| drive.label.clone()).collect();
    if !chosen.is_empty() && !labels.iter().any(|label| label == chosen) {
        labels.push(chosen.to_owned());
    }
    labels
}
