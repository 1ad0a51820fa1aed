//! What the kernel says of the machine's own lines: which of them have neighbours at their other end, and by which routers one
//! leaves. It asks nobody else, and what it cannot read it does not guess.

use std::{
    fs,
    net::IpAddr,
    path::{Path, PathBuf},
};

pub const LINES: &str = "/sys/class/net";
/// Of our own process: a service that is shown nothing of the others (`ProcSubset=pid`) has no `/proc/net`.
pub const ROUTES: &str = "/proc/self/net/route";

/// Ethernet and Wi-Fi. A tunnel has another, or none.
const ETHERNET: &str = "1";
/// A bridge over a bond over a wire.
const DEEP: usize = 3;

/// Whether the machines of a place are at the other end. Not of a tunnel, which leads anywhere; nor of a bridge that joins
/// programs of the machine's own (containers, virtual machines): one of them may let in the whole Internet.
pub fn has_neighbours(lines: &Path, name: &str) -> bool {
    let own = lines.join(name);
    let is_ethernet = fs::read_to_string(own.join("type")).is_ok_and(|kind| kind.trim() == ETHERNET);
    let is_tunnel = own.join("tun_flags").exists();
    is_ethernet && !is_tunnel && (!own.join("bridge").exists() || leads_out(&own, DEEP))
}

/// Over hardware, its own or of a line below it.
fn leads_out(line: &Path, deep: usize) -> bool {
    line.join("device").exists() || (deep > 0 && below(line).iter().any(|line| leads_out(line, deep - 1)))
}

fn below(line: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(line).into_iter().flatten().flatten();
    entries.filter(|one| one.file_name().as_encoded_bytes().starts_with(b"lower_")).map(|one| one.path()).collect()
}

/// The IPv4 routers by which the machine leaves its networks; no router puts its IPv6 address in the place of others'. From
/// the kernel's table: the third column, as a number in the machine's own order of bytes.
pub fn routers(table: &str) -> Vec<IpAddr> {
    let gateway = |line: &str| u32::from_str_radix(line.split_whitespace().nth(2)?, 16).ok();
    let found = table.lines().skip(1).filter_map(gateway).filter(|gateway| *gateway != 0);
    found.map(|gateway| IpAddr::from(gateway.to_ne_bytes())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn the_kernel_s_table_tells_the_routers() {
        let table =
            "Iface\tDestination\tGateway \tFlags\neth0\t00000000\t0101A8C0\t0003\neth0\t0001A8C0\t00000000\t0001\n";
        let known = if cfg!(target_endian = "little") { "192.168.1.1" } else { "1.1.168.192" };
        assert_eq!(routers(table), [known.parse::<IpAddr>().unwrap()]);
        assert!(routers("").is_empty());
    }

    #[test]
    fn a_wire_has_neighbours_and_a_tunnel_has_none() {
        let folder = tempfile::tempdir().unwrap();
        let line = |name: &str, kind: &str, has: &[&str]| {
            let own = folder.path().join(name);
            fs::create_dir_all(&own).unwrap();
            fs::write(own.join("type"), format!("{kind}\n")).unwrap();
            for one in has {
                fs::create_dir(own.join(one)).unwrap();
            }
        };
        let over = |name: &str, below: &str| {
            symlink(folder.path().join(below), folder.path().join(name).join(format!("lower_{below}"))).unwrap();
        };
        line("eth0", "1", &["device"]);
        line("wlan0", "1", &["device"]);
        // A container's own end of its line to a bridge outside of it: the network on which it stands.
        line("veth0", "1", &[]);
        line("wg0", "65534", &[]);
        line("tap0", "1", &["tun_flags"]);
        line("lo", "772", &[]);
        line("docker0", "1", &["bridge"]);
        over("docker0", "veth0");
        line("bond0", "1", &[]);
        over("bond0", "eth0");
        line("br0", "1", &["bridge"]);
        over("br0", "bond0");
        let with_neighbours: Vec<&str> =
            ["eth0", "wlan0", "veth0", "bond0", "br0", "wg0", "tap0", "lo", "docker0", "nothing"]
                .into_iter()
                .filter(|name| has_neighbours(folder.path(), name))
                .collect();
        assert_eq!(with_neighbours, ["eth0", "wlan0", "veth0", "bond0", "br0"]);
    }

    /// The service's own sandbox shows it no other process.
    #[test]
    fn the_table_is_read_where_the_service_may_read_it() {
        assert!(ROUTES.starts_with("/proc/self/"));
        assert!(fs::read_to_string(ROUTES).is_ok_and(|table| table.starts_with("Iface")));
    }
}
