//! The rows of rescue letters and of addresses not confirmed yet.

use super::{ADDRESS, Addressee, NewAddress, RESCUE};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        secret::Token,
    },
    school::account::Account,
};
use rusqlite::{Row, params};

/// Another open account with the address of `person p`, whose account is `a`.
const SHARES: &str = "EXISTS (SELECT 1 FROM person o JOIN account b ON b.person = o.id
     WHERE lower(o.email) = lower(p.email) AND o.email <> '' AND b.closed_at IS NULL AND b.id <> a.id)";

/// The account behind a login or an address, open or not; one statement whatever is found. An address that several open
/// accounts have is nobody's. Either may be empty.
pub fn named(rx: &Rx, login: &str, email: &str) -> Result<Option<Id<Account>>> {
    let found = rx.all(
        "SELECT id FROM account WHERE login = ?1
         UNION SELECT a.id FROM person p JOIN account a ON a.person = p.id WHERE lower(p.email) = lower(?2) AND p.email <> '' AND a.closed_at IS NULL",
        params![login, email],
        |row| row.get(0),
    )?;
    Ok(if let [only] = found[..] { Some(only) } else { None })
}

/// Where the letter goes: to an account that is open and activated, by an address that is its own alone.
pub fn addressee(rx: &Rx, account: Id<Account>) -> Result<Option<Addressee>> {
    rx.one(
        &format!(
            "SELECT p.email, p.first_name FROM account a JOIN person p ON p.id = a.person
             WHERE a.id = ?1 AND a.closed_at IS NULL AND a.activated_at IS NOT NULL AND p.email <> '' AND NOT {SHARES}"
        ),
        [account],
        |row| Ok(Addressee { email: row.get(0)?, first_name: row.get(1)? }),
    )
}

/// True when another open account has the same address: it then rescues neither.
pub fn is_shared(rx: &Rx, account: Id<Account>) -> Result<bool> {
    rx.exists(
        &format!(
            "SELECT 1 FROM account a JOIN person p ON p.id = a.person WHERE a.id = ?1 AND p.email <> '' AND {SHARES}"
        ),
        [account],
    )
}

/// Whether somebody else of the school is noted at that address, with an account or without: what comes from it may be theirs.
pub fn is_anothers(rx: &Rx, account: Id<Account>) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM account a JOIN person p ON p.id = a.person JOIN person o ON lower(o.email) = lower(p.email)
         WHERE a.id = ?1 AND p.email <> '' AND o.email <> '' AND o.id <> p.id",
        [account],
    )
}

/// The link of a rescue letter to that address; the one before it is worth nothing any more.
pub fn draw_rescue(tx: &Tx, account: Id<Account>, email: &str, now: Instant) -> Result<Token> {
    let token = Token::draw()?;
    tx.run(
        "INSERT INTO rescue_letter (account, token, email, expires_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account) DO UPDATE SET token = excluded.token, email = excluded.email, expires_at = excluded.expires_at",
        params![account, token.digest(), email, now.plus(RESCUE)],
    )?;
    Ok(token)
}

/// Whose passphrase this link may set. An expiry further ahead than a letter lasts was written by a clock set right since.
pub fn rescued(rx: &Rx, token: &Token, now: Instant) -> Result<Option<Id<Account>>> {
    rx.one(
        "SELECT l.account FROM rescue_letter l JOIN account a ON a.id = l.account JOIN person p ON p.id = a.person
         WHERE l.token = ?1 AND l.expires_at > ?2 AND l.expires_at <= ?3 AND a.closed_at IS NULL AND p.email = l.email",
        params![token.digest(), now, now.plus(RESCUE)],
        |row| row.get(0),
    )
}

/// The link that proves an address; the one before it is worth nothing any more.
pub fn draw_address(tx: &Tx, account: Id<Account>, email: &str, now: Instant) -> Result<Token> {
    let token = Token::draw()?;
    tx.run(
        "INSERT INTO new_address (account, token, email, expires_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account) DO UPDATE SET token = excluded.token, email = excluded.email, expires_at = excluded.expires_at",
        params![account, token.digest(), email, now.plus(ADDRESS)],
    )?;
    Ok(token)
}

/// The address behind this link, while it waits.
pub fn new_address(rx: &Rx, token: &Token, now: Instant) -> Result<Option<NewAddress>> {
    rx.one(
        "SELECT n.account, n.email FROM new_address n JOIN account a ON a.id = n.account
         WHERE n.token = ?1 AND n.expires_at > ?2 AND n.expires_at <= ?3 AND a.closed_at IS NULL",
        params![token.digest(), now, now.plus(ADDRESS)],
        new_address_row,
    )
}

/// The address that waits for this account's owner.
pub fn awaited(rx: &Rx, account: Id<Account>, now: Instant) -> Result<Option<NewAddress>> {
    rx.one(
        "SELECT account, email FROM new_address WHERE account = ?1 AND expires_at > ?2 AND expires_at <= ?3",
        params![account, now, now.plus(ADDRESS)],
        new_address_row,
    )
}

/// No link of before is worth anything: the passphrase or the address is another one now.
pub fn forget(tx: &Tx, account: Id<Account>) -> Result<()> {
    tx.run("DELETE FROM rescue_letter WHERE account = ?1", [account])?;
    tx.run("DELETE FROM new_address WHERE account = ?1", [account])?;
    Ok(())
}

/// The same for links drawn before that moment: when a right is lost, what was sent out while it stood.
pub fn forget_drawn_before(tx: &Tx, account: Id<Account>, moment: Instant) -> Result<()> {
    tx.run("DELETE FROM rescue_letter WHERE account = ?1 AND expires_at < ?2", params![account, moment.plus(RESCUE)])?;
    tx.run("DELETE FROM new_address WHERE account = ?1 AND expires_at < ?2", params![account, moment.plus(ADDRESS)])?;
    Ok(())
}

fn new_address_row(row: &Row) -> rusqlite::Result<NewAddress> {
    Ok(NewAddress { account: row.get(0)?, email: row.get(1)? })
}
