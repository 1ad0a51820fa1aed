//! What several of this room's lists read: the state of an account, the counts of the school's page.

use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql},
        error::Result,
    },
    school::permit::Manages,
};
use rusqlite::Row;

/// How far an adult is with the account.
#[derive(Clone, Debug, PartialEq)]
pub enum AccountState {
    None,
    /// A login and a slip, nothing more yet.
    Waiting {
        login: String,
    },
    Active {
        login: String,
        since: Instant,
    },
    /// By the director.
    Closed {
        login: String,
    },
}

impl AccountState {
    /// Still to be opened by its owner.
    pub fn is_awaited(&self) -> bool {
        matches!(self, AccountState::None | AccountState::Waiting { .. })
    }
}

/// What the school's page says at a glance.
#[derive(Debug)]
pub struct Counts {
    pub pupils: i64,
    pub without_class: i64,
    pub guardians: i64,
    pub not_activated: i64,
    pub staff: i64,
}

pub fn counts(rx: &Rx, today: jiff::civil::Date, _: &impl Manages) -> Result<Counts> {
    let found = rx.one(
        "SELECT (SELECT count(*) FROM pupil WHERE left_on IS NULL),
                (SELECT count(*) FROM pupil u WHERE left_on IS NULL AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.pupil = u.person AND e.until_on IS NULL)),
                (SELECT count(DISTINCT guardian) FROM guardianship),
                (SELECT count(DISTINCT g.guardian) FROM guardianship g LEFT JOIN account a ON a.person = g.guardian WHERE a.activated_at IS NULL AND a.closed_at IS NULL),
                (SELECT count(DISTINCT person) FROM duty WHERE until_on IS NULL OR until_on >= ?1)",
        [today.to_string()],
        |row| {
            Ok(Counts {
                pupils: row.get(0)?,
                without_class: row.get(1)?,
                guardians: row.get(2)?,
                not_activated: row.get(3)?,
                staff: row.get(4)?,
            })
        },
    )?;
    found.ok_or_else(|| crate::base::error::Error::internal("counting gives one row"))
}

/// From three columns, login, `activated_at` and whether it is closed, of an account that may be missing.
pub fn account_state(row: &Row, at: usize) -> rusqlite::Result<AccountState> {
    let login: Option<String> = row.get(at)?;
    let since: Option<Instant> = row.get(at + 1)?;
    let is_closed: Option<bool> = row.get(at + 2)?;
    Ok(match (login, since) {
        (None, _) => AccountState::None,
        (Some(login), _) if is_closed == Some(true) => AccountState::Closed { login },
        (Some(login), None) => AccountState::Waiting { login },
        (Some(login), Some(since)) => AccountState::Active { login, since },
    })
}
