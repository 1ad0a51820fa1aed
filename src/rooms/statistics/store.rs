//! What is counted. Every statement gives sums; no row of a person or of a child leaves this file.

use super::figures::{Class, Families, Words};
use crate::{
    base::{
        clock::Instant,
        db::{Rx, Sql},
        error::Result,
    },
    school::{how::How, permit::Manages, sign_ins::Profile},
};
use jiff::civil::Date;
use rusqlite::{Row, params};

/// Whom the school writes to about the child: `t` is the tie, `?1` today.
const READS: &str = "t.authority <> 'withdrawn' AND (t.restricted_on IS NULL OR t.restricted_on > ?1) AND (t.authority IN ('exercises', 'not_exercising') OR t.reads = 1)";

/// The families of this year's classes: one for each child.
pub fn families(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<(Class, Families)>> {
    rx.all(
        &format!(
            "SELECT c.id, c.name, o.id, o.name, count(*),
                 sum(EXISTS (SELECT 1 FROM guardianship t JOIN account a ON a.person = t.guardian WHERE t.pupil = e.pupil AND {READS} AND a.activated_at IS NOT NULL AND a.closed_at IS NULL)),
                 sum(NOT EXISTS (SELECT 1 FROM guardianship t JOIN account a ON a.person = t.guardian WHERE t.pupil = e.pupil AND {READS} AND a.activated_at IS NOT NULL AND a.closed_at IS NULL)
                     AND EXISTS (SELECT 1 FROM guardianship t JOIN person p ON p.id = t.guardian WHERE t.pupil = e.pupil AND {READS} AND p.channel = 'paper'))
             FROM school_year y CROSS JOIN class c ON c.year = y.id CROSS JOIN ecole o ON o.id = c.ecole CROSS JOIN enrolment e ON e.class = c.id AND e.until_on IS NULL
             WHERE y.starts_on <= ?1 AND y.ends_on >= ?1 GROUP BY c.id ORDER BY o.id, c.name"
        ),
        [today.to_string()],
        |row| {
            let (all, activated, paper) = (number(row, 4)?, number(row, 5)?, number(row, 6)?);
            let waiting = all.saturating_sub(activated + paper);
            Ok((class(row, all)?, Families { activated, waiting, paper }))
        },
    )
}

/// The answers that words sent in this time asked for, one for each child: by class, by what was asked, and how it came.
pub fn words(rx: &Rx, from: Instant, until: Instant, _: &impl Manages) -> Result<Vec<(i64, Words)>> {
    rx.all(
        "SELECT c.id, n.asks = 'read',
             (SELECT a.how FROM liaison_answer a WHERE a.note = n.id AND a.pupil = r.pupil AND a.cancelled_at IS NULL AND a.version >= n.asks_since ORDER BY a.id DESC LIMIT 1) AS how,
             count(*)
         FROM class c CROSS JOIN audience_pupil r ON r.class = c.id AND r.sent_at >= ?1 AND r.sent_at < ?2 CROSS JOIN liaison_note n ON n.audience = r.audience
         WHERE n.asks <> 'nothing' AND n.delivered_at IS NOT NULL AND n.withdrawn_at IS NULL GROUP BY c.id, 2, how",
        params![from, until],
        |row| {
            let how = row.get::<_, Option<String>>(2)?.and_then(|how| How::parse(&how));
            Ok((row.get(0)?, Words { is_to_read: row.get(1)?, how, times: number(row, 3)? }))
        },
    )
}

/// The classes that those words reached, with how many children's families.
pub fn reached(rx: &Rx, from: Instant, until: Instant, _: &impl Manages) -> Result<Vec<Class>> {
    rx.all(
        "SELECT c.id, c.name, o.id, o.name, count(DISTINCT r.pupil)
         FROM class c CROSS JOIN ecole o ON o.id = c.ecole CROSS JOIN audience_pupil r ON r.class = c.id AND r.sent_at >= ?1 AND r.sent_at < ?2 CROSS JOIN liaison_note n ON n.audience = r.audience
         WHERE n.asks <> 'nothing' AND n.delivered_at IS NOT NULL AND n.withdrawn_at IS NULL GROUP BY c.id ORDER BY o.id, c.name",
        params![from, until],
        |row| class(row, number(row, 4)?),
    )
}

/// How many people may sign in today, by profile, in the order of `Profile::ALL`.
pub fn people(rx: &Rx, today: Date, _: &impl Manages) -> Result<[u64; 5]> {
    let mut people = [0; 5];
    let staff = rx.all(
        "SELECT min(CASE d.kind WHEN 'director' THEN 0 WHEN 'teacher' THEN 1 WHEN 'substitute' THEN 1 ELSE 2 END)
         FROM duty d JOIN account a ON a.person = d.person WHERE d.from_on <= ?1 AND (d.until_on IS NULL OR d.until_on >= ?1) AND a.activated_at IS NOT NULL AND a.closed_at IS NULL GROUP BY d.person",
        [today.to_string()],
        |row| number(row, 0),
    )?;
    for place in staff {
        people[place as usize] += 1;
    }
    people[Profile::Guardian as usize] = rx.value::<i64>(
        &format!(
            "SELECT count(DISTINCT t.guardian)
             FROM school_year y CROSS JOIN class c ON c.year = y.id CROSS JOIN enrolment e ON e.class = c.id AND e.until_on IS NULL CROSS JOIN guardianship t ON t.pupil = e.pupil AND {READS} CROSS JOIN account a ON a.person = t.guardian
             WHERE y.starts_on <= ?1 AND y.ends_on >= ?1 AND a.activated_at IS NOT NULL AND a.closed_at IS NULL"
        ),
        [today.to_string()],
    )?
    .unsigned_abs();
    people[Profile::Pupil as usize] = rx.value::<i64>(
        "SELECT count(*)
         FROM school_year y CROSS JOIN class c ON c.year = y.id CROSS JOIN enrolment e ON e.class = c.id AND e.until_on IS NULL CROSS JOIN account a ON a.person = e.pupil
         WHERE y.starts_on <= ?1 AND y.ends_on >= ?1 AND a.activated_at IS NOT NULL AND a.closed_at IS NULL",
        [today.to_string()],
    )?
    .unsigned_abs();
    Ok(people)
}

/// The school years that have begun, newest first: this one and the one before.
pub fn years(rx: &Rx, today: Date, _: &impl Manages) -> Result<Vec<(Date, Date)>> {
    let rows = rx.all(
        "SELECT starts_on, ends_on FROM school_year WHERE starts_on <= ?1 ORDER BY starts_on DESC LIMIT 2",
        [today.to_string()],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    Ok(rows.iter().filter_map(|(from, until)| Some((from.parse().ok()?, until.parse().ok()?))).collect())
}

fn class(row: &Row, families: u64) -> rusqlite::Result<Class> {
    Ok(Class { id: row.get(0)?, name: row.get(1)?, ecole: row.get(2)?, school: row.get(3)?, families })
}

fn number(row: &Row, column: usize) -> rusqlite::Result<u64> {
    row.get::<_, i64>(column).map(i64::unsigned_abs)
}
