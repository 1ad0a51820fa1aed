//! What the machine knows of itself on its network: its addresses and its name.

use super::names::is_label;
use std::io;
use std::net::IpAddr;

/// The machine's current addresses, loopback left out, sorted and distinct.
pub fn addresses() -> io::Result<Vec<IpAddr>> {
    let mut found: Vec<IpAddr> =
        if_addrs::get_if_addrs()?.iter().map(|interface| interface.ip()).filter(|ip| !ip.is_loopback()).collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// The machine's name as the kernel gives it, when it is one that a certificate may carry.
pub fn host_name() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    clean(&name)
}

fn clean(name: &str) -> Option<String> {
    let name = name.trim().to_ascii_lowercase();
    (name.len() <= 253 && name.split('.').all(is_label)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_sorted_and_never_loopback() {
        let found = addresses().unwrap();
        assert!(found.iter().all(|ip| !ip.is_loopback()));
        assert!(found.is_sorted());
    }

    #[test]
    fn a_host_name_that_no_certificate_carries_is_none() {
        assert_eq!(clean("PREAU-Jaures\n"), Some("preau-jaures".to_owned()));
        assert_eq!(clean("(none)"), None);
        assert_eq!(clean(""), None);
        assert_eq!(clean("ma_boite"), None);
    }
}
