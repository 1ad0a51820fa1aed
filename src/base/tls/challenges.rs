//! What an authority looks for when it asks whether a name is ours: a text behind a token, or a certificate that nobody else
//! asks for (RFC 8737). In memory alone: after a restart the order begins anew.

use super::credential::date;
use super::fault::Fault;
use super::resolver::provider;
use rcgen::{CertificateParams, CustomExtension, DistinguishedName, KeyPair};
use ring::digest;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How an authority begins a conversation that is nothing but its question.
pub const ALPN: &[u8] = b"acme-tls/1";
const WEEK: i64 = 7 * 86_400;

#[derive(Debug, Default)]
pub struct Challenges {
    texts: Mutex<HashMap<String, String>>,
    certificates: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl Challenges {
    pub fn show_text(&self, token: &str, text: &str) {
        held(&self.texts).insert(token.to_owned(), text.to_owned());
    }

    pub fn text(&self, token: &str) -> Option<String> {
        held(&self.texts).get(token).cloned()
    }

    pub fn show_certificate(&self, name: &str, authorization: &str, now: i64) -> Result<(), Fault> {
        let mut params = CertificateParams::new(vec![name.to_owned()])?;
        params.distinguished_name = DistinguishedName::new();
        (params.not_before, params.not_after) = (date(now - WEEK), date(now + WEEK));
        let digest = digest::digest(&digest::SHA256, authorization.as_bytes());
        params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest.as_ref())];
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        // Put together by hand: rustls would read the certificate first, and refuses the very extension that makes it an answer.
        let key = provider().key_provider.load_private_key(key)?;
        let certified = CertifiedKey::new(vec![certificate.into()], key);
        held(&self.certificates).insert(name.to_ascii_lowercase(), Arc::new(certified));
        Ok(())
    }

    pub fn take_away(&self, name: &str, token: &str) {
        held(&self.texts).remove(token);
        held(&self.certificates).remove(&name.to_ascii_lowercase());
    }

    pub(super) fn certificate(&self, name: &str) -> Option<Arc<CertifiedKey>> {
        held(&self.certificates).get(&name.to_ascii_lowercase()).cloned()
    }
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use x509_parser::prelude::{FromDer, X509Certificate};

    #[test]
    fn the_answer_over_tls_names_the_host_and_is_taken_away() {
        let challenges = Challenges::default();
        challenges.show_certificate("Ent.Ville.example", "token.thumbprint", 1_800_000_000).unwrap();
        let shown = challenges.certificate("ent.ville.example").unwrap();
        let (_, read) = X509Certificate::from_der(&shown.cert[0]).unwrap();
        let answer = read.extensions().iter().find(|one| one.oid.to_id_string() == "1.3.6.1.5.5.7.1.31").unwrap();
        let digest = digest::digest(&digest::SHA256, b"token.thumbprint");
        assert!(answer.critical && answer.value.ends_with(digest.as_ref()));
        challenges.take_away("ent.ville.example", "token");
        assert!(challenges.certificate("ent.ville.example").is_none());
    }
}
