//! A knock at our own door, as a browser would: TLS, a path, the status. It trusts one certificate, the one that we know to be
//! served; which machine it is spoken to on, and what the page says, is for the caller.

use super::call::{Line, judging, status};
use super::fingerprint::Fingerprint;
use rustls::pki_types::ServerName;
use std::io::{Error, Result};
use std::net::SocketAddr;
use std::time::Duration;

/// For each step, on the machine itself: who needs longer does not work.
const PATIENCE: Duration = Duration::from_secs(10);

/// The status that `path` answers. `greeting` goes before TLS.
pub fn knock(at: SocketAddr, greeting: &[u8], served: Fingerprint, path: &str) -> Result<u16> {
    // Neither a name nor a date is looked at: the certificate itself is known.
    let config = judging(move |shown| Fingerprint::of(shown) == served).map_err(Error::other)?;
    let name = ServerName::try_from("localhost").map_err(Error::other)?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let answer = Line { at, greeting, name, patience: PATIENCE }.exchange(config, &request)?;
    status(&answer).ok_or_else(|| Error::other("no HTTP answer"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tls::{Keeper, Verdict, authority::tests::sure};
    use rustls::{ServerConnection, StreamOwned};
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// A door that shows the keeper's certificate and says `answer` to whoever asks.
    fn door(keeper: &Keeper, answer: &'static str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (at, config) = (listener.local_addr().unwrap(), keeper.server_config());
        std::thread::spawn(move || {
            let (socket, _) = listener.accept().unwrap();
            let mut line = StreamOwned::new(ServerConnection::new(config).unwrap(), socket);
            let mut asked = [0; 512];
            if line.read(&mut asked).is_ok() {
                line.write_all(answer.as_bytes()).unwrap();
                line.conn.send_close_notify();
                line.flush().unwrap();
            }
        });
        at
    }

    fn keeper(folder: &std::path::Path) -> Keeper {
        Keeper::open(folder, &Verdict::Sure(sure(1_790_000_000)), &[], None).unwrap()
    }

    #[test]
    fn our_own_door_is_known_and_says_how_it_goes() {
        let folder = tempfile::tempdir().unwrap();
        let keeper = keeper(folder.path());
        let served = keeper.facts().served.fingerprint;
        assert_eq!(knock(door(&keeper, "HTTP/1.1 200 OK\r\n\r\n"), b"", served, "/").unwrap(), 200);
        assert_eq!(knock(door(&keeper, "HTTP/1.1 500 Oh\r\n\r\n"), b"", served, "/").unwrap(), 500);
        assert!(knock(door(&keeper, "bonjour"), b"", served, "/").is_err());
    }

    #[test]
    fn another_certificate_and_a_closed_door_are_no_answer() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let served = keeper(one.path()).facts().served.fingerprint;
        assert!(knock(door(&keeper(two.path()), "HTTP/1.1 200 OK\r\n\r\n"), b"", served, "/").is_err());
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert!(knock(closed, b"", served, "/").is_err());
    }
}
