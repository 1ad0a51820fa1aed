//! Rows behind letters: to whom they go, what a link opens, what a reply answers.

use super::{Addressee, Child};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        jobs::System,
        secret::Token,
    },
    rooms::liaison::{
        Facts, Note, NoteFor,
        follow_up::{
            store::{ANSWERS_OF, TIES_OF, answer_row, tie_row},
            tally::{self, State},
        },
    },
    school::{
        Person, Pupil,
        account::{Account, links},
        audience::Reached,
        guardianship::{
            Given,
            store::{TIE_FACTS, facts},
        },
        permit::{May, Rule},
    },
};
use jiff::civil::Date;
use rusqlite::params;
use std::collections::HashSet;

/// A letter as its row keeps it.
pub struct Row {
    pub id: i64,
    pub note: Id<Note>,
    pub guardian: Id<Person>,
    pub email: String,
    pub version: i64,
    pub expires_at: Instant,
}

/// What a link opens.
pub struct Linked {
    pub guardian: Id<Person>,
    pub note: Id<Note>,
    pub pupil: Id<Pupil>,
}

/// The guardians of the children whom the word reached, in the order of their numbers: of one child alone, where one is named.
pub fn guardians(rx: &Rx, word: &Facts, pupil: Option<Id<Pupil>>, _: &System) -> Result<Vec<i64>> {
    rx.all(
        "SELECT DISTINCT g.guardian FROM audience_pupil r CROSS JOIN guardianship g ON g.pupil = r.pupil
         WHERE r.audience = ?1 AND (?2 IS NULL OR r.pupil = ?2) ORDER BY g.guardian",
        params![word.audience, pupil],
        |row| row.get(0),
    )
}

/// These guardians, each with those of the children reached about whom letters come to them today. None of a child who has
/// left, nor of a class for which the book is `closed`.
pub fn families(
    rx: &Rx,
    word: &Facts,
    guardians: &[i64],
    closed: &[i64],
    today: Date,
    _: &System,
) -> Result<Vec<(Id<Person>, Vec<Child>)>> {
    let rows = rx.all(
        &format!(
            "SELECT g.guardian, g.pupil, p.first_name, r.class, e.class, {TIE_FACTS}
             FROM json_each(?2) chosen CROSS JOIN guardianship g ON g.guardian = chosen.value
             CROSS JOIN audience_pupil r ON r.audience = ?1 AND r.pupil = g.pupil JOIN person p ON p.id = g.pupil
             JOIN pupil u ON u.person = g.pupil JOIN enrolment e ON e.pupil = g.pupil AND e.until_on IS NULL
             ORDER BY g.guardian, u.born_on IS NULL, u.born_on, p.sort_key"
        ),
        params![word.audience, serde_json::to_string(guardians)?],
        |row| {
            let child = Child { id: row.get(1)?, first_name: row.get(2)?, given: Given::of(&facts(row, 5)?, today) };
            Ok((row.get(0)?, [row.get(3)?, row.get(4)?], child))
        },
    )?;
    let mut families: Vec<(Id<Person>, Vec<Child>)> = Vec::new();
    for (guardian, classes, child) in rows {
        let children: &mut Vec<Child> = match families.last_mut() {
            Some((last, children)) if *last == guardian => children,
            _ => {
                families.push((guardian, Vec::new()));
                &mut families.last_mut().expect("just pushed").1
            }
        };
        if child.given.letters && !classes.iter().any(|class: &i64| closed.contains(class)) {
            children.push(child);
        }
    }
    Ok(families)
}

/// `None`: nobody to write to. Who asked for paper, or whose account was closed, gets no letter.
pub fn addressee(rx: &Rx, person: Id<Person>, _: &System) -> Result<Option<Addressee>> {
    let found = rx.one(
        "SELECT p.email, p.channel <> 'paper', a.id, a.activated_at IS NOT NULL, a.closed_at IS NOT NULL, p.first_name,
         CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM person p LEFT JOIN account a ON a.person = p.id WHERE p.id = ?1",
        [person],
        |row| {
            let (email, by_mail): (String, bool) = (row.get(0)?, row.get(1)?);
            let account: Option<Id<Account>> = row.get(2)?;
            let (is_activated, is_closed): (bool, bool) = (row.get(3)?, row.get(4)?);
            let names = [row.get::<_, String>(5)?, row.get(6)?];
            Ok((by_mail && !is_closed).then_some((email, account.filter(|_| is_activated), names)))
        },
    )?;
    let Some((email, account, names)) = found.flatten() else { return Ok(None) };
    let is_shared = account.map(|account| links::store::is_anothers(rx, account)).transpose()?.unwrap_or(false);
    Ok(Some(Addressee { person, email, names, has_account: account.is_some(), is_shared }))
}

/// For whom of these children an answer is still waited for: pupil and guardian.
pub fn awaited(
    rx: &Rx,
    word: &Facts,
    children: &[Id<Pupil>],
    today: Date,
    _: &System,
) -> Result<HashSet<(Id<Pupil>, Id<Person>)>> {
    let chosen = Id::json(children);
    let ties = rx.all(TIES_OF, [&chosen], |row| tie_row(row, today))?;
    let answers = rx.all(ANSWERS_OF, params![word.id, word.asks_since, chosen], answer_row)?;
    let reached = rx.all(
        "SELECT r.pupil, r.class FROM json_each(?2) chosen CROSS JOIN audience_pupil r ON r.audience = ?1 AND r.pupil = chosen.value",
        params![word.audience, chosen],
        |row| Ok(Reached { pupil: row.get(0)?, class: row.get(1)?, is_named: false, groups: Vec::new() }),
    )?;
    let lines = tally::lines(word.asks, &reached, &ties, &answers);
    Ok(lines
        .iter()
        .flat_map(|line| line.guardians.iter().map(|cell| (line.pupil, cell)))
        .filter(|(_, cell)| matches!(cell.state, State::Awaited | State::NoAccount))
        .map(|(pupil, cell)| (pupil, cell.guardian))
        .collect())
}

/// The word addressed to these, where it is one.
pub fn addressed_to(rx: &Rx, audience: i64, _: &System) -> Result<Option<Id<Note>>> {
    rx.one("SELECT id FROM liaison_note WHERE audience = ?1", [audience], |row| row.get(0))
}

/// From which version on answers count; `None` when there is no such word.
pub fn asks_since(rx: &Rx, note: Id<Note>) -> Result<Option<i64>> {
    rx.one("SELECT asks_since FROM liaison_note WHERE id = ?1", [note], |row| row.get(0))
}

/// Whether one of those addressed is a pupil by name.
pub fn is_to_pupils(rx: &Rx, word: &Facts, _: &System) -> Result<bool> {
    rx.exists("SELECT 1 FROM audience_part WHERE audience = ?1 AND kind = 'pupil'", [word.audience])
}

/// No link signs any more, and no address takes a reply, in whatever letter it was sent.
pub fn revoke_all(tx: &Tx, _: &System) -> Result<()> {
    tx.run("UPDATE liaison_letter_pupil SET link = NULL WHERE link IS NOT NULL", [])?;
    tx.run("UPDATE liaison_letter SET reply = NULL WHERE reply IS NOT NULL", [])?;
    Ok(())
}

/// Writes a letter's row; `reply` is the secret part of the address that answers it.
pub fn add(
    tx: &Tx,
    word: &Facts,
    to: &Addressee,
    reply: Option<&Token>,
    expires_at: Instant,
    now: Instant,
    _: &System,
) -> Result<i64> {
    tx.insert(
        "INSERT INTO liaison_letter (note, guardian, email, version, reply, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![word.id, to.person, to.email, word.version, reply.map(Token::digest), now, expires_at],
    )
}

/// A child whom the letter is about, with the link that opens the word for this child.
pub fn add_pupil(tx: &Tx, letter: i64, pupil: Id<Pupil>, link: Option<&Token>, _: &System) -> Result<()> {
    tx.run(
        "INSERT INTO liaison_letter_pupil (letter, pupil, link) VALUES (?1, ?2, ?3)",
        params![letter, pupil, link.map(Token::digest)],
    )?;
    Ok(())
}

/// What the link opens, while it opens anything: not past its day, the word not withdrawn, the address still the person's and
/// nobody else's account's, the account open, the tie still giving it.
pub fn linked(rx: &Rx, token: &Token, now: Instant, today: Date) -> Result<Option<Linked>> {
    let found = rx.one(
        &format!(
            "SELECT l.guardian, l.note, c.pupil, a.id, {TIE_FACTS}
             FROM liaison_letter_pupil c JOIN liaison_letter l ON l.id = c.letter JOIN liaison_note n ON n.id = l.note
             JOIN person p ON p.id = l.guardian JOIN account a ON a.person = l.guardian
             JOIN guardianship g ON g.pupil = c.pupil AND g.guardian = l.guardian
             WHERE c.link = ?1 AND l.expires_at > ?2 AND l.made_at <= ?3 AND n.withdrawn_at IS NULL
             AND lower(p.email) = lower(l.email) AND a.activated_at IS NOT NULL AND a.closed_at IS NULL"
        ),
        // A clock set right since may have written the day of tomorrow: not that of next month.
        params![token.digest(), now, now.plus(Instant::DAY)],
        |row| {
            let linked = Linked { guardian: row.get(0)?, note: row.get(1)?, pupil: row.get(2)? };
            Ok((linked, row.get::<_, Id<Account>>(3)?, Given::of(&facts(row, 4)?, today)))
        },
    )?;
    match found {
        Some((linked, account, given)) if given.one_tap && !links::store::is_anothers(rx, account)? => Ok(Some(linked)),
        _ => Ok(None),
    }
}

/// The child's first name, for who reads the word for this child.
pub fn child_of<R: Rule<On = NoteFor>>(rx: &Rx, word: &May<R>) -> Result<String> {
    rx.value("SELECT first_name FROM person WHERE id = ?1", [word.pupil.pupil])
}

/// Until when that link opens.
pub fn expiry(rx: &Rx, token: &Token) -> Result<Option<Instant>> {
    rx.one(
        "SELECT l.expires_at FROM liaison_letter_pupil c JOIN liaison_letter l ON l.id = c.letter WHERE c.link = ?1",
        [token.digest()],
        |row| row.get(0),
    )
}

/// The letter behind a reply address, whatever has become of it.
pub fn replied(rx: &Rx, token: &Token, _: &System) -> Result<Option<Row>> {
    rx.one(
        "SELECT id, note, guardian, email, version, expires_at FROM liaison_letter WHERE reply = ?1",
        [token.digest()],
        |row| {
            Ok(Row {
                id: row.get(0)?,
                note: row.get(1)?,
                guardian: row.get(2)?,
                email: row.get(3)?,
                version: row.get(4)?,
                expires_at: row.get(5)?,
            })
        },
    )
}

/// The children whom the letter is about, with their first names.
pub fn children(rx: &Rx, letter: i64, _: &System) -> Result<Vec<(Id<Pupil>, String)>> {
    rx.all(
        "SELECT c.pupil, p.first_name FROM liaison_letter_pupil c JOIN person p ON p.id = c.pupil JOIN pupil u ON u.person = c.pupil
         WHERE c.letter = ?1 ORDER BY u.born_on IS NULL, u.born_on, p.sort_key",
        [letter],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Letters of long ago whose replies were all read.
pub fn forget_old(tx: &Tx, before: Instant, _: &System) -> Result<usize> {
    tx.run(
        "DELETE FROM liaison_letter WHERE expires_at < ?1
         AND NOT EXISTS (SELECT 1 FROM liaison_incoming i WHERE i.letter = liaison_letter.id AND i.read_at IS NULL)",
        [before],
    )
}

/// The children of this guardian's of whom a digest tells, again as of today.
pub fn children_of(
    rx: &Rx,
    word: &Facts,
    guardian: Id<Person>,
    closed: &[i64],
    today: Date,
    by: &System,
) -> Result<Vec<Child>> {
    let families = families(rx, word, &[guardian.number()], closed, today, by)?;
    Ok(families.into_iter().next().map(|(_, children)| children).unwrap_or_default())
}
