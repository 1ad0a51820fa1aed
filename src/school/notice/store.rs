//! The rows of choices and of what waits for a digest.

use super::{How, Kind};
use crate::{
    base::{
        db::{Id, Rx, Sql},
        error::Result,
        jobs::System,
    },
    school::Person,
};
use rusqlite::params;

/// How the person wants to be told, for the house that is about to tell them.
pub fn how(rx: &Rx, person: Id<Person>, kind: &Kind, _: &System) -> Result<How> {
    let row =
        rx.one("SELECT how FROM notice_choice WHERE person = ?1 AND kind = ?2", params![person, kind.name], |row| {
            row.get::<_, String>(0)
        })?;
    Ok(row.and_then(|how| How::parse(&how)).unwrap_or_default())
}
