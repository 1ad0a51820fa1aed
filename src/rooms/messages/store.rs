//! The rows of threads and messages.

use super::{Answers, Facts, How, Member, Message, State, Thread, addressing::Said, writing::Sheet};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
        jobs::System,
    },
    school::{Person, Pupil, permit::Witness},
};
use rusqlite::{Row, params};
use std::collections::HashMap;

/// Columns of `message m`; [`facts`] reads them.
pub const MESSAGE: &str = "m.id, m.author, m.thread, m.state, m.only_to, m.body, m.draft, m.text_in_mail, m.how, m.changed_at, m.sent_at, m.leaves_at, m.delivered_at";

pub fn thread(rx: &Rx, id: Id<Thread>, _: &Witness) -> Result<Option<Thread>> {
    read(rx, id)
}

pub fn message(rx: &Rx, id: Id<Message>, _: &Witness) -> Result<Option<Message>> {
    whole(rx, id)
}

/// The same, for the house.
pub fn told(rx: &Rx, id: Id<Message>, _: &System) -> Result<Option<Message>> {
    whole(rx, id)
}

fn whole(rx: &Rx, id: Id<Message>) -> Result<Option<Message>> {
    let found = rx.one(&format!("SELECT {MESSAGE} FROM message m WHERE m.id = ?1"), [id], facts)?;
    let Some(facts) = found else { return Ok(None) };
    let within = facts.thread.map_or(Ok(None), |thread| read(rx, thread))?;
    Ok(Some(Message { facts, within }))
}

fn read(rx: &Rx, id: Id<Thread>) -> Result<Option<Thread>> {
    let found = rx.one(
        "SELECT t.id, t.opener, t.subject, t.answers, t.to_said, t.opened_at, t.closed_at,
                NOT EXISTS (SELECT 1 FROM message m WHERE m.thread = t.id AND m.state = 'delivered') FROM thread t WHERE t.id = ?1",
        [id],
        |row| {
            Ok(Thread {
                id: row.get(0)?,
                opener: row.get(1)?,
                subject: row.get(2)?,
                answers: Answers::parse(&row.get::<_, String>(3)?),
                said: said(row, 4)?,
                opened_at: row.get(5)?,
                closed_at: row.get(6)?,
                members: Vec::new(),
                is_waiting: row.get(7)?,
                _row: (),
            })
        },
    )?;
    let Some(mut thread) = found else { return Ok(None) };
    let mut through: HashMap<Id<Person>, Vec<Id<Pupil>>> = HashMap::new();
    for (person, pupil) in rx
        .all("SELECT person, pupil FROM thread_through WHERE thread = ?1", [id], |row| Ok((row.get(0)?, row.get(1)?)))?
    {
        through.entry(person).or_default().push(pupil);
    }
    let people = rx.all("SELECT person FROM thread_member WHERE thread = ?1", [id], |row| row.get(0))?;
    let member = |person| Member { person, through: through.remove(&person).unwrap_or_default() };
    thread.members = people.into_iter().map(member).collect();
    Ok(Some(thread))
}

pub fn facts(row: &Row) -> rusqlite::Result<Facts> {
    Ok(Facts {
        id: row.get(0)?,
        author: row.get(1)?,
        thread: row.get(2)?,
        state: State::parse(&row.get::<_, String>(3)?),
        only_to: row.get(4)?,
        body: row.get(5)?,
        sheet: Sheet::parse(&row.get::<_, String>(6)?),
        text_in_mail: row.get(7)?,
        how: How::parse(&row.get::<_, String>(8)?),
        changed_at: row.get(9)?,
        sent_at: row.get(10)?,
        leaves_at: row.get(11)?,
        delivered_at: row.get(12)?,
        _row: (),
    })
}

/// To whom a thread was addressed, as it was said.
pub fn said(row: &Row, at: usize) -> rusqlite::Result<Vec<Said>> {
    Ok(serde_json::from_str(&row.get::<_, String>(at)?).unwrap_or_default())
}

/// How people go by: for those whose names a page may show, which is its own to know.
pub fn names(rx: &Rx, people: &[Id<Person>]) -> Result<HashMap<Id<Person>, String>> {
    let all = rx.all(
        "SELECT p.id, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM json_each(?1) j CROSS JOIN person p ON p.id = j.value",
        [Id::json(people)],
        |row| Ok((row.get(0)?, formal(row, 1)?)),
    )?;
    Ok(all.into_iter().collect())
}

/// First names of children, for who may know them.
pub fn first_names(rx: &Rx, pupils: &[Id<Pupil>]) -> Result<HashMap<Id<Pupil>, String>> {
    let all = rx.all(
        "SELECT p.id, p.first_name FROM json_each(?1) j CROSS JOIN person p ON p.id = j.value",
        params![Id::json(pupils)],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(all.into_iter().collect())
}

/// « Mme Benali » from civility, first name and name, in three columns from `at`; without a civility, the whole name.
pub fn formal(row: &Row, at: usize) -> rusqlite::Result<String> {
    let (civility, first, last): (String, String, String) = (row.get(at)?, row.get(at + 1)?, row.get(at + 2)?);
    Ok(if civility.is_empty() { format!("{first} {last}") } else { format!("{civility} {last}") })
}
