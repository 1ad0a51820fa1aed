//! The rows of what spaces give.

use super::{Gives, Grant, Profile};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    school::{
        document::{Space, policy::ShareSpace, space},
        permit::May,
    },
};
use rusqlite::params;

pub(in crate::school::document) fn of(rx: &Rx, space: Space) -> Result<Vec<Grant>> {
    let rows = rx.all(
        "SELECT profile, gives FROM document_grant WHERE space = ?1 AND owner = ?2",
        params![space.kind(), space.owner()],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    Ok(rows.iter().filter_map(|(profile, gives)| read(profile, gives)).collect())
}

/// Of all spaces: a handful of rows.
pub(in crate::school::document) fn all(rx: &Rx) -> Result<Vec<(Space, Grant)>> {
    let rows = rx.all("SELECT space, owner, profile, gives FROM document_grant", [], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
    })?;
    let read = |(kind, owner, profile, gives): &(String, i64, String, String)| {
        Some((Space::of(kind, *owner)?, read(profile, gives)?))
    };
    Ok(rows.iter().filter_map(read).collect())
}

fn read(profile: &str, gives: &str) -> Option<Grant> {
    Some(Grant { profile: Profile::parse(profile)?, gives: Gives::parse(gives)? })
}

/// Gives this to that profile from now on, in the place of what it was given; `None` takes it back.
pub fn set(tx: &Tx, shelf: &May<ShareSpace>, profile: Profile, gives: Option<Gives>, now: Instant) -> Result<()> {
    let space = space(shelf);
    let Some(gives) = gives else {
        tx.run(
            "DELETE FROM document_grant WHERE space = ?1 AND owner = ?2 AND profile = ?3",
            params![space.kind(), space.owner(), profile.as_str()],
        )?;
        return Ok(());
    };
    if !space.may_give(profile, gives) {
        return Err(Error::Forbidden);
    }
    tx.run(
        "INSERT INTO document_grant (space, owner, profile, gives, given_at, given_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (space, owner, profile) DO UPDATE SET gives = excluded.gives, given_at = excluded.given_at, given_by = excluded.given_by",
        params![space.kind(), space.owner(), profile.as_str(), gives.as_str(), now, shelf.by()],
    )?;
    Ok(())
}
