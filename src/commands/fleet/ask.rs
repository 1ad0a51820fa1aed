//! Asks every school at once, a few at a time, and waits for none longer than it is worth.

use super::{
    figures::Figures,
    inventory::{Inventory, Source},
};
use crate::base::{
    clock::{Clock, Instant},
    machine,
    tls::{Server, Silence},
};
use std::{
    fs::File,
    io::Read,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, SystemTime},
};

/// Each waits for the network nearly all of its time.
const AT_ONCE: usize = 16;
/// For each step of a call.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pushed every five minutes: after an hour nobody pushes any more.
const FRESH: Duration = Duration::from_secs(3_600);
const LARGEST: u64 = 1024 * 1024;
/// Of one name.
const ADDRESSES: usize = 4;

/// What a school has to say, or why it says nothing.
pub type Told = Result<Heard, Mute>;

#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    pub figures: Figures,
    /// By our clock, when the box itself answered; a file tells nothing of the time.
    pub asked_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mute {
    /// Its name leads nowhere from here.
    NoAddress,
    Silent(Silence),
    NoFile,
    /// Its file is so old, in seconds.
    Old(u64),
    /// What came holds no figures of ours.
    NoFigures,
}

/// In the order of the inventory.
pub fn all(inventory: &Inventory) -> Vec<Told> {
    let schools = &inventory.schools;
    let (next, found) = (AtomicUsize::new(0), Mutex::new(vec![Err(Mute::NoFigures); schools.len()]));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(schools.len()) {
            scope.spawn(|| {
                while let Some((at, school)) = take(&next, schools) {
                    let told = ask(&school.source);
                    found.lock().unwrap_or_else(PoisonError::into_inner)[at] = told;
                }
            });
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn take<'a, T>(next: &AtomicUsize, list: &'a [T]) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    list.get(at).map(|one| (at, one))
}

fn ask(source: &Source) -> Told {
    let (text, asked_at) = match source {
        Source::File(path) => (collected(path, SystemTime::now())?, None),
        Source::Box { name, port, at, token, trust } => {
            let mut found = at.map_or_else(|| machine::addresses_of(name, *port), |at| vec![at]);
            found.truncate(ADDRESSES);
            if found.is_empty() {
                return Err(Mute::NoAddress);
            }
            let server = Server { at: &found, name, trust, patience: PATIENCE };
            let bytes = server.get("/metrics", token.as_deref()).map_err(Mute::Silent)?;
            (String::from_utf8_lossy(&bytes).into_owned(), Some(Clock::default().now()))
        }
    };
    let figures = Figures::parse(&text).ok_or(Mute::NoFigures)?;
    Ok(Heard { figures, asked_at })
}

/// What was pushed here, unless it is old: a box that is off pushes nothing.
fn collected(path: &Path, now: SystemTime) -> Result<String, Mute> {
    let file = File::open(path).map_err(|_| Mute::NoFile)?;
    let written = file.metadata().and_then(|found| found.modified()).map_err(|_| Mute::NoFile)?;
    // One that lies ahead was written by another clock: it is not old.
    let age = now.duration_since(written).unwrap_or_default();
    if age > FRESH {
        return Err(Mute::Old(age.as_secs()));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|_| Mute::NoFile)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_nobody_writes_any_more_is_silence() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lilas.prom");
        assert_eq!(collected(&path, SystemTime::now()), Err(Mute::NoFile));
        std::fs::write(&path, "preau_uptime_seconds 1\n").unwrap();
        let now = SystemTime::now();
        assert!(collected(&path, now).is_ok());
        assert!(collected(&path, now - Duration::from_secs(600)).is_ok(), "written by a clock ahead of ours");
        let later = now + FRESH + Duration::from_secs(60);
        assert!(matches!(collected(&path, later), Err(Mute::Old(age)) if age > FRESH.as_secs()));
    }
}
