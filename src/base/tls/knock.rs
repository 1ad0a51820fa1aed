//! A knock at our own door, as a browser would: TLS, a path, the status. It trusts one certificate, the one that we know to be
//! served; which machine it is spoken to on, and what the page says, is for the caller.

use super::fingerprint::Fingerprint;
use super::resolver::provider;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};
use std::io::{Error, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

/// For each step, on the machine itself: who needs longer does not work.
const PATIENCE: Duration = Duration::from_secs(10);
/// Far more than the page.
const AT_MOST: u64 = 1024 * 1024;

/// The status that `path` answers. `greeting` goes before TLS.
pub fn knock(at: SocketAddr, greeting: &[u8], served: Fingerprint, path: &str) -> Result<u16> {
    let provider = provider();
    let config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Only { served, provider }))
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").map_err(Error::other)?;
    let line = ClientConnection::new(Arc::new(config), name).map_err(Error::other)?;
    let mut socket = TcpStream::connect_timeout(&at, PATIENCE)?;
    socket.set_read_timeout(Some(PATIENCE))?;
    socket.set_write_timeout(Some(PATIENCE))?;
    socket.write_all(greeting)?;
    let mut line = StreamOwned::new(line, socket);
    // In one piece: who answers the first words and hangs up would break off the rest.
    line.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes())?;
    line.flush()?;
    let mut answer = Vec::new();
    // A page that is cut short is no page, whatever its first line says.
    line.take(AT_MOST).read_to_end(&mut answer)?;
    let status = answer.strip_prefix(b"HTTP/1.1 ").and_then(|rest| rest.get(..3));
    let status = status.and_then(|digits| std::str::from_utf8(digits).ok()).and_then(|digits| digits.parse().ok());
    status.ok_or_else(|| Error::other("no HTTP answer"))
}

/// Neither a name nor a date is looked at: the certificate itself is known.
#[derive(Debug)]
struct Only {
    served: Fingerprint,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Only {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        if Fingerprint::of(end_entity) == self.served {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(CertificateError::ApplicationVerificationFailure.into())
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Whatever is shown; that its key is held by who shows it is looked at all the same.
#[derive(Debug)]
pub(super) struct Any(pub(super) Arc<CryptoProvider>);

impl ServerCertVerifier for Any {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tls::{Keeper, Verdict, authority::tests::sure};
    use rustls::ServerConnection;
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
