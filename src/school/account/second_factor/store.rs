//! The rows of second factors, of sign-ins half-way, of trusted browsers.

use super::{Given, HALF_OPEN, HalfSignIn, Member, Standing, TRIAL, TRUST, Typed};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        secret::{Keys, Token},
        totp::{self, Secret},
    },
    school::{
        account::{Account, store::end_sessions},
        permit::Manages,
    },
};
use jiff::civil::Date;
use rusqlite::params;

/// Keeps these codes from being codes of anything else.
const PURPOSE: &str = "second_factor";

pub fn is_on(rx: &Rx, account: Id<Account>) -> Result<bool> {
    rx.exists("SELECT 1 FROM second_factor WHERE account = ?1", [account])
}

pub fn standing(rx: &Rx, account: Id<Account>) -> Result<Option<Standing>> {
    let set_at = rx.one("SELECT set_at FROM second_factor WHERE account = ?1", [account], |row| row.get(0))?;
    let Some(set_at) = set_at else { return Ok(None) };
    Ok(Some(Standing { set_at, codes_left: codes_left(rx, account)? }))
}

/// An application to be tried, in the place of one begun before.
pub fn begin(tx: &Tx, account: Id<Account>, session: i64, secret: &Secret, keys: &Keys, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO second_factor_trial (account, session, secret, expires_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (account) DO UPDATE SET session = excluded.session, secret = excluded.secret, expires_at = excluded.expires_at",
        params![account, session, keys.seal(&secret.text())?, now.plus(TRIAL)],
    )?;
    Ok(())
}

/// The application being set up in this session.
pub fn trial(rx: &Rx, account: Id<Account>, session: i64, keys: &Keys, now: Instant) -> Result<Option<Secret>> {
    let sealed: Option<Vec<u8>> = rx.one(
        "SELECT secret FROM second_factor_trial WHERE account = ?1 AND session = ?2 AND expires_at > ?3",
        params![account, session, now],
        |row| row.get(0),
    )?;
    Ok(sealed.and_then(|sealed| unseal(&sealed, keys)))
}

/// The tried application counts from now on, with the step of its first code used; an older one counts no more.
pub fn turn_on(tx: &Tx, account: Id<Account>, secret: &Secret, step: i64, keys: &Keys, now: Instant) -> Result<()> {
    turn_off(tx, account)?;
    tx.insert(
        "INSERT INTO second_factor (account, secret, set_at, last_step) VALUES (?1, ?2, ?3, ?4)",
        params![account, keys.seal(&secret.text())?, now, step],
    )?;
    Ok(())
}

/// Application, trial, recovery codes and trusted browsers go together. False when there was none.
pub fn turn_off(tx: &Tx, account: Id<Account>) -> Result<bool> {
    tx.run("DELETE FROM second_factor_trial WHERE account = ?1", [account])?;
    tx.run("DELETE FROM half_sign_in WHERE account = ?1", [account])?;
    tx.run("DELETE FROM recovery_code WHERE account = ?1 AND opens = 'second_factor'", [account])?;
    distrust(tx, account, None)?;
    Ok(tx.run("DELETE FROM second_factor WHERE account = ?1", [account])? > 0)
}

/// For a lost telephone: turned off by another than its owner, and every session ends. False when there was none.
pub fn reset(tx: &Tx, account: Id<Account>, _: &impl Manages) -> Result<bool> {
    let was_on = turn_off(tx, account)?;
    if was_on {
        end_sessions(tx, account, None)?;
    }
    Ok(was_on)
}

/// A new sheet of recovery codes; the one before is worth nothing.
pub fn set_codes(tx: &Tx, account: Id<Account>, codes: &[String], keys: &Keys) -> Result<()> {
    tx.run("DELETE FROM recovery_code WHERE account = ?1 AND opens = 'second_factor'", [account])?;
    for code in codes {
        tx.insert(
            "INSERT INTO recovery_code (account, code, opens) VALUES (?1, ?2, 'second_factor')",
            params![account, keys.code(PURPOSE, code)],
        )?;
    }
    Ok(())
}

/// Judges what was typed, of either kind, and uses it up.
pub fn give(tx: &Tx, account: Id<Account>, typed: &Typed, keys: &Keys, now: Instant) -> Result<Option<Given>> {
    match typed {
        Typed::Application(code) => Ok(use_code(tx, account, code, keys, now)?.then_some(Given::Code)),
        Typed::Recovery(code) => use_recovery(tx, account, code, keys, now),
    }
}

fn use_code(tx: &Tx, account: Id<Account>, code: &str, keys: &Keys, now: Instant) -> Result<bool> {
    let sealed: Option<Vec<u8>> =
        tx.one("SELECT secret FROM second_factor WHERE account = ?1", [account], |row| row.get(0))?;
    let Some(step) = sealed.and_then(|sealed| unseal(&sealed, keys)).and_then(|secret| secret.step_of(code, now))
    else {
        return Ok(false);
    };
    // Only ever forward: neither the same code again, nor an older one that somebody noted.
    Ok(tx
        .run("UPDATE second_factor SET last_step = ?2 WHERE account = ?1 AND last_step < ?2", params![account, step])?
        > 0)
}

fn use_recovery(tx: &Tx, account: Id<Account>, code: &str, keys: &Keys, now: Instant) -> Result<Option<Given>> {
    let spent = tx.run(
        "UPDATE recovery_code SET used_at = ?3 WHERE account = ?1 AND code = ?2 AND opens = 'second_factor' AND used_at IS NULL",
        params![account, keys.code(PURPOSE, code), now],
    )?;
    if spent == 0 {
        return Ok(None);
    }
    // A clock that was ahead has noted a step that is still to come, and the application is refused until then: the owner,
    // proved by other means, sets it right.
    let newest = totp::step_at(now) + totp::DRIFT;
    tx.run("UPDATE second_factor SET last_step = ?2 WHERE account = ?1 AND last_step > ?2", params![account, newest])?;
    Ok(Some(Given::Recovery { left: codes_left(tx, account)? }))
}

fn codes_left(rx: &Rx, account: Id<Account>) -> Result<i64> {
    rx.value(
        "SELECT count(*) FROM recovery_code WHERE account = ?1 AND opens = 'second_factor' AND used_at IS NULL",
        [account],
    )
}

/// Sealed by another box, or altered: no code is good then, and only a reset helps.
fn unseal(sealed: &[u8], keys: &Keys) -> Option<Secret> {
    keys.unseal(sealed).and_then(|text| Secret::parse(&text))
}

/// The token of a sign-in whose passphrase was right. Those that came to nothing are swept here.
pub fn open_half(tx: &Tx, account: Id<Account>, is_shared: bool, back: &str, now: Instant) -> Result<Token> {
    tx.run("DELETE FROM half_sign_in WHERE expires_at <= ?1", [now])?;
    let token = Token::draw()?;
    tx.insert(
        "INSERT INTO half_sign_in (token, account, is_shared, back, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![token.digest(), account, is_shared, back, now.plus(HALF_OPEN)],
    )?;
    Ok(token)
}

/// A clock set back does not make it last: it is never worth more than its minutes.
pub fn half(rx: &Rx, token: &Token, now: Instant) -> Result<Option<HalfSignIn>> {
    rx.one(
        "SELECT h.account, h.is_shared, h.back FROM half_sign_in h JOIN account a ON a.id = h.account
         JOIN second_factor f ON f.account = h.account
         WHERE h.token = ?1 AND h.expires_at > ?2 AND h.expires_at <= ?3 AND a.closed_at IS NULL",
        params![token.digest(), now, now.plus(HALF_OPEN)],
        |row| Ok(HalfSignIn { account: row.get(0)?, is_shared: row.get(1)?, back: row.get(2)? }),
    )
}

pub fn end_half(tx: &Tx, token: &Token) -> Result<()> {
    tx.run("DELETE FROM half_sign_in WHERE token = ?1", [token.digest()])?;
    Ok(())
}

/// Asks no code of this browser for a time; it must be a known one.
pub fn trust(tx: &Tx, account: Id<Account>, device: &Token, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE known_device SET trusted_until = ?3 WHERE account = ?1 AND token = ?2",
        params![account, device.digest(), now.plus(TRUST)],
    )?;
    Ok(())
}

pub fn is_trusted(rx: &Rx, account: Id<Account>, device: &Token, now: Instant) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM known_device WHERE account = ?1 AND token = ?2 AND trusted_until > ?3 AND trusted_until <= ?4",
        params![account, device.digest(), now, now.plus(TRUST)],
    )
}

/// Every browser is asked again, except perhaps the one that asks.
pub fn distrust(tx: &Tx, account: Id<Account>, except: Option<&Token>) -> Result<()> {
    tx.run(
        "UPDATE known_device SET trusted_until = NULL WHERE account = ?1 AND token IS NOT ?2",
        params![account, except.map(Token::digest)],
    )?;
    Ok(())
}

/// The people of the school who have an account in use, directors first.
pub fn members(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<Member>> {
    rx.all(
        "SELECT trim(p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END),
                max(d.kind = 'director') AS directs, f.account IS NOT NULL
         FROM duty d CROSS JOIN person p ON p.id = d.person CROSS JOIN account a ON a.person = p.id
         LEFT JOIN second_factor f ON f.account = a.id
         WHERE d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1) AND a.activated_at IS NOT NULL AND a.closed_at IS NULL
         GROUP BY p.id ORDER BY directs DESC, p.sort_key",
        [today.to_string()],
        |row| Ok(Member { name: row.get(0)?, is_director: row.get(1)?, has_it: row.get(2)? }),
    )
}
