//! Two simple words that open a pupil's account. More than a million pairs: enough against five tries, and kept behind
//! argon2id under this box's key, so that a stolen database alone does not let them be tried.

use super::pictures::below;
use crate::{
    base::{
        db::Id,
        error::Result,
        french,
        secret::{self, Keys},
    },
    school::account::Account,
};
use std::sync::LazyLock;

/// Words that a child of eight reads and writes, gathered by us; one a line.
static WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("words.txt").lines().collect());

/// « citron papillon ».
pub fn draw() -> Result<String> {
    let first = below(WORDS.len())?;
    let mut second = below(WORDS.len())?;
    while second == first {
        second = below(WORDS.len())?;
    }
    Ok(format!("{} {}", WORDS[first], WORDS[second]))
}

/// A PHC string, as stored.
pub fn hash(words: &str, account: Id<Account>, keys: &Keys) -> Result<String> {
    secret::hash_passphrase(&under_key(words, account, keys))
}

/// However it was typed: capitals, accents and what stands between the words are no matter.
pub fn is_right(typed: &str, stored: &str, account: Id<Account>, keys: &Keys) -> bool {
    secret::is_passphrase(&under_key(typed, account, keys), stored)
}

fn under_key(words: &str, account: Id<Account>, keys: &Keys) -> String {
    let letters: String = french::fold(words).chars().filter(|c| c.is_alphanumeric()).collect();
    secret::hex(&keys.code("pupil-words", &format!("{account}:{letters}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_thousand_simple_words_that_cannot_be_mistaken_for_one_another() {
        assert!(WORDS.len() >= 1_000, "{}", WORDS.len());
        let folded: BTreeSet<String> = WORDS.iter().map(|word| french::fold(word)).collect();
        assert_eq!(folded.len(), WORDS.len(), "two words are typed alike");
        for word in WORDS.iter() {
            let letters = word.chars().count();
            assert!((3..=9).contains(&letters), "{word}");
            assert!(word.chars().all(char::is_alphabetic) && word.to_lowercase() == **word, "{word}");
        }
    }

    #[test]
    fn two_words_however_they_are_typed() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::open(folder.path()).unwrap();
        let (lea, tom) = (Id::new(1), Id::new(2));
        let stored = hash("étoile château", lea, &keys).unwrap();
        for typed in ["étoile château", "Etoile Chateau", "ÉTOILE-CHÂTEAU", " etoilechateau "] {
            assert!(is_right(typed, &stored, lea, &keys), "{typed}");
        }
        assert!(!is_right("château étoile", &stored, lea, &keys));
        assert!(!is_right("étoile château", &stored, tom, &keys), "one pupil's words are not another's");
    }

    #[test]
    fn pairs_are_drawn_anew_each_time() {
        let drawn: BTreeSet<String> = (0..50).map(|_| draw().unwrap()).collect();
        assert!(drawn.len() > 45);
        assert!(drawn.iter().all(|pair| pair.split(' ').count() == 2));
    }
}
