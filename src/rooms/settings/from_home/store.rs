//! The one row of what was found last.

use super::look::{Checked, Found, Way, host_and_port};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::permit::Tends,
};
use rusqlite::{Row, params};

/// Of this address; what was found under another one says nothing.
pub fn checked(rx: &Rx, address: &str) -> Result<Option<Checked>> {
    rx.one(
        "SELECT found, is_believed, knows_visitors, since, checked_at, opened_at FROM family_access WHERE address = ?1",
        [address],
        |row| {
            Ok(Checked {
                host: host_and_port(address).0.to_owned(),
                found: found(row)?,
                since: row.get(3)?,
                at: row.get(4)?,
                opened: row.get(5)?,
            })
        },
    )
}

/// A disorder goes on whatever its cause: it is counted from its first moment.
pub fn note(tx: &Tx, address: &str, found: &Found, now: Instant, _: &impl Tends) -> Result<()> {
    let before = checked(tx, address)?;
    let since = before.as_ref().filter(|before| kind(&before.found) == kind(found)).map_or(now, |before| before.since);
    let opened = if matches!(found, Found::Open(_)) { Some(now) } else { before.and_then(|before| before.opened) };
    let way = if let Found::Open(way) = found { *way } else { NO_WAY };
    tx.run(
        "INSERT INTO family_access (id, address, found, is_believed, knows_visitors, since, checked_at, opened_at)
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET address = excluded.address, found = excluded.found,
           is_believed = excluded.is_believed, knows_visitors = excluded.knows_visitors,
           since = excluded.since, checked_at = excluded.checked_at, opened_at = excluded.opened_at",
        params![address, name(found), way.is_believed, way.knows_visitors, since, now, opened],
    )?;
    Ok(())
}

const NO_WAY: Way = Way { is_believed: false, knows_visitors: false };

#[derive(PartialEq)]
enum State {
    Open,
    Indoors,
    Broken,
}

fn kind(found: &Found) -> State {
    match found {
        Found::Open(_) => State::Open,
        Found::Indoors => State::Indoors,
        _ => State::Broken,
    }
}

fn name(found: &Found) -> &'static str {
    match found {
        Found::Open(_) => "open",
        Found::Indoors => "indoors",
        Found::Nameless => "nameless",
        Found::Closed => "closed",
        Found::Silent => "silent",
        Found::Stranger => "stranger",
    }
}

fn found(row: &Row) -> rusqlite::Result<Found> {
    let way = Way { is_believed: row.get(1)?, knows_visitors: row.get(2)? };
    Ok(match row.get::<_, String>(0)?.as_str() {
        "open" => Found::Open(way),
        "indoors" => Found::Indoors,
        "nameless" => Found::Nameless,
        "closed" => Found::Closed,
        "silent" => Found::Silent,
        _ => Found::Stranger,
    })
}
