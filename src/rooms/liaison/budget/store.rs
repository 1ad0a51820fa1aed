//! What the message budget reads: short ranges by pupil and time, never a list of words.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::liaison::{Note, policy::WriteWord},
    school::{
        Person, Pupil,
        audience::{self, Part},
        guardianship::{
            Given,
            store::{TIE_FACTS, facts},
        },
        permit::May,
    },
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};

pub type Families = BTreeMap<Id<Person>, BTreeSet<Id<Pupil>>>;

/// One of the author's own that waits to leave.
pub struct Waiting {
    pub note: Id<Note>,
    pub title: String,
    pub parts: BTreeSet<Part>,
}

/// Who reads for these pupils today, each with all the children for whom they do.
pub fn families(rx: &Rx, _: &May<WriteWord>, pupils: &[Id<Pupil>], today: Date) -> Result<Families> {
    let ties = rx.all(
        &format!(
            "SELECT g.guardian, g.pupil, {TIE_FACTS} FROM guardianship g
             WHERE g.guardian IN (SELECT c.guardian FROM json_each(?1) chosen CROSS JOIN guardianship c ON c.pupil = chosen.value)"
        ),
        [Id::json(pupils)],
        |row| Ok((row.get(0)?, row.get(1)?, Given::of(&facts(row, 2)?, today))),
    )?;
    let mut families = Families::new();
    for (guardian, pupil, given) in ties {
        if given.reads {
            families.entry(guardian).or_default().insert(pupil);
        }
    }
    // Who reads for another child alone is none of these families.
    families.retain(|_, children| pupils.iter().any(|pupil| children.contains(pupil)));
    Ok(families)
}

/// The words that reached these pupils since then. What another addressed to a child by name is between them and the family.
pub fn words(
    rx: &Rx,
    book: &May<WriteWord>,
    pupils: &[Id<Pupil>],
    since: Instant,
) -> Result<BTreeMap<Id<Pupil>, BTreeSet<i64>>> {
    let rows = rx.all(
        "SELECT a.pupil, n.id FROM json_each(?1) chosen CROSS JOIN audience_pupil a ON a.pupil = chosen.value AND a.sent_at >= ?2
         CROSS JOIN liaison_note n ON n.audience = a.audience
         WHERE n.withdrawn_at IS NULL AND (n.author = ?3 OR NOT EXISTS (SELECT 1 FROM audience_part o WHERE o.audience = a.audience AND o.kind = 'pupil' AND o.part = a.pupil))",
        params![Id::json(pupils), since, book.by()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut words: BTreeMap<Id<Pupil>, BTreeSet<i64>> = BTreeMap::new();
    for (pupil, note) in rows {
        words.entry(pupil).or_default().insert(note);
    }
    Ok(words)
}

pub fn waiting(rx: &Rx, book: &May<WriteWord>) -> Result<Vec<Waiting>> {
    let rows = rx.all(
        "SELECT n.id, n.audience, v.title FROM liaison_note n JOIN liaison_version v ON v.note = n.id AND v.version = n.version
         WHERE n.author = ?1 AND n.delivered_at IS NULL AND n.withdrawn_at IS NULL AND n.stopped_at IS NULL ORDER BY n.sent_at LIMIT 20",
        [book.by()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    rows.into_iter()
        .map(|(note, audience, title)| {
            Ok(Waiting { note, title, parts: audience::store::parts(rx, audience)?.into_iter().collect() })
        })
        .collect()
}
