//! Whether the house works, seen from outside and from inside: a page over TLS through its own door, and a read of its database.
//! systemd is told « ready » after the first such look, and its watchdog is fed by the next ones alone. Nothing is mended here.

use crate::{
    base::{
        error::{Error, Result},
        proxies::{Proxies, greeting},
        tls,
    },
    door::House,
    school::settings,
};
use sd_notify::NotifyState;
use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// The page that everybody may read, on a box that is set up or not.
pub const PUBLIC: &str = "/confiance";

pub struct Health {
    house: Arc<House>,
    https: SocketAddr,
    proxies: Proxies,
    is_closing: AtomicBool,
}

impl Health {
    pub fn of(house: &Arc<House>, https: SocketAddr, proxies: Proxies) -> Health {
        Health { house: house.clone(), https, proxies, is_closing: AtomicBool::default() }
    }

    pub fn look(&self) -> Result<()> {
        settings::store::name(&self.house.db.read()?)?;
        let served = self.house.tls.facts().served.fingerprint;
        let mut last = None;
        for at in ways_to(self.https) {
            // At home too, who comes by a relay's address must greet.
            let greeting = if self.proxies.must_greet(at.ip()) { greeting::OURSELVES.as_slice() } else { &[] };
            match tls::knock(at, greeting, served, PUBLIC) {
                Ok(200) => return Ok(()),
                Ok(status) => return Err(Error::internal(format!("{PUBLIC} answers {status}"))),
                Err(error) => last = Some(error),
            }
        }
        Err(last.map_or_else(|| Error::internal("no address to knock at"), Error::from))
    }

    /// For who waits for it, and only for them: systemd, told by its own variable.
    pub fn tell_ready(&self) -> Result<()> {
        if std::env::var_os("NOTIFY_SOCKET").is_none() {
            return Ok(());
        }
        self.look()?;
        tell(&[NotifyState::Ready, NotifyState::Status(&format!("Répond sur le port {}.", self.https.port()))]);
        Ok(())
    }

    /// One look, and food for the dog when all is well; without it the service is killed and started anew.
    pub fn feed(&self) -> Result<()> {
        // The door is still there, held by systemd, and nobody answers behind it: a knock would hold the stop.
        if self.is_closing.load(Ordering::SeqCst) {
            return Ok(());
        }
        let looked = self.look();
        match &looked {
            Ok(()) => tell(&[NotifyState::Watchdog]),
            Err(_) => tell(&[NotifyState::Status("Ne répond plus à sa propre porte.")]),
        }
        looked
    }

    /// From here on nobody is to expect an answer.
    pub fn close(&self) {
        self.is_closing.store(true, Ordering::SeqCst);
        tell(&[NotifyState::Stopping, NotifyState::Status("S’arrête : les dernières réponses partent.")]);
    }
}

/// How often to feed: three times before the dog is hungry. Nothing when nobody watches.
pub fn feeding_time() -> Option<Duration> {
    sd_notify::watchdog_enabled().map(|patience| patience / 3)
}

/// Without systemd nobody is told, which is no fault.
fn tell(what: &[NotifyState]) {
    if let Err(error) = sd_notify::notify(what) {
        tracing::warn!(%error, "systemd could not be told");
    }
}

/// A door on every address is knocked at from the machine itself, by whichever family it has.
fn ways_to(door: SocketAddr) -> Vec<SocketAddr> {
    if !door.ip().is_unspecified() {
        return vec![door];
    }
    let v4 = SocketAddr::from((Ipv4Addr::LOCALHOST, door.port()));
    let v6 = SocketAddr::from((Ipv6Addr::LOCALHOST, door.port()));
    if door.is_ipv4() { vec![v4] } else { vec![v4, v6] }
}
