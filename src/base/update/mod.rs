//! A change of program, seen from the data folder: what the program that leaves makes sure of, what the one that comes may touch,
//! and from when on there is no way back. It knows no package, and it serves nothing.
//!
//! Two marks. `prete.json`: the program that leaves has shown that its database can be copied and read again; nothing has changed
//! and the database is the truth. `en-cours.json`: another program has begun, on a copy (`avant.db`) that the one before it made
//! once nobody wrote any more. It acknowledges no write until it has shown that it works; then its mark goes, durably, and with it
//! the only way back. A cut at any moment leaves one of these, and whoever starts next reads which.

mod copying;
mod fault;
mod mark;
mod outcome;
mod program;

pub use fault::{Fault, Result};
pub use outcome::{Ended, Outcome, alarm, outcome};

use super::{clock::Instant, disk};
use copying::{back, copied, must_fit, tidy};
use mark::{Mark, Standing, standing};
use program::Program;
use std::path::{Path, PathBuf};

/// Where packages keep the programs that were there before: each knows its own data best.
pub const KEPT: &str = "/var/cache/preau";
/// In the data folder.
const FOLDER: &str = "mise-a-jour";
/// A program that did not get through after so many starts never will.
const STARTS: u32 = 3;

/// What a preparation found.
#[derive(Debug, PartialEq, Eq)]
pub enum Prepared {
    Ready,
    /// An earlier update is not confirmed yet, or did not even begin: these data are an older program's, and what it kept for them
    /// is still their way back.
    Already,
}

/// How a service begins.
pub enum Start {
    Ordinary,
    /// Nothing may be acknowledged before [`Unconfirmed::confirm`].
    Unconfirmed(Unconfirmed),
}

/// An update that may still go back.
pub struct Unconfirmed {
    folder: PathBuf,
    mark: Mark,
}

/// By the program that is to leave, while it serves: its database fits twice on the disk, can be copied and is whole.
pub fn prepare(data: &Path, from: &str, to: &str, now: Instant) -> Result<Prepared> {
    let (folder, own) = (data.join(FOLDER), Program::running()?);
    disk::private_folder(&folder)?;
    match standing(&folder)? {
        Standing::Begun(_) => return Ok(Prepared::Already),
        // Several schools share a program, and this one has not run it yet.
        Standing::Prepared(mark) if mark.from != own => return Ok(Prepared::Already),
        Standing::Prepared(_) | Standing::Quiet => {}
    }
    must_fit(data)?;
    copied(data, &folder)?;
    let mark = Mark::new(own, from, to, now);
    mark.write_prepared(&folder)?;
    Ok(Prepared::Ready)
}

/// By the program before, on behalf of the one that begins: nobody writes any more, so this copy has all that was acknowledged.
pub fn copy(data: &Path) -> Result<()> {
    let folder = data.join(FOLDER);
    match standing(&folder)? {
        Standing::Prepared(mark) if mark.from == Program::running()? => copied(data, &folder),
        _ => Err(Fault::NothingPrepared),
    }
}

/// The update does not take place. `tried`: another program was there and did not even begin; that is told.
pub fn cancel(data: &Path, tried: bool, now: Instant) -> Result<()> {
    let folder = data.join(FOLDER);
    let Standing::Prepared(mark) = standing(&folder)? else { return Ok(()) };
    if mark.from != Program::running()? {
        return Ok(());
    }
    if tried {
        Outcome::of(&mark, Ended::Returned, now).write(&folder)?;
    }
    mark::clear(&folder)
}

/// What a service does before it opens its data. `kept`: where the programs before it are.
pub fn start(data: &Path, kept: &Path, now: Instant) -> Result<Start> {
    let folder = data.join(FOLDER);
    let found = standing(&folder)?;
    let (Standing::Prepared(mark) | Standing::Begun(mark)) = &found else {
        tidy(&folder)?;
        return Ok(Start::Ordinary);
    };
    let own = Program::running()?;
    if own == mark.from {
        // Prepared: the one that comes may still come. Begun: it came, and went.
        if let Standing::Begun(mark) = &found {
            back(data, &folder)?;
            Outcome::of(mark, Ended::Returned, now).write(&folder)?;
            mark::clear(&folder)?;
            tracing::error!(
                from = mark.from_version,
                to = mark.to_version,
                "the update went back, with the data from before it"
            );
        }
        return Ok(Start::Ordinary);
    }
    let mark = match found {
        Standing::Begun(mark) if mark.by.as_ref() == Some(&own) => mark.once_more(&folder)?,
        Standing::Begun(mark) => {
            // Whatever another one made of it is not built upon.
            back(data, &folder)?;
            begin(data, &folder, mark.prepared_again(&folder)?, own, kept)?
        }
        Standing::Prepared(mark) => begin(data, &folder, mark, own, kept)?,
        Standing::Quiet => return Ok(Start::Ordinary),
    };
    tracing::info!(from = mark.from_version, to = mark.to_version, "an update begins: no write before it is confirmed");
    Ok(Start::Unconfirmed(Unconfirmed { folder, mark }))
}

/// Whether a command may open the data: not those of a program that has not taken them over, nor while one does.
pub fn may_open(data: &Path) -> Result<()> {
    match standing(&data.join(FOLDER))? {
        Standing::Quiet => Ok(()),
        Standing::Prepared(mark) if mark.from == Program::running()? => Ok(()),
        _ => Err(Fault::UnderWay),
    }
}

fn begin(data: &Path, folder: &Path, mark: Mark, own: Program, kept: &Path) -> Result<Mark> {
    program::asked_to_copy(&program::kept_in(kept, &mark.from)?, data)?;
    mark.begun_by(own, folder)
}

impl Unconfirmed {
    /// From here on the data never go back.
    pub fn confirm(self, now: Instant) -> Result<()> {
        Outcome::of(&self.mark, Ended::Confirmed, now).write(&self.folder)?;
        mark::clear(&self.folder)?;
        tracing::info!(from = self.mark.from_version, to = self.mark.to_version, "the update is confirmed");
        Ok(())
    }
}

#[cfg(test)]
mod tests;
