//! What rustls asks at each handshake: the certificate of the moment, changed under its feet without a restart.

use super::challenges::{ALPN, Challenges};
use super::fault::Fault;
use super::outside::Given;
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::sync::{Arc, PoisonError, RwLock};

/// Our own leaf, which names everything that we are called, and before it those that others signed, each for its names.
#[derive(Debug)]
pub(super) struct Slot {
    own: RwLock<Arc<CertifiedKey>>,
    offers: RwLock<Vec<Offer>>,
    challenges: Arc<Challenges>,
}

/// A certificate for some of our names.
#[derive(Debug)]
pub(super) struct Offer {
    pub facts: Given,
    pub key: Arc<CertifiedKey>,
}

impl Slot {
    pub fn new(key: CertifiedKey) -> Slot {
        Slot { own: RwLock::new(Arc::new(key)), offers: RwLock::default(), challenges: Arc::new(Challenges::default()) }
    }

    pub fn replace(&self, key: CertifiedKey) {
        *self.own.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(key);
    }

    pub fn offer(&self, offers: Vec<Offer>) {
        *self.offers.write().unwrap_or_else(PoisonError::into_inner) = offers;
    }

    pub fn challenges(&self) -> &Arc<Challenges> {
        &self.challenges
    }
}

impl ResolvesServerCert for Slot {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        // Who says nothing else is an authority: it gets the answer to its question, or none.
        if hello.alpn().is_some_and(|mut said| said.next() == Some(ALPN) && said.next().is_none()) {
            return self.challenges.certificate(hello.server_name()?);
        }
        let offers = self.offers.read().unwrap_or_else(PoisonError::into_inner);
        let offered = hello.server_name().and_then(|name| offers.iter().find(|offer| offer.facts.covers(name)));
        if let Some(offer) = offered {
            return Some(Arc::clone(&offer.key));
        }
        let held = self.own.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&held))
    }
}

/// The provider is named at each use: no global that another crate could set otherwise.
pub fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

pub(super) fn server_config(slot: Arc<Slot>) -> Result<ServerConfig, Fault> {
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(slot);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec(), ALPN.to_vec()];
    // Tickets hold no memory on our side: a whole school's phones resume, not the last few.
    config.ticketer = ring::Ticketer::new()?;
    Ok(config)
}
