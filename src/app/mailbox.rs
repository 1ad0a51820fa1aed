//! Reads what came back to the school's mailbox and hands it on: an answer to the room whose letter it answers, a report to
//! the refusals. What a letter does and how far the mailbox was read stand in one transaction: it is taken once, whatever
//! happens to the machine.

use crate::{
    base::{
        db::Tx,
        error::{Error, Result},
        jobs::System,
        mail::{
            Incoming,
            incoming::{self, Parsed, Report},
            mailbox::{self, Found, Position, Taken},
            refusals, store,
        },
    },
    door::House,
    school::settings,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Looks one after another, while there is more to read.
const LOOKS: usize = 20;

/// One round; ends early when `stop` says so.
pub fn read(house: &House, stop: &dyn Fn() -> bool) -> Result<()> {
    for _ in 0..LOOKS {
        if stop() || !look(house)? {
            break;
        }
    }
    Ok(())
}

/// True when there is more to read.
fn look(house: &House) -> Result<bool> {
    let rx = house.db.read()?;
    let Some(mailbox) = house.mailbox(&rx)? else { return Ok(false) };
    let state = settings::store::mailbox_state(&rx)?;
    drop(rx);
    let mut take = |found: Found| take(house, &found, incoming::read);
    let mut pass = |to: Position| pass(house, to);
    let looked = mailbox::look(&mailbox, state.position, house.clock.now(), &mut take, &mut pass);
    let fault = match &looked {
        Ok(_) => String::new(),
        Err(fault) => {
            tracing::warn!(cause = fault.cause.as_str(), said = fault.said, "the mailbox could not be read");
            format!("{}\n{}", fault.cause.as_str(), fault.said)
        }
    };
    let tx = house.db.write()?;
    settings::store::note_look(&tx, &fault, house.clock.now(), &System::at_the_console())?;
    tx.commit()?;
    Ok(looked.unwrap_or(false))
}

/// What reads a letter of somebody's; a bug in it is no reason to stop before the next one.
type Reads = fn(&[u8], &str) -> Parsed;

fn take(house: &House, found: &Found, reads: Reads) -> Taken {
    match handle(house, found, reads) {
        Ok(taken) => taken,
        Err(Error::Busy | Error::Full) => Taken::Later,
        // A letter on which the reader or a room fails would hold up all that follow: it stays unseen in the mailbox, for a person to read.
        Err(error) => {
            tracing::error!(%error, "a letter that came back could not be taken");
            if pass(house, found.at) { Taken::No } else { Taken::Later }
        }
    }
}

fn handle(house: &House, found: &Found, reads: Reads) -> Result<Taken> {
    let parsed = catch_unwind(|| reads(&found.raw, &found.token))
        .map_err(|_| Error::internal(format!("the reader panicked at letter {}", found.at.uid)))?;
    let house_itself = System::at_the_console();
    let tx = house.db.write()?;
    let taken = match &parsed {
        Parsed::Automatic => Taken::Yes,
        Parsed::Report(report) => mark(house, &tx, report)?,
        Parsed::Answer(answer) => offer(house, &tx, answer)?,
    };
    settings::store::move_mailbox(&tx, found.at, &house_itself)?;
    tx.commit()?;
    Ok(taken)
}

/// A report counts only where it comes back to the secret of one of our envelopes: whom that letter went to is ours to know.
fn mark(house: &House, tx: &Tx, report: &Report) -> Result<Taken> {
    let Some(address) = store::returned(tx, &report.token)? else { return Ok(Taken::No) };
    refusals::store::mark(tx, &address, &report.said, report.is_hard, house.clock.now())?;
    Ok(Taken::Yes)
}

fn offer(house: &House, tx: &Tx, answer: &Incoming) -> Result<Taken> {
    let now = house.clock.now();
    for room in house.rooms {
        let reply = || (room.reply)(tx, &System::at_the_console(), answer, now);
        let is_taken = catch_unwind(AssertUnwindSafe(reply))
            .unwrap_or_else(|_| Err(Error::internal(format!("the room {} panicked at a reply", room.name))))?;
        if is_taken {
            return Ok(Taken::Yes);
        }
    }
    Ok(Taken::No)
}

fn pass(house: &House, to: Position) -> bool {
    let moved = house.db.write().and_then(|tx| {
        settings::store::move_mailbox(&tx, to, &System::at_the_console())?;
        tx.commit()
    });
    moved.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{base::clock::Clock, migrations};

    #[test]
    fn a_letter_on_which_the_reader_panics_is_left_for_a_person_and_the_next_one_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let house = House::open(folder.path(), Clock::default(), &[], migrations::STEPS).unwrap();
        let letter =
            |uid| Found { at: Position { validity: 7, uid }, token: "x".into(), raw: b"Subject: a\r\n\r\nb".to_vec() };
        let position = || settings::store::mailbox_state(&house.db.read().unwrap()).unwrap().position;
        assert_eq!(take(&house, &letter(4), |_, _| panic!("poisoned")), Taken::No);
        assert_eq!(position(), Position { validity: 7, uid: 4 }, "it is not read again");
        assert_eq!(take(&house, &letter(5), |_, _| Parsed::Automatic), Taken::Yes);
        assert_eq!(position(), Position { validity: 7, uid: 5 });
    }
}
