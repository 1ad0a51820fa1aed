//! A text with what was found in it set apart, and the piece of a long text around it. It gives pieces, never HTML: whoever
//! draws them escapes them.

use super::{Query, Token, tokens};

/// A run of a text, and whether it was looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub text: String,
    pub is_found: bool,
}

/// The whole text in runs; one after another they are the text again.
pub fn marked(text: &str, query: &Query) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut done = 0;
    for token in tokens(text).filter(|token| is_found(token, query)) {
        push(&mut pieces, &text[done..token.from], false);
        push(&mut pieces, token.written, true);
        done = token.from + token.written.len();
    }
    push(&mut pieces, &text[done..], false);
    pieces
}

/// At most so many letters on one line, around the first word found; the beginning when none is.
pub fn excerpt(text: &str, query: &Query, letters: usize) -> Vec<Piece> {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let first = tokens(&line).find(|token| is_found(token, query)).map_or(0, |token| token.from);
    let begins = beginning(&line, first, letters / 3);
    let kept: String = line[begins..].chars().take(letters).collect();
    let is_cut = begins + kept.len() < line.len();
    // A word cut in two is left out, unless it is all there is.
    let whole = if is_cut { kept.rfind(' ').map_or(kept.as_str(), |space| &kept[..space]) } else { &kept };
    let before = if begins > 0 { "… " } else { "" };
    marked(&format!("{before}{whole}{}", if is_cut { " …" } else { "" }), query)
}

/// Where a word begins, at most so many letters before `at`.
fn beginning(line: &str, at: usize, letters: usize) -> usize {
    let back = line[..at].char_indices().rev().take(letters).last().map_or(at, |(place, _)| place);
    if back == 0 { 0 } else { line[back..at].find(' ').map_or(at, |space| back + space + 1) }
}

fn is_found(token: &Token, query: &Query) -> bool {
    query.telling().any(|word| word.answers(token))
}

fn push(pieces: &mut Vec<Piece>, text: &str, is_found: bool) {
    if !text.is_empty() {
        pieces.push(Piece { text: text.to_owned(), is_found });
    }
}
