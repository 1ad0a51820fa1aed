//! Passphrases, tokens, codes and the two keys that never enter the database or its backups.
//! It never logs, shows or stores a clear secret.

use crate::base::error::{Error, Result};
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{aead, digest, hmac};
use std::{
    path::Path,
    sync::{Condvar, Mutex, PoisonError},
};

/// OWASP's memory-hard minimum for argon2id: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// Hashing at once: two slow cores must go on serving pages.
const AT_ONCE: usize = 2;

/// What one hashing asks of the allocator: more than glibc ever serves from its heap, so that the memory goes back to the
/// system at once. A box that has hashed ten passphrases must not keep a heap of that size for the rest of the year.
const ROOM: usize = 36 << 20;
const HASH: usize = 32;

/// A PHC string, as stored.
pub fn hash_passphrase(passphrase: &str) -> Result<String> {
    let mut salt = [0u8; 16];
    fill(&mut salt)?;
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(HASH)).map_err(broken)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(broken)?,
        hash: Some(Output::new(&stretch(passphrase, &salt, params)?).map_err(broken)?),
        salt: Some(Salt::new(&salt).map_err(broken)?),
    };
    Ok(hash.to_string())
}

/// True when `passphrase` is the one behind the PHC string; takes the same time when it is not.
pub fn is_passphrase(passphrase: &str, stored: &str) -> bool {
    let Ok(hash) = PasswordHash::new(stored) else { return false };
    let (Some(params), Some(salt), Some(known)) = (payable(&hash), &hash.salt, &hash.hash) else { return false };
    stretch(passphrase, salt, params).is_ok_and(|hashed| is_same(&hashed, known.as_bytes()))
}

/// True for a PHC string that this house can check: what an answers file may carry instead of a clear password.
pub fn is_hash(stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|hash| payable(&hash).is_some())
}

/// Only what this house can check, and at a price that it can pay: a stored string must not choose to cost gigabytes or days.
fn payable(hash: &PasswordHash) -> Option<Params> {
    let is_ours = hash.algorithm == Algorithm::Argon2id.ident()
        && hash.version == Some(Version::V0x13.into())
        && hash.salt.is_some()
        && hash.hash.as_ref().is_some_and(|known| known.len() == HASH);
    let params = Params::try_from(hash).ok().filter(|_| is_ours)?;
    (params.m_cost() <= 8 * MEMORY_KIB && params.t_cost() <= 8 * PASSES).then_some(params)
}

/// Spends what a real check spends, so that an unknown login cannot be told by the clock.
pub fn spend_a_check(passphrase: &str) {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c2Vsc2Vsc2Vsc2Vsc2VsMA$YjGDfoB6V5M5M4cHsZ1tJxkzWXoFDhVsIIh0lKLpkbw";
    is_passphrase(passphrase, NOBODY);
}

/// Argon2id in its turn at the bench.
fn stretch(passphrase: &str, salt: &[u8], params: Params) -> Result<[u8; HASH]> {
    let _turn = Turn::take();
    let blocks = params.block_count();
    let mut memory: Vec<Block> = Vec::with_capacity(blocks.max(ROOM / std::mem::size_of::<Block>()));
    memory.resize(blocks, Block::default());
    let mut hash = [0u8; HASH];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(passphrase.as_bytes(), salt, &mut hash, &mut memory[..])
        .map_err(broken)?;
    Ok(hash)
}

fn broken(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("argon2: {error}"))
}

/// One of the few places at the hashing bench.
struct Turn;
static AT_THE_BENCH: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

impl Turn {
    fn take() -> Turn {
        let (count, freed) = &AT_THE_BENCH;
        let taken = count.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = freed.wait_while(taken, |n| *n >= AT_ONCE).unwrap_or_else(PoisonError::into_inner);
        *taken += 1;
        Turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let (count, freed) = &AT_THE_BENCH;
        *count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        freed.notify_one();
    }
}

/// A bearer's secret of 128 bits: shown once, kept only as its digest.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    pub fn draw() -> Result<Token> {
        let mut bytes = [0u8; 16];
        fill(&mut bytes)?;
        Ok(Token(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// What came back from a cookie or a link; it may be anything.
    pub fn presented(text: &str) -> Token {
        Token(text.to_owned())
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn digest(&self) -> [u8; 32] {
        sha256(self.0.as_bytes())
    }
}

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    digest::digest(&digest::SHA256, bytes).as_ref().try_into().expect("SHA-256 gives 32 bytes")
}

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

pub fn fill(bytes: &mut [u8]) -> Result<()> {
    getrandom::fill(bytes).map_err(|e| Error::internal(format!("no randomness: {e}")))
}

/// The keys of this box, in `keys/` of the data folder: outside the database, its copies and its backups.
pub struct Keys {
    codes: hmac::Key,
    sealing: [u8; 32],
}

impl Keys {
    /// Reads them, or draws them on a first start.
    pub fn open(folder: &Path) -> Result<Keys> {
        crate::base::disk::private_folder(folder)?;
        let codes = key_file(&folder.join("codes.key"))?;
        Ok(Keys { codes: hmac::Key::new(hmac::HMAC_SHA256, &codes), sealing: key_file(&folder.join("sealing.key"))? })
    }

    /// What stands in the database for a short code that people type: useless without the key file.
    /// `purpose` keeps a code of one kind from opening another.
    pub fn code(&self, purpose: &str, code: &str) -> [u8; 32] {
        let mut context = hmac::Context::with_key(&self.codes);
        context.update(purpose.as_bytes());
        context.update(&[0]);
        context.update(code.as_bytes());
        context.sign().as_ref().try_into().expect("HMAC-SHA-256 gives 32 bytes")
    }

    /// For a secret that must be read again, such as the mail server's password.
    pub fn seal(&self, clear: &str) -> Result<Vec<u8>> {
        let mut nonce = [0u8; aead::NONCE_LEN];
        fill(&mut nonce)?;
        let mut body = clear.as_bytes().to_vec();
        self.aead()?
            .seal_in_place_append_tag(aead::Nonce::assume_unique_for_key(nonce), aead::Aad::empty(), &mut body)
            .map_err(|_| Error::internal("sealing failed"))?;
        Ok([nonce.as_slice(), &body].concat())
    }

    /// `None` when it was sealed by another box or was altered.
    pub fn unseal(&self, sealed: &[u8]) -> Option<String> {
        let (nonce, body) = sealed.split_at_checked(aead::NONCE_LEN)?;
        let mut body = body.to_vec();
        let nonce = aead::Nonce::try_assume_unique_for_key(nonce).ok()?;
        let clear = self.aead().ok()?.open_in_place(nonce, aead::Aad::empty(), &mut body).ok()?;
        String::from_utf8(clear.to_vec()).ok()
    }

    fn aead(&self) -> Result<aead::LessSafeKey> {
        let key = aead::UnboundKey::new(&aead::CHACHA20_POLY1305, &self.sealing)
            .map_err(|_| Error::internal("bad sealing key"))?;
        Ok(aead::LessSafeKey::new(key))
    }
}

/// Equal, told in constant time.
pub fn is_same(a: &[u8], b: &[u8]) -> bool {
    subtle::ConstantTimeEq::ct_eq(a, b).into()
}

fn key_file(path: &Path) -> Result<[u8; 32]> {
    match std::fs::read(path) {
        Ok(bytes) => bytes.try_into().map_err(|_| {
            Error::internal(format!(
                "{} n’a pas 32 octets : restaurez-le, ou les codes déjà imprimés ne vaudront plus",
                path.display()
            ))
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut key = [0u8; 32];
            fill(&mut key)?;
            crate::base::disk::write_private(path, &key)?;
            Ok(key)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_opens_only_with_itself() {
        let hash = hash_passphrase("quatre vélos sous la pluie").unwrap();
        assert!(is_hash(&hash));
        assert!(is_passphrase("quatre vélos sous la pluie", &hash));
        assert!(!is_passphrase("quatre vélos sous la neige", &hash));
        assert!(!is_passphrase("", "not a hash"));
    }

    #[test]
    fn a_stored_string_never_chooses_its_own_price() {
        let with = |start: &str| format!("{start}$c2Vsc2Vsc2Vsc2Vsc2VsMA$YjGDfoB6V5M5M4cHsZ1tJxkzWXoFDhVsIIh0lKLpkbw");
        assert!(is_hash(&with("$argon2id$v=19$m=19456,t=3,p=1")));
        for foreign in [
            "$argon2id$v=19$m=4194304,t=2,p=1",
            "$argon2id$v=19$m=19456,t=4000000000,p=1",
            "$argon2id$v=16$m=19456,t=2,p=1",
            "$argon2i$v=19$m=19456,t=2,p=1",
        ] {
            assert!(!is_hash(&with(foreign)), "{foreign}");
            assert!(!is_passphrase("x", &with(foreign)), "{foreign}");
        }
    }

    #[test]
    fn nobody_s_hash_is_a_real_one() {
        // Else the check for an unknown login would return at once.
        let started = std::time::Instant::now();
        spend_a_check("x");
        let unknown = started.elapsed();
        assert!(unknown.as_millis() >= 1, "{unknown:?}");
    }

    #[test]
    fn a_code_of_one_purpose_is_not_one_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        assert_ne!(keys.code("slip", "abcd"), keys.code("setup", "abcd"));
        let again = Keys::open(folder.path()).unwrap();
        assert_eq!(keys.code("slip", "abcd"), again.code("slip", "abcd"));
        let sealed = keys.seal("secret").unwrap();
        assert_eq!(again.unseal(&sealed).as_deref(), Some("secret"));
        assert_eq!(again.unseal(&sealed[1..]), None);
    }
}
