//! The team's list.

use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::people::store::{AccountState, account_state},
    school::{Person, permit::Manages},
};
use jiff::civil::Date;

/// Somebody with at least one part that has not ended.
pub struct Member {
    pub person: Id<Person>,
    pub name: String,
    pub account: AccountState,
}

pub fn members(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<Member>> {
    rx.all(
        "SELECT p.id, trim(p.civility || ' ' || p.first_name || ' ' || CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END), a.login, a.activated_at, a.closed_at IS NOT NULL
         FROM person p LEFT JOIN account a ON a.person = p.id
         WHERE EXISTS (SELECT 1 FROM duty d WHERE d.person = p.id AND (d.until_on IS NULL OR d.until_on >= ?1)) ORDER BY p.sort_key",
        [today.to_string()],
        |row| Ok(Member { person: row.get(0)?, name: row.get(1)?, account: account_state(row, 2)? }),
    )
}
