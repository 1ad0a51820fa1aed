//! The PROXY protocol, versions 1 and 2: the line that a relay says before all else, TLS included. Exactly its bytes are read,
//! and not one of what follows.

use ppp::{v1, v2};
use std::{
    io::{Error, ErrorKind, Result},
    net::SocketAddr,
};
use tokio::io::{AsyncRead, AsyncReadExt};

/// What we say to our own door when it waits for a greeting: version 2, LOCAL, nobody else is meant.
pub const OURSELVES: [u8; 16] = *b"\r\n\r\n\0\r\nQUIT\n\x20\0\0\0";

const SIGNATURE: &[u8; 12] = b"\r\n\r\n\0\r\nQUIT\n";
/// As far as both versions differ, and no longer than the shortest.
const FIRST: usize = 8;
const V2_HEAD: usize = 16;
/// A relay may add what it knows of TLS and of itself; more than this is no greeting.
const V2_MOST: usize = 2_048;
/// By the protocol, line end included.
const V1_MOST: usize = 107;

/// Whose connection it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The relay speaks for itself.
    Its,
    Visitor(SocketAddr),
    /// Somebody's, of whom the relay does not know the address.
    Unknown,
}

/// What is no greeting is an error: nothing was agreed.
pub async fn read(from: &mut (impl AsyncRead + Unpin)) -> Result<Whose> {
    let mut said = vec![0; FIRST];
    from.read_exact(&mut said).await?;
    if said == SIGNATURE[..FIRST] {
        return version_2(from, said).await;
    }
    if said.starts_with(b"PROXY ") {
        return version_1(from, said).await;
    }
    Err(fault("no greeting"))
}

async fn version_2(from: &mut (impl AsyncRead + Unpin), mut said: Vec<u8>) -> Result<Whose> {
    said.resize(V2_HEAD, 0);
    from.read_exact(&mut said[FIRST..]).await?;
    let length = usize::from(u16::from_be_bytes([said[V2_HEAD - 2], said[V2_HEAD - 1]]));
    if length > V2_MOST {
        return Err(fault("too long a greeting"));
    }
    said.resize(V2_HEAD + length, 0);
    from.read_exact(&mut said[V2_HEAD..]).await?;
    let header = v2::Header::try_from(said.as_slice()).map_err(fault)?;
    Ok(match (header.command, header.addresses) {
        (v2::Command::Local, _) => Whose::Its,
        (_, v2::Addresses::IPv4(line)) => Whose::Visitor((line.source_address, line.source_port).into()),
        (_, v2::Addresses::IPv6(line)) => Whose::Visitor((line.source_address, line.source_port).into()),
        (_, v2::Addresses::Unspecified | v2::Addresses::Unix(_)) => Whose::Unknown,
    })
}

async fn version_1(from: &mut (impl AsyncRead + Unpin), mut said: Vec<u8>) -> Result<Whose> {
    while !said.ends_with(b"\r\n") {
        if said.len() == V1_MOST {
            return Err(fault("too long a greeting"));
        }
        said.push(from.read_u8().await?);
    }
    let header = v1::Header::try_from(said.as_slice()).map_err(fault)?;
    Ok(match header.addresses {
        v1::Addresses::Tcp4(line) => Whose::Visitor((line.source_address, line.source_port).into()),
        v1::Addresses::Tcp6(line) => Whose::Visitor((line.source_address, line.source_port).into()),
        v1::Addresses::Unknown => Whose::Unknown,
    })
}

fn fault(why: impl ToString) -> Error {
    Error::new(ErrorKind::InvalidData, why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is understood, and what is left for TLS.
    fn heard(bytes: &[u8]) -> (Option<Whose>, Vec<u8>) {
        let mut rest = bytes;
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let said = runtime.block_on(read(&mut rest)).ok();
        (said, rest.to_vec())
    }

    fn of(text: &str) -> Whose {
        Whose::Visitor(text.parse().unwrap())
    }

    fn second(command: u8, family: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len()).unwrap().to_be_bytes();
        [SIGNATURE.as_slice(), &[command, family], &length, body].concat()
    }

    #[test]
    fn both_versions_are_understood_to_the_byte() {
        let v4 = [203, 0, 113, 9, 10, 0, 0, 1, 0x14, 0x03, 1, 187];
        let v6 =
            [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5].as_slice(), &[0; 16], &[1, 0, 1, 187]].concat();
        let with_more = [v4.as_slice(), &[0x04, 0, 3, 1, 2, 3]].concat();
        for (greeting, who) in [
            (b"PROXY TCP4 203.0.113.9 10.0.0.1 5123 443\r\n".to_vec(), of("203.0.113.9:5123")),
            (b"PROXY TCP6 2001:db8::5 ::1 256 443\r\n".to_vec(), of("[2001:db8::5]:256")),
            (b"PROXY UNKNOWN\r\n".to_vec(), Whose::Unknown),
            (second(0x21, 0x11, &v4), of("203.0.113.9:5123")),
            (second(0x21, 0x11, &with_more), of("203.0.113.9:5123")),
            (second(0x21, 0x21, &v6), of("[2001:db8::5]:256")),
            (second(0x21, 0x00, &[]), Whose::Unknown),
            (second(0x20, 0x11, &v4), Whose::Its),
            (OURSELVES.to_vec(), Whose::Its),
        ] {
            let (said, rest) = heard(&[greeting.as_slice(), b"\x16\x03\x01"].concat());
            assert_eq!(said, Some(who), "{}", String::from_utf8_lossy(&greeting));
            assert_eq!(rest, b"\x16\x03\x01");
        }
    }

    #[test]
    fn anything_else_is_no_greeting() {
        let long = [b"PROXY TCP4 ".as_slice(), &[b'1'; 200], b"\r\n"].concat();
        for bytes in [
            b"".to_vec(),
            b"\x16\x03\x01\x02\0\x01\0\x01\xfc".to_vec(),
            b"GET / HTTP/1.1\r\n\r\n".to_vec(),
            b"PROPFIND / HTTP/1.1\r\n".to_vec(),
            b"PROXY TCP4 pas-une-adresse 10.0.0.1 1 2\r\n".to_vec(),
            b"PROXY TCP4 203.0.113.9".to_vec(),
            long,
            second(0x11, 0x11, &[0; 12]),
            second(0x21, 0x11, &[0; 3]),
            second(0x21, 0x11, &[0; 4_000]),
            SIGNATURE.to_vec(),
        ] {
            assert_eq!(heard(&bytes).0, None, "{}", String::from_utf8_lossy(&bytes));
        }
    }
}
