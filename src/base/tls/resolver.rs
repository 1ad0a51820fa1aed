//! What rustls asks at each handshake: the certificate of the moment, changed under its feet without a restart.

use super::fault::Fault;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::sync::{Arc, PoisonError, RwLock};

/// One certificate for every name: the box has one leaf that names them all.
#[derive(Debug)]
pub(super) struct Slot(RwLock<Arc<CertifiedKey>>);

impl Slot {
    pub fn new(key: CertifiedKey) -> Slot {
        Slot(RwLock::new(Arc::new(key)))
    }

    pub fn replace(&self, key: CertifiedKey) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
    }
}

impl ResolvesServerCert for Slot {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&held))
    }
}

/// The provider is named at each use: no global that another crate could set otherwise.
pub(super) fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

pub(super) fn server_config(slot: Arc<Slot>) -> Result<ServerConfig, Fault> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(slot);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    // Tickets hold no memory on our side: a whole school's phones resume, not the last few.
    config.ticketer = ring::Ticketer::new()?;
    Ok(config)
}
