//! Sends what is due, one letter after another over one line, while pages go on: the writer is held only to note what became
//! of a letter and to lease the next one, both in one transaction. Without a mail server everything waits.
//!
//! A machine that dies between the server's yes and that note sends the letter once more, with the same `Message-ID`: mail
//! programs show it once. Nothing else doubles a letter.

use super::digest;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Tx},
        error::Result,
        jobs::System,
        mail::{
            is_address,
            line::Line,
            store::{self, Waiting},
            transport::{Blame, Refusal, Server},
        },
    },
    door::House,
    school::{notice, quiet, settings},
};
use std::time::{Duration, Instant as Moment};

/// A round ends after this, to see what has changed in the settings.
const AT_MOST: Duration = Duration::from_secs(30);
/// Waits between two tries at a server that is down.
const PAUSES: [i64; 5] = [5, 15, 60, 300, 900];

#[derive(Default)]
pub struct Sender {
    /// What became of a letter and could not be written down yet: before any other leaves.
    told: Option<(Waiting, Outcome)>,
    pause: Option<Pause>,
}

type Outcome = std::result::Result<(), Refusal>;

/// The server is down: since how many tries, and until when it is left alone.
struct Pause {
    tries: usize,
    from: Instant,
    until: Instant,
}

impl Sender {
    /// One round; ends early when `stop` says so.
    pub fn go(&mut self, house: &House, stop: &dyn Fn() -> bool) -> Result<()> {
        let now = house.clock.now();
        // A clock that was put back must not hold the letters.
        if self.pause.as_ref().is_some_and(|pause| now < pause.until && now >= pause.from) && self.told.is_none() {
            return Ok(());
        }
        let rx = house.db.read()?;
        if self.told.is_none() && !store::is_due(&rx, now)? {
            return Ok(());
        }
        let server = house.mail_server(&rx)?;
        let per_hour = settings::store::mail(&rx)?.per_hour;
        drop(rx);
        let Some(server) = server else { return self.note(house) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut line = None;
        let sent = self.send(house, &server, per_hour, stop, &runtime, &mut line);
        if let Some(line) = line {
            runtime.block_on(line.close());
        }
        sent
    }

    fn send(
        &mut self,
        house: &House,
        server: &Server,
        per_hour: i64,
        stop: &dyn Fn() -> bool,
        runtime: &tokio::runtime::Runtime,
        line: &mut Option<Line>,
    ) -> Result<()> {
        let begun = Moment::now();
        let mut is_first = true;
        loop {
            let now = house.clock.now();
            let tx = house.db.write()?;
            let is_down = self.write_down(&tx, now)?;
            if std::mem::take(&mut is_first) {
                put_off(&tx, now)?;
                for letter in store::refused(&tx, now)? {
                    still_theirs(house, &tx, letter, now)?;
                }
                store::weed(&tx, now)?;
            }
            let go_on = !is_down && !stop() && begun.elapsed() < AT_MOST;
            let next = if go_on { next(house, &tx, per_hour, now)? } else { None };
            tx.commit()?;
            self.told = None;
            let Some(letter) = next else { return Ok(()) };
            let outcome = runtime.block_on(carry(line, server, &letter));
            if let Err(refusal) = &outcome {
                tracing::warn!(letter = letter.id, blame = ?refusal.blame, "a letter was refused");
            }
            self.heed(&outcome, house.clock.now());
            self.told = Some((letter, outcome));
        }
    }

    /// The last letter's outcome, kept until its transaction stands. True when the server is down.
    fn write_down(&self, tx: &Tx, now: Instant) -> Result<bool> {
        match &self.told {
            None => Ok(false),
            Some((letter, Ok(()))) => store::sent(tx, letter, now).map(|()| false),
            Some((letter, Err(refusal))) => {
                store::failed(tx, letter, refusal, now)?;
                Ok(refusal.blame == Blame::Server)
            }
        }
    }

    /// For an outcome that is left when the mail was cut off meanwhile.
    fn note(&mut self, house: &House) -> Result<()> {
        if self.told.is_some() {
            let tx = house.db.write()?;
            self.write_down(&tx, house.clock.now())?;
            tx.commit()?;
            self.told = None;
        }
        Ok(())
    }

    fn heed(&mut self, outcome: &Outcome, now: Instant) {
        self.pause = match outcome {
            Err(refusal) if refusal.blame == Blame::Server => {
                let tries = self.pause.as_ref().map_or(0, |pause| pause.tries + 1);
                let wait = PAUSES[tries.min(PAUSES.len() - 1)];
                Some(Pause { tries, from: now, until: now.plus(wait) })
            }
            _ => None,
        };
    }
}

/// A letter that was due before the school fell quiet, and whose turn comes only now, waits for the morning. Where no morning
/// is in sight the calendar is wrong, and holds nothing.
fn put_off(tx: &Tx, now: Instant) -> Result<()> {
    match quiet::store::quiet(tx)?.opens_at(now).filter(|until| *until > now) {
        Some(until) => store::put_off(tx, until, now).map(drop),
        None => Ok(()),
    }
}

/// The next letter that may leave, to where its person is reached today.
fn next(house: &House, tx: &Tx, per_hour: i64, now: Instant) -> Result<Option<Waiting>> {
    while let Some(letter) = store::lease(tx, per_hour, now)? {
        if let Some(letter) = still_theirs(house, tx, letter, now)? {
            return with_way_out(house, tx, letter).map(Some);
        }
    }
    Ok(None)
}

/// What is about somebody's own things goes to no address that is theirs no more, were it late by days: it is written anew
/// where its links are for the old one, else it goes to the new one. Where there is none it stays.
fn still_theirs(house: &House, tx: &Tx, letter: Waiting, now: Instant) -> Result<Option<Waiting>> {
    let Some(person) = letter.person.map(Id::new).filter(|_| !letter.about.is_empty()) else { return Ok(Some(letter)) };
    let by = System::at_the_console();
    let email = notice::store::recipient(tx, person, &by)?.map(|(_, email)| email);
    if email.as_ref().is_some_and(|email| email.to_lowercase() == letter.to.to_lowercase()) {
        return Ok(Some(letter));
    }
    let mut is_anew = letter.about == digest::ABOUT;
    for room in house.rooms {
        is_anew = is_anew || (room.rewrite)(tx, &by, &letter.about, person, now)?;
    }
    match email.filter(|email| !is_anew && is_address(email)) {
        Some(to) => {
            store::readdress(tx, letter.id, &to)?;
            Ok(Some(Waiting { to, ..letter }))
        }
        None => store::take_back_these(tx, &[letter.id]).map(|_| None),
    }
}

/// The address that turns its kind off, for a letter of a kind that people may turn off. Made as it leaves: the key of it is
/// the box's, which whoever wrote the letter has not.
fn with_way_out(house: &House, rx: &Rx, letter: Waiting) -> Result<Waiting> {
    let is_kind = house.rooms.iter().flat_map(|room| room.notices).any(|kind| kind.name == letter.kind);
    let facts = settings::store::facts(rx)?;
    let way_out = match (letter.person, facts.address_from_home()) {
        (Some(person), Some(base)) if is_kind && letter.unsubscribe.is_empty() => {
            notice::unsubscribe_address(&house.keys, base, Id::new(person), &letter.kind)
        }
        _ => return Ok(letter),
    };
    Ok(Waiting { unsubscribe: way_out, ..letter })
}

/// Over the line that stands, else over a new one: a server may close it between two letters.
async fn carry(line: &mut Option<Line>, server: &Server, letter: &Waiting) -> Outcome {
    if let Some(mut open) = line.take() {
        if open.rest().await {
            return keep(line, open, server, letter).await;
        }
        open.close().await;
    }
    let open = Line::open(server).await?;
    keep(line, open, server, letter).await
}

async fn keep(line: &mut Option<Line>, mut open: Line, server: &Server, letter: &Waiting) -> Outcome {
    let outcome = open.send(server, letter).await;
    match &outcome {
        Err(refusal) if refusal.blame == Blame::Server => open.close().await,
        _ => *line = Some(open),
    }
    outcome
}
