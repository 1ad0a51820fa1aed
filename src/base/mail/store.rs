//! The outbox's rows.

use super::Letter;
use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

/// A letter that waits, with its row.
pub struct Waiting {
    pub id: i64,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: Option<String>,
    pub posted_at: Instant,
    pub attempts: usize,
}

const LEASE: i64 = 10 * Instant::MINUTE;
/// A server down for days must not lose a letter: waits before each further try, in seconds.
const WAITS: [i64; 9] = [60, 300, 900, 3_600, 3 * 3_600, 6 * 3_600, 12 * 3_600, 24 * 3_600, 24 * 3_600];

pub fn post(tx: &Tx, letter: &Letter, now: Instant) -> Result<i64> {
    post_for(tx, letter, now, now)
}

/// The same, to leave later: what staff is told of at night waits for the morning.
pub fn post_for(tx: &Tx, letter: &Letter, send_at: Instant, now: Instant) -> Result<i64> {
    tx.insert(
        "INSERT INTO outbox (recipient, kind, subject, text, html, person, reply, unsubscribe, about, posted_at, send_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            letter.to,
            letter.kind,
            letter.subject,
            letter.text,
            letter.html,
            letter.person,
            letter.reply,
            letter.unsubscribe,
            letter.about,
            now,
            send_at
        ],
    )
}

/// Takes back what still waits about a thing; whose letters they were.
pub fn take_back(tx: &Tx, about: &str) -> Result<Vec<i64>> {
    let waiting = tx.all(
        "SELECT person FROM outbox WHERE about = ?1 AND about <> '' AND sent_at IS NULL AND given_up_at IS NULL AND person IS NOT NULL",
        [about],
        |row| row.get(0),
    )?;
    tx.run("DELETE FROM outbox WHERE about = ?1 AND about <> '' AND sent_at IS NULL AND given_up_at IS NULL", [about])?;
    Ok(waiting)
}

/// Takes back everything that still waits for a person about some thing: they may know of it no more.
pub fn take_back_from(tx: &Tx, person: i64) -> Result<usize> {
    tx.run("DELETE FROM outbox WHERE person = ?1 AND about <> '' AND sent_at IS NULL AND given_up_at IS NULL", [person])
}

/// Whether a letter about that thing waits for that person already.
pub fn is_waiting(rx: &Rx, about: &str, person: i64) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM outbox WHERE about = ?1 AND about <> '' AND person = ?2 AND sent_at IS NULL AND given_up_at IS NULL",
        params![about, person],
    )
}

/// Leases the oldest letter that is due.
pub fn lease(tx: &Tx, now: Instant) -> Result<Option<Waiting>> {
    let waiting = tx.one(
        "SELECT id, recipient, subject, text, html, posted_at, attempts FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL AND send_at <= ?1 ORDER BY send_at, id LIMIT 1",
        [now],
        |row| {
            Ok(Waiting {
                id: row.get(0)?,
                to: row.get(1)?,
                subject: row.get(2)?,
                text: row.get(3)?,
                html: row.get(4)?,
                posted_at: row.get(5)?,
                attempts: row.get::<_, i64>(6)? as usize,
            })
        },
    )?;
    if let Some(letter) = &waiting {
        tx.run(
            "UPDATE outbox SET send_at = ?2, attempts = attempts + 1 WHERE id = ?1",
            params![letter.id, now.plus(LEASE)],
        )?;
    }
    Ok(waiting)
}

pub fn sent(tx: &Tx, id: i64, now: Instant) -> Result<()> {
    // Once sent, the words have no more business here.
    tx.run(
        "UPDATE outbox SET sent_at = ?2, text = '', html = NULL, reply = '', unsubscribe = '', fault = NULL WHERE id = ?1",
        params![id, now],
    )?;
    Ok(())
}

/// `for_good` when the server said that it never will take it.
pub fn failed(tx: &Tx, letter: &Waiting, fault: &str, for_good: bool, now: Instant) -> Result<()> {
    match WAITS.get(letter.attempts).filter(|_| !for_good) {
        Some(wait) => tx.run(
            "UPDATE outbox SET send_at = ?2, fault = ?3 WHERE id = ?1",
            params![letter.id, now.plus(*wait), fault],
        )?,
        None => tx.run(
            "UPDATE outbox SET given_up_at = ?2, fault = ?3, text = '', html = NULL, reply = '', unsubscribe = '' WHERE id = ?1",
            params![letter.id, now, fault],
        )?,
    };
    Ok(())
}

pub fn count_waiting(rx: &Rx) -> Result<i64> {
    rx.value("SELECT count(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL", [])
}

/// How the outbox stands: what waits, what was given up lately, and what the server said last.
#[derive(Default)]
pub struct Outbox {
    pub waiting: i64,
    pub given_up: i64,
    pub last_sent: Option<Instant>,
    pub last_fault: Option<String>,
}

pub fn outbox(rx: &Rx) -> Result<Outbox> {
    Ok(Outbox {
        waiting: count_waiting(rx)?,
        given_up: rx.value("SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL", [])?,
        last_sent: rx.value("SELECT max(sent_at) FROM outbox", [])?,
        last_fault: rx.one(
            "SELECT fault FROM outbox WHERE fault IS NOT NULL AND sent_at IS NULL ORDER BY send_at DESC, id DESC LIMIT 1",
            [],
            |row| row.get(0),
        )?,
    })
}

/// Letters sent or given up long ago: an address has no business here for ever.
pub fn forget_old(tx: &Tx, before: Instant) -> Result<usize> {
    tx.run("DELETE FROM outbox WHERE sent_at < ?1 OR given_up_at < ?1", [before])
}
