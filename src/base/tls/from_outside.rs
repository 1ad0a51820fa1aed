//! A call to a machine by its public name, as a browser at home would make it: whether browsers believe the certificate that is
//! shown. It is taken whatever it is: whether it is the right machine that answers is for the caller to judge.

use super::call::judging;
use super::resolver::provider;
use crate::base::bounded::Bounded;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConnection, RootCertStore, StreamOwned};
use std::io::{Error, Read, Result, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// For each step, over the network of a school.
pub const PATIENCE: Duration = Duration::from_secs(8);
/// Nobody reads what is answered.
const AT_MOST: usize = 64 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Called {
    /// By browsers that were told of no authority of ours.
    pub is_believed: bool,
}

/// Asks for `path` at `host` on this line, and waits for the answer; an error when no TLS is spoken there under that name.
/// `now` is in seconds.
pub fn call(socket: TcpStream, host: &str, path: &str, now: i64) -> Result<Called> {
    exchange(&socket, host, path, now, PATIENCE)
}

fn exchange(socket: &TcpStream, host: &str, path: &str, now: i64, patience: Duration) -> Result<Called> {
    let config = judging(|_| true).map_err(Error::other)?;
    let name = ServerName::try_from(host.to_owned()).map_err(Error::other)?;
    let line = ClientConnection::new(Arc::new(config), name.clone()).map_err(Error::other)?;
    let port = socket.peer_addr()?.port();
    let said = if port == 443 { host.to_owned() } else { format!("{host}:{port}") };
    // Half a step more than one, for the handshake and the answer together.
    let mut line = StreamOwned::new(line, Bounded::on(socket, patience, patience * 3 / 2));
    line.write_all(format!("GET {path} HTTP/1.1\r\nHost: {said}\r\nConnection: close\r\n\r\n").as_bytes())?;
    line.flush()?;
    // Whoever hangs up after the handshake has shown a certificate all the same; who never ends is not heard to the end.
    let (began, mut left, mut piece) = (Instant::now(), AT_MOST, [0; 4096]);
    while left > 0 && began.elapsed() < patience {
        match line.read(&mut piece) {
            Ok(0) | Err(_) => break,
            Ok(read) => left = left.saturating_sub(read),
        }
    }
    let chain = line.conn.peer_certificates().ok_or_else(|| Error::other("no certificate"))?;
    let (first, others) = chain.split_first().ok_or_else(|| Error::other("no certificate"))?;
    Ok(Called { is_believed: is_believed(first, others, &name, now) })
}

fn is_believed(first: &CertificateDer<'_>, others: &[CertificateDer<'_>], name: &ServerName<'_>, now: i64) -> bool {
    let roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let now = UnixTime::since_unix_epoch(Duration::from_secs(now.max(0).unsigned_abs()));
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider())
        .build()
        .is_ok_and(|browser| browser.verify_server_cert(first, others, name, &[], now).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{
        bounded::tests::{HANDSHAKE, dripping},
        tls::{Keeper, Verdict, authority::tests::sure},
    };
    use rustls::ServerConnection;
    use std::net::{SocketAddr, TcpListener};

    fn somebody(answers: impl FnOnce(TcpStream) + Send + 'static) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        std::thread::spawn(move || answers(listener.accept().unwrap().0));
        at
    }

    #[test]
    fn who_never_ends_is_not_heard_to_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let keeper = Keeper::open(folder.path(), &Verdict::Sure(sure(1_790_000_000)), &[], None).unwrap();
        let config = keeper.server_config();
        let at = somebody(move |socket| {
            let mut line = StreamOwned::new(ServerConnection::new(config).unwrap(), socket);
            while line.write_all(b"a").is_ok() {
                std::thread::sleep(Duration::from_millis(200));
            }
        });
        let (began, patience) = (Instant::now(), Duration::from_millis(900));
        let socket = TcpStream::connect(at).unwrap();
        assert!(exchange(&socket, "ecole.exemple.fr", "/", 0, patience).is_ok());
        assert!(began.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn nor_is_who_never_ends_a_handshake() {
        let (began, patience) = (Instant::now(), Duration::from_millis(200));
        let socket = TcpStream::connect(dripping(HANDSHAKE)).unwrap();
        assert!(exchange(&socket, "ecole.exemple.fr", "/", 0, patience).is_err());
        assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    }

    #[test]
    fn our_own_certificate_is_believed_by_nobody_who_does_not_know_us() {
        let folder = tempfile::tempdir().unwrap();
        let keeper = Keeper::open(folder.path(), &Verdict::Sure(sure(1_790_000_000)), &[], None).unwrap();
        let config = keeper.server_config();
        let at = somebody(move |socket| {
            let mut line = StreamOwned::new(ServerConnection::new(config).unwrap(), socket);
            let mut asked = [0; 512];
            let read = line.read(&mut asked).unwrap();
            assert!(asked[..read].starts_with(b"GET /acces/x HTTP/1.1\r\nHost: ecole.exemple.fr:"));
        });
        let called = call(TcpStream::connect(at).unwrap(), "ecole.exemple.fr", "/acces/x", 1_790_000_000).unwrap();
        assert_eq!(called, Called { is_believed: false });
    }

    #[test]
    fn who_hangs_up_before_tls_has_shown_nothing() {
        let relay = somebody(drop);
        assert!(call(TcpStream::connect(relay).unwrap(), "ecole.exemple.fr", "/", 0).is_err());
    }
}
