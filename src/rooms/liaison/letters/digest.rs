//! What a digest says of words: each judged anew when it leaves, so that one withdrawn since, or a child who is no longer
//! theirs, is not in it. It is answered by its links alone: a reply to it could mean any of its words.

use super::{
    Child, REMINDER, REPLY, store,
    telling::{Telling, Told},
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Tx},
        error::Result,
        jobs::System,
    },
    rooms::liaison::{Asks, ROOM, by_mail::incoming, pages, path, store as notes},
    school::{
        Person, Pupil,
        notice::{Entry, Notice},
        services,
    },
};
use std::collections::{BTreeMap, HashSet};

pub fn digest(tx: &Tx, by: &System, notices: &[Notice], now: Instant) -> Result<Vec<Entry>> {
    let off = services::store::off(tx)?;
    if off.is_off(ROOM.name) {
        return Ok(Vec::new());
    }
    let closed: Vec<i64> = off.classes(ROOM.name).iter().map(|class| class.number()).collect();
    // One letter's row for a word, whatever the children and the kinds of notice.
    let mut words: BTreeMap<(i64, i64), Vec<&Notice>> = BTreeMap::new();
    let mut entries = Vec::new();
    for notice in notices {
        if notice.kind == REPLY.name {
            entries.extend(incoming::entry(tx, by, notice, now)?);
            continue;
        }
        words.entry((notice.person.number(), notice.thing)).or_default().push(notice);
    }
    for ((person, note), notices) in words {
        entries.extend(entries_of(tx, by, Id::new(person), note, &notices, &closed, now)?);
    }
    Ok(entries)
}

fn entries_of(
    tx: &Tx,
    by: &System,
    person: Id<Person>,
    note: i64,
    notices: &[&Notice],
    closed: &[i64],
    now: Instant,
) -> Result<Vec<Entry>> {
    let word = notes::facts(tx, Id::new(note), by)?;
    let Some(word) = word.filter(|word| word.withdrawn_at.is_none() && word.delivered_at.is_some()) else {
        return Ok(Vec::new());
    };
    let Some(to) = store::addressee(tx, person, by)? else { return Ok(Vec::new()) };
    let telling = Telling::read(tx, word, now, by)?;
    let mut children = store::children_of(tx, &telling.word, person, closed, telling.today, by)?;
    let all: Vec<Id<Pupil>> = children.iter().map(|child| child.id).collect();
    let awaited = match notices.iter().any(|one| one.kind == REMINDER.name) {
        true => store::awaited(tx, &telling.word, &all, telling.today, by)?,
        false => HashSet::new(),
    };
    children.retain(|child| {
        let own: Vec<&&Notice> = notices.iter().filter(|one| one.pupil.is_none_or(|pupil| pupil == child.id)).collect();
        // Only reminded of, and answered meanwhile.
        own.iter().any(|one| one.kind != REMINDER.name) || (!own.is_empty() && awaited.contains(&(child.id, person)))
    });
    let told = telling.links(tx, &to, &children, None, now, by)?;
    Ok(told.iter().map(|one| entry(&telling, one)).collect())
}

fn entry(telling: &Telling, told: &Told) -> Entry {
    let Child { id, first_name, given } = told.child;
    let asks = telling.word.asks;
    let is_asked = if asks.is_signed() { given.signs } else { asks == Asks::Read };
    let title = match telling.announced {
        Some(_) => format!("Un mot concernant {first_name} vous attend"),
        None => telling.text.title.clone(),
    };
    let line = match (is_asked, asks) {
        (false, _) => String::new(),
        (true, Asks::Read) => format!("À lire{}", by(telling)),
        (true, _) => format!("À signer{}", by(telling)),
    };
    let links = telling.address.as_ref().map(|address| match &told.link {
        Some(link) => {
            let label = match asks {
                _ if telling.announced.is_some() || asks == Asks::Nothing => "Ouvrir le mot",
                Asks::Read => "Dire que j’ai lu",
                _ if !telling.questions.is_empty() => "Répondre",
                _ => "Signer",
            };
            (format!("{label} pour {first_name}"), format!("{address}{}", path::behind(link.reveal())))
        }
        None => ("Lire le mot".to_owned(), format!("{address}{}", path::note(telling.word.id))),
    });
    let body = telling.announced.is_none().then(|| telling.text.body.clone());
    Entry { pupil: Some(*id), title, line, body, links: links.into_iter().collect() }
}

/// « d’ici jeudi ».
fn by(telling: &Telling) -> String {
    match telling.word.deadline_on {
        Some(day) if day >= telling.today => format!(" d’ici {}", pages::by_day(day, telling.today)),
        _ => String::new(),
    }
}
