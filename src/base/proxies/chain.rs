//! Who asks, by the headers that each proxy lengthens: `Forwarded` (RFC 7239) and `X-Forwarded-For`. Read from the right: what
//! stands to the left of the first address that is no proxy of ours may have been written by anybody.

use super::Proxies;
use std::net::{IpAddr, SocketAddr};

/// The visitor's address: the peer's own, unless the peer is a proxy that may tell another. Nothing when it is not known: a
/// visitor who could pass for the proxy itself would have the rights of whoever stands beside the box.
///
/// A proxy lengthens one of the two headers, and lets the other pass as the visitor wrote it. Where both are there and do
/// not agree, one of them lies, and neither is believed.
pub fn visitor(proxies: &Proxies, peer: IpAddr, forwarded: &str, x_forwarded_for: &str) -> Option<IpAddr> {
    let peer = peer.to_canonical();
    if !proxies.may_tell(peer) {
        return Some(peer);
    }
    let walk = |told: Vec<Option<IpAddr>>| back_from(proxies, &told);
    let one = (!forwarded.trim().is_empty()).then(|| walk(list(forwarded).map(said_for).collect()));
    let other = (!x_forwarded_for.trim().is_empty()).then(|| walk(list(x_forwarded_for).map(address).collect()));
    match (one, other) {
        (Some(one), Some(other)) => one.filter(|_| one == other),
        // Without a word of anybody it asks for itself.
        (one, other) => one.or(other).unwrap_or(Some(peer)),
    }
}

/// Whether a proxy that may tell says that the visitor speaks to it without TLS. What it says of the host is not asked: it keeps
/// `Host`, and one more header that a visitor may write is one more to be forged.
pub fn is_in_the_clear(proxies: &Proxies, peer: IpAddr, forwarded: &str, x_forwarded_proto: &str) -> bool {
    if !proxies.may_tell(peer.to_canonical()) {
        return false;
    }
    // The nearest proxy writes last; what stands before may be the visitor's own.
    let told = list(forwarded).last().and_then(|element| said(element, "proto"));
    let told = told.or_else(|| list(x_forwarded_proto).last());
    told.is_some_and(|proto| proto.trim_matches('"').eq_ignore_ascii_case("http"))
}

/// The first who is no proxy of ours, or the farthest. A hop that hides itself: who stands behind it is not known.
fn back_from(proxies: &Proxies, told: &[Option<IpAddr>]) -> Option<IpAddr> {
    let met = told.iter().rev().find(|hop| hop.is_none_or(|hop| !proxies.may_tell(hop)));
    *met.or(told.first())?
}

fn list(header: &str) -> impl Iterator<Item = &str> {
    header.split(',').map(str::trim)
}

/// Of `for="[2001:db8::1]:4711";proto=https`.
fn said_for(element: &str) -> Option<IpAddr> {
    said(element, "for").and_then(|value| address(value.trim_matches('"')))
}

fn said<'a>(element: &'a str, what: &str) -> Option<&'a str> {
    let mut pairs = element.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| name.eq_ignore_ascii_case(what)).map(|(_, value)| value.trim())
}

/// With a port or without, in brackets or bare.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let ip = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|at| at.ip()));
    ip.map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &str, x_forwarded_for: &str) -> String {
        let trusted = ["192.0.2.0/24", "2001:db8:1::/48"].map(|net| net.parse().unwrap()).to_vec();
        let proxies = Proxies { trusted, greet: false };
        visitor(&proxies, peer.parse().unwrap(), forwarded, x_forwarded_for).map_or("?".into(), |ip| ip.to_string())
    }

    #[test]
    fn the_first_from_the_right_who_is_no_proxy_asks() {
        for (forwarded, x_forwarded_for, who) in [
            ("", "203.0.113.9", "203.0.113.9"),
            ("", "1.1.1.1, 203.0.113.9, 192.0.2.8", "203.0.113.9"),
            ("", "203.0.113.9:5123", "203.0.113.9"),
            ("", "[2001:db8::5]:443", "2001:db8::5"),
            ("", "2001:db8::5", "2001:db8::5"),
            ("for=203.0.113.9;proto=https;by=192.0.2.7", "", "203.0.113.9"),
            ("for=1.1.1.1, For=\"[2001:db8::5]:4711\"", "", "2001:db8::5"),
            ("for=203.0.113.9", "203.0.113.9", "203.0.113.9"),
            ("", "192.0.2.9, 192.0.2.8", "192.0.2.9"),
            ("", "::ffff:203.0.113.9", "203.0.113.9"),
        ] {
            assert_eq!(seen("192.0.2.7", forwarded, x_forwarded_for), who, "{forwarded} {x_forwarded_for}");
            assert_eq!(seen("::ffff:192.0.2.7", forwarded, x_forwarded_for), who);
        }
    }

    #[test]
    fn nobody_else_is_believed() {
        assert_eq!(seen("198.51.100.4", "for=203.0.113.9", ""), "198.51.100.4");
        assert_eq!(seen("198.51.100.4", "", "203.0.113.9"), "198.51.100.4");
        assert_eq!(seen("::ffff:198.51.100.4", "", "203.0.113.9"), "198.51.100.4");
    }

    #[test]
    fn what_hides_itself_or_contradicts_itself_is_nobody_and_never_the_proxy() {
        for (forwarded, x_forwarded_for) in [
            ("for=unknown", ""),
            ("for=_hidden, for=192.0.2.8", ""),
            ("", "203.0.113.9, n'importe quoi"),
            ("", "\u{fffd}"),
            ("proto=https", ""),
            ("for=1.1.1.1", "203.0.113.9"),
            ("for=unknown", "203.0.113.9"),
            ("for=192.0.2.7", "203.0.113.9"),
        ] {
            assert_eq!(seen("192.0.2.7", forwarded, x_forwarded_for), "?", "{forwarded} {x_forwarded_for}");
        }
        assert_eq!(seen("192.0.2.7", "", ""), "192.0.2.7", "it asks for itself");
    }

    #[test]
    fn only_a_proxy_that_may_tell_says_that_a_visitor_came_in_the_clear() {
        let proxies = Proxies { trusted: vec!["192.0.2.7".parse().unwrap()], greet: false };
        let clear = |peer: &str, forwarded, proto| is_in_the_clear(&proxies, peer.parse().unwrap(), forwarded, proto);
        for (forwarded, proto) in
            [("for=203.0.113.9;proto=http", ""), ("", "http"), ("", "https, HTTP"), ("proto=\"http\"", "")]
        {
            assert!(clear("192.0.2.7", forwarded, proto), "{forwarded} {proto}");
            assert!(clear("::ffff:192.0.2.7", forwarded, proto));
            assert!(!clear("198.51.100.4", forwarded, proto), "a stranger says nothing");
        }
        for (forwarded, proto) in
            [("", ""), ("for=203.0.113.9", ""), ("proto=http, proto=https", ""), ("", "https"), ("", "http, https")]
        {
            assert!(!clear("192.0.2.7", forwarded, proto), "{forwarded} {proto}");
        }
    }

    #[test]
    fn a_relay_that_greets_tells_nothing_in_a_request() {
        let proxies = Proxies { trusted: vec!["192.0.2.7".parse().unwrap()], greet: true };
        let peer = "192.0.2.7".parse().unwrap();
        assert_eq!(visitor(&proxies, peer, "for=203.0.113.9", "203.0.113.9"), Some(peer));
    }
}
