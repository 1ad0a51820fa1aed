//! The box's `.local` names, announced to the devices of its network by multicast DNS (RFC 6762). A name that another machine
//! has already is not fought over: ours gets a number. What is done about that, and which names are wanted, is the caller's.
//!
//! One thread of the crate's own; the machine's addresses are followed by it. Beside another responder (avahi) both hear all
//! that is asked, on a port that both share; the name of the machine itself is left to the other.

pub mod store;

use super::error::{Error, Result};
use mdns_sd::{DaemonEvent, Receiver, ServiceDaemon, ServiceInfo};
use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    time::Duration,
};

const ZONE: &str = ".local";
/// What a browser of services finds: a site, over TLS.
const SERVICE: &str = "_https._tcp.local.";
const NOTHING_MORE: Option<HashMap<String, String>> = None;
const FAREWELL: Duration = Duration::from_secs(1);
const AVAHI: &str = "/run/avahi-daemon/socket";

/// A name that is wanted, and the one that our neighbours know us by; nothing while that is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    pub name: String,
    pub held: Option<String>,
}

impl Announced {
    /// The name that leads here instead, where another machine has ours.
    pub fn instead(&self) -> Option<&str> {
        self.held.as_deref().filter(|held| *held != self.name)
    }
}

pub struct Announcer {
    daemon: ServiceDaemon,
    told: Receiver<DaemonEvent>,
    port: u16,
    names: BTreeMap<String, Announcement>,
}

struct Announcement {
    service: String,
    held: Option<String>,
}

impl Announcer {
    pub fn start(port: u16) -> Result<Announcer> {
        let daemon = ServiceDaemon::new().map_err(failed)?;
        let told = daemon.monitor().map_err(failed)?;
        Ok(Announcer { daemon, told, port, names: BTreeMap::new() })
    }

    /// These names and no others: what is new is asked for, what is not wanted any more is taken leave of.
    pub fn announce(&mut self, wanted: &[String]) -> Result<()> {
        let gone: Vec<String> = self.names.keys().filter(|name| !wanted.contains(name)).cloned().collect();
        for name in gone {
            if let Some(left) = self.names.remove(&name) {
                self.daemon.unregister(&left.service).map_err(failed)?;
            }
        }
        for name in wanted {
            if self.names.contains_key(name) {
                continue;
            }
            let label = name.strip_suffix(ZONE).unwrap_or(name);
            let service = ServiceInfo::new(SERVICE, label, &format!("{name}."), "", self.port, NOTHING_MORE)
                .map_err(failed)?
                .enable_addr_auto();
            let announcement = Announcement { service: service.get_fullname().to_owned(), held: None };
            self.daemon.register(service).map_err(failed)?;
            self.names.insert(name.clone(), announcement);
        }
        Ok(())
    }

    /// How it stands now.
    pub fn look(&mut self) -> Vec<Announced> {
        while let Ok(event) = self.told.try_recv() {
            hear(&mut self.names, &event);
        }
        self.names.iter().map(|(name, said)| Announced { name: name.clone(), held: said.held.clone() }).collect()
    }
}

/// Says goodbye, so that nobody looks for us where we are not any more.
impl Drop for Announcer {
    fn drop(&mut self) {
        if let Ok(ended) = self.daemon.shutdown() {
            // A network that takes no goodbye forgets within two minutes.
            let _ = ended.recv_timeout(FAREWELL);
        }
    }
}

/// Whether another responder of this machine announces this name already: the machine's own.
pub fn is_announced_by_another(name: &str, host: Option<&str>) -> bool {
    Path::new(AVAHI).exists() && host.is_some_and(|host| of_machine(host) == name)
}

/// `boite.ville.fr` is `boite.local` to its neighbours.
pub fn of_machine(host: &str) -> String {
    format!("{}{ZONE}", host.split('.').next().unwrap_or(host))
}

/// Whether a name is one that neighbours are asked for.
pub fn is_local(name: &str) -> bool {
    name.ends_with(ZONE)
}

fn hear(names: &mut BTreeMap<String, Announcement>, event: &DaemonEvent) {
    match event {
        DaemonEvent::NameChange(change) => {
            let original = change.original.trim_end_matches('.');
            let renamed = change.new_name.trim_end_matches('.');
            // A rename of a rename tells the name before it.
            let ours =
                names.iter_mut().find(|(name, said)| *name == original || said.held.as_deref() == Some(original));
            if let Some((_, said)) = ours {
                said.held = Some(renamed.to_owned());
            }
        }
        DaemonEvent::Announce(service, _) => {
            for (name, said) in names.iter_mut().filter(|(_, said)| said.service == *service) {
                said.held.get_or_insert_with(|| name.clone());
            }
        }
        _ => {}
    }
}

fn failed(error: mdns_sd::Error) -> Error {
    Error::internal(format!("announcing: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mdns_sd::{DnsNameChange, RRType};

    fn asked(name: &str) -> BTreeMap<String, Announcement> {
        let service = format!("{}.{SERVICE}", name.strip_suffix(ZONE).unwrap());
        BTreeMap::from([(name.to_owned(), Announcement { service, held: None })])
    }

    fn renamed(original: &str, new_name: &str) -> DaemonEvent {
        DaemonEvent::NameChange(DnsNameChange {
            original: original.to_owned(),
            new_name: new_name.to_owned(),
            rr_type: RRType::A,
            intf_name: "eth0".to_owned(),
        })
    }

    fn held(names: &BTreeMap<String, Announcement>) -> Option<&str> {
        names["ecole.local"].held.as_deref()
    }

    #[test]
    fn a_name_is_ours_once_it_is_announced() {
        let mut names = asked("ecole.local");
        assert_eq!(held(&names), None);
        hear(&mut names, &DaemonEvent::Announce("autre._https._tcp.local.".into(), "192.0.2.1".into()));
        assert_eq!(held(&names), None);
        hear(&mut names, &DaemonEvent::Announce("ecole._https._tcp.local.".into(), "192.0.2.1".into()));
        assert_eq!(held(&names), Some("ecole.local"));
    }

    #[test]
    fn a_name_that_another_has_gets_a_number_and_the_next_one_after_it() {
        let mut names = asked("ecole.local");
        hear(&mut names, &renamed("autre.local.", "autre-2.local."));
        assert_eq!(held(&names), None);
        hear(&mut names, &renamed("ecole.local.", "ecole-2.local."));
        hear(&mut names, &DaemonEvent::Announce("ecole._https._tcp.local.".into(), "192.0.2.1".into()));
        assert_eq!(held(&names), Some("ecole-2.local"), "the announcement is of the new name");
        hear(&mut names, &renamed("ecole-2.local.", "ecole-3.local."));
        assert_eq!(held(&names), Some("ecole-3.local"));
    }

    #[test]
    fn only_another_name_is_one_instead() {
        let said = |held: Option<&str>| Announced { name: "ecole.local".into(), held: held.map(str::to_owned) };
        assert_eq!(said(None).instead(), None);
        assert_eq!(said(Some("ecole.local")).instead(), None);
        assert_eq!(said(Some("ecole-2.local")).instead(), Some("ecole-2.local"));
        assert_eq!(of_machine("boite.ville.fr"), "boite.local");
    }
}
