//! The rows of accounts, access slips and recovery codes.

use super::{
    Account, CHARTER, Credentials, FreshSlip, OpenSlip, Owner, SLIP_DAYS, application, links, pupil, second_factor,
};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
        jobs::System,
        secret::{Keys, Token},
    },
    school::{Person, login, permit::Manages},
};
use rusqlite::{Row, params};

const ACCOUNT: &str = "SELECT id, person, login, activated_at IS NOT NULL, closed_at IS NOT NULL FROM account";

/// The account of a person, made with a login of its own when there is none yet.
pub fn ensure(tx: &Tx, person: Id<Person>, first_name: &str, last_name: &str, _: &impl Manages) -> Result<Account> {
    ensure_for(tx, person, first_name, last_name)
}

pub(super) fn ensure_for(tx: &Tx, person: Id<Person>, first_name: &str, last_name: &str) -> Result<Account> {
    if let Some(standing) = tx.one(&format!("{ACCOUNT} WHERE person = ?1"), [person], account_row)? {
        return Ok(standing);
    }
    let taken = |candidate: &str| tx.exists("SELECT 1 FROM account WHERE login = ?1", [candidate]);
    let chosen = login::free_login(first_name, last_name, taken)?;
    let id = tx.insert("INSERT INTO account (person, login) VALUES (?1, ?2)", params![person, chosen])?;
    Ok(Account { id: Id::new(id), person, login: chosen, is_activated: false, is_closed: false, _row: () })
}

pub fn of_person(rx: &Rx, person: Id<Person>, _: &impl Manages) -> Result<Option<Account>> {
    rx.one(&format!("{ACCOUNT} WHERE person = ?1"), [person], account_row)
}

pub fn all(rx: &Rx, _: &impl Manages) -> Result<Vec<Account>> {
    rx.all(&format!("{ACCOUNT} ORDER BY login"), [], account_row)
}

pub fn by_login(rx: &Rx, login: &str, _: &impl Manages) -> Result<Option<Account>> {
    rx.one(&format!("{ACCOUNT} WHERE login = ?1"), [login], account_row)
}

pub fn credentials(rx: &Rx, login: &str) -> Result<Option<Credentials>> {
    rx.one("SELECT id, person, password, closed_at IS NOT NULL FROM account WHERE login = ?1", [login], |row| {
        Ok(Credentials { account: row.get(0)?, person: row.get(1)?, password: row.get(2)?, is_closed: row.get(3)? })
    })
}

pub fn login_of(rx: &Rx, account: Id<Account>) -> Result<String> {
    rx.value("SELECT login FROM account WHERE id = ?1", [account])
}

/// Sets the passphrase (a PHC string) and marks the account as activated. What programs signed in with goes with the old one.
pub fn set_passphrase(tx: &Tx, account: Id<Account>, phc: &str, now: Instant) -> Result<()> {
    application::store::revoke_all(tx, account, now)?;
    tx.run(
        "UPDATE account SET password = ?2, activated_at = coalesce(activated_at, ?3) WHERE id = ?1",
        params![account, phc, now],
    )?;
    Ok(())
}

/// The login that somebody chose instead of the one made from the names; false when another account has it.
pub fn set_login(tx: &Tx, account: Id<Account>, login: &str, _: &impl Manages) -> Result<bool> {
    if tx.exists("SELECT 1 FROM account WHERE login = ?1 AND id <> ?2", params![login, account])? {
        return Ok(false);
    }
    tx.run("UPDATE account SET login = ?2 WHERE id = ?1", params![account, login])?;
    Ok(true)
}

pub fn accept_charter(tx: &Tx, account: Id<Account>, version: &str) -> Result<()> {
    tx.run("UPDATE account SET charter = ?2 WHERE id = ?1", params![account, version])?;
    Ok(())
}

/// Draws a slip and revokes those before it: a reprint makes the old sheet worthless.
pub fn draw_slip(tx: &Tx, account: Id<Account>, keys: &Keys, now: Instant, by: &impl Manages) -> Result<FreshSlip> {
    draw_until(tx, account, keys, now, now.plus(SLIP_DAYS * Instant::DAY), by.actor())
}

pub(super) fn draw_until(
    tx: &Tx,
    account: Id<Account>,
    keys: &Keys,
    now: Instant,
    expires_at: Instant,
    by: Option<Id<Person>>,
) -> Result<FreshSlip> {
    let (code, token) = (login::access_code()?, Token::draw()?.reveal().to_owned());
    let slip = FreshSlip { account, code, token, expires_at };
    revoke_slips(tx, account, now)?;
    tx.insert(
        "INSERT INTO access_slip (account, code, token, made_at, made_by, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            account,
            keys.code("slip", &slip.code),
            Token::presented(&slip.token).digest(),
            now,
            by,
            slip.expires_at
        ],
    )?;
    Ok(slip)
}

/// The slip behind a typed login and code.
pub fn slip_by_code(rx: &Rx, login: &str, code: &str, keys: &Keys, now: Instant) -> Result<Option<OpenSlip>> {
    rx.one(
        &format!("{OPEN_SLIP} AND a.login = ?2 AND s.code = ?3"),
        params![now, login, keys.code("slip", code)],
        slip_row,
    )
}

/// The slip behind a QR's token.
pub fn slip_by_token(rx: &Rx, token: &Token, now: Instant) -> Result<Option<OpenSlip>> {
    rx.one(&format!("{OPEN_SLIP} AND s.token = ?2"), params![now, token.digest()], slip_row)
}

/// Whose slip it is: what the activation page greets with.
pub fn owner(rx: &Rx, slip: &OpenSlip) -> Result<Owner> {
    owner_of(rx, slip.account)
}

pub fn owner_of(rx: &Rx, account: Id<Account>) -> Result<Owner> {
    let found = rx.one(
        "SELECT p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END, p.email, a.login, a.charter IS ?2
         FROM account a JOIN person p ON p.id = a.person WHERE a.id = ?1",
        params![account, CHARTER],
        |row| {
            Ok(Owner {
                first_name: row.get(0)?,
                last_name: row.get(1)?,
                email: row.get(2)?,
                login: row.get(3)?,
                has_accepted: row.get(4)?,
            })
        },
    )?;
    found.ok_or(Error::NotFound)
}

pub fn use_slip(tx: &Tx, slip: &OpenSlip, now: Instant) -> Result<()> {
    tx.run("UPDATE access_slip SET used_at = ?2 WHERE id = ?1", params![slip.id, now])?;
    Ok(())
}

/// A new passphrase makes the papers still about worthless.
pub fn revoke_slips(tx: &Tx, account: Id<Account>, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE access_slip SET revoked_at = ?2 WHERE account = ?1 AND used_at IS NULL AND revoked_at IS NULL",
        params![account, now],
    )?;
    Ok(())
}

/// Replaces the codes that stand for a forgotten passphrase by these, given as HMACs. Those of the second factor are others.
pub fn set_recovery_codes(tx: &Tx, account: Id<Account>, codes: &[[u8; 32]]) -> Result<()> {
    tx.run("DELETE FROM recovery_code WHERE account = ?1 AND opens = 'passphrase'", [account])?;
    for code in codes {
        tx.insert("INSERT INTO recovery_code (account, code) VALUES (?1, ?2)", params![account, code])?;
    }
    Ok(())
}

/// True once: the code is spent.
pub fn spend_recovery_code(tx: &Tx, account: Id<Account>, code: [u8; 32], now: Instant) -> Result<bool> {
    Ok(tx.run(
        "UPDATE recovery_code SET used_at = ?3 WHERE account = ?1 AND code = ?2 AND opens = 'passphrase' AND used_at IS NULL",
        params![account, code, now],
    )? > 0)
}

/// Ends an account's sessions, except perhaps the one that asks, and every sign-in that has not come to its end.
pub fn end_sessions(tx: &Tx, account: Id<Account>, except: Option<i64>) -> Result<usize> {
    tx.run("DELETE FROM half_sign_in WHERE account = ?1", [account])?;
    tx.run("DELETE FROM session WHERE account = ?1 AND id IS NOT ?2", params![account, except])
}

/// Ends everybody's, except the one session that asks: after a theft of accounts. Sign-ins under way end too, and every browser
/// is asked for its second step again. What programs signed in with goes too, hers included.
pub fn end_all_sessions(tx: &Tx, except: Option<i64>, now: Instant, by: &impl Manages) -> Result<usize> {
    application::store::revoke_everybodys(tx, now, by)?;
    tx.run("DELETE FROM half_sign_in", [])?;
    tx.run("UPDATE known_device SET trusted_until = NULL WHERE trusted_until IS NOT NULL", [])?;
    tx.run("DELETE FROM session WHERE id IS NOT ?1", [except])
}

/// The school was restored from a backup, on other keys: whoever had come in does so anew, no paper, link or code of before opens
/// anything, and the second steps that only the old keys could read are to be set up again. Returns how many those were.
pub fn revoke_everything(tx: &Tx, now: Instant, root: &System) -> Result<usize> {
    end_all_sessions(tx, None, now, root)?;
    tx.run("UPDATE access_slip SET revoked_at = ?1 WHERE used_at IS NULL AND revoked_at IS NULL", [now])?;
    for gone in [
        "DELETE FROM rescue_letter",
        "DELETE FROM new_address",
        "DELETE FROM recovery_code",
        "DELETE FROM known_device",
        "DELETE FROM second_factor_trial",
    ] {
        tx.run(gone, [])?;
    }
    pupil::store::revoke_everything(tx)?;
    tx.run("DELETE FROM second_factor", [])
}

/// Nobody comes in any more: no passphrase, no paper, no link, no session. Login, passphrase and second step stay for the day
/// it is opened again; the browsers that were asked for no code are asked then. False when it was closed already.
pub fn close(tx: &Tx, account: Id<Account>, now: Instant, _: &impl Manages) -> Result<bool> {
    end_sessions(tx, account, None)?;
    revoke_slips(tx, account, now)?;
    links::store::forget(tx, account)?;
    application::store::revoke_all(tx, account, now)?;
    second_factor::store::distrust(tx, account, None)?;
    Ok(tx.run("UPDATE account SET closed_at = ?2 WHERE id = ?1 AND closed_at IS NULL", params![account, now])? > 0)
}

/// The same account again, and nothing that waited from before. False when it was not closed.
pub fn reopen(tx: &Tx, account: Id<Account>, _: &impl Manages) -> Result<bool> {
    links::store::forget(tx, account)?;
    Ok(tx.run("UPDATE account SET closed_at = NULL WHERE id = ?1 AND closed_at IS NOT NULL", [account])? > 0)
}

const OPEN_SLIP: &str = "SELECT s.id, s.account, s.expires_at FROM access_slip s JOIN account a ON a.id = s.account
     WHERE s.used_at IS NULL AND s.revoked_at IS NULL AND s.expires_at > ?1 AND a.closed_at IS NULL";

fn slip_row(row: &Row) -> rusqlite::Result<OpenSlip> {
    Ok(OpenSlip { id: row.get(0)?, account: row.get(1)?, expires_at: row.get(2)? })
}

fn account_row(row: &Row) -> rusqlite::Result<Account> {
    Ok(Account {
        id: row.get(0)?,
        person: row.get(1)?,
        login: row.get(2)?,
        is_activated: row.get(3)?,
        is_closed: row.get(4)?,
        _row: (),
    })
}
