//! What a digest says of messages: each judged anew when it leaves, one line a conversation, and none that was opened since.

use super::{
    FAMILIES, STAFF,
    jobs::{Telling, readable},
    mail, store,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::System,
    },
    rooms::messages::{policy::ReadMessage, store as messages},
    school::{
        Pupil,
        notice::{Entry, Notice},
        permit::May,
    },
};
use std::collections::BTreeMap;

pub fn digest(tx: &Tx, by: &System, notices: &[Notice], now: Instant) -> Result<Vec<Entry>> {
    type Told = Vec<(May<ReadMessage>, Option<Id<Pupil>>)>;
    let mut threads: BTreeMap<(i64, i64), Told> = BTreeMap::new();
    for notice in notices.iter().filter(|notice| [FAMILIES.name, STAFF.name].contains(&notice.kind.as_str())) {
        let telling = Telling::read(tx, notice.person, now)?;
        let Some(message) = readable(tx, by, notice.person, Id::new(notice.thing), telling.today)? else { continue };
        let Some(thread) = message.thread else { continue };
        if !store::is_read(tx, &message, notice.person, by)? {
            let told = threads.entry((notice.person.number(), thread.number())).or_default();
            told.push((message, notice.pupil));
        }
    }
    threads.into_values().map(|told| entry(tx, &told, now)).collect()
}

fn entry(tx: &Tx, told: &[(May<ReadMessage>, Option<Id<Pupil>>)], now: Instant) -> Result<Entry> {
    let (last, pupil) = told.last().expect("a thread is entered with its first message");
    let mut authors = Vec::new();
    for (message, _) in told {
        if !authors.contains(&message.author) {
            authors.push(message.author);
        }
    }
    let names = messages::names(tx, &authors)?;
    let names: Vec<String> =
        authors.iter().map(|author| names.get(author).cloned().unwrap_or_else(|| mail::SOMEBODY.to_owned())).collect();
    let telling = Telling::read(tx, last.author, now)?;
    Ok(Entry { pupil: *pupil, ..mail::entry(&telling, last, &names, told.len()) })
}
