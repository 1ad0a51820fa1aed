//! The fingerprint of a certificate, in hexadecimal for machines and in words for people.

use super::words::WORDS;
use ring::digest::{SHA256, digest};
use serde::{Deserialize, Serialize};

/// Sixty-four bits, far beyond what can be forged for one printed sheet.
const SPOKEN: usize = 8;

/// SHA-256 of a certificate's DER.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub fn of(der: &[u8]) -> Fingerprint {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest(&SHA256, der).as_ref());
        Fingerprint(bytes)
    }

    /// As somebody copied it: with colons or spaces or without, in either case.
    pub fn parse(text: &str) -> Option<Fingerprint> {
        let digits: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b':' | b' ')).collect();
        let pairs = digits.chunks_exact(2).map(|pair| {
            let text = std::str::from_utf8(pair).ok().filter(|text| !text.starts_with('+'))?;
            u8::from_str_radix(text, 16).ok()
        });
        let bytes: Vec<u8> = pairs.collect::<Option<_>>()?;
        (digits.len() == 64).then(|| bytes.try_into().ok()).flatten().map(Fingerprint)
    }

    /// `AB:CD:…`, as browsers and systems show it.
    pub fn hex(&self) -> String {
        let pairs: Vec<String> = self.0.iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }

    /// The first eight bytes in words, to compare with a printed sheet.
    pub fn words(&self) -> [&'static str; SPOKEN] {
        std::array::from_fn(|at| WORDS[usize::from(self.0[at])])
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// `abcd…` without separators, for files and identifiers.
    pub(super) fn compact(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl std::fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.hex())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_digest_in_hex_and_in_words() {
        // SHA-256 of the empty string: e3 b0 c4 42 98 fc 1c 14 …
        let print = Fingerprint::of(b"");
        assert!(print.hex().starts_with("E3:B0:C4:42:98:FC:1C:14:"));
        assert_eq!(print.hex().len(), 32 * 3 - 1);
        assert_eq!(Fingerprint::parse(&print.hex().to_lowercase()), Some(print));
        assert_eq!(Fingerprint::parse(&print.compact()), Some(print));
        for wrong in ["", "AB", &print.hex()[3..], &print.hex().replace("E3", "+3"), &print.hex().replace("E3", "é3")]
        {
            assert_eq!(Fingerprint::parse(wrong), None, "{wrong}");
        }
        assert_eq!(print.words(), [0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14].map(|at: usize| WORDS[at]));
    }
}
