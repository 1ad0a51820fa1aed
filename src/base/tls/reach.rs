//! Where an authority's word carries: the private and loopback addresses, in one list used both to bind the
//! authority and to choose what a leaf may name.

use rcgen::CidrSubnet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The name by which a machine calls itself, permitted like the loopback addresses.
pub(super) const LOCALHOST: &str = "localhost";

const V4: [(Ipv4Addr, u8); 4] = [
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
];

const V6: [(Ipv6Addr, u8); 3] = [
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10),
    (Ipv6Addr::LOCALHOST, 128),
];

/// Both ways of calling the machine itself.
pub(super) const LOOPBACK: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];

pub(super) fn subnets() -> impl Iterator<Item = CidrSubnet> {
    let v4 = V4.iter().map(|(net, bits)| CidrSubnet::from_v4_prefix(net.octets(), *bits));
    let v6 = V6.iter().map(|(net, bits)| CidrSubnet::from_v6_prefix(net.octets(), *bits));
    v4.chain(v6)
}

pub(super) fn holds(ip: &IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => V4.iter().any(|(net, bits)| {
            let rest = 32 - u32::from(*bits);
            ip.to_bits() >> rest == net.to_bits() >> rest
        }),
        IpAddr::V6(ip) => V6.iter().any(|(net, bits)| {
            let rest = 128 - u32::from(*bits);
            ip.to_bits() >> rest == net.to_bits() >> rest
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_held_and_their_neighbours_are_not() {
        for inside in [
            "10.0.0.1",
            "10.255.255.255",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.255.1",
            "127.0.0.53",
            "::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "febf::1",
        ] {
            assert!(holds(&inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "9.255.255.255",
            "11.0.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "203.0.113.9",
            "100.64.0.1",
            "169.254.1.1",
            "::2",
            "fbff::1",
            "fec0::1",
            "2a01:e0a::1",
        ] {
            assert!(!holds(&outside.parse().unwrap()), "{outside}");
        }
    }
}
