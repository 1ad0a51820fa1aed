//! What a space weighs, asked of its rows.

use super::OWN_AT_MOST;
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    school::{
        document::{Entry, Space, placing::Hindrance, policy::KeepSpace, space},
        permit::{May, Ties},
    },
};
use rusqlite::params;

/// Whether so much more may be put there: asked before the first byte comes, and again by every way in. The same bytes count
/// each time that somebody holds them; they stand once, but another's file is not one's own room.
pub fn fits(rx: &Rx, shelf: &May<KeepSpace>, more: u64) -> Result<Option<Hindrance>> {
    fullness(rx, space(shelf), shelf.ties(), more)
}

pub(in crate::school::document) fn fullness(rx: &Rx, space: Space, ties: Ties, more: u64) -> Result<Option<Hindrance>> {
    let is_bounded = matches!(space, Space::Own(_)) && !ties.meets(Ties::STAFF);
    let is_full = is_bounded && more > 0 && held(rx, space)?.saturating_add(more) > OWN_AT_MOST;
    Ok(is_full.then_some(Hindrance::OwnIsFull))
}

/// Of what goes with it when it is moved: every version of each file.
pub(in crate::school::document) fn weight(rx: &Rx, id: Id<Entry>) -> Result<u64> {
    let bytes: i64 = rx.value(
        "WITH RECURSIVE down (id, step) AS (SELECT ?1, 0 UNION ALL SELECT d.id, down.step + 1 FROM down CROSS JOIN document d ON d.folder = down.id WHERE down.step < 60 AND d.binned_at IS NULL)
         SELECT coalesce(sum(v.bytes), 0) FROM down CROSS JOIN document_version v ON v.document = down.id",
        [id],
    )?;
    Ok(bytes.max(0) as u64)
}

/// All that a space weighs: every version, and its bin.
fn held(rx: &Rx, space: Space) -> Result<u64> {
    let held: i64 = rx.value(
        "SELECT coalesce(sum(v.bytes), 0) FROM (SELECT id FROM document WHERE space = ?1 AND owner = ?2 AND binned_at IS NULL
           UNION ALL SELECT id FROM document WHERE space = ?1 AND owner = ?2 AND binned_at IS NOT NULL) d
         CROSS JOIN document_version v ON v.document = d.id",
        params![space.kind(), space.owner()],
    )?;
    Ok(held.max(0) as u64)
}
