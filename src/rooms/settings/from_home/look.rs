//! The call, and what it means.

use super::store;
use crate::{
    base::{
        clock::Instant,
        db::Rx,
        error::Result,
        jobs::System,
        machine,
        outward::{self, Proxy},
        tls::from_outside::{self, PATIENCE},
    },
    door::House,
    school::settings::{self, Facts},
};
use std::net::{IpAddr, SocketAddr, TcpStream};

/// Whether families come from home, as far as it is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Access {
    /// No public address: the school's own network alone.
    Local,
    /// An address that nobody has called yet.
    Untried,
    Called(Checked),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The public name.
    pub host: String,
    pub found: Found,
    /// Open, or out of order, since.
    pub since: Instant,
    pub at: Instant,
    pub opened: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Open(Way),
    /// From here the name leads to the school's own network: nothing is known of the world outside.
    Indoors,
    /// The name leads nowhere.
    Nameless,
    /// Nobody takes the line.
    Closed,
    /// Somebody does, and hangs up: a relay without our tunnel.
    Silent,
    /// Another machine answers under our name.
    Stranger,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Browsers that do not know the school believe its certificate.
    pub is_believed: bool,
    /// Who comes by that way has an address of their own.
    pub knows_visitors: bool,
}

pub fn access(rx: &Rx, school: &Facts) -> Result<Access> {
    let Some(address) = school.address_from_home() else { return Ok(Access::Local) };
    Ok(store::checked(rx, address)?.map_or(Access::Untried, Access::Called))
}

/// The round's: calls, and writes down what it found.
pub fn check(house: &House, by: &System) -> Result<()> {
    let school = settings::store::facts(&house.db.read()?)?;
    let Some(address) = school.address_from_home().filter(|_| school.set_up_at.is_some()) else { return Ok(()) };
    let found = call(house, address)?;
    if !matches!(found, Found::Open(_) | Found::Indoors) {
        tracing::warn!(?found, "the school is not reached by its public name");
    }
    let tx = house.db.write()?;
    store::note(&tx, address, &found, house.clock.now(), by)?;
    tx.commit()
}

/// A name of more addresses is not a school's.
const MOST: usize = 4;

/// Some seconds long. Nothing is read or written.
pub fn call(house: &House, address: &str) -> Result<Found> {
    let (host, port) = host_and_port(address);
    let line = match line(house.proxy.as_ref(), host, port) {
        Ok(line) => line,
        Err(found) => return Ok(found),
    };
    let word = house.calls.begin()?;
    let path = super::HOME.replace("{word}", &word);
    let called = from_outside::call(line, host, &path, house.clock.now().0);
    let heard = house.calls.over(&word);
    Ok(match (called, heard) {
        (Ok(called), Some(heard)) => Found::Open(Way {
            is_believed: called.is_believed,
            knows_visitors: heard.from.is_some_and(|from| !from.to_canonical().is_loopback()),
        }),
        (Ok(_), None) => Found::Stranger,
        (Err(_), _) => Found::Silent,
    })
}

/// As the school's network lets us out. A proxy finds names itself: what one leads to here says nothing then.
fn line(proxy: Option<&Proxy>, host: &str, port: u16) -> std::result::Result<TcpStream, Found> {
    let found = match (host.parse::<IpAddr>(), proxy) {
        (Ok(ip), _) => vec![SocketAddr::new(ip, port)],
        (Err(_), Some(proxy)) => return proxy.line(host, port, PATIENCE).map_err(|_| Found::Closed),
        (Err(_), None) => machine::addresses_of(host, port),
    };
    if found.is_empty() {
        return Err(Found::Nameless);
    }
    let outside: Vec<SocketAddr> = found.into_iter().filter(|at| !is_indoors(at.ip())).take(MOST).collect();
    if outside.is_empty() {
        return Err(Found::Indoors);
    }
    outward::line(&outside, PATIENCE).map_err(|_| Found::Closed)
}

/// Of `https://ecole.ville.fr:8443`.
pub fn host_and_port(address: &str) -> (&str, u16) {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or(rest);
    match authority.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().unwrap_or(443)),
        None => (authority, 443),
    }
}

/// No road of the world leads there.
fn is_indoors(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_unspecified(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_loopback() || v6.is_unicast_link_local() || v6.is_unspecified(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_host_and_a_port() {
        assert_eq!(host_and_port("https://ecole.ville.fr"), ("ecole.ville.fr", 443));
        assert_eq!(host_and_port("https://ecole.ville.fr:8443/"), ("ecole.ville.fr", 8443));
        assert_eq!(host_and_port("ecole.ville.fr"), ("ecole.ville.fr", 443));
    }

    #[test]
    fn the_school_s_own_network_is_not_the_world() {
        for ip in ["192.168.1.9", "10.0.0.1", "172.20.0.1", "127.0.0.1", "::1", "fd00::7", "fe80::1", "::ffff:10.1.1.1"]
        {
            assert!(is_indoors(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["203.0.113.1", "2001:db8::1", "172.32.0.1"] {
            assert!(!is_indoors(ip.parse().unwrap()), "{ip}");
        }
    }
}
