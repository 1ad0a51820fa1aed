//! A certificate, its key and what is known of it, in one file: a power cut can never part the three.
//!
//! The first line is JSON, then comes plain PEM that any tool reads (it skips the first line). A damaged file reads
//! as nothing; what that means is for the caller to judge.

use super::disk;
use super::fault::Fault;
use super::fingerprint::Fingerprint;
use base64::{Engine, engine::general_purpose::STANDARD};
use rcgen::KeyPair;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use serde::{Serialize, de::DeserializeOwned};
use std::path::Path;
use time::OffsetDateTime;

pub(super) struct Credential<F> {
    pub facts: F,
    pub der: CertificateDer<'static>,
    key: PrivatePkcs8KeyDer<'static>,
}

impl<F: Serialize + DeserializeOwned> Credential<F> {
    pub fn new(facts: F, certificate: rcgen::Certificate, key: &KeyPair) -> Self {
        Credential { facts, der: certificate.into(), key: PrivatePkcs8KeyDer::from(key.serialize_der()) }
    }

    /// Nothing when the file is truncated, or when its key and its certificate do not belong together.
    pub fn parse(file: &[u8]) -> Option<Self> {
        let first = file.split(|byte| *byte == b'\n').next()?;
        let credential = Credential {
            facts: serde_json::from_slice(first).ok()?,
            der: CertificateDer::from_pem_slice(file).ok()?,
            key: PrivatePkcs8KeyDer::from_pem_slice(file).ok()?,
        };
        credential.certified(&rustls::crypto::ring::default_provider()).ok()?;
        Some(credential)
    }

    pub fn write(&self, folder: &Path, name: &str) -> Result<(), Fault> {
        let mut file = disk::json(&folder.join(name), &self.facts)?;
        file.push(b'\n');
        file.extend(pem("CERTIFICATE", &self.der).into_bytes());
        file.extend(pem("PRIVATE KEY", self.key.secret_pkcs8_der()).into_bytes());
        disk::write(folder, name, &file)
    }

    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.der)
    }

    pub fn key_pair(&self) -> Result<KeyPair, rcgen::Error> {
        KeyPair::try_from(&self.key)
    }

    /// For rustls, with the certificate alone as the chain: whoever trusts the root has it already, and whoever
    /// does not must never take it from the very connection that it is meant to vouch for.
    pub fn certified(&self, provider: &CryptoProvider) -> Result<CertifiedKey, rustls::Error> {
        let key = PrivateKeyDer::Pkcs8(self.key.clone_key());
        CertifiedKey::from_der(vec![self.der.clone()], key, provider)
    }
}

pub(super) fn pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    let body = STANDARD.encode(der);
    let mut rest = body.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

/// The one place where Unix seconds become the date that certificates are written with.
pub(super) fn date(unix: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(unix).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
