//! The rows of ties.

use super::{Authority, Facts, Guardianship, Kind};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
    },
    school::{
        Person, Pupil,
        permit::{Manages, May, Witness},
        policy::SeePupil,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

const COLUMNS: &str = "id, pupil, guardian, authority, reads, signs, restricted_on, needs_look, looked_at, may_pick_up, emergency_rank, document_on, kind";

/// What a new tie says before anybody has decided anything: full rights, or nothing while the director must look.
pub struct NewTie<'a> {
    pub pupil: Id<Pupil>,
    pub guardian: Id<Person>,
    pub authority: Authority,
    /// Why the director must look first; empty when she need not.
    pub needs_look: &'a str,
}

/// The six columns from `at`: authority, reads, signs, restricted_on, needs_look, looked_at.
pub fn facts(row: &Row, at: usize) -> rusqlite::Result<Facts> {
    let authority: String = row.get(at)?;
    let needs_look: String = row.get(at + 4)?;
    Ok(Facts {
        authority: Authority::parse(&authority).unwrap_or(Authority::Withdrawn),
        reads: row.get(at + 1)?,
        signs: row.get(at + 2)?,
        restricted_on: day(row.get(at + 3)?),
        awaits_look: !needs_look.is_empty() && row.get::<_, Option<i64>>(at + 5)?.is_none(),
    })
}

pub fn one(rx: &Rx, id: Id<Guardianship>, _: &Witness) -> Result<Option<Guardianship>> {
    rx.one(&format!("SELECT {COLUMNS} FROM guardianship WHERE id = ?1"), [id], tie)
}

/// All ties of a pupil, oldest first: for those who manage or teach, never for another guardian.
pub fn of_pupil(rx: &Rx, pupil: &May<SeePupil>) -> Result<Vec<Guardianship>> {
    rx.all(&format!("SELECT {COLUMNS} FROM guardianship WHERE pupil = ?1 ORDER BY id"), [pupil.id], tie)
}

/// Ties of one adult, as the import and the person's page read them.
pub fn of_guardian(rx: &Rx, guardian: Id<Person>, _: &impl Manages) -> Result<Vec<Guardianship>> {
    rx.all(&format!("SELECT {COLUMNS} FROM guardianship WHERE guardian = ?1 ORDER BY id"), [guardian], tie)
}

pub fn all(rx: &Rx, _: &impl Manages) -> Result<Vec<Guardianship>> {
    rx.all(&format!("SELECT {COLUMNS} FROM guardianship ORDER BY pupil, id"), [], tie)
}

/// The ties that were taken away by hand and have not been made again: guardian and pupil.
pub fn removed(rx: &Rx, _: &impl Manages) -> Result<Vec<(Id<Person>, Id<Pupil>)>> {
    rx.all("SELECT guardian, pupil FROM guardianship_removed", [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The tie's id, whether it is new or stood already. That it was once taken away is forgotten: it stands.
pub fn add(tx: &Tx, new: &NewTie, _: &impl Manages) -> Result<Id<Guardianship>> {
    tx.run(
        "INSERT INTO guardianship (pupil, guardian, authority, needs_look) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (pupil, guardian) DO NOTHING",
        params![new.pupil, new.guardian, new.authority.as_str(), new.needs_look],
    )?;
    tx.run("DELETE FROM guardianship_removed WHERE pupil = ?1 AND guardian = ?2", params![new.pupil, new.guardian])?;
    tx.value("SELECT id FROM guardianship WHERE pupil = ?1 AND guardian = ?2", params![new.pupil, new.guardian])
}

/// What the director decides of a tie; it counts from the guardian's next request on.
pub fn change(
    tx: &Tx,
    id: Id<Guardianship>,
    facts: &Facts,
    document_on: Option<Date>,
    now: Instant,
    _: &impl Manages,
) -> Result<()> {
    tx.run(
        "UPDATE guardianship SET authority = ?2, reads = ?3, signs = ?4, restricted_on = ?5, document_on = ?6, looked_at = ?7 WHERE id = ?1",
        params![
            id,
            facts.authority.as_str(),
            facts.reads,
            facts.signs,
            facts.restricted_on.map(|day| day.to_string()),
            document_on.map(|day| day.to_string()),
            now
        ],
    )?;
    Ok(())
}

/// What the tie is in daily life: it gives no right on the screens.
pub fn change_daily_life(
    tx: &Tx,
    id: Id<Guardianship>,
    kind: Kind,
    may_pick_up: bool,
    emergency_rank: Option<i64>,
    _: &impl Manages,
) -> Result<()> {
    tx.run(
        "UPDATE guardianship SET kind = ?2, may_pick_up = ?3, emergency_rank = ?4 WHERE id = ?1",
        params![id, kind.as_str(), may_pick_up, emergency_rank],
    )?;
    Ok(())
}

/// By hand, and kept in mind: the next file may still state it.
pub fn remove(tx: &Tx, id: Id<Guardianship>, now: Instant, _: &impl Manages) -> Result<()> {
    tx.run(
        "INSERT OR REPLACE INTO guardianship_removed (pupil, guardian, removed_at) SELECT pupil, guardian, ?2 FROM guardianship WHERE id = ?1",
        params![id, now],
    )?;
    tx.run("DELETE FROM guardianship WHERE id = ?1", [id])?;
    Ok(())
}

fn tie(row: &Row) -> rusqlite::Result<Guardianship> {
    Ok(Guardianship {
        id: row.get(0)?,
        pupil: row.get(1)?,
        guardian: row.get(2)?,
        facts: facts(row, 3)?,
        needs_look: row.get(7)?,
        looked_at: row.get(8)?,
        may_pick_up: row.get(9)?,
        emergency_rank: row.get(10)?,
        document_on: day(row.get(11)?),
        kind: Kind::parse(&row.get::<_, String>(12)?).unwrap_or(Kind::Parent),
    })
}

fn day(text: Option<String>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}
