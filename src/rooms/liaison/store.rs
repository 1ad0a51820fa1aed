//! The rows of words and of their versions.

use super::{
    Asks, Category, Facts, New, Note, NoteFor, Text, finding,
    policy::{CorrectNote, ReadNoteFor, WithdrawNote, WriteWord},
    questions, sharing, waiting,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        jobs::System,
    },
    school::{
        Class, Pupil,
        audience::{self, Addressed, Named},
        consent,
        permit::{May, Rule, Witness},
    },
};
use jiff::{ToSpan, civil::Date};
use rusqlite::{Row, params};

/// A pupil who joins a class is reached by its words of the last month, or until their deadline.
const OPEN_DAYS: i64 = 30;

const FACTS: &str =
    "SELECT n.id, n.author, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END,
     n.audience, n.category, n.asks, n.deadline_on, n.version, n.asks_since, n.sent_at, n.withdrawn_at,
     n.event_on, n.shown_until, n.text_in_mail, n.is_urgent, n.delivered_at, n.reminds, n.remind_at, n.stopped_why,
     EXISTS (SELECT 1 FROM liaison_question q WHERE q.note = n.id)
     FROM liaison_note n JOIN person p ON p.id = n.author WHERE n.id = ?1";

pub fn note(rx: &Rx, id: Id<Note>, witness: &Witness) -> Result<Option<Note>> {
    let Some(facts) = rx.one(FACTS, [id], facts_row)? else { return Ok(None) };
    let reached = audience::store::reached(rx, facts.audience, witness)?;
    let shared = sharing::store::of_note(rx, id, witness)?;
    Ok(Some(Note { facts, reached, shared }))
}

/// `None` when the pupil was not reached, or the word was withdrawn.
pub fn note_for(rx: &Rx, id: Id<Note>, pupil: Id<Pupil>, witness: &Witness) -> Result<Option<NoteFor>> {
    let Some(facts) = rx.one(FACTS, [id], facts_row)? else { return Ok(None) };
    if facts.withdrawn_at.is_some() || facts.delivered_at.is_none() {
        return Ok(None);
    }
    let reached = audience::store::reached_one(rx, facts.audience, pupil, witness)?;
    Ok(reached.map(|pupil| NoteFor { facts, pupil }))
}

/// The word's row, for the house that writes its letters.
pub fn facts(rx: &Rx, id: Id<Note>, _: &System) -> Result<Option<Facts>> {
    rx.one(FACTS, [id], facts_row)
}

/// One version of the text; the one shown is `note.version`.
pub fn text<R: Rule<On = Note>>(rx: &Rx, note: &May<R>, version: i64) -> Result<Text> {
    version_of(rx, note.id, version)
}

/// The text shown, for who reads this word for this child.
pub fn text_for<R: Rule<On = NoteFor>>(rx: &Rx, word: &May<R>) -> Result<Text> {
    version_of(rx, word.id, word.version)
}

/// The same for the house.
pub fn text_told(rx: &Rx, word: &Facts, _: &System) -> Result<Text> {
    version_of(rx, word.id, word.version)
}

fn version_of(rx: &Rx, note: Id<Note>, version: i64) -> Result<Text> {
    rx.one(
        "SELECT version, title, body, deadline_on, written_at, event_on FROM liaison_version WHERE note = ?1 AND version = ?2",
        params![note, version],
        |row| {
            Ok(Text {
                version: row.get(0)?,
                title: row.get(1)?,
                body: row.get(2)?,
                deadline_on: date(row, 3)?,
                written_at: row.get(4)?,
                event_on: date(row, 5)?,
            })
        },
    )?
    .ok_or(Error::NotFound)
}

/// Writes the word; it reaches nobody before it is delivered.
pub fn add(
    tx: &Tx,
    book: &May<WriteWord>,
    to: &Addressed,
    new: &New,
    leaves_at: Instant,
    now: Instant,
) -> Result<Id<Note>> {
    let audience = audience::store::address(tx, to, leaves_at)?;
    let note = Id::new(tx.insert(
        "INSERT INTO liaison_note (author, audience, category, asks, deadline_on, event_on, shown_until, text_in_mail, is_urgent, reminds, sent_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            book.by(),
            audience,
            new.category.as_str(),
            new.asks.as_str(),
            day(new.deadline_on),
            day(new.event_on),
            day(new.shown_until),
            new.text_in_mail,
            new.is_urgent,
            new.reminds,
            leaves_at
        ],
    )?);
    add_version(tx, note, 1, (&new.title, &new.body), [new.deadline_on, new.event_on], book.by().number(), now)?;
    questions::store::add(tx, note, &new.questions)?;
    finding::store::put(tx, note, 1, (&new.title, &new.body))?;
    Ok(note)
}

/// Reaches its pupils, now. `closed`: classes for which the book is off.
pub fn deliver(tx: &Tx, note: Id<Note>, closed: &[Id<Class>], now: Instant, today: Date) -> Result<()> {
    let word = tx.one("SELECT audience, deadline_on, author FROM liaison_note WHERE id = ?1 AND delivered_at IS NULL AND withdrawn_at IS NULL", [note], |row| {
        Ok((row.get(0)?, date(row, 1)?, row.get(2)?))
    })?;
    let Some((audience, deadline_on, author)) = word else { return Err(Error::NotFound) };
    let month = today.saturating_add(OPEN_DAYS.days());
    let closes_on = deadline_on.map_or(month, |deadline| deadline.max(month));
    audience::store::deliver(tx, audience, closed, now, closes_on)?;
    questions::store::ask_consents(tx, note, audience, author, now)?;
    tx.run(
        "UPDATE liaison_note SET sent_at = ?2, delivered_at = ?2, stopped_at = NULL, stopped_why = NULL WHERE id = ?1",
        params![note, now],
    )?;
    Ok(())
}

/// A new version beside the old ones. `asks_again`: answers given until now no longer count. Who joins a class before the
/// new deadline is reached, as before the first one; nobody in a class for which the book is `closed`.
pub fn correct(
    tx: &Tx,
    note: &May<CorrectNote>,
    (title, body): (&str, &str),
    [deadline_on, event_on]: [Option<Date>; 2],
    asks_again: bool,
    closed: &[Id<Class>],
    now: Instant,
) -> Result<()> {
    let version = note.version + 1;
    add_version(tx, note.id, version, (title, body), [deadline_on, event_on], note.by().number(), now)?;
    finding::store::put(tx, note.id, version, (title, body))?;
    tx.run(
        "UPDATE liaison_note SET version = ?2, asks_since = CASE WHEN ?3 THEN ?2 ELSE asks_since END, deadline_on = ?4, event_on = ?5 WHERE id = ?1",
        params![note.id, version, asks_again, day(deadline_on), day(event_on)],
    )?;
    match deadline_on {
        Some(deadline) => audience::store::keep_open(tx, note.audience, deadline, closed, note),
        None => Ok(()),
    }
}

/// Until when it is on the front pages: no part of what families read, hence of no version.
pub fn show_until(tx: &Tx, note: &May<CorrectNote>, shown_until: Option<Date>) -> Result<()> {
    tx.run("UPDATE liaison_note SET shown_until = ?2 WHERE id = ?1", params![note.id, day(shown_until)])?;
    Ok(())
}

pub fn withdraw(tx: &Tx, note: &May<WithdrawNote>, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE liaison_note SET withdrawn_at = ?2, withdrawn_by = ?3 WHERE id = ?1 AND withdrawn_at IS NULL",
        params![note.id, now, note.by()],
    )?;
    consent::asking::store::take_back(tx, note.audience)?;
    finding::store::remove(tx, note.id)
}

/// When families were last reminded.
pub fn last_reminder<R: Rule<On = Note>>(rx: &Rx, note: &May<R>) -> Result<Option<Instant>> {
    rx.value("SELECT max(reminded_at) FROM liaison_reminder WHERE note = ?1", [note.id])
}

/// To whom it was addressed, as it was said.
pub fn addressed_to<R: Rule<On = Note>>(rx: &Rx, note: &May<R>) -> Result<Vec<Named>> {
    audience::store::names(rx, note.audience)
}

/// The names of the groups through which it came to this pupil.
pub fn groups_of(rx: &Rx, word: &May<ReadNoteFor>) -> Result<Vec<String>> {
    audience::store::groups_of(rx, word.audience, word.pupil.pupil)
}

fn add_version(
    tx: &Tx,
    note: Id<Note>,
    version: i64,
    (title, body): (&str, &str),
    [deadline_on, event_on]: [Option<Date>; 2],
    by: i64,
    now: Instant,
) -> Result<()> {
    tx.run(
        "INSERT INTO liaison_version (note, version, title, body, deadline_on, event_on, written_at, written_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![note, version, title, body, day(deadline_on), day(event_on), now, by],
    )?;
    Ok(())
}

fn facts_row(row: &Row) -> rusqlite::Result<Facts> {
    Ok(Facts {
        id: row.get(0)?,
        author: row.get(1)?,
        author_name: formal(row, 2)?,
        audience: row.get(5)?,
        category: category(row, 6)?,
        asks: asks(row, 7)?,
        deadline_on: date(row, 8)?,
        version: row.get(9)?,
        asks_since: row.get(10)?,
        sent_at: row.get(11)?,
        withdrawn_at: row.get(12)?,
        event_on: date(row, 13)?,
        shown_until: date(row, 14)?,
        text_in_mail: row.get(15)?,
        is_urgent: row.get(16)?,
        delivered_at: row.get(17)?,
        reminds: row.get(18)?,
        remind_at: row.get(19)?,
        stopped: row.get::<_, Option<String>>(20)?.and_then(|why| waiting::Stopped::parse(&why)),
        has_slip: row.get(21)?,
        _row: (),
    })
}

/// « Mme Benali » from civility, first name and name, in three columns from `at`.
pub(super) fn formal(row: &Row, at: usize) -> rusqlite::Result<String> {
    let (civility, first, last): (String, String, String) = (row.get(at)?, row.get(at + 1)?, row.get(at + 2)?);
    Ok(format!("{} {last}", if civility.is_empty() { first } else { civility }))
}

pub(super) fn category(row: &Row, at: usize) -> rusqlite::Result<Category> {
    Ok(Category::parse(&row.get::<_, String>(at)?).unwrap_or(Category::Other))
}

pub(super) fn asks(row: &Row, at: usize) -> rusqlite::Result<Asks> {
    Ok(Asks::parse(&row.get::<_, String>(at)?).unwrap_or(Asks::Nothing))
}

pub(super) fn date(row: &Row, at: usize) -> rusqlite::Result<Option<Date>> {
    Ok(row.get::<_, Option<String>>(at)?.and_then(|text| text.parse().ok()))
}

pub(super) fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
