//! The rows of exports: one a person and kind.

use super::{KEPT, Takeaway, What, Why, making::Made};
use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql, SqlWrite, Tx},
        error::Result,
        files::Hash,
        jobs::System,
    },
    rooms::privacy::policy::DropTakeaway,
    school::{
        Person,
        permit::{May, Witness},
        policy::ManageSchool,
        viewer::Viewer,
    },
};
use rusqlite::{Row, params};

const COLUMNS: &str =
    "t.id, t.person, t.what, t.asked_at, t.tries, t.made_at, t.hash, t.size, t.hindered_at, t.why, t.sees,
     t.made_at IS NOT NULL AND (EXISTS (SELECT 1 FROM consent_answer c WHERE c.says = 0 AND c.answered_at >= t.made_at)
       OR EXISTS (SELECT 1 FROM consent_answer c WHERE c.says = 1 AND c.cancelled_at >= t.made_at)
       OR EXISTS (SELECT 1 FROM settings s WHERE s.image_consent_since >= t.made_at))";

pub fn takeaway(rx: &Rx, id: Id<Takeaway>, _: &Witness) -> Result<Option<Takeaway>> {
    rx.one(&format!("SELECT {COLUMNS} FROM takeaway t WHERE t.id = ?1"), [id], row)
}

/// The viewer's own, of that kind.
pub fn of(rx: &Rx, viewer: &Viewer, what: What) -> Result<Option<Takeaway>> {
    rx.one(
        &format!("SELECT {COLUMNS} FROM takeaway t WHERE t.person = ?1 AND t.what = ?2"),
        params![viewer.person, what.as_str()],
        row,
    )
}

/// In the place of the one before, whose file goes; one that waits already goes on waiting.
pub fn ask_own(tx: &Tx, viewer: &Viewer, now: Instant) -> Result<()> {
    ask(tx, viewer.person, What::Own, now)
}

pub fn ask_school(tx: &Tx, school: &May<ManageSchool>, now: Instant) -> Result<()> {
    ask(tx, school.by(), What::School, now)
}

fn ask(tx: &Tx, person: Id<Person>, what: What, now: Instant) -> Result<()> {
    tx.run(
        "DELETE FROM takeaway WHERE person = ?1 AND what = ?2 AND (made_at IS NOT NULL OR hindered_at IS NOT NULL)",
        params![person, what.as_str()],
    )?;
    tx.run(
        "INSERT INTO takeaway (person, what, asked_at) VALUES (?1, ?2, ?3) ON CONFLICT (person, what) DO NOTHING",
        params![person, what.as_str(), now],
    )?;
    Ok(())
}

pub fn remove(tx: &Tx, takeaway: &May<DropTakeaway>) -> Result<()> {
    drop_row(tx, takeaway.id)
}

/// The one that waits longest.
pub fn next(rx: &Rx, _: &System) -> Result<Option<Takeaway>> {
    rx.one(
        &format!(
            "SELECT {COLUMNS} FROM takeaway t WHERE t.made_at IS NULL AND t.hindered_at IS NULL ORDER BY t.asked_at, t.id LIMIT 1"
        ),
        [],
        row,
    )
}

/// One try more; whether it is still asked for.
pub fn begin(tx: &Tx, id: Id<Takeaway>, _: &System) -> Result<bool> {
    Ok(tx.run("UPDATE takeaway SET tries = tries + 1 WHERE id = ?1 AND made_at IS NULL", [id])? > 0)
}

/// The box was stopped meanwhile: that was no try.
pub fn leave_off(tx: &Tx, id: Id<Takeaway>, _: &System) -> Result<()> {
    tx.run("UPDATE takeaway SET tries = tries - 1 WHERE id = ?1 AND tries > 0", [id])?;
    Ok(())
}

/// Whether it is still asked for: nobody fetches what was taken back meanwhile.
pub fn made(tx: &Tx, id: Id<Takeaway>, made: &Made, _: &System) -> Result<bool> {
    let done = tx.run(
        "UPDATE takeaway SET made_at = ?2, hash = ?3, size = ?4, sees = ?5 WHERE id = ?1 AND made_at IS NULL",
        params![id, made.judged_at, made.packed.hash.as_str(), made.packed.size as i64, made.sees],
    )?;
    Ok(done > 0)
}

pub fn hinder(tx: &Tx, id: Id<Takeaway>, why: Why, now: Instant, _: &System) -> Result<()> {
    tx.run("UPDATE takeaway SET hindered_at = ?2, why = ?3 WHERE id = ?1", params![id, now, why.as_str()])?;
    Ok(())
}

/// Nobody is there any more to fetch it.
pub fn forget(tx: &Tx, id: Id<Takeaway>, _: &System) -> Result<()> {
    drop_row(tx, id)
}

/// All of them, of everybody: somebody whom they tell of is erased, or the school comes back from a backup.
pub fn forget_everybodys(tx: &Tx) -> Result<()> {
    tx.run("DELETE FROM takeaway", [])?;
    Ok(())
}

pub fn has_expired(rx: &Rx, now: Instant, _: &System) -> Result<bool> {
    rx.exists("SELECT 1 FROM takeaway WHERE made_at < ?1", [now.plus(-KEPT)])
}

pub fn forget_expired(tx: &Tx, now: Instant, _: &System) -> Result<usize> {
    tx.run("DELETE FROM takeaway WHERE made_at < ?1", [now.plus(-KEPT)])
}

/// Whether a file that stands on the disk is still somebody's.
pub fn is_made(rx: &Rx, id: Id<Takeaway>, _: &System) -> Result<bool> {
    rx.exists("SELECT 1 FROM takeaway WHERE id = ?1 AND made_at IS NOT NULL", [id])
}

/// First name and address of the one to whom it is told that it is made.
pub fn recipient(rx: &Rx, person: Id<Person>, _: &System) -> Result<Option<(String, String)>> {
    rx.one("SELECT first_name, email FROM person WHERE id = ?1", [person], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn drop_row(tx: &Tx, id: Id<Takeaway>) -> Result<()> {
    tx.run("DELETE FROM takeaway WHERE id = ?1", [id])?;
    Ok(())
}

fn row(row: &Row) -> rusqlite::Result<Takeaway> {
    let hash = row.get::<_, Option<String>>(6)?.and_then(|hash| Hash::parse(&hash));
    let (made_at, size): (Option<Instant>, i64) = (row.get(5)?, row.get(7)?);
    let hindered: Option<Instant> = row.get(8)?;
    let why = row.get::<_, Option<String>>(9)?.unwrap_or_default();
    Ok(Takeaway {
        id: row.get(0)?,
        person: row.get(1)?,
        what: What::parse(&row.get::<_, String>(2)?),
        asked_at: row.get(3)?,
        tries: row.get(4)?,
        made: made_at.zip(hash).map(|(at, hash)| (at, hash, size.max(0) as u64)),
        hindered: hindered.map(|_| Why::parse(&why)),
        sees: row.get(10)?,
        is_stale: row.get(11)?,
        _row: (),
    })
}
