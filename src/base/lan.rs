//! Which addresses stand beside this machine, on the network that it is plugged into: a fact of its own interfaces, never what
//! somebody says. When in doubt an address stands elsewhere.

use super::{
    error::Result,
    proxies::{Network, Proxies},
};
use std::{
    fs,
    net::{IpAddr, Ipv4Addr},
};

/// How a connection came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub IpAddr);

impl Peer {
    /// Through a relay or a proxy: whatever address it announces was somewhere else's.
    pub fn is_relayed(self, proxies: &Proxies) -> bool {
        proxies.holds(self.0)
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
            None => interfaces().is_ok_and(|own| stands_beside(&own, &gateways(), ip)),
        }
    }
}

/// An address of the machine's, and how many of its bits are the network's.
type Interface = (IpAddr, u8);

/// Four doubts. A loopback address is a program of the machine's own, such as a tunnel that nobody told us of. The gateway's
/// address is what a router may put in the place of everybody outside. A public IPv4 address stands beside servers of other
/// people; and a machine that has one is hosted, so that its IPv6 neighbours are strangers too.
fn stands_beside(own: &[Interface], gateways: &[IpAddr], ip: IpAddr) -> bool {
    let ip = ip.to_canonical();
    if ip.is_loopback() || gateways.contains(&ip) {
        return false;
    }
    let is_public = |ip: &IpAddr| matches!(ip, IpAddr::V4(ip) if !(ip.is_private() || ip.is_link_local() || ip.is_loopback() || is_shared(*ip)));
    if is_public(&ip) || (ip.is_ipv6() && own.iter().any(|(ip, _)| is_public(ip))) {
        return false;
    }
    own.iter().filter(|(own, _)| !own.is_loopback()).any(|(own, bits)| {
        let network = format!("{own}/{bits}").parse::<Network>();
        network.is_ok_and(|network| network.holds(ip))
    })
}

/// 100.64.0.0/10: between a provider's customers (RFC 6598). Not public, and no neighbour either unless the machine has one.
fn is_shared(ip: Ipv4Addr) -> bool {
    ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64
}

fn interfaces() -> Result<Vec<Interface>> {
    let found = if_addrs::get_if_addrs()?.into_iter().map(|interface| match interface.addr {
        if_addrs::IfAddr::V4(v4) => (IpAddr::V4(v4.ip), v4.netmask.to_bits().leading_ones() as u8),
        if_addrs::IfAddr::V6(v6) => (IpAddr::V6(v6.ip), v6.netmask.to_bits().leading_ones() as u8),
    });
    Ok(found.collect())
}

/// The IPv4 routers by which the machine leaves its networks; no router puts its IPv6 address in the place of others'.
fn gateways() -> Vec<IpAddr> {
    routers(&fs::read_to_string("/proc/net/route").unwrap_or_default())
}

/// From the kernel's table: the third column, as a number in the machine's own order of bytes.
fn routers(table: &str) -> Vec<IpAddr> {
    let gateway = |line: &str| u32::from_str_radix(line.split_whitespace().nth(2)?, 16).ok();
    let found = table.lines().skip(1).filter_map(gateway).filter(|gateway| *gateway != 0);
    found.map(|gateway| IpAddr::from(gateway.to_ne_bytes())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside(own: &[(&str, u8)], ip: &str) -> bool {
        let own: Vec<Interface> = own.iter().map(|(ip, bits)| (ip.parse().unwrap(), *bits)).collect();
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
    fn the_kernel_s_table_tells_the_routers() {
        let table =
            "Iface\tDestination\tGateway \tFlags\neth0\t00000000\t0101A8C0\t0003\neth0\t0001A8C0\t00000000\t0001\n";
        let known = if cfg!(target_endian = "little") { "192.168.1.1" } else { "1.1.168.192" };
        assert_eq!(routers(table), [known.parse::<IpAddr>().unwrap()]);
        assert!(routers("").is_empty());
    }

    #[test]
    fn a_relay_is_told_from_a_neighbour() {
        let proxies = Proxies { trusted: vec!["127.0.0.1".parse().unwrap()], greet: true };
        assert!(Peer("127.0.0.1".parse().unwrap()).is_relayed(&proxies));
        assert!(!Peer("192.168.1.20".parse().unwrap()).is_relayed(&proxies));
    }
}
