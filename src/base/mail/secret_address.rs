//! `name+secret@domain`: an address of the school's own mailbox (RFC 5233) that names one letter.
//! Some programs write addresses in small letters: the secret stands in an alphabet that has no others.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const LETTERS: usize = 26;

/// `None` where there is no mailbox or no secret.
pub fn join(mailbox: &str, token: &str) -> Option<String> {
    let (name, domain) = mailbox.rsplit_once('@')?;
    let bytes: [u8; 16] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
    Some(format!("{name}+{}@{domain}", spell(u128::from_be_bytes(bytes))))
}

/// The secret of the first such address in `text`, whatever stands around it.
pub fn token(mailbox: &str, text: &str) -> Option<String> {
    let (name, domain) = mailbox.rsplit_once('@')?;
    let text = text.to_ascii_lowercase();
    let before = format!("{}+", name.to_ascii_lowercase());
    let after = format!("@{}", domain.to_ascii_lowercase());
    text.match_indices(&before).find_map(|(at, _)| {
        let is_whole = !text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-+".contains(c));
        let rest = text[at + before.len()..].as_bytes();
        let spelt = rest.get(..LETTERS).filter(|_| is_whole)?;
        let end = rest.get(LETTERS..)?.strip_prefix(after.as_bytes())?;
        let ends = end.first().is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b".-".contains(byte));
        Some(URL_SAFE_NO_PAD.encode(read(spelt).filter(|_| ends)?.to_be_bytes()))
    })
}

/// 128 bits as 26 letters of five, the first of three.
fn spell(number: u128) -> String {
    (0..LETTERS).rev().map(|at| char::from(ALPHABET[(number >> (5 * at)) as usize & 31])).collect()
}

fn read(letters: &[u8]) -> Option<u128> {
    letters.iter().try_fold(0u128, |number, letter| {
        let value = ALPHABET.iter().position(|one| one == letter)?;
        number.checked_mul(32)?.checked_add(value as u128)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::secret::Token;

    #[test]
    fn a_secret_comes_back_whatever_stands_around_it() {
        for _ in 0..200 {
            let drawn = Token::draw().unwrap();
            let address = join("ecole.jaures@ville.example", drawn.reveal()).unwrap();
            assert!(address.split('@').next().unwrap().len() <= 64);
            for text in [
                address.clone(),
                format!("\"École\" <{address}>, autre@exemple.fr"),
                format!("To: x@y.fr,\r\n {}\r\n", address.to_uppercase()),
            ] {
                assert_eq!(token("ecole.jaures@ville.example", &text).as_deref(), Some(drawn.reveal()), "{text}");
            }
        }
    }

    #[test]
    fn another_address_has_none() {
        let drawn = Token::draw().unwrap();
        let spelt = join("ecole@ville.example", drawn.reveal()).unwrap();
        for text in [
            "ecole@ville.example".to_owned(),
            "ecole+promo@ville.example".to_owned(),
            format!("x{spelt}"),
            format!("{spelt}.attaquant.example"),
            spelt.replace("ville", "autre"),
            spelt.replace("ecole+", "ecole+x"),
            "é+ecole+@".to_owned(),
        ] {
            assert_eq!(token("ecole@ville.example", &text), None, "{text}");
        }
        assert_eq!(join("", drawn.reveal()), None);
        assert_eq!(join("ecole@ville.example", ""), None);
    }
}
