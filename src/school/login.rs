//! What people type to come in for the first time: logins made from names, and one-time access codes.
//!
//! Nothing is stored here: the caller says which logins are taken, and keeps of a code only its HMAC.

use crate::base::french;

/// No login is as long as this; what is typed may be anything.
const LONGEST_TYPED: usize = 80;

/// « lea.martin », « jeanpierre.d » at most 30 letters a side. A side that has no Latin letter is left out, and a person
/// with neither becomes « compte ».
pub fn login_of(first: &str, last: &str) -> String {
    let sides = [side(first), side(last)];
    let sides: Vec<&str> = sides.iter().map(String::as_str).filter(|side| !side.is_empty()).collect();
    if sides.is_empty() { "compte".to_owned() } else { sides.join(".") }
}

/// The login of this person, numbered from 2 when another one has it: « lea.martin2 ».
/// `taken` may ask a database, so it may fail.
pub fn free_login<E>(first: &str, last: &str, mut taken: impl FnMut(&str) -> Result<bool, E>) -> Result<String, E> {
    let login = login_of(first, last);
    let mut candidate = login.clone();
    let mut number = 2u32;
    while taken(&candidate)? {
        candidate = format!("{login}{number}");
        number += 1;
    }
    Ok(candidate)
}

/// What someone typed in the login field, as logins are stored: « Léa.Martin » finds « lea.martin ».
pub fn normalise_login(typed: &str) -> String {
    let typed: String = typed.chars().take(LONGEST_TYPED).collect();
    typed.split('.').map(letters).collect::<Vec<_>>().join(".")
}

/// Eight symbols drawn evenly from 28 that nobody mistakes for another: 28⁸, some 3.8 × 10¹¹ codes.
pub fn access_code() -> Result<String, getrandom::Error> {
    drawn(CODE_LENGTH)
}

/// Twelve of them, for the code that opens a whole box.
pub fn set_up_code() -> Result<String, getrandom::Error> {
    drawn(SET_UP_LENGTH)
}

/// The code that someone typed, whatever its case, spaces and hyphens; None if no code can look like that.
pub fn normalise_code(typed: &str) -> Option<String> {
    normalise(typed, CODE_LENGTH)
}

pub fn normalise_set_up_code(typed: &str) -> Option<String> {
    normalise(typed, SET_UP_LENGTH)
}

/// As the console prints it: « ABCD-EFGH-JKLM ».
pub fn shown_set_up_code(code: &str) -> String {
    let symbols: Vec<char> = code.to_uppercase().chars().collect();
    symbols.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// As printed on a slip: « abcd-efgh ».
pub fn shown_code(code: &str) -> String {
    match code.split_at_checked(CODE_LENGTH / 2) {
        Some((start, end)) => format!("{start}-{end}"),
        None => code.to_owned(),
    }
}

const SYMBOLS: &[u8; 28] = b"abcdefghjkmnprstvwxyz3456789";
const CODE_LENGTH: usize = 8;
const SET_UP_LENGTH: usize = 12;
const LONGEST_SIDE: usize = 30;

fn drawn(length: usize) -> Result<String, getrandom::Error> {
    let mut code = String::with_capacity(length);
    let mut drawn = [0u8; 16];
    while code.len() < length {
        getrandom::fill(&mut drawn)?;
        let symbols = drawn.iter().filter_map(|byte| symbol(*byte));
        code.extend(symbols.take(length - code.len()));
    }
    Ok(code)
}

fn normalise(typed: &str, length: usize) -> Option<String> {
    let code: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '—' | '_' | '.'))
        .take(length + 1)
        .flat_map(char::to_lowercase)
        .collect();
    (code.len() == length && code.bytes().all(|byte| SYMBOLS.contains(&byte))).then_some(code)
}

/// The bytes above the last multiple of 28 are thrown away: keeping them would favour the first letters.
fn symbol(byte: u8) -> Option<char> {
    let (byte, n) = (usize::from(byte), SYMBOLS.len());
    (byte < 256 / n * n).then(|| char::from(SYMBOLS[byte % n]))
}

fn side(name: &str) -> String {
    letters(name).chars().take(LONGEST_SIDE).collect()
}

fn letters(text: &str) -> String {
    french::fold(text).chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    #[test]
    fn logins_keep_only_plain_letters() {
        for (first, last, login) in [
            ("Léa", "MARTIN", "lea.martin"),
            ("Jean-Noël", "D’Hondt", "jeannoel.dhondt"),
            ("Cœur", "Nguyễn Thị", "coeur.nguyenthi"),
            ("Łukasz", "Şahin", "lukasz.sahin"),
            ("李", "Wang", "wang"),
            ("李", "王", "compte"),
            ("..", "Petit (ép. Roux)", "petiteproux"),
        ] {
            assert_eq!(login_of(first, last), login);
        }
        assert_eq!(login_of(&"a".repeat(80), &"é".repeat(80)).len(), 61);
    }

    #[test]
    fn homonyms_are_numbered() {
        let mut logins = BTreeSet::new();
        for expected in ["lea.martin", "lea.martin2", "lea.martin3"] {
            let login = free_login("Léa", "Martin", |login| Ok::<_, ()>(logins.contains(login))).unwrap();
            assert_eq!(login, expected);
            logins.insert(login);
        }
        assert_eq!(free_login("Léa", "Martin", |_| Err("base fermée")), Err("base fermée"));
    }

    #[test]
    fn a_typed_login_is_found_whatever_its_accents() {
        assert_eq!(normalise_login(" Léa.MARTIN2 "), "lea.martin2");
        assert_eq!(normalise_login("jean-noël.d'hondt"), "jeannoel.dhondt");
    }

    #[test]
    fn codes_are_drawn_evenly() {
        let mut seen: BTreeMap<char, u32> = BTreeMap::new();
        for byte in 0..=255 {
            if let Some(symbol) = symbol(byte) {
                *seen.entry(symbol).or_default() += 1;
            }
        }
        assert_eq!(seen.len(), 28);
        assert!(seen.values().all(|times| *times == 9), "{seen:?}");
    }

    #[test]
    fn codes_are_eight_symbols_and_never_twice_the_same() {
        let codes: BTreeSet<String> = (0..500).map(|_| access_code().unwrap()).collect();
        assert_eq!(codes.len(), 500);
        for code in &codes {
            assert_eq!(normalise_code(code).as_ref(), Some(code));
        }
    }

    #[test]
    fn a_code_comes_back_however_it_is_typed() {
        let code = "abcd3fgh";
        assert_eq!(shown_code(code), "abcd-3fgh");
        for typed in ["abcd-3fgh", "ABCD 3FGH", " abcd – 3fgh\n", "a b c d 3 f g h"] {
            assert_eq!(normalise_code(typed).as_deref(), Some(code), "{typed}");
        }
        for wrong in ["", "abcd3fg", "abcd3fghj", "abcd0fgh", "abcdifgh", "ébcd3fgh", &"a".repeat(9000)] {
            assert_eq!(normalise_code(wrong), None);
        }
        assert_eq!(shown_code("é"), "é");
    }
}
