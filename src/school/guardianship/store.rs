//! The rows of ties.

use super::{Authority, Facts, Guardianship, Kind, Look, cut};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::{Error, Result},
    },
    school::{
        Person, Pupil,
        account::Account,
        consent::said::store as consents,
        permit::{Manages, May, Witness},
        policy::SeeFamily,
        settings,
    },
};
use jiff::civil::Date;
use rusqlite::{Row, params};

/// What rights come from, of `guardianship g`: seven columns; [`facts`] reads them.
pub const TIE_FACTS: &str = "g.authority, g.reads, g.signs, g.receives, g.restricted_on, g.needs_look, g.looked_at";
/// A tie's own columns, of `guardianship g`; [`tie_at`] reads them.
pub const TIE: &str = "g.id, g.pupil, g.guardian, g.kind, g.may_pick_up, g.emergency_rank, g.document_on, g.authority, g.reads, g.signs, g.receives, g.restricted_on, g.needs_look, g.looked_at";

/// What a new tie says before anybody has decided anything: full rights, or nothing while the director must look.
pub struct NewTie<'a> {
    pub pupil: Id<Pupil>,
    pub guardian: Id<Person>,
    pub authority: Authority,
    /// Why the director must look first; empty when she need not.
    pub needs_look: &'a str,
}

pub fn facts(row: &Row, at: usize) -> rusqlite::Result<Facts> {
    let authority: String = row.get(at)?;
    let needs_look: String = row.get(at + 5)?;
    let looked_at: Option<Instant> = row.get(at + 6)?;
    Ok(Facts {
        authority: Authority::parse(&authority).unwrap_or(Authority::Withdrawn),
        reads: row.get(at + 1)?,
        signs: row.get(at + 2)?,
        receives: row.get(at + 3)?,
        restricted_on: day(row.get(at + 4)?),
        look: Look::of(&needs_look, looked_at.is_some()),
    })
}

pub fn tie_at(row: &Row, at: usize) -> rusqlite::Result<Guardianship> {
    Ok(Guardianship {
        id: row.get(at)?,
        pupil: row.get(at + 1)?,
        guardian: row.get(at + 2)?,
        kind: Kind::parse(&row.get::<_, String>(at + 3)?).unwrap_or(Kind::Parent),
        may_pick_up: row.get(at + 4)?,
        emergency_rank: row.get(at + 5)?,
        document_on: day(row.get(at + 6)?),
        facts: facts(row, at + 7)?,
        needs_look: row.get(at + 12)?,
        looked_at: row.get(at + 13)?,
    })
}

pub fn one(rx: &Rx, id: Id<Guardianship>, _: &Witness) -> Result<Option<Guardianship>> {
    rx.one(&format!("SELECT {TIE} FROM guardianship g WHERE g.id = ?1"), [id], tie)
}

/// All ties of a pupil, oldest first.
pub fn of_pupil(rx: &Rx, pupil: &May<SeeFamily>) -> Result<Vec<Guardianship>> {
    rx.all(&format!("SELECT {TIE} FROM guardianship g WHERE g.pupil = ?1 ORDER BY g.id"), [pupil.id], tie)
}

/// Ties of one adult, as the import and the person's page read them.
pub fn of_guardian(rx: &Rx, guardian: Id<Person>, _: &impl Manages) -> Result<Vec<Guardianship>> {
    rx.all(&format!("SELECT {TIE} FROM guardianship g WHERE g.guardian = ?1 ORDER BY g.id"), [guardian], tie)
}

pub fn all(rx: &Rx, _: &impl Manages) -> Result<Vec<Guardianship>> {
    rx.all(&format!("SELECT {TIE} FROM guardianship g ORDER BY g.pupil, g.id"), [], tie)
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

/// What the director decides of a tie: she has looked at it. A guardian who loses something is out at once.
pub fn change(
    tx: &Tx,
    id: Id<Guardianship>,
    facts: &Facts,
    document_on: Option<Date>,
    now: Instant,
    by: &impl Manages,
) -> Result<()> {
    let before = standing(tx, id)?;
    tx.run(
        "UPDATE guardianship SET authority = ?2, reads = ?3, signs = ?4, receives = ?5, restricted_on = ?6, document_on = ?7, looked_at = ?8 WHERE id = ?1",
        params![
            id,
            facts.authority.as_str(),
            facts.reads,
            facts.signs,
            facts.receives,
            facts.restricted_on.map(|day| day.to_string()),
            document_on.map(|day| day.to_string()),
            now
        ],
    )?;
    consents::tie_changed(tx, before.pupil, now)?;
    if let Some(begins) = begins_later(tx, facts, now)? {
        consents::tie_changed(tx, before.pupil, begins)?;
    }
    cut::after(tx, &before, Some(facts), now, by)
}

/// The director has looked at the tie and changes nothing: the slip may be printed.
pub fn look_at(tx: &Tx, id: Id<Guardianship>, now: Instant, _: &impl Manages) -> Result<()> {
    tx.run("UPDATE guardianship SET looked_at = ?2 WHERE id = ?1", params![id, now])?;
    consents::tie_changed(tx, standing(tx, id)?.pupil, now)
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

/// By hand, and kept in mind: the next file may still state it. Who had something by this tie is out at once.
pub fn remove(tx: &Tx, id: Id<Guardianship>, now: Instant, by: &impl Manages) -> Result<()> {
    let before = standing(tx, id)?;
    tx.run(
        "INSERT OR REPLACE INTO guardianship_removed (pupil, guardian, removed_at) SELECT pupil, guardian, ?2 FROM guardianship WHERE id = ?1",
        params![id, now],
    )?;
    tx.run("DELETE FROM guardianship WHERE id = ?1", [id])?;
    consents::tie_changed(tx, before.pupil, now)?;
    cut::after(tx, &before, None, now, by)
}

/// Guardians whose restriction has begun by that day, each with its day.
pub(super) fn restricted_by(rx: &Rx, today: Date) -> Result<Vec<(Id<Person>, Date)>> {
    let found = rx.all(
        "SELECT guardian, restricted_on FROM guardianship WHERE restricted_on IS NOT NULL AND restricted_on <= ?1",
        [today.to_string()],
        |row| Ok((row.get(0)?, day(row.get(1)?))),
    )?;
    Ok(found.into_iter().filter_map(|(guardian, day)| Some((guardian, day?))).collect())
}

/// How many sessions of the account, opened before that moment, are ended.
pub(super) fn end_sessions(tx: &Tx, account: Id<Account>, before: Instant) -> Result<usize> {
    tx.run("DELETE FROM session WHERE account = ?1 AND opened_at < ?2", params![account, before])
}

/// The first moment of a restriction that is dated ahead.
fn begins_later(rx: &Rx, facts: &Facts, now: Instant) -> Result<Option<Instant>> {
    let Some(day) = facts.restricted_on else { return Ok(None) };
    let midnight = day.to_zoned(settings::store::facts(rx)?.zone_of_time()).ok();
    Ok(midnight.map(|midnight| Instant::from(midnight.timestamp())).filter(|begins| *begins > now))
}

fn standing(rx: &Rx, id: Id<Guardianship>) -> Result<Guardianship> {
    rx.one(&format!("SELECT {TIE} FROM guardianship g WHERE g.id = ?1"), [id], tie)?.ok_or(Error::NotFound)
}

fn tie(row: &Row) -> rusqlite::Result<Guardianship> {
    tie_at(row, 0)
}

fn day(text: Option<String>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}
