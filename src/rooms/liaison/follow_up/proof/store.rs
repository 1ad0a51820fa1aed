//! What a proof is made of: every answer that stands, and every version of the text.

use crate::{
    base::{
        clock::Instant,
        db::{Id, Rx, Sql},
        error::Result,
    },
    rooms::liaison::{
        answers::How,
        policy::FollowUp,
        store::{date, formal},
    },
    school::{Pupil, permit::May},
};
use jiff::civil::Date;

/// An answer, to whatever version.
pub struct Given {
    pub pupil: Id<Pupil>,
    pub guardian_name: String,
    pub version: i64,
    pub at: Instant,
    pub how: How,
    /// On paper: who recorded it.
    pub recorded_by: String,
}

pub struct Version {
    pub version: i64,
    pub title: String,
    /// Clean HTML.
    pub body: String,
    pub deadline_on: Option<Date>,
    pub event_on: Option<Date>,
    pub written_at: Instant,
    pub written_by: String,
    /// Names of what was attached to it.
    pub pieces: Vec<String>,
}

/// The oldest first; none that was recorded by mistake.
pub fn answers(rx: &Rx, note: &May<FollowUp>) -> Result<Vec<Given>> {
    rx.all(
        "SELECT a.pupil, a.version, a.answered_at, a.how,
           coalesce(g.first_name || ' ' || CASE g.usage_name WHEN '' THEN g.last_name ELSE g.usage_name END, ''),
           coalesce(r.civility, ''), coalesce(r.first_name, ''), coalesce(CASE r.usage_name WHEN '' THEN r.last_name ELSE r.usage_name END, '')
         FROM liaison_answer a LEFT JOIN person g ON g.id = a.guardian LEFT JOIN person r ON r.id = a.recorded_by
         WHERE a.note = ?1 AND a.cancelled_at IS NULL ORDER BY a.pupil, a.id",
        [note.id],
        |row| {
            Ok(Given {
                pupil: row.get(0)?,
                version: row.get(1)?,
                at: row.get(2)?,
                how: How::parse(&row.get::<_, String>(3)?).unwrap_or(How::Application),
                guardian_name: row.get(4)?,
                recorded_by: formal(row, 5)?.trim().to_owned(),
            })
        },
    )
}

pub fn versions(rx: &Rx, note: &May<FollowUp>) -> Result<Vec<Version>> {
    let pieces: Vec<(String, i64, Option<i64>)> = rx.all(
        "SELECT name, added_in, removed_in FROM liaison_attachment WHERE note = ?1 ORDER BY id",
        [note.id],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    rx.all(
        "SELECT v.version, v.title, v.body, v.deadline_on, v.event_on, v.written_at, p.civility, p.first_name, CASE p.usage_name WHEN '' THEN p.last_name ELSE p.usage_name END
         FROM liaison_version v JOIN person p ON p.id = v.written_by WHERE v.note = ?1 ORDER BY v.version",
        [note.id],
        |row| {
            let version = row.get(0)?;
            let has = |(_, added, removed): &&(String, i64, Option<i64>)| *added <= version && removed.is_none_or(|removed| removed > version);
            Ok(Version {
                version,
                title: row.get(1)?,
                body: row.get(2)?,
                deadline_on: date(row, 3)?,
                event_on: date(row, 4)?,
                written_at: row.get(5)?,
                written_by: formal(row, 6)?,
                pieces: pieces.iter().filter(has).map(|(name, ..)| name.clone()).collect(),
            })
        },
    )
}
