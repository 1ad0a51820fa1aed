//! What the school must be sure of, as it stands in the database that came back.

use crate::{
    base::{
        db::{Rx, Sql},
        error::Result,
    },
    school::permit::Manages,
};
use jiff::civil::Date;
use rusqlite::Row;

/// Somebody, and what is said of them in the database's own word.
pub struct Said {
    pub who: String,
    /// About which child; empty when it is about themselves.
    pub child: String,
    pub what: String,
}

/// Pictures that somebody refused, of what is asked still: child and purpose.
pub fn refusals(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<Said>> {
    rx.all(
        "SELECT p.first_name || ' ' || coalesce(nullif(p.usage_name, ''), p.last_name), '', group_concat(DISTINCT r.purpose)
         FROM consent_answer a JOIN consent_request r ON r.id = a.request JOIN person p ON p.id = a.pupil
         WHERE a.says = 0 AND a.cancelled_at IS NULL AND r.until_on >= ?1
           AND NOT EXISTS (SELECT 1 FROM consent_answer b WHERE b.pupil = a.pupil AND b.request = a.request
             AND b.guardian IS a.guardian AND b.cancelled_at IS NULL AND b.id > a.id)
         GROUP BY p.id ORDER BY p.sort_key",
        [today.to_string()],
        said,
    )
}

/// Adults who are told nothing of a child, or less than others, and why; and those whose tie was taken away.
pub fn restrictions(rx: &Rx, _: &impl Manages) -> Result<Vec<Said>> {
    rx.all(
        "SELECT g.first_name || ' ' || coalesce(nullif(g.usage_name, ''), g.last_name), p.first_name || ' ' || coalesce(nullif(p.usage_name, ''), p.last_name),
           CASE WHEN t.restricted_on IS NOT NULL THEN 'restricted' ELSE t.authority END
         FROM guardianship t JOIN person g ON g.id = t.guardian JOIN person p ON p.id = t.pupil
         WHERE t.restricted_on IS NOT NULL OR t.authority IN ('withdrawn', 'not_exercising')
         UNION ALL
         SELECT g.first_name || ' ' || coalesce(nullif(g.usage_name, ''), g.last_name), p.first_name || ' ' || coalesce(nullif(p.usage_name, ''), p.last_name), 'removed'
         FROM guardianship_removed t JOIN person g ON g.id = t.guardian JOIN person p ON p.id = t.pupil
         ORDER BY 2, 1",
        [],
        said,
    )
}

/// Accounts that were closed.
pub fn closed(rx: &Rx, _: &impl Manages) -> Result<Vec<Said>> {
    rx.all(
        "SELECT p.first_name || ' ' || coalesce(nullif(p.usage_name, ''), p.last_name), '', 'closed' FROM account a JOIN person p ON p.id = a.person
         WHERE a.closed_at IS NOT NULL ORDER BY p.sort_key",
        [],
        said,
    )
}

fn said(row: &Row) -> rusqlite::Result<Said> {
    Ok(Said { who: row.get(0)?, child: row.get(1)?, what: row.get(2)? })
}
