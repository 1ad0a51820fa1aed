//! Makes safe what people sent, one file after another, in a process apart: pages go on meanwhile, and no transaction is open
//! while it works. What was sent is dropped in the very transaction that puts what came of it in its place: a machine that
//! dies before it does the work once more, and what was staged is swept.

use crate::{
    base::{
        darkroom::{Developed, Fault, Outcome},
        error::{Error, Result},
        files::{self, Hash},
    },
    door::House,
    school::{
        media::{
            Kind, Size,
            queue::{self, ATTEMPTS, Taken},
        },
        settings,
    },
};
use std::time::{Duration, Instant as Moment};

#[derive(Default)]
pub struct Darkroom {
    /// Without a row, and not rested enough to be removed.
    forgotten: Vec<Hash>,
    /// The machine could not: it is left alone for a moment.
    tired_at: Option<Moment>,
}

const REST: Duration = Duration::from_secs(10);

impl Darkroom {
    /// Until nothing waits, or `stop` says so.
    pub fn go(&mut self, house: &House, stop: &(dyn Fn() -> bool + Sync)) -> Result<()> {
        if self.tired_at.is_some_and(|at| at.elapsed() < REST) {
            return Ok(());
        }
        self.tired_at = None;
        while !stop() && queue::store::is_waiting(&house.db.read()?)? {
            let tx = house.db.write()?;
            let taken = queue::store::take(&tx)?;
            tx.commit()?;
            let Some(taken) = taken else { break };
            let done = one(house, &taken, stop);
            if let Err(error) = &done {
                // Not the file's fault: the disk is full, or no process can be started.
                tracing::warn!(media = %taken.id, %error, "a file could not be developed");
                self.tired_at = Some(Moment::now());
            }
            self.forgotten.extend(done?);
        }
        self.tidy(house)
    }

    fn tidy(&mut self, house: &House) -> Result<()> {
        let mut waiting = Vec::new();
        for hash in std::mem::take(&mut self.forgotten) {
            let is_gone = house.files.remove(&hash, |hash| files::store::has_row(&house.db.read()?, hash))?;
            let is_named = !is_gone && files::store::has_row(&house.db.read()?, &hash)?;
            if !is_gone && !is_named {
                waiting.push(hash);
            }
        }
        self.forgotten = waiting;
        Ok(())
    }
}

/// Develops one and writes down what became of it. Gives the file that nobody needs any more.
fn one(house: &House, taken: &Taken, stop: &(dyn Fn() -> bool + Sync)) -> Result<Option<Hash>> {
    let outcome = match house.files.open_file(&taken.source) {
        Ok(sent) => house.darkroom.develop(&house.files, sent, &taken.shapes, stop),
        // Its bytes are lost: said rather than tried for ever.
        Err(Error::NotFound) => Ok(Outcome::Refused(Fault::Damaged)),
        Err(error) => Err(error),
    };
    let outcome = outcome.and_then(|outcome| kept(house, taken, outcome));
    let tx = house.db.write()?;
    let forgotten = match outcome {
        Ok(Kept::Ready(developed)) => queue::store::ready(&tx, taken, &developed, house.clock.now())?,
        Ok(Kept::Refused(fault)) => {
            tracing::info!(media = %taken.id, fault = fault.as_str(), "a file was refused");
            queue::store::refused(&tx, taken, fault)?
        }
        Ok(Kept::Again) => None,
        Ok(Kept::GivenBack) => {
            queue::store::give_back(&tx, taken)?;
            None
        }
        Err(error) => {
            queue::store::give_back(&tx, taken)?;
            tx.commit()?;
            return Err(error);
        }
    };
    tx.commit()?;
    Ok(forgotten)
}

enum Kept {
    Ready(queue::Developed),
    Refused(Fault),
    Again,
    GivenBack,
}

/// Puts the forms in their place, before the transaction that writes their rows: a disk's flush must not hold the writer.
fn kept(house: &House, taken: &Taken, outcome: Outcome) -> Result<Kept> {
    Ok(match outcome {
        Outcome::Developed(developed) => match Kind::of(developed.facts.media) {
            Some(kind) => Kept::Ready(put_away(house, taken, kind, *developed)?),
            None => Kept::Refused(Fault::NotShown),
        },
        Outcome::Refused(fault) => Kept::Refused(fault),
        Outcome::Died if taken.attempts >= ATTEMPTS => Kept::Refused(Fault::Deadly),
        Outcome::Died => Kept::Again,
        Outcome::Stopped => Kept::GivenBack,
    })
}

fn put_away(house: &House, taken: &Taken, kind: Kind, developed: Developed) -> Result<queue::Developed> {
    let facts = developed.facts;
    let mut forms = Vec::new();
    for form in developed.forms {
        let bytes = form.staged.size;
        let file = house.files.keep(form.staged)?;
        forms.push(queue::Form {
            size: Size::of(form.side),
            file,
            bytes,
            media: form.media,
            shape: form.width.zip(form.height),
        });
    }
    if forms.is_empty() {
        let bytes = house.files.open_file(&taken.source)?.metadata()?.len();
        forms.push(queue::Form {
            size: Size::Whole,
            file: taken.source.clone(),
            bytes,
            media: facts.media,
            shape: None,
        });
    }
    let zone = settings::store::facts(&house.db.read()?)?.zone_of_time();
    Ok(queue::Developed {
        kind,
        forms,
        taken_at: facts.taken.and_then(|taken| taken.instant(&zone)),
        shape: facts.width.zip(facts.height),
        seconds: facts.seconds,
        tints: facts.tints,
        note: facts.note,
    })
}
