//! Codes of an application on a telephone (RFC 6238): six digits, thirty seconds, SHA-1, which all applications know.
//! It remembers nothing: that a code is used only once is its caller's business.

use super::{
    clock::Instant,
    error::{Error, Result},
    secret,
};
use totp_rs::{Algorithm, Builder, Totp};

/// A code holds so many seconds; steps are counted from 1970.
const STEP: i64 = 30;
/// Steps of drift that are forgiven on either side.
pub const DRIFT: i64 = 1;
pub const DIGITS: usize = 6;

/// What the application and the house both know.
#[derive(Clone, PartialEq)]
pub struct Secret(totp_rs::Secret);

impl Secret {
    /// 160 bits, as the RFC would have it.
    pub fn draw() -> Result<Secret> {
        let mut bytes = [0u8; 20];
        secret::fill(&mut bytes)?;
        Ok(Secret(bytes.into()))
    }

    /// `None` when it is no secret of ours.
    pub fn parse(text: &str) -> Option<Secret> {
        totp_rs::Secret::try_from_base32(text).ok().filter(|secret| secret.as_bytes().len() == 20).map(Secret)
    }

    /// Base32, as applications take it typed.
    pub fn text(&self) -> String {
        self.0.to_base32()
    }

    /// The step whose code this is, if it is that of now or of a neighbour.
    pub fn step_of(&self, code: &str, now: Instant) -> Option<i64> {
        let seconds = u64::try_from(now.0).ok()?;
        let step = self.totp("", "").ok()?.check(code, seconds)?;
        i64::try_from(step).ok()
    }

    /// The `otpauth:` address that a QR code carries: who issues the codes, and for which account.
    pub fn address(&self, issuer: &str, account: &str) -> Result<String> {
        self.totp(issuer, account)?.to_url().map_err(broken)
    }

    fn totp(&self, issuer: &str, account: &str) -> Result<Totp> {
        let plain = |text: &str| text.replace(':', " ");
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(DIGITS as u8)
            .with_step_duration(STEP as u64)
            .with_skew(DRIFT as u16)
            .with_secret(self.0.clone())
            .with_issuer((!issuer.is_empty()).then(|| plain(issuer)))
            .with_account_name(plain(account))
            .build()
            .map_err(broken)
    }
}

/// The step in which this instant lies.
pub fn step_at(now: Instant) -> i64 {
    now.0.div_euclid(STEP)
}

fn broken(error: totp_rs::TotpError) -> Error {
    Error::internal(format!("totp: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    fn rfc() -> Secret {
        Secret((*b"12345678901234567890").into())
    }

    #[test]
    fn the_vectors_of_the_rfc() {
        // Of eight digits there; six are their last six.
        for (at, eight) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(rfc().step_of(&eight[2..], Instant(at)), Some(at / 30), "{at}");
        }
    }

    #[test]
    fn one_step_of_drift_is_forgiven_and_two_are_not() {
        let step = 1_111_111_111 / 30;
        for (shift, known) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let found = rfc().step_of("050471", Instant(1_111_111_111 + shift * 30));
            assert_eq!(found, known.then_some(step), "{shift} steps away");
        }
        assert_eq!(rfc().step_of("050472", Instant(1_111_111_111)), None);
        assert_eq!(rfc().step_of("", Instant(-5)), None);
    }

    #[test]
    fn a_secret_is_read_back_and_its_address_says_who_issues() {
        let secret = Secret::draw().unwrap();
        assert!(Secret::parse(&secret.text()).is_some_and(|read| read == secret));
        assert!(Secret::parse("ABCD").is_none(), "too short to be ours");
        assert_eq!(secret.text().len(), 32);
        let address = rfc().address("École : Jean-Jaurès", "sophie.petit").unwrap();
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{address}");
        assert!(address.contains("issuer=%C3%89cole%20%20%20Jean-Jaur%C3%A8s"), "{address}");
        assert!(address.contains("sophie.petit"), "{address}");
    }
}
