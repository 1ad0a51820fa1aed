//! The row of `acme`.

use super::{
    fault::{Fault, Kind},
    plan::{BY_HAND, Kept},
};
use crate::base::{
    clock::Instant,
    db::{Rx, Sql, SqlWrite, Tx},
    error::Result,
};
use rusqlite::params;

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    pub names: Vec<String>,
    pub contact: String,
    pub way: Way,
}

/// How names are proved: in the way that is told, or whichever works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Any,
    Http,
    Tls,
    Dns,
}

/// The wish, and how far it got. Who gave their wish up has none, though the row stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub wish: Wish,
    pub agreed_at: Instant,
    pub terms: String,
    /// Of the authority that gave the certificate we have.
    pub directory: String,
    pub tried_at: Option<Instant>,
    pub failures: u32,
    pub fault: Option<Kind>,
    pub said: String,
    /// Until then the authority itself wants to be left alone.
    pub asked_for: Option<Instant>,
    pub kept: Kept,
}

const WAYS: [(Way, &str); 4] = [(Way::Any, "any"), (Way::Http, "http"), (Way::Tls, "tls"), (Way::Dns, "dns")];
const LONGEST: usize = 500;

impl Way {
    pub fn as_str(self) -> &'static str {
        WAYS.iter().find(|(way, _)| *way == self).map_or("", |(_, word)| word)
    }

    pub fn parse(word: &str) -> Option<Way> {
        WAYS.iter().find(|(_, known)| *known == word).map(|(way, _)| *way)
    }
}

pub fn standing(rx: &Rx) -> Result<Option<Standing>> {
    rx.one(
        "SELECT names, contact, way, agreed_at, terms, tried_at, failures, fault, said, asked_for, not_before, renew_at, ask_at,
            directory FROM acme WHERE names <> ''",
        [],
        |row| {
            let (names, way, fault): (String, String, Option<String>) = (row.get(0)?, row.get(2)?, row.get(7)?);
            Ok(Standing {
                wish: Wish {
                    names: names.split_whitespace().map(str::to_owned).collect(),
                    contact: row.get(1)?,
                    way: Way::parse(&way).unwrap_or(Way::Any),
                },
                agreed_at: row.get(3)?,
                terms: row.get(4)?,
                directory: row.get(13)?,
                tried_at: row.get(5)?,
                failures: row.get(6)?,
                fault: fault.and_then(|word| Kind::parse(&word)),
                said: row.get(8)?,
                asked_for: row.get(9)?,
                kept: Kept { not_before: row.get(10)?, renew_at: row.get(11)?, ask_at: row.get(12)? },
            })
        },
    )
}

/// Another wish begins anew, but for what the authority asked for, and no sooner after the last try than somebody may ask by hand:
/// else to save again and again would be to ask again and again.
pub fn wish(tx: &Tx, wish: &Wish, now: Instant) -> Result<()> {
    tx.run(
        "INSERT INTO acme (id, names, contact, way, agreed_at) VALUES (1, ?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET names = excluded.names, contact = excluded.contact, way = excluded.way,
            agreed_at = excluded.agreed_at, failures = 0, fault = NULL, said = '',
            not_before = CASE WHEN tried_at > ?4 - ?5 AND tried_at <= ?4 THEN max(tried_at + ?5, coalesce(asked_for, 0))
                ELSE asked_for END",
        params![wish.names.join(" "), wish.contact, wish.way.as_str(), now, BY_HAND],
    )?;
    Ok(())
}

/// Nobody wants one any more. When we last tried stays, and what the authority asked for: to stop and to begin anew is no way
/// round it.
pub fn forget(tx: &Tx) -> Result<()> {
    tx.run(
        "UPDATE acme SET names = '', contact = '', terms = '', directory = '', failures = 0, fault = NULL, said = '',
            not_before = asked_for, renew_at = NULL, ask_at = NULL",
        [],
    )?;
    Ok(())
}

/// The authority asked for it while somebody changed their mind: whatever is wished for now waits too.
pub fn leave_alone(tx: &Tx, until: i64) -> Result<()> {
    tx.run(
        "UPDATE acme SET asked_for = max(coalesce(asked_for, 0), ?1), not_before = max(coalesce(not_before, 0), ?1)",
        [until],
    )?;
    Ok(())
}

/// Somebody does not want to wait. What the authority asked for stands.
pub fn try_again(tx: &Tx) -> Result<()> {
    tx.run("UPDATE acme SET not_before = asked_for", [])?;
    Ok(())
}

/// Written before anything is asked: who is killed while asking does not ask again at once.
pub fn begin(tx: &Tx, now: Instant, not_before: i64) -> Result<()> {
    tx.run("UPDATE acme SET tried_at = ?1, not_before = ?2", params![now, not_before])?;
    Ok(())
}

pub fn read_terms(tx: &Tx, at: &str) -> Result<()> {
    tx.run("UPDATE acme SET terms = ?1", [at])?;
    Ok(())
}

pub fn failed(tx: &Tx, fault: &Fault, not_before: i64, asked_for: Option<i64>) -> Result<()> {
    let said: String = fault.said().chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    tx.run(
        "UPDATE acme SET failures = failures + 1, fault = ?1, said = ?2, not_before = ?3, asked_for = ?4",
        params![fault.kind().as_str(), said, not_before, asked_for],
    )?;
    Ok(())
}

/// It was had. Whatever its window will be, the next one is not asked for at once.
pub fn had(tx: &Tx, directory: &str, not_before: i64) -> Result<()> {
    tx.run(
        "UPDATE acme SET failures = 0, fault = NULL, said = '', not_before = ?1, asked_for = NULL, renew_at = NULL,
            ask_at = NULL, directory = ?2",
        params![not_before, directory],
    )?;
    Ok(())
}

pub fn suggested(tx: &Tx, renew_at: Option<i64>, ask_at: i64) -> Result<()> {
    tx.run("UPDATE acme SET renew_at = ?1, ask_at = ?2 WHERE names <> ''", params![renew_at, ask_at])?;
    Ok(())
}
