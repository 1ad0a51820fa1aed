//! One question over HTTPS and its answer, on a connection of its own. It follows no redirection and keeps nothing.

use super::fault::Fault;
use crate::base::{
    bounded::Bounded,
    outward::{self, Proxy},
    tls,
};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use std::{
    io::{ErrorKind, Read, Write},
    net::ToSocketAddrs,
    path::Path,
    sync::Arc,
    time::Duration,
};

const PATIENCE: Duration = Duration::from_secs(15);
/// Who gives a byte now and then, in the handshake too, is not waited for longer.
const WHOLE: Duration = Duration::from_secs(60);
/// A chain of certificates is some kilobytes.
const AT_MOST: usize = 256 * 1024;
const AGENT: &str = concat!("preau/", env!("CARGO_PKG_VERSION"));

/// Who asks; tests answer in its place.
pub trait Ask {
    fn ask(&self, method: &str, url: &str, body: Option<&[u8]>) -> Result<Reply, Fault>;
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

pub struct Wire<'a> {
    config: Arc<ClientConfig>,
    proxy: Option<&'a Proxy>,
}

impl Wire<'_> {
    /// Believes the web's authorities, and those of a town's own file.
    pub fn new<'a>(own: Option<&Path>, proxy: Option<&'a Proxy>) -> Result<Wire<'a>, Fault> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if let Some(path) = own {
            let told = |error: String| Fault::Roots(format!("{}: {error}", path.display()));
            let pem = std::fs::read(path).map_err(|error| told(error.to_string()))?;
            let list: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
            roots.add_parsable_certificates(list.map_err(|error| told(error.to_string()))?);
        }
        let config = ClientConfig::builder_with_provider(tls::provider())
            .with_safe_default_protocol_versions()
            .map_err(|error| Fault::Nonsense(error.to_string()))?;
        Ok(Wire { config: Arc::new(config.with_root_certificates(roots).with_no_client_auth()), proxy })
    }
}

impl Ask for Wire<'_> {
    fn ask(&self, method: &str, url: &str, body: Option<&[u8]>) -> Result<Reply, Fault> {
        let at = Address::of(url).ok_or_else(|| Fault::Nonsense(format!("not an https address: {url}")))?;
        let lost = |error: &dyn std::fmt::Display| Fault::Unreachable(format!("{}: {error}", at.host));
        let name = ServerName::try_from(at.host.to_owned()).map_err(|error| lost(&error))?;
        let socket = match self.proxy {
            Some(proxy) => proxy.line(at.host, at.port, PATIENCE),
            None => (at.host, at.port)
                .to_socket_addrs()
                .and_then(|found| outward::line(&found.collect::<Vec<_>>(), PATIENCE)),
        };
        let socket = socket.map_err(|error| lost(&error))?;
        let line = ClientConnection::new(self.config.clone(), name).map_err(|error| lost(&error))?;
        let mut line = StreamOwned::new(line, Bounded::on(&socket, PATIENCE, WHOLE));
        line.write_all(&at.request(method, body)).and_then(|()| line.flush()).map_err(|error| lost(&error))?;
        let mut heard = Vec::new();
        let mut piece = [0; 16 * 1024];
        loop {
            let ended = match line.read(&mut piece) {
                Ok(0) => true,
                Ok(read) => {
                    heard.extend_from_slice(&piece[..read]);
                    false
                }
                // Some hang up without a word; whether all was said, the length tells.
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => true,
                Err(error) => return Err(lost(&error)),
            };
            if let Some(reply) = Reply::parse(&heard, method == "HEAD") {
                return Ok(reply);
            }
            if ended && heard.is_empty() {
                return Err(lost(&"it hung up without a word"));
            }
            if ended || heard.len() > AT_MOST {
                return Err(Fault::Nonsense(format!("{}: the answer has no end", at.host)));
            }
        }
    }
}

struct Address<'a> {
    host: &'a str,
    port: u16,
    /// As it stands in `Host`.
    authority: &'a str,
    path: &'a str,
}

impl Address<'_> {
    fn of(url: &str) -> Option<Address<'_>> {
        let rest = url.strip_prefix("https://")?;
        // Nothing that an authority says may write a second line of our request.
        if !rest.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = authority.rsplit_once(':').map_or((authority, Some(443)), |(h, p)| (h, p.parse().ok()));
        let path = if path.is_empty() { "/" } else { path };
        (!host.is_empty()).then_some(Address { host, port: port?, authority, path })
    }

    fn request(&self, method: &str, body: Option<&[u8]>) -> Vec<u8> {
        let Address { authority, path, .. } = self;
        let mut lines = format!(
            "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nUser-Agent: {AGENT}\r\nAccept: */*\r\nConnection: close\r\n"
        );
        if let Some(body) = body {
            lines.push_str(&format!("Content-Type: application/jose+json\r\nContent-Length: {}\r\n", body.len()));
        }
        lines.push_str("\r\n");
        let mut bytes = lines.into_bytes();
        bytes.extend_from_slice(body.unwrap_or_default());
        bytes
    }
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Nothing while it is not whole.
    fn parse(heard: &[u8], is_head: bool) -> Option<Reply> {
        let end = heard.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&heard[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.strip_prefix("HTTP/1.")?.get(2..5)?.parse().ok()?;
        let pairs = lines.filter_map(|line| line.split_once(':'));
        let headers = pairs.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect();
        let mut reply = Reply { status, headers, body: Vec::new() };
        let rest = &heard[end + 4..];
        if is_head || status == 204 {
            return Some(reply);
        }
        if reply.header("transfer-encoding").is_some_and(|said| said.eq_ignore_ascii_case("chunked")) {
            reply.body = in_chunks(rest)?;
        } else {
            let length: usize = reply.header("content-length")?.parse().ok()?;
            reply.body = rest.get(..length)?.to_vec();
        }
        Some(reply)
    }
}

fn in_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok().filter(|size| *size <= AT_MOST)?;
        if size == 0 {
            return Some(body);
        }
        let chunk = rest.get(end + 2..)?;
        body.extend_from_slice(chunk.get(..size)?);
        rest = chunk.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(heard: &str) -> Option<String> {
        Reply::parse(heard.as_bytes(), false).map(|reply| String::from_utf8(reply.body).unwrap())
    }

    #[test]
    fn an_answer_is_whole_or_none() {
        let plain = "HTTP/1.1 201 Created\r\nReplay-Nonce: abc\r\nContent-Length: 5\r\n\r\nécol";
        let reply = Reply::parse(plain.as_bytes(), false).unwrap();
        assert_eq!((reply.status, reply.header("replay-nonce")), (201, Some("abc")));
        assert_eq!(body(plain).as_deref(), Some("écol"));
        assert_eq!(body(&plain[..plain.len() - 1]), None);
        assert_eq!(body("HTTP/1.1 200 OK\r\n\r\n"), None, "no length, no end");
        assert!(Reply::parse(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", true).is_some(), "HEAD has no body");
    }

    #[test]
    fn chunks_are_put_together() {
        let whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n";
        assert_eq!(body(whole).as_deref(), Some("abc0123456789"));
        assert_eq!(body(&whole[..whole.len() - 8]), None);
        assert_eq!(body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), None);
        assert_eq!(body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc"), None);
    }

    #[test]
    fn only_an_https_address_of_one_line_is_asked() {
        let at = Address::of("https://acme.ville.fr:9443/dir?x=1").unwrap();
        assert_eq!(
            (at.host, at.port, at.path, at.authority),
            ("acme.ville.fr", 9443, "/dir?x=1", "acme.ville.fr:9443")
        );
        assert_eq!(Address::of("https://acme.ville.fr").map(|at| (at.port, at.path)), Some((443, "/")));
        for wrong in ["http://acme.ville.fr/", "https:///", "https://a/b\r\nc", "https://a:b/", "acme"] {
            assert!(Address::of(wrong).is_none(), "{wrong:?}");
        }
    }
}
