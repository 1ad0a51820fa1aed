//! A page of another box, asked for as a browser would ask: its certificate is checked, for its name and its date, under an
//! authority that somebody named. Nothing is sent to a box that is not believed.

use super::call::{Line, judging, status, trusting};
use super::fault::Fault;
use super::fingerprint::Fingerprint;
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use rustls::{CertificateError, RootCertStore};
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

/// Where a box gives its own authority to whoever asks.
const ROOT: &str = "/confiance/preau.der";

/// Whose word is taken for it.
#[derive(Clone, Debug)]
pub enum Trust {
    /// The authorities of the web.
    Web,
    /// Those of a file.
    Roots(Vec<CertificateDer<'static>>),
    /// The box's own authority, known by the fingerprint on its printed sheet.
    Fingerprint(Fingerprint),
}

impl Trust {
    /// The certificates of a PEM file; nothing when there is none in it.
    pub fn pem(text: &[u8]) -> Option<Trust> {
        let roots: Vec<_> = CertificateDer::pem_slice_iter(text).collect::<Result<_, _>>().ok()?;
        (!roots.is_empty()).then_some(Trust::Roots(roots))
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Nobody at this address, or nobody in time.
    NobodyThere,
    /// The certificate is past its end, or not begun yet.
    Dates,
    /// The certificate is another's: wrong name, unknown authority.
    NotBelieved,
    /// The box gives another authority than the one whose fingerprint is known.
    AnotherRoot,
    /// Cut, too long, or not HTTP.
    NotUnderstood,
    Status(u16),
}

pub struct Server<'a> {
    /// Tried in their order.
    pub at: &'a [SocketAddr],
    /// The name, or the address, that its certificate must carry.
    pub name: &'a str,
    pub trust: &'a Trust,
    /// For each step of the way.
    pub patience: Duration,
}

impl Server<'_> {
    /// What `path` holds. `token` is told to nobody who was not believed.
    pub fn get(&self, path: &str, token: Option<&str>) -> Result<Vec<u8>, Silence> {
        let mut store = RootCertStore::empty();
        match self.trust {
            Trust::Web => store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            Trust::Roots(roots) => {
                store.add_parsable_certificates(roots.iter().cloned());
            }
            Trust::Fingerprint(print) => {
                store.add_parsable_certificates([self.root(print)?]);
            }
        }
        let config = || trusting(store.clone());
        let allowed = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        self.ask(config, path, &allowed)
    }

    /// From the box itself, whoever it is: what comes is believed for its fingerprint alone.
    fn root(&self, print: &Fingerprint) -> Result<CertificateDer<'static>, Silence> {
        let der = self.ask(|| judging(|_| true), ROOT, "")?;
        let is_it = Fingerprint::of(&der) == *print;
        is_it.then(|| CertificateDer::from(der)).ok_or(Silence::AnotherRoot)
    }

    fn ask(
        &self,
        config: impl Fn() -> Result<rustls::ClientConfig, Fault>,
        path: &str,
        headers: &str,
    ) -> Result<Vec<u8>, Silence> {
        let name = ServerName::try_from(self.name.to_owned()).map_err(|_| Silence::NobodyThere)?;
        // An older HTTP, in which an answer is never sent in pieces.
        let request = format!("GET {path} HTTP/1.0\r\nHost: {}\r\n{headers}Connection: close\r\n\r\n", self.name);
        let mut silence = Silence::NobodyThere;
        for &at in self.at {
            let line = Line { at, greeting: b"", name: name.clone(), patience: self.patience };
            let config = config().map_err(|_| Silence::NotBelieved)?;
            match line.exchange(config, &request) {
                Ok(answer) => return body(answer),
                Err(error) => silence = why(&error),
            }
        }
        Err(silence)
    }
}

fn body(answer: Vec<u8>) -> Result<Vec<u8>, Silence> {
    match status(&answer).ok_or(Silence::NotUnderstood)? {
        200 => {}
        other => return Err(Silence::Status(other)),
    }
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or(Silence::NotUnderstood)?;
    Ok(answer[end + 4..].to_vec())
}

fn why(error: &io::Error) -> Silence {
    use CertificateError::{Expired, ExpiredContext, NotValidYet, NotValidYetContext};
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(
            Expired | ExpiredContext { .. } | NotValidYet | NotValidYetContext { .. },
        )) => Silence::Dates,
        Some(rustls::Error::InvalidCertificate(_)) => Silence::NotBelieved,
        Some(_) => Silence::NotUnderstood,
        None => match error.kind() {
            ErrorKind::UnexpectedEof | ErrorKind::FileTooLarge | ErrorKind::Other => Silence::NotUnderstood,
            _ => Silence::NobodyThere,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_answer_is_one() {
        assert_eq!(body(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\npreau 1\n".to_vec()), Ok(b"preau 1\n".to_vec()));
        assert_eq!(body(b"HTTP/1.0 404 Not Found\r\n\r\n".to_vec()), Err(Silence::Status(404)));
        for noise in [&b"SSH-2.0"[..], b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 20"] {
            assert_eq!(body(noise.to_vec()), Err(Silence::NotUnderstood));
        }
    }

    #[test]
    fn what_went_wrong_is_told_apart() {
        let certificate = |error: CertificateError| io::Error::new(ErrorKind::InvalidData, rustls::Error::from(error));
        assert_eq!(why(&certificate(CertificateError::Expired)), Silence::Dates);
        assert_eq!(why(&certificate(CertificateError::UnknownIssuer)), Silence::NotBelieved);
        assert_eq!(why(&certificate(CertificateError::NotValidForName)), Silence::NotBelieved);
        assert_eq!(why(&ErrorKind::ConnectionRefused.into()), Silence::NobodyThere);
        assert_eq!(why(&ErrorKind::UnexpectedEof.into()), Silence::NotUnderstood);
    }

    #[test]
    fn a_file_without_certificates_is_no_trust() {
        assert!(Trust::pem(b"").is_none());
        assert!(Trust::pem(b"-----BEGIN CERTIFICATE-----\nhe\n").is_none());
    }
}
