//! The rows of sessions and of known devices.

use super::{DEVICE_KEPT, Device};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        secret::Token,
    },
    school::{account::Account, viewer::Viewer},
};
use rusqlite::params;

pub struct SessionRow {
    pub id: i64,
    pub account: Id<Account>,
    pub opened_at: Instant,
    pub seen_at: Instant,
    pub is_shared: bool,
    pub proved_at: Instant,
    pub at_school: bool,
    pub tablet: Option<i64>,
}

/// By the digest of its token.
pub fn find(rx: &Rx, digest: &[u8; 32]) -> Result<Option<SessionRow>> {
    rx.one(
        "SELECT id, account, opened_at, seen_at, is_shared, proved_at, at_school, tablet FROM session WHERE token = ?1",
        [digest],
        |row| {
            Ok(SessionRow {
                id: row.get(0)?,
                account: row.get(1)?,
                opened_at: row.get(2)?,
                seen_at: row.get(3)?,
                is_shared: row.get(4)?,
                proved_at: row.get(5)?,
                at_school: row.get(6)?,
                tablet: row.get(7)?,
            })
        },
    )
}

/// Whether it is there still, and its account open.
pub fn stands(rx: &Rx, digest: &[u8; 32]) -> Result<bool> {
    rx.exists(
        "SELECT 1 FROM session s JOIN account a ON a.id = s.account WHERE s.token = ?1 AND a.closed_at IS NULL",
        [digest],
    )
}

pub fn add(
    tx: &Tx,
    token: &Token,
    account: Id<Account>,
    is_shared: bool,
    device: &str,
    now: Instant,
    expires_at: Instant,
) -> Result<()> {
    tx.insert(
        "INSERT INTO session (token, account, opened_at, seen_at, expires_at, is_shared, device, proved_at) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, ?3)",
        params![token.digest(), account, now, expires_at, is_shared, device],
    )?;
    Ok(())
}

/// Good at the school alone, or on that tablet and no longer than it is known.
pub fn keep_at_school(tx: &Tx, token: &Token, tablet: Option<i64>, expires_at: Instant) -> Result<()> {
    tx.run(
        "UPDATE session SET at_school = 1, tablet = ?2, expires_at = ?3 WHERE token = ?1",
        params![token.digest(), tablet, expires_at],
    )?;
    Ok(())
}

/// The passphrase was given again in it.
pub fn prove(tx: &Tx, session: i64, now: Instant) -> Result<()> {
    tx.run("UPDATE session SET proved_at = ?2 WHERE id = ?1", params![session, now])?;
    Ok(())
}

pub fn note_seen(tx: &Tx, session: i64, at: Instant, own_idle: i64, shared_idle: i64) -> Result<()> {
    tx.run(
        "UPDATE session SET seen_at = max(seen_at, ?2), expires_at = max(expires_at, ?2 + CASE is_shared WHEN 1 THEN ?4 ELSE ?3 END) WHERE id = ?1",
        params![session, at, own_idle, shared_idle],
    )?;
    Ok(())
}

pub fn forget_expired(tx: &Tx, now: Instant) -> Result<()> {
    tx.run("DELETE FROM session WHERE expires_at < ?1", [now])?;
    Ok(())
}

/// The viewer's own devices, newest first.
pub fn devices(rx: &Rx, viewer: &Viewer) -> Result<Vec<Device>> {
    rx.all(
        "SELECT id, device, opened_at, is_shared FROM session WHERE account = ?1 ORDER BY opened_at DESC, id DESC",
        [viewer.account],
        |row| Ok(Device { id: row.get(0)?, name: row.get(1)?, opened_at: row.get(2)?, is_shared: row.get(3)? }),
    )
}

/// Ends one of the viewer's own sessions; another's is not touched.
pub fn end(tx: &Tx, viewer: &Viewer, session: i64) -> Result<bool> {
    Ok(tx.run("DELETE FROM session WHERE id = ?1 AND account = ?2", params![session, viewer.account])? > 0)
}

pub fn is_known_device(rx: &Rx, account: Id<Account>, device: &Token) -> Result<bool> {
    rx.exists("SELECT 1 FROM known_device WHERE account = ?1 AND token = ?2", params![account, device.digest()])
}

/// Notes the device, and forgets those of this account whose cookie no browser keeps any more.
pub fn know_device(tx: &Tx, account: Id<Account>, device: &Token, now: Instant) -> Result<()> {
    tx.run("DELETE FROM known_device WHERE account = ?1 AND seen_at < ?2", params![account, now.plus(-DEVICE_KEPT)])?;
    tx.run(
        "INSERT INTO known_device (token, account, seen_at, known_since) VALUES (?1, ?2, ?3, ?3) ON CONFLICT (account, token) DO UPDATE SET seen_at = excluded.seen_at",
        params![device.digest(), account, now],
    )?;
    Ok(())
}

/// Every browser becomes a stranger, except perhaps the one that asks.
pub fn forget_other_devices(tx: &Tx, account: Id<Account>, except: Option<&Token>) -> Result<()> {
    tx.run(
        "DELETE FROM known_device WHERE account = ?1 AND token IS NOT ?2",
        params![account, except.map(Token::digest)],
    )?;
    Ok(())
}

/// After a reset, no browser is known any more.
pub fn forget_devices(tx: &Tx, account: Id<Account>) -> Result<()> {
    tx.run("DELETE FROM known_device WHERE account = ?1", [account])?;
    Ok(())
}
