//! The rows of sign-ins from unknown browsers, and of what their owners were told.

use super::Arrival;
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        secret::Token,
    },
    school::account::Account,
};
use rusqlite::params;

/// The session and the browser that ask what came after them.
pub struct Witness {
    pub account: Id<Account>,
    pub session: i64,
    pub device: Option<Token>,
}

/// Unanswered for so long, it is no news any more.
const KEPT: i64 = 30 * Instant::DAY;
/// Between a new passphrase and its sign-in, the second step included.
const EXPECTED: i64 = 10 * Instant::MINUTE;
const SHOWN: i64 = 3;

pub fn add(
    tx: &Tx,
    account: Id<Account>,
    session: i64,
    browser: Option<&Token>,
    device: &str,
    now: Instant,
) -> Result<()> {
    tx.run("DELETE FROM arrival WHERE account = ?1 AND at < ?2", params![account, now.plus(-KEPT)])?;
    tx.insert(
        "INSERT INTO arrival (account, session, token, device, at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![account, session, browser.map(Token::digest), device, now],
    )?;
    Ok(())
}

/// What came after this session was opened, or after this browser became known; never the session's or the browser's own
/// coming. A session's number may be another's one day: only its own moment makes it its own.
const SEEN: &str = "n.account = ?1 AND (
       EXISTS (SELECT 1 FROM session s WHERE s.id = ?2 AND s.id < n.session AND s.opened_at <= n.at)
       OR (n.token IS NOT ?3
           AND EXISTS (SELECT 1 FROM session s WHERE s.id = ?2 AND (s.id <> n.session OR s.opened_at > n.at))
           AND EXISTS (SELECT 1 FROM known_device k WHERE k.account = n.account AND k.token = ?3 AND k.known_since < n.at)))";

/// The newest first. Of sign-ins at shared computers only the last: one comes each morning. Those before it stand all the
/// same, or whoever came first could replace that coming by a second one, and judge it.
pub fn shown_to(rx: &Rx, witness: &Witness) -> Result<Vec<Arrival>> {
    rx.all(
        &format!(
            "SELECT id, device, shared, at FROM (
               SELECT n.id, n.device, n.token IS NULL AS shared, n.at,
                      row_number() OVER (PARTITION BY coalesce(n.token, 'shared') ORDER BY n.at DESC, n.id DESC) AS place
               FROM arrival n WHERE {SEEN})
             WHERE NOT shared OR place = 1 ORDER BY at DESC, id DESC LIMIT ?4"
        ),
        params![witness.account, witness.session, witness.device.as_ref().map(Token::digest), SHOWN],
        |row| Ok(Arrival { id: row.get(0)?, device: row.get(1)?, is_shared: row.get(2)?, at: row.get(3)? }),
    )
}

/// With one at a shared computer go the others that this witness sees.
pub fn dismiss(tx: &Tx, witness: &Witness, arrival: i64) -> Result<()> {
    tx.run(
        &format!(
            "DELETE FROM arrival WHERE id IN (SELECT n.id FROM arrival n WHERE {SEEN}
               AND (n.id = ?4 OR (n.token IS NULL AND EXISTS (SELECT 1 FROM arrival o WHERE o.id = ?4 AND o.token IS NULL))))"
        ),
        params![witness.account, witness.session, witness.device.as_ref().map(Token::digest), arrival],
    )?;
    Ok(())
}

pub fn forget(tx: &Tx, account: Id<Account>) -> Result<()> {
    tx.run("DELETE FROM arrival WHERE account = ?1", [account])?;
    Ok(())
}

pub fn expect(tx: &Tx, account: Id<Account>, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO arrival_told (account, expected_since) VALUES (?1, ?2)
         ON CONFLICT (account) DO UPDATE SET expected_since = excluded.expected_since",
        params![account, now],
    )?;
    Ok(())
}

/// True once, for the first sign-in after the new passphrase, and only soon after it.
pub fn take_expected(tx: &Tx, account: Id<Account>, now: Instant) -> Result<bool> {
    let since: Option<Option<Instant>> =
        tx.one("SELECT expected_since FROM arrival_told WHERE account = ?1", [account], |row| row.get(0))?;
    let Some(since) = since.flatten() else { return Ok(false) };
    tx.run("UPDATE arrival_told SET expected_since = NULL WHERE account = ?1", [account])?;
    Ok((0..=EXPECTED).contains(&now.since(since)))
}

/// True when a letter may go: one an hour, and one a day about shared computers. It is then counted.
pub fn take_letter(tx: &Tx, account: Id<Account>, is_shared: bool, now: Instant) -> Result<bool> {
    let last: Option<(Option<Instant>, Option<Instant>)> =
        tx.one("SELECT letter_at, shared_at FROM arrival_told WHERE account = ?1", [account], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let (any, shared) = last.unwrap_or_default();
    // A clock that was ahead and is set right again silences nobody.
    let is_recent = |at: Option<Instant>, for_long: i64| at.is_some_and(|at| (0..for_long).contains(&now.since(at)));
    if is_recent(any, Instant::HOUR) || (is_shared && is_recent(shared, Instant::DAY)) {
        return Ok(false);
    }
    tx.run(
        "INSERT INTO arrival_told (account, letter_at, shared_at) VALUES (?1, ?2, CASE WHEN ?3 THEN ?2 END)
         ON CONFLICT (account) DO UPDATE SET letter_at = excluded.letter_at, shared_at = coalesce(excluded.shared_at, shared_at)",
        params![account, now, is_shared],
    )?;
    Ok(true)
}
