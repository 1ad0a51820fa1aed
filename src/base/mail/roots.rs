//! Which authorities a mail server's certificate may come from: those of the web, and those that the box was given.

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::{path::Path, sync::Arc};

/// A town hall with an authority of its own puts its certificate here, in the data folder.
pub const FILE: &str = "autorites-courrier.pem";

/// The authorities beside those of the web.
#[derive(Clone, Debug, Default)]
pub struct Roots(Arc<Vec<CertificateDer<'static>>>);

impl Roots {
    /// What stands in the data folder; a file that cannot be read as certificates adds none.
    pub fn beside(data: &Path) -> Roots {
        let Ok(pem) = std::fs::read(data.join(FILE)) else { return Roots::default() };
        match CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>() {
            Ok(list) => Roots(Arc::new(list)),
            Err(error) => {
                tracing::warn!(?error, file = FILE, "no certificates in it");
                Roots::default()
            }
        }
    }

    pub(super) fn own(&self) -> impl Iterator<Item = &CertificateDer<'static>> {
        self.0.iter()
    }

    pub(super) fn with_the_webs(&self) -> RootCertStore {
        let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        store.add_parsable_certificates(self.0.iter().cloned());
        store
    }
}
