//! The proxies that stand before the box, and what is believed of them: who really asks. Only those that the configuration
//! names are believed, and each says it in one way: before the conversation (`greeting`), or in each request (`chain`).

pub mod chain;
pub mod greeting;

use serde::Deserialize;
use std::{fmt, net::IpAddr, str::FromStr};

/// Nobody, unless the configuration says otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proxies {
    pub trusted: Vec<Network>,
    /// They begin each connection with the PROXY protocol, TLS ending here: what a request then says comes from the visitor.
    pub greet: bool,
}

/// `192.0.2.0/24`, `2001:db8::/32`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Proxies {
    /// A greeting is waited for, and nothing else is taken.
    pub fn must_greet(&self, peer: IpAddr) -> bool {
        self.greet && self.holds(peer)
    }

    /// What its requests say of the visitor is believed.
    pub fn may_tell(&self, peer: IpAddr) -> bool {
        !self.greet && self.holds(peer)
    }

    /// Whether one of them is at the other end of the line: whoever is behind it came from elsewhere.
    pub fn holds(&self, ip: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.holds(ip))
    }
}

impl Network {
    pub fn holds(&self, ip: IpAddr) -> bool {
        let bits = u32::from(self.bits);
        match (self.address, ip.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(ip)) => (net.to_bits() ^ ip.to_bits()).leading_zeros() >= bits,
            (IpAddr::V6(net), IpAddr::V6(ip)) => (net.to_bits() ^ ip.to_bits()).leading_zeros() >= bits,
            _ => false,
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}/{}", self.address, self.bits)
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Network, String> {
        let fault = || format!("« {text} » n’est pas un réseau : « 192.0.2.0/24 » ou une adresse est attendu.");
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address = address.parse::<IpAddr>().map_err(|_| fault())?.to_canonical();
        let most = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(most), |bits| bits.parse()).map_err(|_| fault())?;
        if bits > most {
            return Err(fault());
        }
        // To believe everybody is to believe nobody: what a visitor says would be taken for what a proxy says.
        if bits == 0 {
            return Err(format!("« {text} » couvre toutes les adresses : nommez les vrais relais."));
        }
        Ok(Network { address, bits })
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Network, String> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_holds_its_own_and_no_neighbour() {
        for (net, inside, outside) in [
            ("192.0.2.0/24", "192.0.2.255", "192.0.3.0"),
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("10.0.0.0/8", "::ffff:10.9.9.9", "::ffff:11.0.0.0"),
            ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::1"),
            ("::1", "::1", "127.0.0.1"),
            ("0.0.0.0/1", "127.0.0.1", "::1"),
        ] {
            assert!(network(net).holds(inside.parse().unwrap()), "{net} {inside}");
            assert!(!network(net).holds(outside.parse().unwrap()), "{net} {outside}");
        }
    }

    #[test]
    fn what_is_no_network_or_is_everybody_is_refused() {
        for text in ["", "relais.ville.fr", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "::/129", "0.0.0.0/0", "::/0"]
        {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_proxy_is_believed_in_one_way_only() {
        let relay = "192.0.2.7".parse().unwrap();
        let greets = Proxies { trusted: vec![network("192.0.2.0/24")], greet: true };
        let tells = Proxies { greet: false, ..greets.clone() };
        assert_eq!((greets.must_greet(relay), greets.may_tell(relay)), (true, false));
        assert_eq!((tells.must_greet(relay), tells.may_tell(relay)), (false, true));
        let nobody = Proxies { greet: true, ..Proxies::default() };
        assert_eq!((nobody.must_greet(relay), nobody.may_tell(relay)), (false, false));
    }
}
