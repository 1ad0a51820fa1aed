//! Which addresses stand beside this machine, on the network that it is plugged into: a fact of its own interfaces, never what
//! somebody says. When in doubt an address stands elsewhere.

mod wires;

use super::{
    error::Result,
    proxies::{Network, Proxies},
};
use std::{
    fs,
    net::{IpAddr, Ipv4Addr},
    path::Path,
};

/// Who is really at the other end of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

/// How a request came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Came {
    #[default]
    Straight,
    /// Through a relay or a proxy of ours: whatever address it announces was somewhere else's.
    Relayed,
    /// Passed on by somebody who says so in a header, and whom nobody named to us: the peer is not who asks.
    PassedOn,
}

impl Peer {
    pub fn came(self, proxies: &Proxies, is_passed_on: bool) -> Came {
        match (proxies.holds(self.0), is_passed_on) {
            (true, _) => Came::Relayed,
            (false, true) => Came::PassedOn,
            (false, false) => Came::Straight,
        }
    }
}

pub struct Lan {
    /// Instead of what the machine says.
    given: Option<Vec<Network>>,
}

impl Lan {
    pub fn of_machine() -> Lan {
        Lan { given: None }
    }

    /// For a demonstration, which only its own machine looks at.
    pub fn only(networks: &[&str]) -> Lan {
        Lan { given: Some(networks.iter().filter_map(|network| network.parse().ok()).collect()) }
    }

    /// Asked anew each time: a box changes its network when it is carried to another room.
    pub fn holds(&self, ip: IpAddr) -> bool {
        match &self.given {
            Some(networks) => networks.iter().any(|network| network.holds(ip)),
            None => matches!((interfaces(), routers()), (Ok(own), Ok(routers)) if stands_beside(&own, &routers, ip)),
        }
    }
}

/// An address of the machine's, how many of its bits are the network's, and whether machines of the place are on that line.
struct Interface {
    address: IpAddr,
    bits: u8,
    has_neighbours: bool,
}

/// Doubts. One of the machine's own addresses is a program of its own, such as a tunnel that nobody told us of, and so may be
/// who comes by a line without neighbours. The router's address is what it may put in the place of everybody outside. A public
/// IPv4 address stands beside servers of other people; and a machine that has one is hosted, so that its IPv6 neighbours are
/// strangers too.
fn stands_beside(own: &[Interface], routers: &[IpAddr], ip: IpAddr) -> bool {
    let ip = ip.to_canonical();
    let is_own = own.iter().any(|own| own.address.to_canonical() == ip);
    if ip.is_loopback() || is_own || routers.contains(&ip) {
        return false;
    }
    let is_hosted = own.iter().any(|own| own.address.is_ipv4() && is_public(own.address));
    if (ip.is_ipv4() && is_public(ip)) || (ip.is_ipv6() && is_hosted) {
        return false;
    }
    own.iter().filter(|own| own.has_neighbours && !own.address.is_loopback()).any(|own| {
        let network = format!("{}/{}", own.address, own.bits).parse::<Network>();
        network.is_ok_and(|network| network.holds(ip))
    })
}

/// Of the whole Internet, not of one place.
pub fn is_public(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => !(ip.is_private() || ip.is_link_local() || ip.is_loopback() || is_shared(ip)),
        IpAddr::V6(ip) => ip.segments()[0] & 0xe000 == 0x2000,
    }
}

/// 100.64.0.0/10: between a provider's customers (RFC 6598). Not public, and no neighbour either unless the machine has one.
fn is_shared(ip: Ipv4Addr) -> bool {
    ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64
}

fn interfaces() -> Result<Vec<Interface>> {
    let found = if_addrs::get_if_addrs()?.into_iter().map(|interface| {
        let (address, bits) = match &interface.addr {
            if_addrs::IfAddr::V4(v4) => (IpAddr::V4(v4.ip), v4.netmask.to_bits().leading_ones()),
            if_addrs::IfAddr::V6(v6) => (IpAddr::V6(v6.ip), v6.netmask.to_bits().leading_ones()),
        };
        let has_neighbours = wires::has_neighbours(Path::new(wires::LINES), &interface.name);
        Interface { address, bits: bits as u8, has_neighbours }
    });
    Ok(found.collect())
}

/// A table that cannot be read is a doubt like the others, never a machine without routers.
fn routers() -> Result<Vec<IpAddr>> {
    Ok(wires::routers(&fs::read_to_string(wires::ROUTES)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(own: &[(&str, u8)], ip: &str) -> bool {
        beside_lines(&own.iter().map(|(ip, bits)| (*ip, *bits, true)).collect::<Vec<_>>(), ip)
    }

    fn beside_lines(own: &[(&str, u8, bool)], ip: &str) -> bool {
        let line = |(ip, bits, has_neighbours): &(&str, u8, bool)| Interface {
            address: ip.parse().unwrap(),
            bits: *bits,
            has_neighbours: *has_neighbours,
        };
        let own: Vec<Interface> = own.iter().map(line).collect();
        stands_beside(&own, &["192.168.1.1".parse().unwrap()], ip.parse().unwrap())
    }

    const BOX: [(&str, u8); 4] = [("127.0.0.1", 8), ("192.168.1.10", 24), ("fe80::10", 64), ("2001:db8:77:1::10", 64)];

    #[test]
    fn whoever_is_on_the_same_network_stands_beside() {
        for ip in ["192.168.1.20", "::ffff:192.168.1.20", "fe80::99", "2001:db8:77:1:aaaa::5"] {
            assert!(beside(&BOX, ip), "{ip}");
        }
    }

    #[test]
    fn everybody_else_stands_elsewhere() {
        for ip in [
            "192.168.2.20",
            "203.0.113.9",
            "10.0.0.5",
            "2001:db8:77:2::5",
            // The router, in whose name it may let in anybody; the machine's own programs, a tunnel among them.
            "192.168.1.1",
            "127.0.0.1",
            "::1",
            "192.168.1.10",
            "2001:db8:77:1::10",
        ] {
            assert!(!beside(&BOX, ip), "{ip}");
        }
    }

    #[test]
    fn a_hosted_machine_has_no_neighbours() {
        let hosted = [("203.0.113.10", 24), ("2001:db8:77:1::10", 64), ("10.7.0.2", 24)];
        for ip in ["203.0.113.11", "2001:db8:77:1::11"] {
            assert!(!beside(&hosted, ip), "{ip}");
        }
        assert!(beside(&hosted, "10.7.0.9"), "a private network of its own is still one");
    }

    #[test]
    fn whoever_comes_by_a_tunnel_stands_elsewhere() {
        let lines = [("192.168.1.10", 24, true), ("10.8.0.2", 24, false), ("172.17.0.1", 16, false)];
        assert!(beside_lines(&lines, "192.168.1.20"));
        for ip in ["10.8.0.1", "172.17.0.2", "10.8.0.2"] {
            assert!(!beside_lines(&lines, ip), "{ip}");
        }
    }

    #[test]
    fn what_is_public_and_what_is_a_place_s_own() {
        for (ip, expected) in [
            ("203.0.113.9", true),
            ("2a01:e0a:1::5", true),
            ("192.168.1.5", false),
            ("100.64.3.4", false),
            ("127.0.0.1", false),
            ("::ffff:10.0.0.5", false),
            ("fd00::5", false),
            ("fe80::5", false),
            ("::1", false),
        ] {
            assert_eq!(is_public(ip.parse().unwrap()), expected, "{ip}");
        }
    }

    #[test]
    fn a_relay_is_told_from_a_neighbour() {
        let proxies = Proxies { trusted: vec!["127.0.0.1".parse().unwrap()], greet: true };
        let came = |ip: &str, is_passed_on| Peer(ip.parse().unwrap()).came(&proxies, is_passed_on);
        assert_eq!([came("127.0.0.1", false), came("127.0.0.1", true)], [Came::Relayed; 2]);
        assert_eq!(came("192.168.1.20", false), Came::Straight);
        assert_eq!(came("192.168.1.20", true), Came::PassedOn, "a proxy that the configuration does not name");
    }
}
