//! The words of the book that answer to a search: those shown today, to whoever may read them.

pub mod store;

use super::{
    path,
    policy::{OpenBook, ReadNote},
};
use crate::{
    base::{
        error::Result,
        french, rich_text,
        search::{Query, excerpt},
    },
    door::{
        Cx,
        found::{Found, Kind, MOST, Shelf},
    },
};

/// Letters of a word's text, or of its questions, around what was found.
const EXCERPT: usize = 150;

/// Built anew from the words themselves.
pub const SHELF: Shelf = Shelf { name: "words", strays: store::strays, rebuild: store::rebuild };

pub fn search(cx: &Cx, query: &Query) -> Result<Vec<Found>> {
    let Some(book) = cx.may_perhaps::<OpenBook>(())? else { return Ok(Vec::new()) };
    let Some(asked) = query.of_text() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for word in store::answering(&cx.db, &book, cx.viewer()?, &asked, MOST + 1)? {
        if cx.may_perhaps::<ReadNote>(word.note)?.is_none() {
            continue;
        }
        let about = format!("{} · {}", word.author_name, french::day_year(word.sent_at.date(&cx.zone)));
        let text = format!("{}\n{}", rich_text::to_plain(&word.body), word.questions);
        let excerpt = excerpt(&text, query, EXCERPT);
        found.push(Found { excerpt, ..Found::new(Kind::Word, path::note(word.note), word.title, about) });
    }
    Ok(found)
}
