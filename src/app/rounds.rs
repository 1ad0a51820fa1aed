//! What the house does by itself while it serves: certificate, visits, jobs, each room's own rounds, letters, sweeping.
//! Eight threads, two of which may wait for a mail server, one for a certificate, one for a picture, one for a backup and one
//! for what somebody takes away; one sees who may still listen. A ninth where systemd keeps a watchdog, and that of the names announced. Each piece of work is
//! bounded, so that a stop is never kept long.

use super::{
    acme, backups, darkroom::Darkroom, health::Health, leaving, mailbox, neighbours::Neighbours, restores,
    sender::Sender,
};
use crate::{
    base::{
        clock::Instant,
        db::migrate,
        error::Result,
        files,
        jobs::{self, System, runner::Runs},
        mail,
    },
    door::{COPIES, House, live, looks, resumable, session, throttle},
    rooms::{
        privacy::taking,
        settings::{disk, from_home, health},
    },
    school::{journal, media, retention},
};
use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant as Moment},
};

const TICK: Duration = Duration::from_secs(2);
/// Somebody looks on: a photo that was sent is taken up at once.
const SOON: Duration = Duration::from_millis(500);
const FORGET_AFTER: i64 = 90 * Instant::DAY;
/// A dead address gets one letter a year at most.
const FORGET_REFUSALS: i64 = 400 * Instant::DAY;

pub struct Rounds {
    bell: Arc<Bell>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Bell {
    rung: Mutex<bool>,
    told: Condvar,
}

type Work = Box<dyn Fn(&House) -> Result<()> + Send>;

/// One piece of work and how often it comes.
struct Round {
    name: &'static str,
    every: Duration,
    work: Work,
}

impl Rounds {
    /// `plain`: whether we answer over HTTP too.
    pub fn start(
        house: &Arc<House>,
        plain: bool,
        neighbours: Neighbours,
        dog: Option<(Duration, Arc<Health>)>,
    ) -> Result<Rounds> {
        let bell = Arc::new(Bell::default());
        let mut threads = vec![
            spawn("rounds", house, &bell, TICK, inside_rounds(house, neighbours))?,
            spawn("letters", house, &bell, TICK, vec![sending(&bell)])?,
            spawn("mailbox", house, &bell, TICK, vec![reading(&bell), calling_home()])?,
            spawn("live", house, &bell, TICK, vec![round("live", 0, live::tend)])?,
            spawn("backups", house, &bell, TICK, vec![backing_up(&bell)])?,
            spawn("acme", house, &bell, TICK, vec![asking(&bell, plain)])?,
            spawn("darkroom", house, &bell, SOON, vec![developing(&bell)])?,
            spawn("takeaways", house, &bell, TICK, vec![packing(house, &bell)])?,
        ];
        if let Some((every, health)) = dog {
            // Apart: the others may be long at their work without being dead.
            threads.push(spawn("watchdog", house, &bell, every, vec![round("watchdog", 0, move |_| health.feed())])?);
        }
        Ok(Rounds { bell, threads })
    }

    pub fn stop(self) {
        self.bell.ring();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a background thread had panicked");
            }
        }
    }
}

impl Bell {
    fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.told.notify_all();
    }

    /// True when it is time to go home.
    fn rings_within(&self, patience: Duration) -> bool {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        *self.told.wait_timeout_while(rung, patience, |rung| !*rung).unwrap_or_else(PoisonError::into_inner).0
    }
}

fn inside_rounds(house: &House, neighbours: Neighbours) -> Vec<Round> {
    let kinds: Vec<Runs> = house.rooms.iter().flat_map(|room| room.jobs).copied().collect();
    let mut rounds = vec![
        round("tls", 60, tend),
        round("sessions", 30, session::flush),
        round("looks", 30, |house| looks::flush(house, &System::at_the_console())),
        round("pockets", 60, |house| {
            house.pockets.sweep(house.clock.now());
            Ok(())
        }),
        round("jobs", 2, move |house| jobs::runner::run_due(&house.db, &house.clock, &kinds).map(drop)),
        round("tidying", 3_600, tidy),
        round("files", 86_400, sweep),
        round("departures", 3_600, |house| leaving::go(house, &System::at_the_console())),
        round("uploads", 3_600, resumable::sweep),
        round("errors", 60, health::count_errors),
        round("integrity", 3_600, |house| health::check(house, &System::at_the_console())),
        // Often: whatever fills a disk does it fast.
        round("disk", 5, |house| disk::watch(house, &System::at_the_console())),
    ];
    rounds.push(round("digests", 20, |house| super::digest::send_due(house, &System::at_the_console())));
    let neighbours = Mutex::new(neighbours);
    rounds.push(round("neighbours", 3, move |house| {
        neighbours.lock().unwrap_or_else(PoisonError::into_inner).go(house, &System::at_the_console())
    }));
    for every in house.rooms.iter().flat_map(|room| room.every).copied() {
        rounds.push(round(every.name, every.seconds.max(1) as u64, move |house| {
            let tx = house.db.write()?;
            (every.run)(&tx, &System::at_the_console(), house.clock.now())?;
            tx.commit()
        }));
    }
    rounds
}

fn sending(bell: &Arc<Bell>) -> Round {
    let (bell, sender) = (bell.clone(), Mutex::new(Sender::default()));
    round("letters", 5, move |house| {
        sender.lock().unwrap_or_else(PoisonError::into_inner).go(house, &|| bell.rings_within(Duration::ZERO))
    })
}

fn reading(bell: &Arc<Bell>) -> Round {
    let bell = bell.clone();
    round("mailbox", 60, move |house| mailbox::read(house, &|| bell.rings_within(Duration::ZERO)))
}

/// After the mailbox's first look: it waits for the network as that one does.
fn calling_home() -> Round {
    round("access", from_home::EVERY, |house| from_home::check(house, &System::at_the_console()))
}

fn backing_up(bell: &Arc<Bell>) -> Round {
    let bell = bell.clone();
    let go = move |house: &House| {
        let (root, stop) = (System::at_the_console(), || bell.rings_within(Duration::ZERO));
        restores::go(house, &root, &stop)?;
        backups::go(house, &root, &stop)
    };
    round("backups", 5, go)
}

fn asking(bell: &Arc<Bell>, plain: bool) -> Round {
    let bell = bell.clone();
    round("acme", 5, move |house| acme::go(house, plain, &|patience| bell.rings_within(patience)))
}

fn developing(bell: &Arc<Bell>) -> Round {
    let (bell, darkroom) = (bell.clone(), Mutex::new(Darkroom::default()));
    round("darkroom", 0, move |house| {
        darkroom.lock().unwrap_or_else(PoisonError::into_inner).go(house, &|| bell.rings_within(Duration::ZERO))
    })
}

/// Apart: gigabytes of photos keep nothing else waiting.
fn packing(house: &Arc<House>, bell: &Arc<Bell>) -> Round {
    let (house, bell) = (house.clone(), bell.clone());
    round("takeaways", 0, move |_| taking::go(&house, &System::at_the_console(), &|| bell.rings_within(Duration::ZERO)))
}

fn round(name: &'static str, seconds: u64, work: impl Fn(&House) -> Result<()> + Send + 'static) -> Round {
    Round { name, every: Duration::from_secs(seconds), work: Box::new(work) }
}

fn spawn(
    name: &str,
    house: &Arc<House>,
    bell: &Arc<Bell>,
    tick: Duration,
    rounds: Vec<Round>,
) -> Result<JoinHandle<()>> {
    let (house, bell) = (house.clone(), bell.clone());
    Ok(std::thread::Builder::new().name(name.to_owned()).spawn(move || go_round(&house, &bell, tick, &rounds))?)
}

fn go_round(house: &House, bell: &Bell, tick: Duration, rounds: &[Round]) {
    let mut done: Vec<Option<Moment>> = vec![None; rounds.len()];
    // The first answers come before the first round.
    while !bell.rings_within(tick) {
        for (round, done) in rounds.iter().zip(&mut done) {
            if done.is_some_and(|at| at.elapsed() < round.every) {
                continue;
            }
            *done = Some(Moment::now());
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (round.work)(house)));
            match outcome {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(round = round.name, %error, "a round failed"),
                Err(_) => tracing::error!(round = round.name, "a round panicked"),
            }
        }
    }
}

fn tend(house: &House) -> Result<()> {
    let tended = house.tend()?;
    if let Some(reason) = tended.issued {
        tracing::info!(?reason, "a certificate was issued");
    }
    if let Some(hindrance) = tended.hindrance {
        tracing::warn!(?hindrance, "no certificate can be issued");
    }
    Ok(())
}

/// What is older than the house's own terms goes.
pub fn tidy(house: &House) -> Result<()> {
    let now = house.clock.now();
    // A clock in doubt must not make the house forget what it should keep, nor one that leapt.
    let rx = house.db.read()?;
    if house.verdict(&rx)?.doubt().is_some() || !retention::steady::store::is_steady(&rx, now)? {
        return Ok(());
    }
    drop(rx);
    migrate::forget_copies(&house.data.join(COPIES), now)?;
    let tx = house.db.write()?;
    throttle::store::forget_empty(&tx, now)?;
    journal::store::forget_old(&tx, retention::store::terms(&tx)?.before(retention::Kind::Journal, now))?;
    jobs::store::forget_ended(&tx, now.plus(-FORGET_AFTER))?;
    media::store::erase_clear(&tx, now)?;
    mail::store::forget_old(&tx, now.plus(-FORGET_AFTER))?;
    mail::refusals::store::forget_old(&tx, now.plus(-FORGET_REFUSALS))?;
    tx.commit()
}

fn sweep(house: &House) -> Result<()> {
    let swept = house.files.sweep(|hash| files::store::has_row(&house.db.read()?, hash))?;
    if swept > 0 {
        tracing::info!(swept, "files that nothing named were removed");
    }
    Ok(())
}
