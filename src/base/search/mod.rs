//! From what was typed to what an FTS5 index can be asked, and from a text to what the index keeps. Pure, its
//! `store` apart: it holds no table of its own and no right, and whatever is typed (quotes, stars, `NEAR`, nothing, a whole book) gives a sound question or none.

mod marked;
mod named;
mod stem;
pub mod store;

pub use marked::{Piece, excerpt, marked};
pub use named::Named;

use super::french;
use stem::stems;

/// Raised when folding or stemming changes: an index of an older version is built anew at the next start.
pub const VERSION: i64 = 1;

/// So much of what is typed is read; nobody looks for more words than that.
const LETTERS: usize = 160;
const WORDS: usize = 8;
const LETTERS_OF_A_WORD: usize = 40;
/// One letter alone begins half of all names.
const LEAST_LETTERS: usize = 2;

/// Words that say nothing about a text; in a name they count (« Le Goff », « De Souza »).
const SMALL: &[&str] = &[
    "a", "ai", "au", "aux", "avec", "c", "ce", "ces", "d", "dans", "de", "des", "du", "en", "et", "il", "j", "je", "l",
    "la", "le", "les", "leur", "m", "ma", "mes", "mon", "n", "ne", "nos", "notre", "nous", "on", "ou", "par", "pas",
    "pour", "qu", "que", "qui", "s", "sa", "se", "ses", "son", "sur", "t", "ta", "tes", "ton", "tu", "un", "une",
    "vos", "votre", "vous", "y",
];

/// What somebody looks for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    typed: String,
    words: Vec<Word>,
}

#[derive(Clone, Debug, PartialEq)]
struct Word {
    folded: String,
    stems: Vec<String>,
}

/// A text as an index keeps it: its words without accents, and their stems.
#[derive(Clone, Debug, PartialEq)]
pub struct Indexed {
    pub folded: String,
    pub stems: String,
}

impl Query {
    pub fn read(typed: &str) -> Query {
        let typed: String = typed.chars().filter(|c| !c.is_control()).take(LETTERS).collect();
        let mut words: Vec<Word> = Vec::new();
        for token in tokens(&typed).take(WORDS) {
            let folded: String = token.folded.chars().take(LETTERS_OF_A_WORD).collect();
            let word = Word { stems: stems(token.written, &folded), folded };
            if !words.contains(&word) {
                words.push(word);
            }
        }
        if words.iter().all(|word| word.folded.chars().count() < LEAST_LETTERS) {
            words.clear();
        }
        Query { typed: typed.trim().to_owned(), words }
    }

    /// As it was typed, for the field of the page.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Nothing that can be looked for: nothing, signs alone, a single letter.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What to `MATCH` in an index of names: each word begins a word of the name.
    pub fn of_names(&self) -> Option<String> {
        let words: Vec<String> = self.words.iter().map(|word| format!("\"{}\" *", word.folded)).collect();
        (!words.is_empty()).then(|| words.join(" AND "))
    }

    /// What to `MATCH` in an index with the columns `folded` and `stems`: each word begins one of the text's, or comes from
    /// the same stem. A word is letters and digits alone, so nothing typed can mean anything to the index's own language.
    pub fn of_text(&self) -> Option<String> {
        let words: Vec<String> = self.telling().map(Word::in_text).collect();
        (!words.is_empty()).then(|| words.join(" AND "))
    }

    /// Whether a name answers, by the same reading as an index of names.
    pub fn finds(&self, name: &str) -> bool {
        let known: Vec<Token> = tokens(name).collect();
        let is_there = |word: &Word| known.iter().any(|token| token.folded.starts_with(&word.folded));
        !self.is_empty() && self.words.iter().all(is_there)
    }

    /// The words that say something; all of them when none does.
    fn telling(&self) -> impl Iterator<Item = &Word> {
        let is_small = |word: &Word| SMALL.contains(&word.folded.as_str());
        let all_are_small = self.words.iter().all(is_small);
        self.words.iter().filter(move |word| all_are_small || !is_small(word))
    }
}

impl Word {
    fn in_text(&self) -> String {
        let stems: Vec<String> = self.stems.iter().map(|stem| format!("\"{stem}\"")).collect();
        format!("(folded : \"{}\" * OR stems : ({}))", self.folded, stems.join(" OR "))
    }

    fn answers(&self, token: &Token) -> bool {
        token.folded.starts_with(&self.folded)
            || stems(token.written, &token.folded).iter().any(|stem| self.stems.contains(stem))
    }
}

/// What an index keeps of a plain text.
pub fn indexed(text: &str) -> Indexed {
    let (mut folded, mut stemmed) = (String::with_capacity(text.len()), String::with_capacity(text.len()));
    for token in tokens(text) {
        append(&mut folded, &token.folded);
        if !SMALL.contains(&token.folded.as_str()) {
            stems(token.written, &token.folded).iter().for_each(|stem| append(&mut stemmed, stem));
        }
    }
    Indexed { folded, stems: stemmed }
}

fn append(to: &mut String, word: &str) {
    if !to.is_empty() {
        to.push(' ');
    }
    to.push_str(word);
}

/// A word where it stands in a text.
struct Token<'a> {
    from: usize,
    written: &'a str,
    folded: String,
}

/// Letters and digits that stand together; combining accents belong to their letter.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let is_of_word = |c: char| c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (from, first) = rest.find(|(_, c)| is_of_word(*c))?;
            let mut to = from + first.len_utf8();
            while let Some((at, c)) = rest.next_if(|(_, c)| is_of_word(*c)) {
                to = at + c.len_utf8();
            }
            let written = &text[from..to];
            // What is neither a letter nor a digit once folded says nothing.
            let folded: String = french::fold(written).chars().filter(|c| c.is_alphanumeric()).collect();
            if !folded.is_empty() {
                return Some(Token { from, written, folded });
            }
        }
    })
}

#[cfg(test)]
mod tests;
