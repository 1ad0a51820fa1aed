//! The key of the account, and what is said under it (JWS, RFC 7515, with ES256).

use super::fault::Fault;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};

pub struct Key {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
    random: SystemRandom,
}

impl Key {
    pub fn draw() -> Result<Key, Fault> {
        let drawn = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        Key::read(drawn.map_err(|_| Fault::NotShown("no randomness".to_owned()))?.as_ref())
    }

    pub fn read(pkcs8: &[u8]) -> Result<Key, Fault> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &random);
        let pair = pair.map_err(|_| Fault::NotShown("the account's key cannot be read".to_owned()))?;
        Ok(Key { pair, pkcs8: pkcs8.to_vec(), random })
    }

    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    pub(super) fn public(&self) -> Value {
        let (x, y) = self.halves();
        json!({"crv": "P-256", "kty": "EC", "x": x, "y": y})
    }

    /// RFC 7638: of the members in order, without a space.
    fn thumbprint(&self) -> String {
        let (x, y) = self.halves();
        let text = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        coded(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
    }

    /// What is shown for a token: that its account is ours.
    pub(super) fn authorization(&self, token: &str) -> String {
        format!("{token}.{}", self.thumbprint())
    }

    /// `payload` of nothing asks to be shown what stands there.
    pub(super) fn signed(&self, header: &Value, payload: Option<&Value>) -> Result<Vec<u8>, Fault> {
        let header = coded(header.to_string().as_bytes());
        let payload = payload.map_or_else(String::new, |value| coded(value.to_string().as_bytes()));
        let said = format!("{header}.{payload}");
        let signature = self.pair.sign(&self.random, said.as_bytes());
        let signature = signature.map_err(|_| Fault::NotShown("no signature".to_owned()))?;
        let whole = json!({"protected": header, "payload": payload, "signature": coded(signature.as_ref())});
        Ok(whole.to_string().into_bytes())
    }

    fn halves(&self) -> (String, String) {
        // An uncompressed point: 4, then both coordinates.
        let point = &self.pair.public_key().as_ref()[1..];
        let (x, y) = point.split_at(point.len() / 2);
        (coded(x), coded(y))
    }
}

/// What a DNS record says of an authorization.
pub fn record(authorization: &str) -> String {
    coded(digest::digest(&digest::SHA256, authorization.as_bytes()).as_ref())
}

pub(super) fn coded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    #[test]
    fn what_is_said_is_signed_by_the_key_that_is_shown() {
        let key = Key::draw().unwrap();
        let again = Key::read(key.pkcs8()).unwrap();
        assert_eq!(key.thumbprint(), again.thumbprint());
        let said = key.signed(&json!({"alg": "ES256"}), Some(&json!({"a": 1}))).unwrap();
        let said: Value = serde_json::from_slice(&said).unwrap();
        let part = |name: &str| said[name].as_str().unwrap().to_owned();
        let message = format!("{}.{}", part("protected"), part("payload"));
        let signature = URL_SAFE_NO_PAD.decode(part("signature")).unwrap();
        let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, again.pair.public_key().as_ref().to_vec());
        public.verify(message.as_bytes(), &signature).unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(part("payload")).unwrap(), br#"{"a":1}"#);
    }

    #[test]
    fn a_question_carries_nothing_and_a_broken_key_is_said() {
        let key = Key::draw().unwrap();
        let said: Value = serde_json::from_slice(&key.signed(&json!({}), None).unwrap()).unwrap();
        assert_eq!(said["payload"], "");
        assert!(key.authorization("jeton").starts_with("jeton."));
        assert!(Key::read(b"a key").is_err());
    }
}
