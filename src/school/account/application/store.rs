//! The rows of application passwords.

use super::{Application, Fresh, MOST, Presented, is_for};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    school::{account::Account, login, permit::Manages, viewer::Viewer},
};
use rusqlite::params;

/// One that opens, and whose it is.
pub struct Opened {
    pub id: i64,
    pub account: Id<Account>,
    pub used_at: Option<Instant>,
}

/// The viewer's own that stand, the newest first.
pub fn all(rx: &Rx, viewer: &Viewer) -> Result<Vec<Application>> {
    rx.all(
        "SELECT id, name, made_at, used_at FROM application_password WHERE account = ?1 AND revoked_at IS NULL ORDER BY made_at DESC, id DESC",
        [viewer.account],
        |row| Ok(Application { id: row.get(0)?, name: row.get(1)?, made_at: row.get(2)?, used_at: row.get(3)? }),
    )
}

/// `None` when there are too many already.
pub fn make(tx: &Tx, viewer: &Viewer, name: &str, fresh: &Fresh, now: Instant) -> Result<Option<i64>> {
    if !is_for(viewer) {
        return Err(Error::NotFound);
    }
    if all(tx, viewer)?.len() >= MOST {
        return Ok(None);
    }
    let id = tx.insert(
        "INSERT INTO application_password (account, name, secret, made_at) VALUES (?1, ?2, ?3, ?4)",
        params![viewer.account, name, fresh.digest(), now],
    )?;
    Ok(Some(id))
}

/// One of the viewer's own; another's is not touched.
pub fn revoke(tx: &Tx, viewer: &Viewer, id: i64, now: Instant) -> Result<bool> {
    Ok(tx.run(
        "UPDATE application_password SET revoked_at = ?3 WHERE id = ?1 AND account = ?2 AND revoked_at IS NULL",
        params![id, viewer.account, now],
    )? > 0)
}

/// With the passphrase, or with the account.
pub fn revoke_all(tx: &Tx, account: Id<Account>, now: Instant) -> Result<()> {
    tx.run(
        "UPDATE application_password SET revoked_at = ?2 WHERE account = ?1 AND revoked_at IS NULL",
        params![account, now],
    )?;
    Ok(())
}

/// Everybody's: after a theft nobody knows which of them the thief made.
pub fn revoke_everybodys(tx: &Tx, now: Instant, _: &impl Manages) -> Result<()> {
    tx.run("UPDATE application_password SET revoked_at = ?1 WHERE revoked_at IS NULL", [now])?;
    Ok(())
}

/// The one that was presented, with its owner's login. While the director holds the staff's correspondence frozen, because an
/// account was stolen, no program comes in either.
pub fn find(rx: &Rx, presented: &Presented) -> Result<Option<Opened>> {
    rx.one(
        "SELECT p.id, p.account, p.used_at FROM application_password p JOIN account a ON a.id = p.account
         WHERE p.secret = ?1 AND p.revoked_at IS NULL AND a.login = ?2 AND a.closed_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM correspondence_freeze WHERE profile = 'staff')",
        params![presented.digest(), login::normalise_login(&presented.login)],
        |row| Ok(Opened { id: row.get(0)?, account: row.get(1)?, used_at: row.get(2)? }),
    )
}

pub fn note_used(tx: &Tx, id: i64, now: Instant) -> Result<()> {
    tx.run("UPDATE application_password SET used_at = ?2 WHERE id = ?1", params![id, now])?;
    Ok(())
}
