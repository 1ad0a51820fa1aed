//! A line from the machine to a server of the world: straight, or through the proxy without which nothing leaves the school's
//! network. Mail has its own servers and its own way; what is said on the line, TLS included, is the caller's.

use super::machine;
use std::{
    io::{Error, ErrorKind, Read, Result, Write},
    net::{IpAddr, SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// A server that is asked to pass us on (RFC 9110, 9.3.6); `http://proxy.ville.fr:3128`, as `https_proxy` has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    host: String,
    port: u16,
}

/// The usual port of those who name none.
const USUAL: u16 = 3128;
/// Its answer is some lines.
const LONGEST: usize = 8 * 1024;

impl Proxy {
    /// Nothing when it is no such address, or one with a password: that we do not say.
    pub fn parse(text: &str) -> Option<Proxy> {
        let rest = text.strip_prefix("http://").unwrap_or(text).trim_end_matches('/');
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (rest, USUAL),
        };
        let is_plain = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        (is_plain && !host.is_empty()).then(|| Proxy { host: host.to_owned(), port })
    }

    /// A line to that server, who is found by the proxy; each step of the way within `patience`.
    pub fn line(&self, host: &str, port: u16, patience: Duration) -> Result<TcpStream> {
        let at = match self.host.parse::<IpAddr>() {
            Ok(ip) => vec![SocketAddr::new(ip, self.port)],
            Err(_) => machine::addresses_of(&self.host, self.port),
        };
        let mut socket = line(&at, patience)?;
        socket.write_all(format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n").as_bytes())?;
        let (began, mut said) = (Instant::now(), Vec::new());
        // Byte by byte: what follows is no more the proxy's.
        while !said.ends_with(b"\r\n\r\n") {
            if said.len() == LONGEST || began.elapsed() > patience {
                return Err(ErrorKind::TimedOut.into());
            }
            let mut byte = [0];
            socket.read_exact(&mut byte)?;
            said.push(byte[0]);
        }
        let status = String::from_utf8_lossy(&said).split(' ').nth(1).unwrap_or_default().to_owned();
        if status == "200" { Ok(socket) } else { Err(Error::other(format!("the proxy says {status}"))) }
    }
}

/// To the first of these addresses that takes the line, as a browser does: a school without IPv6 does not wait for a server
/// that has it.
pub fn line(at: &[SocketAddr], patience: Duration) -> Result<TcpStream> {
    let mut last = Error::from(ErrorKind::NotFound);
    for at in at {
        match TcpStream::connect_timeout(at, patience) {
            Ok(socket) => {
                socket.set_read_timeout(Some(patience))?;
                socket.set_write_timeout(Some(patience))?;
                return Ok(socket);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{BufRead, BufReader},
        net::TcpListener,
        thread,
    };

    const PATIENCE: Duration = Duration::from_secs(5);

    /// A proxy that answers so, then says « bonjour » in the server's place; and what it was asked.
    fn proxy(answer: &'static str) -> (Proxy, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let asked = thread::spawn(move || {
            let (mut socket, _) = listener.accept().unwrap();
            let mut lines = BufReader::new(socket.try_clone().unwrap()).lines();
            let first = lines.next().unwrap().unwrap();
            while !lines.next().unwrap().unwrap().is_empty() {}
            socket.write_all(answer.as_bytes()).unwrap();
            first
        });
        (Proxy::parse(&format!("http://{at}")).unwrap(), asked)
    }

    #[test]
    fn what_comes_after_the_proxy_s_word_is_the_server_s() {
        let (by, asked) = proxy("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\nbonjour");
        let mut heard = String::new();
        by.line("ecole.exemple.fr", 443, PATIENCE).unwrap().read_to_string(&mut heard).unwrap();
        assert_eq!(
            (heard.as_str(), asked.join().unwrap().as_str()),
            ("bonjour", "CONNECT ecole.exemple.fr:443 HTTP/1.1")
        );
    }

    #[test]
    fn a_proxy_that_says_no_or_nothing_gives_no_line() {
        for answer in ["HTTP/1.1 403 Forbidden\r\n\r\n", "HTTP/1.1 407 Password\r\n\r\n", "", "bonjour\r\n\r\n"] {
            let (by, _asked) = proxy(answer);
            assert!(by.line("ecole.exemple.fr", 443, PATIENCE).is_err(), "{answer}");
        }
    }

    #[test]
    fn an_address_is_a_host_and_a_port() {
        let of = |host: &str, port| Some(Proxy { host: host.to_owned(), port });
        assert_eq!(Proxy::parse("http://proxy.ville.fr:8080/"), of("proxy.ville.fr", 8080));
        assert_eq!(Proxy::parse("10.1.2.3"), of("10.1.2.3", 3128));
        for wrong in ["", "socks5://proxy", "http://moi:secret@proxy.ville.fr:3128", "http://a b", "proxy:port"] {
            assert_eq!(Proxy::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_first_address_that_takes_the_line_is_the_one() {
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let open = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = open.local_addr().unwrap();
        assert_eq!(line(&[closed, at], PATIENCE).unwrap().peer_addr().unwrap(), at);
        assert!(line(&[closed], PATIENCE).is_err() && line(&[], PATIENCE).is_err());
    }
}
