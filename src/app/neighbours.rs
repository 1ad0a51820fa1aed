//! Keeps the box's `.local` names announced while it serves, and lets everything that speaks of them follow: the certificate,
//! the installation notice, and a note for the pages. Nothing is announced on loopback.

use crate::{
    base::{
        error::Result,
        jobs::System,
        neighbours::{self, Announced, Announcer, store},
        tls,
    },
    door::House,
    rooms::settings::first_run::announce,
    school::settings,
};
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

/// Another program may hold the port alone: it is asked again.
const TRY_AGAIN: Duration = Duration::from_secs(600);

pub struct Neighbours {
    /// The port told to who looks for the service; nothing when nobody is to be told.
    port: Option<u16>,
    announcer: Option<Announcer>,
    failed_at: Option<Instant>,
}

impl Neighbours {
    /// `asked`: as the configuration says; else whoever serves the machine alone has no neighbours.
    pub fn of(https: SocketAddr, asked: Option<bool>) -> Neighbours {
        let is_wanted = asked.unwrap_or(!https.ip().to_canonical().is_loopback());
        Neighbours { port: is_wanted.then_some(https.port()), announcer: None, failed_at: None }
    }

    /// One look, every few seconds.
    pub fn go(&mut self, house: &House, root: &System) -> Result<()> {
        let wanted = if self.port.is_some() { wanted(house)? } else { Vec::new() };
        let stand = self.stand(&wanted)?;
        let before = store::announced(&house.db.read()?)?;
        if stand == before {
            return Ok(());
        }
        let tx = house.db.write()?;
        store::note(&tx, &stand, root)?;
        tx.commit()?;
        follow(house, &before, &stand)
    }

    fn stand(&mut self, wanted: &[String]) -> Result<Vec<Announced>> {
        let unheard = || wanted.iter().map(|name| Announced { name: name.clone(), held: None }).collect();
        if wanted.is_empty() {
            // With it goes its thread.
            self.announcer = None;
            return Ok(Vec::new());
        }
        if self.failed_at.is_some_and(|at| at.elapsed() < TRY_AGAIN) {
            return Ok(unheard());
        }
        let announcer = match (self.announcer.take(), self.port) {
            (Some(announcer), _) => Ok(announcer),
            (None, Some(port)) => Announcer::start(port),
            (None, None) => return Ok(unheard()),
        };
        match announcer.and_then(|mut announcer| announcer.announce(wanted).map(|()| announcer)) {
            Ok(mut announcer) => {
                let stand = announcer.look();
                (self.announcer, self.failed_at) = (Some(announcer), None);
                Ok(stand)
            }
            Err(error) => {
                tracing::warn!(%error, "the .local name cannot be announced");
                self.failed_at = Some(Instant::now());
                Ok(unheard())
            }
        }
    }
}

/// Those of the school; before it is set up, the machine's own, which the installation notice tells.
fn wanted(house: &House) -> Result<Vec<String>> {
    let school = settings::store::facts(&house.db.read()?)?;
    let host = tls::host_name();
    let own = host.as_deref().map(neighbours::of_machine).filter(|name| name != "localhost.local");
    let names = if school.set_up_at.is_some() { school.names } else { own.into_iter().collect() };
    let ours =
        |name: &String| neighbours::is_local(name) && !neighbours::is_announced_by_another(name, host.as_deref());
    Ok(names.into_iter().filter(ours).collect())
}

/// A certificate for the name that is held; the notice of a box that is not set up yet tells it too. The provisional
/// certificate stays: its fingerprint is printed in that notice.
fn follow(house: &House, before: &[Announced], stand: &[Announced]) -> Result<()> {
    house.tls.also_called(stand.iter().filter_map(Announced::instead));
    let tended = house.tend()?;
    for said in stand {
        let Some(held) = &said.held else { continue };
        let known = before.iter().find(|old| old.name == said.name).and_then(|old| old.held.clone());
        let known = known.unwrap_or_else(|| said.name.clone());
        if known != *held {
            tracing::warn!(name = said.name, held, issued = ?tended.issued, "another machine has our name");
            announce::rename(house, &known, held)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_of_a_door_on_loopback_unless_it_is_asked_for() {
        let told = |at: &str, asked| Neighbours::of(at.parse().unwrap(), asked).port;
        assert_eq!(told("127.0.0.1:8443", None), None);
        assert_eq!(told("[::1]:8443", None), None);
        assert_eq!(told("[::ffff:127.0.0.1]:8443", None), None);
        assert_eq!(told("127.0.0.1:8443", Some(true)), Some(8443));
        assert_eq!(told("[::]:443", None), Some(443));
        assert_eq!(told("192.168.1.4:443", None), Some(443));
        assert_eq!(told("[::]:443", Some(false)), None);
    }
}
