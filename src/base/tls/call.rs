//! The words that go over TLS from the machine to a server: one request, one answer, bounded in time and size. Whom to trust
//! is the caller's to say, and so is what the answer means.

use super::fault::Fault;
use super::resolver::provider;
use crate::base::bounded::Bounded;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, SignatureScheme, StreamOwned};
use std::io::{Error, ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

/// Far more than any page that is asked for so.
const AT_MOST: usize = 1024 * 1024;
/// Who gives a byte now and then, in the handshake too, is not waited for longer than so many steps.
const STEPS: u32 = 3;

/// Where to, and how long each step may take.
pub(super) struct Line<'a> {
    pub at: SocketAddr,
    /// Goes before TLS.
    pub greeting: &'a [u8],
    pub name: ServerName<'static>,
    pub patience: Duration,
}

impl Line<'_> {
    /// All that is answered, until the other side says that it has ended: a page that is cut short is no page.
    pub fn exchange(self, config: ClientConfig, request: &str) -> Result<Vec<u8>> {
        let tls = ClientConnection::new(Arc::new(config), self.name).map_err(Error::other)?;
        let socket = TcpStream::connect_timeout(&self.at, self.patience)?;
        let mut socket = Bounded::on(&socket, self.patience, self.patience * STEPS);
        socket.write_all(self.greeting)?;
        let mut line = StreamOwned::new(tls, socket);
        // In one piece: who answers the first words and hangs up would break off the rest.
        line.write_all(request.as_bytes())?;
        line.flush()?;
        let (mut answer, mut piece) = (Vec::new(), [0; 16 * 1024]);
        loop {
            match line.read(&mut piece)? {
                0 => return Ok(answer),
                some => answer.extend_from_slice(&piece[..some]),
            }
            if answer.len() > AT_MOST {
                return Err(Error::new(ErrorKind::FileTooLarge, "too long an answer"));
            }
        }
    }
}

/// The status of an answer.
pub(super) fn status(answer: &[u8]) -> Option<u16> {
    let rest = answer.strip_prefix(b"HTTP/1.1 ").or_else(|| answer.strip_prefix(b"HTTP/1.0 "))?;
    std::str::from_utf8(rest.get(..3)?).ok()?.parse().ok()
}

/// Believes the authorities in the store.
pub(super) fn trusting(roots: RootCertStore) -> std::result::Result<ClientConfig, Fault> {
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

/// Believes the certificates that `judge` does, and looks at nothing else of them: neither name, nor date, nor authority. That
/// who shows one has its key is seen to.
pub fn judging(
    judge: impl Fn(&CertificateDer<'_>) -> bool + Send + Sync + 'static,
) -> std::result::Result<ClientConfig, Fault> {
    let provider = provider();
    let builder = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions()?;
    let verifier = Arc::new(Judging { judge: Box::new(judge), provider });
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

struct Judging {
    judge: Box<dyn Fn(&CertificateDer<'_>) -> bool + Send + Sync>,
    provider: Arc<CryptoProvider>,
}

impl std::fmt::Debug for Judging {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Judging")
    }
}

impl ServerCertVerifier for Judging {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        if (self.judge)(end_entity) {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(rustls::CertificateError::ApplicationVerificationFailure.into())
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
