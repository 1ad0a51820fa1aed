//! The messages that answer to a search: those handed over to the viewer or sent by them, in threads where they take part.

pub mod store;

use super::{
    path,
    policy::{OpenMessages, ReadMessage},
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

/// Letters of a message's text around what was found.
const EXCERPT: usize = 150;

/// Built anew from the messages themselves.
pub const SHELF: Shelf = Shelf { name: "messages", strays: store::strays, rebuild: store::rebuild };

pub fn search(cx: &Cx, query: &Query) -> Result<Vec<Found>> {
    let Some(mailbox) = cx.may_perhaps::<OpenMessages>(())? else { return Ok(Vec::new()) };
    let Some(asked) = query.of_text() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for one in store::answering(&cx.db, &mailbox, &asked, MOST + 1)? {
        if cx.may_perhaps::<ReadMessage>(one.message)?.is_none() {
            continue;
        }
        let about = format!("{} · {}", one.author_name, french::day_year(one.delivered_at.date(&cx.zone)));
        let excerpt = excerpt(&rich_text::to_plain(&one.body), query, EXCERPT);
        let title = super::pages::subject(&one.subject).to_owned();
        found.push(Found { excerpt, ..Found::new(Kind::Message, path::thread(one.thread), title, about) });
    }
    Ok(found)
}
